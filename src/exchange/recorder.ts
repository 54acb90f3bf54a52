import type { Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import type {
  Ending,
  Frame,
  HeaderPair,
  SizeLimits,
  Timeouts,
  TransportFailure,
} from '../vocabulary.ts';
import { GrowingBody, startOf, type TakeRoom } from './body.ts';
import { type Clock, isoOf } from './clock.ts';
import { decoderFor } from './decode.ts';
import { EventGauge } from './event-gauge.ts';
import { Cut, type ExchangeLimit, failureOf, interruptionOf, say, timeoutOf } from './failure.ts';
import { headerOf } from './headers.ts';
import { litter } from './litter.ts';

/*
 * Above 200 lines: everything that can end an exchange meets in one object, since exactly one of
 * them may win.
 */

/** One answer, with every secret still in it. */
export interface Recording {
  readonly status: number | null;
  readonly headers: readonly HeaderPair[] | null;
  /** The headers that really went out, where the request was dispatched. */
  readonly sent: readonly HeaderPair[];
  /** After decompression, where the server compressed against our wish. */
  readonly body: Uint8Array;
  readonly frames: readonly Frame[] | null;
  /** `null` where no head came. */
  readonly ending: Ending | null;
  readonly failure: TransportFailure | null;
  readonly headMs: number | null;
  readonly endMs: number | null;
  readonly date: string | null;
}

export interface RecordOptions {
  /** Host and port, for messages. */
  readonly host: string;
  readonly timeouts: Timeouts;
  readonly limits: SizeLimits;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly leaveAfterBytes?: number | undefined;
  /** Room for bodies that a run shares. */
  readonly takeRoom?: TakeRoom | undefined;
  readonly onlooker?: Onlooker | undefined;
}

/** Is told of an answer while it comes, with every secret still in it; steers nothing. */
export interface Onlooker {
  readonly head: (status: number, headers: readonly HeaderPair[]) => void;
  /** More of the body has come; `from` gives what was kept of it from a byte on, a part at a time. */
  readonly grown: (from: (at: number) => Uint8Array) => void;
}

/**
 * Records one exchange at the dispatcher, where frames and raw headers can still be seen, and holds
 * it to its limits. Use one recorder per dispatch.
 */
export class Recorder {
  /** Settles once, whatever happens, and never rejects. */
  readonly done: Promise<Recording>;
  readonly #options: RecordOptions;
  readonly #settle: (recording: Recording) => void;
  readonly #body: GrowingBody;
  readonly #timers = new Map<ExchangeLimit, NodeJS.Timeout>();
  readonly #interrupt = () => this.#cut(interruptionOf(this.#options.signal), 'aborted');
  #controller: Dispatcher.DispatchController | null = null;
  #decoder: Transform | null = null;
  #gauge: EventGauge | null = null;
  /** Bytes of the body as they came. */
  #came = 0;
  #started: number;
  #status: number | null = null;
  #headers: HeaderPair[] | null = null;
  #sent: readonly HeaderPair[] = [];
  #headMs: number | null = null;
  #date: string | null = null;
  #dispatched = false;
  #over = false;

  constructor(options: RecordOptions) {
    this.#options = options;
    const { body, decompressed } = options.limits;
    this.#body = new GrowingBody(Math.max(body, decompressed), options.takeRoom);
    const { promise, resolve } = Promise.withResolvers<Recording>();
    this.done = promise;
    this.#settle = resolve;
    this.#started = options.clock.elapsed();
    this.#arm('exchange');
    this.#arm('connect');
    options.signal?.addEventListener('abort', this.#interrupt);
    if (options.signal?.aborted) this.#interrupt();
  }

  /** Records what passes; the consumer behind sees it too. */
  readonly interceptor: Dispatcher.DispatchInterceptor = (dispatch) => (opts, consumer) => {
    if (this.#over) {
      consumer.onResponseError?.(lostController, new Cut(null));
      return true;
    }
    this.#dispatched = true;
    this.#sent = pairsOf(opts.headers);
    return dispatch(opts, this.#handler(consumer));
  };

  /** Whether a request was handed to the network. */
  get dispatched(): boolean {
    return this.#dispatched;
  }

  /** Ends the recording for a reason that lies outside HTTP. */
  give(failure: TransportFailure): void {
    this.#cut(failure, 'error');
  }

  /** Ends the recording by an error of the network or of undici. */
  fail(error: unknown): void {
    const { host } = this.#options;
    this.#finish('error', failureOf(error, { host, headed: this.#status !== null }));
  }

  /**
   * A consumer that aborts only stops listening: the SDK cancels a body right after `[DONE]`, and
   * what a server sends after that is just what must be seen. For the same reason a pause is not
   * passed on; memory is bounded by the size limit all the same.
   */
  #handler(consumer: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
    let listening = true;
    let front: Dispatcher.DispatchController = lostController;
    const abort = (reason: Error) => {
      if (!listening) return;
      listening = false;
      consumer.onResponseError?.(front, reason);
    };
    return {
      onRequestStart: (controller, context) => {
        front = frontOf(controller, abort);
        this.#begin(controller);
        consumer.onRequestStart?.(front, context);
      },
      onResponseStart: (controller, status, headers, text) => {
        // 1xx announces; the answer is still to come.
        if (status < 200) return;
        this.#head(status, rawPairs(controller.rawHeaders));
        if (listening) consumer.onResponseStart?.(front, status, headers, text);
      },
      onResponseData: (_controller, chunk) => {
        this.#data(chunk);
        if (listening && this.#came > MOST_CONSUMED) abort(new Cut(null));
        if (listening) consumer.onResponseData?.(front, chunk);
      },
      onResponseEnd: (_controller, trailers) => {
        this.#end();
        if (listening) consumer.onResponseEnd?.(front, trailers);
      },
      onResponseError: (_controller, error) => {
        this.fail(error);
        if (listening) consumer.onResponseError?.(front, error);
      },
    };
  }

  #begin(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) {
      controller.abort(new Cut(null));
      return;
    }
    this.#disarm('connect');
    this.#started = this.#options.clock.elapsed();
    this.#arm('firstByte');
  }

  #head(status: number, headers: HeaderPair[]): void {
    if (this.#over) return;
    this.#status = status;
    this.#headers = headers;
    this.#headMs = this.#ms();
    this.#date = isoOf(this.#options.clock.now());
    this.#disarm('firstByte');
    this.#arm('gap');
    const type = headerOf(headers, 'content-type') ?? '';
    if (/^\s*text\/event-stream/i.test(type)) this.#gauge = new EventGauge(this.#options.limits);
    this.#decoder = decoderFor(headerOf(headers, 'content-encoding'));
    this.#decoder
      ?.on('data', (chunk: Uint8Array) => this.#keep(chunk))
      .on('drain', () => this.#controller?.resume())
      .on('end', () => this.#finish('complete', null))
      .on('error', (error) => {
        const { host } = this.#options;
        const why = `${host} announced a compressed body that cannot be read (${error.message})`;
        this.#cut(say('protocol', why), 'error');
      });
    this.#options.onlooker?.head(status, headers);
  }

  #data(chunk: Uint8Array): void {
    if (this.#over) return;
    this.#timers.get('gap')?.refresh();
    dropArrivals(1);
    const room = this.#options.limits.body - this.#came;
    this.#came += chunk.length;
    const fitting = startOf(chunk, room);
    if (this.#decoder === null) this.#keep(fitting);
    else if (!this.#decoder.write(fitting)) this.#controller?.pause();
    if (chunk.length > room) this.#cutLarge('is larger than', this.#options.limits.body);
  }

  /** Keeps what came, or what was decompressed of it, as far as the limits allow. */
  #keep(chunk: Uint8Array): void {
    if (this.#over) return;
    const { host, leaveAfterBytes, limits } = this.#options;
    const most = this.#decoder === null ? limits.body : limits.decompressed;
    const fitting = startOf(chunk, most - this.#body.length);
    const sound = this.#gauge?.fit(fitting) ?? fitting.length;
    const kept = this.#body.append(startOf(fitting, sound), this.#ms());
    this.#options.onlooker?.grown((at) => this.#body.from(at));
    if (sound < fitting.length) {
      const why = `${host} ${this.#gauge?.words}; the body was cut there`;
      this.#cut(say('too-large', why), 'capped');
    } else if (!kept || fitting.length < chunk.length) {
      const verb = this.#decoder === null ? 'is larger than' : 'unpacks to more than';
      this.#cutLarge(verb, this.#body.length);
    } else if (leaveAfterBytes !== undefined && this.#body.length >= leaveAfterBytes) {
      this.#cut(null, 'aborted');
    }
  }

  #cutLarge(verb: string, bytes: number): void {
    const { host } = this.#options;
    const why = `the body of ${host} ${verb} ${bytes} bytes and was cut there`;
    this.#cut(say('too-large', why), 'capped');
  }

  #end(): void {
    if (this.#decoder === null) this.#finish('complete', null);
    else this.#decoder.end();
  }

  #cut(failure: TransportFailure | null, ending: Ending): void {
    if (this.#over) return;
    this.#finish(ending, failure);
    this.#controller?.abort(new Cut(failure));
  }

  #finish(ending: Ending, failure: TransportFailure | null): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#options.signal?.removeEventListener('abort', this.#interrupt);
    this.#decoder?.destroy();
    const headed = this.#status !== null;
    this.#settle({
      status: this.#status,
      headers: this.#headers,
      sent: this.#sent,
      body: this.#body.take(),
      frames: headed ? this.#body.frames() : null,
      ending: headed ? ending : null,
      failure,
      headMs: this.#headMs,
      endMs: headed ? this.#ms() : null,
      date: this.#date,
    });
  }

  /** Milliseconds since the request went out, whole ones: the network knows no finer ones. */
  #ms(): number {
    return Math.max(0, Math.round(this.#options.clock.elapsed() - this.#started));
  }

  #arm(limit: ExchangeLimit): void {
    const { timeouts, host } = this.#options;
    const onTime = () => this.#cut(timeoutOf(limit, timeouts, host), 'capped');
    this.#timers.set(limit, setTimeout(onTime, timeouts[limit]));
  }

  #disarm(limit: ExchangeLimit): void {
    clearTimeout(this.#timers.get(limit));
  }
}

/** Bytes that are handed on to the SDK as sender: what it makes of an answer does not matter here. */
const MOST_CONSUMED = 2 * 1024 * 1024;

/** Each arrival is a small object over a large buffer; no sound run has as many. */
const dropArrivals = litter(50_000, 'minor');

const lostController: Dispatcher.DispatchController = {
  aborted: true,
  paused: false,
  reason: null,
  abort: () => {},
  pause: () => {},
  resume: () => {},
};

/** What the consumer gets to steer with: its own end only. */
function frontOf(
  controller: Dispatcher.DispatchController,
  abort: (reason: Error) => void,
): Dispatcher.DispatchController {
  let reason: Error | null = null;
  return {
    get aborted() {
      return reason !== null;
    },
    get paused() {
      return false;
    },
    get reason() {
      return reason;
    },
    get rawHeaders() {
      return controller.rawHeaders ?? null;
    },
    abort: (why) => {
      reason ??= why;
      abort(why);
    },
    pause: () => {},
    resume: () => {},
  };
}

/** Raw header lines as pairs; latin-1, so that no byte is lost. */
function rawPairs(raw: Dispatcher.DispatchController['rawHeaders']): HeaderPair[] {
  if (!Array.isArray(raw)) return pairsOf(raw ?? null);
  const words = raw.map((word) => (typeof word === 'string' ? word : word.toString('latin1')));
  return Array.from({ length: words.length >> 1 }, (_, at): HeaderPair => {
    return [words[at * 2] ?? '', words[at * 2 + 1] ?? ''];
  });
}

/** Headers in any of the shapes that undici takes. */
function pairsOf(headers: unknown): HeaderPair[] {
  if (Array.isArray(headers)) {
    return rawPairs(headers.map(String));
  }
  if (typeof headers !== 'object' || headers === null) return [];
  return Object.entries(headers).flatMap(([name, value]): HeaderPair[] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
}
