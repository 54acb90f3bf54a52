import type { HeaderPair } from '../vocabulary.ts';
import { isDecoded } from './decode.ts';

/**
 * Which headers are kept. By allow-list, since nobody can list the names under which servers send
 * session cookies, organisations and tokens.
 */

const KEPT = new Set([
  'accept',
  'accept-encoding',
  'age',
  'allow',
  'cache-control',
  'cf-ray',
  'connection',
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'pragma',
  'server',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'vary',
  'via',
  'www-authenticate',
  'x-accel-buffering',
  'x-content-type-options',
  'x-powered-by',
  'x-should-retry',
]);

/** Families: OpenAI's own without the organisation and project, rate limits, request ids. */
const KEPT_FAMILY =
  /^(openai-(?!organization|project)|x-ratelimit-|ratelimit|x-stainless-)|(^|-)(retry-after(-ms)?|request-id|requestid)$/;

/** Names whose values are secrets, wherever they occur. */
export const SECRET_NAME = /auth|key|token|secret|cookie|password|credential|session/i;

/** The response headers that may be written down, case and order kept. */
export function keepResponseHeaders(headers: readonly HeaderPair[]): HeaderPair[] {
  return headers.flatMap(([name, value]): HeaderPair[] => {
    const plain = name.toLowerCase();
    if (plain === 'location') return [[name, hostOf(value)]];
    return KEPT.has(plain) || KEPT_FAMILY.test(plain) ? [[name, value]] : [];
  });
}

/** What belongs to one connection or frames the body on it (RFC 9110, section 7.6.1). */
const HOP = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Of headers that may be written down, those that are passed on to a client behind a proxy of ours:
 * what speaks of the answer (its type, waits, rate limits, ids), and not of the connection or of a
 * coding that was undone. A redirect is not passed on: its address was cut to a host, and a client
 * shall not leave the proxy.
 */
export function passedOnHeaders(headers: readonly HeaderPair[]): HeaderPair[] {
  const named = headers.flatMap(([name, value]) =>
    name.toLowerCase() === 'connection' ? value.toLowerCase().split(/[\s,]+/) : [],
  );
  const coding = isDecoded(headerOf(headers, 'content-encoding')) ? ['content-encoding'] : [];
  const dropped = new Set([...HOP, ...named, ...coding, 'location']);
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}

/**
 * The request headers that may be written down. `extra` are the names that the target's config
 * adds: they are kept, since a request cannot be understood without them, but no secret value is.
 */
export function keepRequestHeaders(
  headers: readonly HeaderPair[],
  extra: readonly string[] = [],
): HeaderPair[] {
  const known = new Set(extra.map((name) => name.toLowerCase()));
  return headers.flatMap(([name, value]): HeaderPair[] => {
    const plain = name.toLowerCase();
    if (plain === 'authorization') return [[name, openScheme(value)]];
    if (KEPT.has(plain)) return [[name, value]];
    if (!known.has(plain)) return [];
    return [[name, SECRET_NAME.test(plain) ? '***' : value]];
  });
}

/** The scheme of an Authorization header where it has one; a key may stand there alone. */
function openScheme(value: string): string {
  const scheme = /^(basic|bearer|digest|key|negotiate|token)(?=[ \t]+\S)/i.exec(value)?.[0];
  return scheme === undefined ? '***' : `${scheme} ***`;
}

/** The value of the first header of that name, in any case; `null` where there is none. */
export function headerOf(headers: readonly HeaderPair[] | null, name: string): string | null {
  return headers?.find(([own]) => own.toLowerCase() === name)?.[1] ?? null;
}

/** Where a redirect points to, without path and query: those may carry a token. */
function hostOf(location: string): string {
  return URL.canParse(location) ? `${new URL(location).origin}/` : '/';
}
