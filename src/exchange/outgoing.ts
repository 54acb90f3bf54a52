import { TOOL } from '../version.ts';
import type {
  ExchangeRequest,
  HeaderPair,
  JsonObject,
  OutgoingRequest,
  Target,
} from '../vocabulary.ts';
import { keepRequestHeaders, SECRET_NAME } from './headers.ts';
import type { Redactor } from './redact.ts';

/** A key that no endpoint can know, of the usual form. */
export const WRONG_KEY = 'sk-chatspec-wrong-key';

/** A request as it goes out, with the key in it. */
export interface ReadyRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: readonly HeaderPair[];
  readonly json: JsonObject | null;
  /** What is sent as body; `null` for none. */
  readonly body: string | null;
}

/** Adds address, key and the target's own members to what a probe wants sent. */
export function readyRequest(
  request: OutgoingRequest,
  target: Target,
  key: string | null,
): ReadyRequest {
  const url = new URL(`${target.baseUrl}${request.path}`);
  for (const [name, value] of Object.entries(target.query)) url.searchParams.set(name, value);
  const json = request.json === undefined ? null : withMembers(request.json, target.body);
  const body = request.text ?? (json === null ? null : JSON.stringify(json));
  const bearer = bearerOf(request, key);
  const headers = new Map<string, string>([
    ['accept', '*/*'],
    // Compression would hide how the body was cut, and clients that stream do without it.
    ['accept-encoding', 'identity'],
    ['user-agent', TOOL],
  ]);
  if (body !== null) headers.set('content-type', 'application/json');
  if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`);
  for (const [name, value] of Object.entries(target.headers)) {
    headers.set(name.toLowerCase(), value);
  }
  return { method: request.method, url, headers: [...headers], json, body };
}

/** The key to send, or `null`: a target without a key gets no Authorization header at all. */
export function bearerOf(request: OutgoingRequest, key: string | null): string | null {
  if (key === null || request.key === 'none') return null;
  return request.key === 'wrong' ? WRONG_KEY : key;
}

/** The target's members come after the probe's own, and never in their place. */
export function withMembers(json: JsonObject, extra: JsonObject): JsonObject {
  const missing = Object.entries(extra).filter(([name]) => !Object.hasOwn(json, name));
  return missing.length === 0 ? json : { ...json, ...Object.fromEntries(missing) };
}

/** What may be written down of a request. `sent` are the headers that really went out. */
export function recordedRequest(
  ready: ReadyRequest,
  sent: readonly HeaderPair[],
  target: Target,
  redact: Redactor,
): ExchangeRequest {
  const headers = keepRequestHeaders(
    sent.length === 0 ? ready.headers : sent,
    Object.keys(target.headers),
  );
  return {
    method: ready.method,
    url: redact.text(withoutSecrets(ready.url)),
    headers: headers.map(([name, value]): HeaderPair => [name, redact.text(value)]),
    json: ready.json === null ? null : hidden(ready.json, redact),
    text: ready.json === null && ready.body !== null ? redact.text(ready.body) : null,
  };
}

/** The body without a secret that the target's own members may have put into it. */
function hidden(json: JsonObject, redact: Redactor): JsonObject {
  const text = JSON.stringify(json);
  const open = redact.text(text);
  return open === text ? json : JSON.parse(open);
}

function withoutSecrets(url: URL): string {
  const open = new URL(url);
  open.username = '';
  open.password = '';
  for (const name of new Set(open.searchParams.keys())) {
    if (SECRET_NAME.test(name)) open.searchParams.set(name, '***');
  }
  return open.href;
}
