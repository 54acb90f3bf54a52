const LF = 0x0a;
const CR = 0x0d;

/** Greatest number and size of the blocks of lines of an event stream. */
export interface EventLimits {
  /** How many, comments alone counted too. */
  readonly events: number;
  /** Bytes of the greatest. */
  readonly event: number;
}

/**
 * Counts and measures the events of a stream while it comes, so that it can be cut before millions
 * of tiny ones, or one without an end, have cost their memory. Reads bytes only: a line ends with
 * LF, CR or CR LF, an event with an empty line.
 */
export class EventGauge {
  readonly #limits: EventLimits;
  #events = 0;
  /** Bytes of the event that is open; 0 between two. */
  #open = 0;
  #lineIsEmpty = true;
  #afterCr = false;

  constructor(limits: EventLimits) {
    this.#limits = limits;
  }

  /** How many bytes of what comes next lie within the limits. */
  fit(chunk: Uint8Array): number {
    for (let at = 0; at < chunk.length; at += 1) {
      if (!this.#take(chunk[at] ?? 0)) return at;
    }
    return chunk.length;
  }

  /** What was passed, in words that follow the name of the server. */
  get words(): string {
    return this.#events >= this.#limits.events
      ? `sent more than ${this.#limits.events} events`
      : `sent an event of more than ${this.#limits.event} bytes`;
  }

  #take(byte: number): boolean {
    const endsCrLf = byte === LF && this.#afterCr;
    this.#afterCr = byte === CR;
    if (endsCrLf) return true;
    if (byte !== LF && byte !== CR) {
      this.#open += 1;
      this.#lineIsEmpty = false;
      return this.#events < this.#limits.events && this.#open <= this.#limits.event;
    }
    if (this.#lineIsEmpty && this.#open > 0) {
      this.#events += 1;
      this.#open = 0;
    }
    this.#lineIsEmpty = true;
    return true;
  }
}
