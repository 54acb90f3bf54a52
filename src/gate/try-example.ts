import { judgeCapture } from '../engine/capture.ts';
import { read } from '../engine/reading.ts';
import { SECRET_NAME } from '../exchange/headers.ts';
import { readWithSdk } from '../exchange/sdk.ts';
import { send } from '../exchange/send.ts';
import type { Transport } from '../exchange/transport.ts';
import type { Check, Exchange, HeaderPair, JsonObject, OutgoingRequest } from '../vocabulary.ts';
import type { Example, ExampleRequest } from './example.ts';
import { isPlaceholder } from './match.ts';
import type { Trial } from './trial.ts';

/** What sending an example needs. */
export interface TryOptions {
  readonly transport: Transport;
  readonly checks: readonly Check[];
  /** Names the exchange: `page.md:24`. */
  readonly source: string;
  readonly signal?: AbortSignal;
}

/** Sends an example's request as the page words it; only address and key are replaced. */
export async function tryExample(example: Example, options: TryOptions): Promise<Trial> {
  const { request } = example;
  if (request === null || request.body === null) {
    const reason = 'what it sends is not written out whole, so only a run would tell';
    return { kind: 'untried', reason, remedy: 'run it with --run-examples', asked: false };
  }
  const { transport } = options;
  const shown = shownHeaders(request, transport.key);
  const target = { ...transport.target, headers: { ...transport.target.headers, ...shown } };
  const outgoing: OutgoingRequest = {
    method: 'POST',
    path: '/chat/completions',
    text: request.body,
    // A page that forgets the key would be refused, and so must its example be.
    key: request.headers.some(([name]) => /^authorization$/i.test(name)) ? 'right' : 'none',
  };
  const sent = await send(outgoing, {
    transport: { ...transport, target },
    source: options.source,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return judgeAnswer(withJson(sent, request.json), example.streams, 'sent', options);
}

/** Judges an answer to an example by the whole contract. */
export async function judgeAnswer(
  exchange: Exchange,
  streams: boolean,
  how: 'sent' | 'run',
  { transport, checks }: Pick<TryOptions, 'transport' | 'checks'>,
): Promise<Trial> {
  const { dialect, modelEcho } = transport.target;
  const expects = { answer: streams ? 'stream' : 'completion' } as const;
  const sdk = exchange.status === null ? null : await readWithSdk(exchange);
  const reading = read(exchange, { expects, sdk, dialect, modelEcho });
  return {
    kind: 'answered',
    exchange,
    view: reading.view,
    verdicts: judgeCapture(reading, checks),
    how,
    loops: [],
  };
}

/** The body went out as the page's own text; the checks want it as JSON. */
function withJson(exchange: Exchange, json: JsonObject | null): Exchange {
  const { request } = exchange;
  if (request === null || json === null) return exchange;
  return { ...exchange, request: { ...request, json, text: null } };
}

/** The page's own headers, without those that the transport makes. */
function shownHeaders(request: ExampleRequest, key: string | null): Record<string, string> {
  const own = request.headers.filter(
    ([name]) => !/^(authorization|host|content-length|accept-encoding|connection)$/i.test(name),
  );
  const headers = Object.fromEntries(
    own.map((pair) => [pair[0].toLowerCase(), valueFor(pair, key)]),
  );
  // What curl says of a body where the page says nothing.
  return { 'content-type': 'application/x-www-form-urlencoded', ...headers };
}

/** A placeholder in a header of secrets stands for the key. */
function valueFor([name, value]: HeaderPair, key: string | null): string {
  const stands = isPlaceholder(value) || /^\$\{?\w+\}?$/.test(value);
  return key !== null && stands && SECRET_NAME.test(name) ? key : value;
}
