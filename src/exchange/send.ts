import type { Dispatcher } from 'undici';
import { TOOL } from '../version.ts';
import type { Exchange, HeaderPair, OutgoingRequest, TransportFailure } from '../vocabulary.ts';
import type { TakeRoom } from './body.ts';
import { headerOf, keepResponseHeaders } from './headers.ts';
import { type ReadyRequest, readyRequest, recordedRequest } from './outgoing.ts';
import { type Onlooker, Recorder, type Recording } from './recorder.ts';
import type { FollowingRedactor, Redactor } from './redact.ts';
import { RETRY, type RetryPolicy, tryRequest } from './retry.ts';
import { sendBySdk } from './sdk-send.ts';
import type { Transport } from './transport.ts';

export interface SendOptions {
  readonly transport: Transport;
  /** Names the exchange: `stream-usage`, `tools-loop.2`. */
  readonly source: string;
  /** Who writes the request: this tool, or the `openai` SDK. */
  readonly sender?: 'http' | 'sdk';
  readonly retry?: RetryPolicy;
  /** Room for bodies that a run shares; without it each may be as large as the target's limit. */
  readonly takeRoom?: TakeRoom | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Asked before each attempt: see `RetryContext.admit`. */
  readonly admit?: (() => Promise<TransportFailure | null>) | undefined;
  /** Sees the answer while it comes. Such a request is sent once: what was seen cannot be undone. */
  readonly watcher?: Watcher | undefined;
}

/** Sees an answer while it comes, as it will be recorded: without any secret. */
export interface Watcher {
  readonly head: (status: number, headers: readonly HeaderPair[]) => void;
  /**
   * More of the body has come. `next` gives what may be seen of it, a part at a time, and nothing
   * where there is no more for now; what is not taken stays for later, until the exchange is there.
   */
  readonly grown: (next: () => Uint8Array) => void;
}

const ONCE: RetryPolicy = { ...RETRY, attempts: 1 };

/**
 * Sends a request and records what comes back, with every attempt. Never throws for what a server
 * or the network does: the exchange then says so. Nothing in it holds a key.
 */
export async function send(request: OutgoingRequest, options: SendOptions): Promise<Exchange> {
  const { transport } = options;
  const ready = readyRequest(request, transport.target, transport.key);
  const { last, attempts } = await tryRequest(() => sendOnce(request, ready, options), {
    policy: options.watcher === undefined ? (options.retry ?? RETRY) : ONCE,
    clock: transport.clock,
    random: transport.random,
    signal: options.signal,
    admit: options.admit,
  });
  if (!('status' in last)) return unsent(options.source, last, transport.target.name);
  const { redact } = transport;
  const hide = (failure: TransportFailure | null): TransportFailure | null =>
    failure === null ? null : { ...failure, message: redact.text(failure.message) };
  const headers = last.headers === null ? null : openHeaders(last.headers, redact);
  return {
    source: options.source,
    request: recordedRequest(ready, last.sent, transport.target, redact),
    status: last.status,
    headers,
    body: redact.bytes(last.body),
    fidelity: 'bytes',
    frames: last.frames,
    ending: last.ending,
    failure: hide(last.failure),
    headMs: last.headMs,
    endMs: last.endMs,
    attempts: attempts.map((one) => ({ ...one, failure: hide(one.failure) })),
    evidence: 'live',
    date: last.date ?? attempts.at(-1)?.started ?? null,
    target: transport.target.name,
    server: headerOf(headers, 'server'),
    tool: TOOL,
  };
}

/** The exchange of a request that was never sent, and why. */
export function unsent(source: string, failure: TransportFailure, target: string): Exchange {
  return {
    source,
    request: null,
    status: null,
    headers: null,
    body: new Uint8Array(),
    fidelity: 'bytes',
    frames: null,
    ending: null,
    failure,
    headMs: null,
    endMs: null,
    attempts: [],
    evidence: 'live',
    date: null,
    target,
    server: null,
    tool: TOOL,
  };
}

async function sendOnce(
  request: OutgoingRequest,
  ready: ReadyRequest,
  options: SendOptions,
): Promise<Recording> {
  const { transport } = options;
  const { target } = transport;
  const recorder = new Recorder({
    host: ready.url.host,
    timeouts: target.timeouts,
    limits: target.limits,
    takeRoom: options.takeRoom,
    clock: transport.clock,
    signal: options.signal,
    leaveAfterBytes: request.leaveAfterBytes,
    onlooker:
      options.watcher === undefined ? undefined : openOnlooker(options.watcher, transport.redact),
  });
  const way = transport.dispatcher();
  const dispatcher = way.compose(recorder.interceptor);
  try {
    if (options.sender === 'sdk') {
      // Not awaited: the SDK waits for ever where a connection never stands; the recorder does not.
      sendBySdk(request, dispatcher, transport, recorder).catch((error) => recorder.fail(error));
    } else {
      dispatchPlain(ready, dispatcher, recorder);
    }
    return await recorder.done;
  } finally {
    // Not awaited: a server that never lets go must not hold up the run.
    way.destroy().catch(() => {});
  }
}

/** The headers that may be written down, without secrets. */
function openHeaders(headers: readonly HeaderPair[], redact: Redactor): HeaderPair[] {
  return keepResponseHeaders(headers).map(([name, value]) => [name, redact.text(value)]);
}

/** Shows a watcher what the recorder sees, without secrets. */
function openOnlooker(watcher: Watcher, redact: FollowingRedactor): Onlooker {
  const follow = redact.follow();
  let at = 0;
  return {
    head: (status, headers) => watcher.head(status, openHeaders(headers, redact)),
    grown: (from) =>
      watcher.grown(() => {
        for (;;) {
          const piece = from(at);
          if (piece.length === 0) return piece;
          at += piece.length;
          const open = follow(piece);
          if (open.length > 0) return open;
        }
      }),
  };
}

function dispatchPlain(ready: ReadyRequest, dispatcher: Dispatcher, recorder: Recorder): void {
  try {
    dispatcher.dispatch(
      {
        origin: ready.url.origin,
        path: `${ready.url.pathname}${ready.url.search}`,
        method: ready.method,
        headers: ready.headers.flat(),
        body: ready.body,
      },
      {},
    );
  } catch (error) {
    recorder.fail(error);
  }
}
