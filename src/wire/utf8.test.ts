import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteCursor, findInvalidUtf8, skipMark } from './utf8.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes near the borders of the table of well-formed sequences, beside arbitrary ones. */
const borders = fc.constantFrom(
  ...[0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1],
  ...[0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff, 0xbb, 0xbd, 0xfe],
);
const bytes = fc
  .array(fc.oneof(borders, fc.nat({ max: 255 })), { maxLength: 24 })
  .map((list) => Uint8Array.from(list));

test('there is one offset for each character that a decoder replaces, at its first byte', () => {
  fc.assert(
    fc.property(bytes, (body) => {
      const cuts = findInvalidUtf8(body);
      const [sound, ...broken] = [0, ...cuts].map((from, n) => body.subarray(from, cuts[n]));
      expect(isUtf8(sound ?? body)).toBe(true);
      for (const piece of broken) {
        expect(isUtf8(piece)).toBe(false);
        expect([1, 2, 3].some((length) => isUtf8(piece.subarray(length)))).toBe(true);
      }
      const pieces = [sound, ...broken].map((piece) => decoder.decode(piece));
      expect(pieces.join('')).toBe(decoder.decode(body));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['nothing', [], []],
  ['ASCII', [0x41, 0x7f], []],
  ['a character of each width', [0x41, 0xc3, 0xa9, 0xe6, 0xbc, 0xa2, 0xf0, 0x9f, 0x8c, 0x8d], []],
  ['U+FFFD itself', [0xef, 0xbf, 0xbd], []],
  ['a byte that never occurs', [0x41, 0xff, 0x41], [1]],
  ['a lone continuation', [0x80, 0x41], [0]],
  ['a character cut in two', [0xf0, 0x9f, 0x22, 0x8c, 0x8d], [0, 3, 4]],
  ['a character cut by the end', [0x41, 0xe6, 0xbc], [1]],
  ['an encoded surrogate', [0xed, 0xa0, 0x80], [0, 1, 2]],
  ['an over-long slash', [0xc0, 0xaf], [0, 1]],
  ['an over-long form of three bytes', [0xe0, 0x9f, 0xbf], [0, 1, 2]],
  ['an over-long form of four bytes', [0xf0, 0x8f, 0xbf, 0xbf], [0, 1, 2, 3]],
  ['a number beyond Unicode', [0xf4, 0x90, 0x80, 0x80], [0, 1, 2, 3]],
])('%s: the ill-formed sequences begin where they begin', (_, body, offsets) => {
  expect(findInvalidUtf8(Uint8Array.from(body))).toEqual(offsets);
});

test('no more than 1,000 offsets are kept', () => {
  expect(findInvalidUtf8(new Uint8Array(5_000).fill(0xff))).toHaveLength(1_000);
});

test('one bad byte behind megabytes of text is found', () => {
  const body = new Uint8Array(1_000_000).fill(0x61);
  body[999_999] = 0xff;
  expect(findInvalidUtf8(body)).toEqual([999_999]);
});

test('the cursor turns indexes of the text into offsets of the bytes, for any bytes', () => {
  fc.assert(
    fc.property(bytes, (body) => {
      const text = decoder.decode(body);
      const offsetOf = byteCursor(body, text);
      let at = 0;
      for (const character of text) {
        const offset = offsetOf(at);
        const real = decoder.decode(body.subarray(offset));
        expect(real.startsWith(character)).toBe(true);
        at += character.length;
      }
      expect(offsetOf(text.length)).toBe(body.length);
    }),
    { numRuns: 500 },
  );
});

test('the cursor stays at the end for indexes beyond it', () => {
  const body = new TextEncoder().encode('é');
  expect(byteCursor(body, 'é')(9)).toBe(2);
});

test('a byte order mark is skipped whole or not at all', () => {
  expect(skipMark(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31))).toEqual({
    mark: 3,
    rest: Uint8Array.of(0x31),
  });
  for (const body of [
    [],
    [0xef],
    [0xef, 0xbb],
    [0xef, 0xbb, 0x31],
    [0xef, 0x31, 0xbf],
    [0x31, 0xbb, 0xbf],
  ]) {
    const bytes = Uint8Array.from(body);
    expect(skipMark(bytes)).toEqual({ mark: 0, rest: bytes });
  }
});
