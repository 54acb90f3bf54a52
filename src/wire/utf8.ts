import { isUtf8 } from 'node:buffer';

/** More places at which one body is not UTF-8 say nothing new. */
const most = 1_000;

/** The bytes behind a byte order mark, and how many bytes that mark has. */
export function skipMark(bytes: Uint8Array): { readonly mark: 0 | 3; readonly rest: Uint8Array } {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return { mark, rest: bytes.subarray(mark) };
}

/**
 * Offsets of the first byte of each ill-formed sequence, at most 1,000 of them: one for each U+FFFD
 * that a decoder by the WHATWG Encoding Standard puts in.
 */
export function findInvalidUtf8(bytes: Uint8Array): readonly number[] {
  if (isUtf8(bytes)) return [];
  const found: number[] = [];
  for (let at = 0; at < bytes.length && found.length < most; ) {
    const length = sequenceAt(bytes, at);
    if (length < 0) found.push(at);
    at += Math.abs(length);
  }
  return found;
}

/**
 * Turns an index into the decoded text (UTF-16 units) into the offset of its byte, also behind bytes
 * that are not UTF-8. Asked with rising indexes only, so that all answers together cost one walk.
 */
export function byteCursor(bytes: Uint8Array, text: string): (index: number) => number {
  // Only a sequence of one byte is as long in units as in bytes.
  if (text.length === bytes.length) return (index) => index;
  let offset = 0;
  let units = 0;
  return (index) => {
    while (units < index && offset < bytes.length) {
      const length = sequenceAt(bytes, offset);
      offset += Math.abs(length);
      units += length === 4 ? 2 : 1;
    }
    return offset;
  };
}

/**
 * Bytes of the well-formed sequence at an offset (Unicode, table 3-7); negative, the bytes of the
 * longest beginning of one, where it is ill-formed: what a decoder replaces by one U+FFFD.
 */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let n = 1; n < length; n += 1) {
    const [low, high] = n === 1 ? secondByte(lead) : continuation;
    const byte = bytes[at + n];
    if (byte === undefined || byte < low || byte > high) return -n;
  }
  return length === 0 ? -1 : length;
}

const continuation = [0x80, 0xbf] as const;

/** The second byte is narrower where over-long forms, surrogates or too great numbers would begin. */
function secondByte(lead: number): readonly [low: number, high: number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return continuation;
}
