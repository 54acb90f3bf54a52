import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSse } from '../wire/sse.ts';
import { EventGauge } from './event-gauge.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const piece = fc.constantFrom('data: a', ': c', 'x', '\n', '\r', '\r\n', '\n\n', 'event: e');
const stream = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** How much fits, fed in pieces of that size. */
function fitInPieces(gauge: EventGauge, bytes: Uint8Array, size: number): number {
  let fits = 0;
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    const one = gauge.fit(part);
    fits += one;
    if (one < part.length) break;
  }
  return fits;
}

it('lets the same bytes through however they were cut', () => {
  fc.assert(
    fc.property(stream, fc.integer({ min: 1, max: 7 }), fc.nat(5), (text, size, events) => {
      const limits = { events: events + 1, event: 12 };
      const bytes = bytesOf(text);
      const whole = new EventGauge(limits).fit(bytes);
      expect(fitInPieces(new EventGauge(limits), bytes, size)).toBe(whole);
    }),
  );
});

it('never lets more events through than the limit, as the reader of streams counts them', () => {
  fc.assert(
    fc.property(stream, fc.integer({ min: 1, max: 5 }), (text, events) => {
      const bytes = bytesOf(text);
      const fits = new EventGauge({ events, event: 1000 }).fit(bytes);
      const closed = readSse(bytes.subarray(0, fits)).blocks.filter((block) => block.closed);
      expect(closed.length).toBeLessThanOrEqual(events);
    }),
  );
});

it('lets a stream within its limits through whole', () => {
  const text = 'data: a\r\n\r\n'.repeat(3);
  expect(new EventGauge({ events: 3, event: 7 }).fit(bytesOf(text))).toBe(text.length);
});
