import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { Dispatcher, errors } from 'undici';
import type { Exchange, Frame } from '../vocabulary.ts';
import { ReplayController } from './replay-controller.ts';

export interface ReplayOptions {
  /** Keep the recorded times; by default every frame comes at once after the one before. */
  readonly times?: boolean;
  /** Deliver in pieces of this many bytes instead of the recorded frames. */
  readonly pieces?: number;
}

/**
 * A dispatcher that answers every request with the recorded exchange, frame by frame. It honours
 * pause and abort; an abort after the end does nothing, since the SDK cancels a body right after
 * `[DONE]`. An exchange that did not end as HTTP says ends in the error that fits.
 */
export function replayDispatcher(exchange: Exchange, options: ReplayOptions = {}): Dispatcher {
  return new ReplayDispatcher(exchange, options);
}

class ReplayDispatcher extends Dispatcher {
  readonly #exchange: Exchange;
  readonly #options: ReplayOptions;

  constructor(exchange: Exchange, options: ReplayOptions) {
    super();
    this.#exchange = exchange;
    this.#options = options;
  }

  override dispatch(
    _options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    void play(this.#exchange, this.#options, handler);
    return true;
  }

  override close(callback: () => void): void;
  override close(): Promise<void>;
  override close(callback?: () => void): Promise<void> | void {
    if (callback === undefined) return Promise.resolve();
    callback();
  }

  override destroy(...parts: unknown[]): Promise<void> {
    for (const part of parts) if (typeof part === 'function') part();
    return Promise.resolve();
  }
}

const TURNS_BEFORE_ERROR = 20;

/** Plays one exchange to one handler. Never rejects: what the handler throws ends the playing. */
async function play(
  exchange: Exchange,
  options: ReplayOptions,
  handler: Dispatcher.DispatchHandler,
): Promise<void> {
  const controller = new ReplayController(exchange);
  try {
    // A handler is not told anything before its dispatch call has returned.
    await turn();
    handler.onRequestStart?.(controller, {});
    if (controller.reason === null && exchange.status !== null) {
      handler.onResponseStart?.(controller, exchange.status, headersOf(exchange), '');
      await playBody(exchange, options, handler, controller);
    }
    const error = controller.reason ?? endingError(exchange);
    // A failure wipes out what a reader has not fetched yet: it gets the time that a network takes.
    if (error !== null) for (let turns = 0; turns < TURNS_BEFORE_ERROR; turns++) await turn();
    controller.over = true;
    if (error === null) handler.onResponseEnd?.(controller, {});
    else handler.onResponseError?.(controller, error);
  } catch (error) {
    if (controller.over) return;
    controller.over = true;
    tell(handler, controller, error instanceof Error ? error : new Error('replay'));
  }
}

/** Tells a handler that has thrown already; what it throws now has nowhere to go. */
function tell(
  handler: Dispatcher.DispatchHandler,
  controller: ReplayController,
  error: Error,
): void {
  try {
    handler.onResponseError?.(controller, error);
  } catch {
    // Its own fault, and nobody is left to hear of it.
  }
}

async function playBody(
  exchange: Exchange,
  options: ReplayOptions,
  handler: Dispatcher.DispatchHandler,
  controller: ReplayController,
): Promise<void> {
  let at = 0;
  let ms = 0;
  for (const [due, bytes] of framesOf(exchange, options.pieces)) {
    if (options.times === true && due > ms) {
      await wait(due - ms);
      ms = due;
    }
    // One turn each, so that no two frames are read as one.
    await turn();
    await controller.resumed();
    if (controller.reason !== null) return;
    handler.onResponseData?.(controller, Buffer.from(exchange.body.subarray(at, at + bytes)));
    at += bytes;
  }
}

/** The recorded frames, mended so that they hold exactly the body. */
function framesOf(exchange: Exchange, pieces: number | undefined): readonly Frame[] {
  const length = exchange.body.length;
  if (pieces !== undefined) {
    return Array.from({ length: Math.ceil(length / pieces) }, (_, at): Frame => {
      return [0, Math.min(pieces, length - at * pieces)];
    });
  }
  const frames: Frame[] = [];
  let left = length;
  for (const [ms, bytes] of exchange.frames ?? []) {
    const fitting = Math.min(bytes, left);
    if (fitting > 0) frames.push([ms, fitting]);
    left -= fitting;
  }
  if (left > 0) frames.push([frames.at(-1)?.[0] ?? 0, left]);
  return frames;
}

/** Without `content-encoding`: recorded bodies are decoded already. */
function headersOf(exchange: Exchange): Record<string, string | string[]> {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of exchange.headers ?? []) {
    const plain = name.toLowerCase();
    if (plain === 'content-encoding') continue;
    headers[plain] = [...(headers[plain] ?? []), value];
  }
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [
      name,
      values.length === 1 ? String(values[0]) : values,
    ]),
  );
}

/** The error in which an exchange ended, or `null` where it ended well or nobody knows. */
function endingError(exchange: Exchange): Error | null {
  if (exchange.ending === 'complete') return null;
  if (exchange.status !== null && exchange.ending === null) return null;
  const message = exchange.failure?.message ?? 'other side closed';
  return exchange.ending === 'aborted'
    ? new errors.RequestAbortedError(message)
    : new errors.SocketError(message);
}
