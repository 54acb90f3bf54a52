import { isUtf8 } from 'node:buffer';
import type { SseBlock, SseLine, SseStream } from '../vocabulary.ts';

/**
 * Bounds on what is kept of one stream. A server can send tens of millions of tiny events within
 * the body cap; what lies beyond these numbers adds nothing to a verdict but costs memory.
 */
const mostEvents = 50_000;
const mostLines = 400_000;
const mostKept = 1_000;

const fields = new Set(['data', 'event', 'id', 'retry']);
const LF = 0x0a;
const CR = 0x0d;

/**
 * Reads bytes by WHATWG HTML, 9.2.6, and keeps what a client's parser throws away: offsets, raw line
 * endings, comments, lines without meaning, a block that the end of the body left open, bytes that
 * are not UTF-8. A pure function of the whole body, so no verdict can depend on how the network cut
 * it. Never throws.
 */
export function readSse(bytes: Uint8Array): SseStream {
  const blocks: SseBlock[] = [];
  const comments: SseLine[] = [];
  const stray: SseLine[] = [];
  let open: SseLine[] = [];
  let events = 0;
  let capped = false;

  const close = (closed: boolean): void => {
    const first = open[0];
    if (first === undefined) return;
    const data = open.filter((line) => line.field === 'data');
    const type = open.findLast((line) => line.field === 'event')?.value ?? '';
    const dispatched = data.length > 0;
    blocks.push({
      event: dispatched ? events : null,
      offset: first.offset,
      lines: open,
      data: data.map((line) => line.value).join('\n'),
      type,
      closed,
    });
    if (dispatched) events += 1;
    open = [];
  };

  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let lines = 0;
  for (const { start, end, ending } of splitLines(bytes, bom ? 3 : 0)) {
    lines += 1;
    if (events >= mostEvents || lines > mostLines) {
      capped = true;
      break;
    }
    if (start === end) {
      close(true);
      continue;
    }
    const line = readLine(bytes, start, end, ending);
    if (line.field === '') {
      if (comments.length < mostKept) comments.push(line);
    } else if (fields.has(line.field)) {
      open.push(line);
    } else if (stray.length < mostKept) {
      stray.push(line);
    }
  }
  close(false);
  return { bom, blocks, comments, stray, invalidUtf8: findInvalidUtf8(bytes), capped };
}

interface LineSpan {
  readonly start: number;
  readonly end: number;
  readonly ending: SseLine['ending'];
}

/** A line ends with LF, CR, or CR LF; the last one may end with the body. */
function* splitLines(bytes: Uint8Array, from: number): Generator<LineSpan> {
  let start = from;
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte !== LF && byte !== CR) {
      at += 1;
      continue;
    }
    const ending = byte === LF ? '\n' : bytes[at + 1] === LF ? '\r\n' : '\r';
    yield { start, end: at, ending };
    at += ending.length;
    start = at;
  }
  if (start < bytes.length) yield { start, end: bytes.length, ending: '' };
}

/** `ignoreBOM` keeps a mark that stands where the standard does not skip it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function readLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  ending: SseLine['ending'],
): SseLine {
  const text = decoder.decode(bytes.subarray(start, end));
  const colon = text.indexOf(':');
  if (colon === -1) return { offset: start, ending, field: text, value: '' };
  const skip = text[colon + 1] === ' ' ? 2 : 1;
  return { offset: start, ending, field: text.slice(0, colon), value: text.slice(colon + skip) };
}

/** Offsets of the first byte of each sequence that is not UTF-8, at most `mostKept` of them. */
export function findInvalidUtf8(bytes: Uint8Array): readonly number[] {
  if (isUtf8(bytes)) return [];
  const found: number[] = [];
  let at = 0;
  while (at < bytes.length && found.length < mostKept) {
    const length = sequenceLength(bytes, at);
    if (length === 0) found.push(at);
    at += Math.max(length, 1);
  }
  return found;
}

/** Bytes of the well-formed sequence at an offset (Unicode, table 3-7), or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length === 0 || lead > 0xf4 || at + length > bytes.length) return 0;
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
