import type { SseBlock, SseLine, SseStream } from '../vocabulary.ts';
import { findInvalidUtf8, skipMark } from './utf8.ts';

/**
 * Bounds on what is kept of one stream. A server can send tens of millions of tiny events within
 * the body cap; what lies beyond these numbers adds nothing to a verdict but costs memory.
 */
const mostEvents = 50_000;
const mostLines = 150_000;
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

  const close = (closed: boolean, end: number): void => {
    const first = open[0];
    if (first === undefined) return;
    const data = open.filter((line) => line.field === 'data');
    const type = open.findLast((line) => line.field === 'event')?.value ?? '';
    const dispatched = data.length > 0;
    blocks.push({
      event: dispatched ? events : null,
      offset: first.offset,
      end,
      lines: open,
      data: data.map((line) => line.value).join('\n'),
      type,
      closed,
    });
    if (dispatched) events += 1;
    open = [];
  };

  const { mark } = skipMark(bytes);
  let lines = 0;
  for (const { start, end, ending } of splitLines(bytes, mark)) {
    lines += 1;
    if (events >= mostEvents || lines > mostLines) {
      capped = true;
      break;
    }
    if (start === end) {
      close(true, end + ending.length);
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
  // Where reading stopped at a bound, the open block is not one that the server left open.
  if (!capped) close(false, bytes.length);
  return { bom: mark > 0, blocks, comments, stray, invalidUtf8: findInvalidUtf8(bytes), capped };
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
