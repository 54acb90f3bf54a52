import type { Frame } from '../vocabulary.ts';

/**
 * A body as it grows, in bounded memory.
 *
 * Bytes are copied into pieces of one size: to keep the socket's own buffers would keep a whole
 * 64 KiB read alive for every chunk of one byte.
 */

const PIECE = 64 * 1024;
/** Arrivals beyond this number are joined to the last frame: a frame costs more than a byte. */
const MOST_FRAMES = 65_536;

export class GrowingBody {
  readonly #limit: number;
  readonly #pieces: Uint8Array[] = [];
  readonly #frames: [ms: number, bytes: number][] = [];
  #length = 0;

  /** @param limit greatest length in bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds what arrived at that time. Keeps what fits and says whether everything did. */
  append(chunk: Uint8Array, ms: number): boolean {
    const fitting = chunk.subarray(0, this.#limit - this.#length);
    let rest = fitting;
    while (rest.length > 0) {
      const at = this.#length % PIECE;
      if (at === 0) this.#pieces.push(new Uint8Array(PIECE));
      const part = rest.subarray(0, PIECE - at);
      this.#pieces.at(-1)?.set(part, at);
      this.#length += part.length;
      rest = rest.subarray(part.length);
    }
    this.#frame(fitting.length, ms);
    return fitting.length === chunk.length;
  }

  /** Everything that came, in one piece. */
  bytes(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    this.#pieces.forEach((piece, at) => {
      whole.set(piece.subarray(0, this.#length - at * PIECE), at * PIECE);
    });
    return whole;
  }

  frames(): readonly Frame[] {
    return this.#frames;
  }

  #frame(bytes: number, ms: number): void {
    if (bytes === 0) return;
    const last = this.#frames.at(-1);
    if (last === undefined || this.#frames.length < MOST_FRAMES) {
      this.#frames.push([ms, bytes]);
      return;
    }
    // The later time, so that no byte seems to have come before it did.
    last[0] = ms;
    last[1] += bytes;
  }
}
