import type { Frame } from '../vocabulary.ts';

/** Takes bytes from what a run may keep in all; false where there is no room left. */
export type TakeRoom = (bytes: number) => boolean;

const STEP = 64 * 1024;
/** What each body may hold without asking for room: far more than a sound answer needs. */
const FREE = 256 * 1024;
/** More frames than this are joined in pairs: a frame costs more than a byte. */
const MOST_FRAMES = 1_024;

/**
 * A body as it grows, in bounded memory. Bytes are copied: to keep the socket's own buffers would
 * keep a whole read of 64 KiB alive for every chunk of one byte.
 */
export class GrowingBody {
  readonly #limit: number;
  readonly #takeRoom: TakeRoom;
  #frames: [ms: number, bytes: number][] = [];
  // Grows in place, so that no moment holds it twice.
  readonly #buffer: ArrayBuffer;
  /** Grows with the buffer: one for each arrival would be more garbage than body. */
  readonly #bytes: Uint8Array;
  #length = 0;

  /** @param limit greatest length in bytes */
  constructor(limit: number, takeRoom: TakeRoom = () => true) {
    this.#limit = limit;
    this.#takeRoom = takeRoom;
    this.#buffer = new ArrayBuffer(0, { maxByteLength: limit });
    this.#bytes = new Uint8Array(this.#buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** Adds what arrived at that time. Keeps what fits and says whether everything did. */
  append(chunk: Uint8Array, ms: number): boolean {
    const room = this.#grow(this.#length + chunk.length) - this.#length;
    const fitting = startOf(chunk, room);
    this.#bytes.set(fitting, this.#length);
    this.#length += fitting.length;
    this.#frame(fitting.length, ms);
    return fitting.length === chunk.length;
  }

  /** A copy of what came from that byte on, at most 64 KiB; empty once the body was taken. */
  from(at: number): Uint8Array {
    const end = Math.min(this.#length, this.#bytes.length, at + STEP);
    return at < end ? this.#bytes.slice(at, end) : new Uint8Array();
  }

  /** Hands over everything that came; nothing can be added after that. */
  take(): Uint8Array {
    return new Uint8Array(this.#buffer.transferToFixedLength(this.#length));
  }

  frames(): readonly Frame[] {
    return this.#frames;
  }

  /** Makes room for a body of that length where it may be had, and says how long it may be. */
  #grow(wanted: number): number {
    const size = this.#buffer.byteLength;
    if (wanted <= size) return wanted;
    const next = Math.min(this.#limit, Math.ceil(wanted / STEP) * STEP);
    if (next > FREE && !this.#takeRoom(next - Math.max(size, FREE))) return size;
    this.#buffer.resize(next);
    return Math.min(wanted, next);
  }

  #frame(bytes: number, ms: number): void {
    if (bytes === 0) return;
    if (this.#frames.length === MOST_FRAMES) this.#frames = inPairs(this.#frames);
    this.#frames.push([ms, bytes]);
  }
}

/** So many bytes of the beginning; the same object where that is all. */
export function startOf(chunk: Uint8Array, bytes: number): Uint8Array {
  return chunk.length <= bytes ? chunk : chunk.subarray(0, bytes);
}

/** Half as many frames; each pair has its later time, so that no byte seems to come before it did. */
function inPairs(frames: readonly [ms: number, bytes: number][]): [ms: number, bytes: number][] {
  return Array.from({ length: Math.ceil(frames.length / 2) }, (_, at) => {
    const [first = [0, 0], second = [first[0], 0]] = [frames[at * 2], frames[at * 2 + 1]];
    return [second[0], first[1] + second[1]];
  });
}
