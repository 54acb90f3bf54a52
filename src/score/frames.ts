import type { Frame } from '../vocabulary.ts';

/**
 * The arrivals of a body after it was changed: what lies before and after the change keeps its time,
 * and the sum is the new length.
 */
export function fitFrames(
  frames: readonly Frame[],
  before: Uint8Array,
  after: Uint8Array,
): readonly Frame[] {
  const start = commonStart(before, after);
  const end = before.length - commonEnd(before, after, start);
  const delta = after.length - before.length;
  let sum = 0;
  const ends = frames.map(([, bytes]) => {
    sum += bytes;
    return sum;
  });
  const moved = ends.map((at, n) => {
    if (n === ends.length - 1 || at >= end) return at + delta;
    return Math.min(at, Math.max(start, end + delta));
  });
  if (moved.length === 0) return after.length === 0 ? [] : [[0, after.length]];
  return frames
    .map(([ms], n): Frame => [ms, (moved[n] ?? 0) - (moved[n - 1] ?? 0)])
    .filter(([, bytes]) => bytes > 0);
}

/** The same bytes in arrivals of a given size, at the times at which their last byte had come. */
export function recut(frames: readonly Frame[], length: number, bytes: number): readonly Frame[] {
  const size = bytes === 0 ? length : bytes;
  const cut: Frame[] = [];
  let frame = 0;
  let end = frames[0]?.[1] ?? length;
  for (let at = 0; at < length; at += size) {
    const until = Math.min(at + size, length);
    while (end < until && frame < frames.length - 1) {
      frame += 1;
      end += frames[frame]?.[1] ?? 0;
    }
    cut.push([frames[frame]?.[0] ?? 0, until - at]);
  }
  return cut;
}

function commonStart(a: Uint8Array, b: Uint8Array): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1;
  return n;
}

function commonEnd(a: Uint8Array, b: Uint8Array, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let n = 0;
  while (n < most && a[a.length - 1 - n] === b[b.length - 1 - n]) n += 1;
  return n;
}
