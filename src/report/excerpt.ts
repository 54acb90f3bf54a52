import type { Exchange, Place } from '../vocabulary.ts';
import { readSse } from '../wire/sse.ts';

/** How many bytes of a body an excerpt shows at most. */
const LENGTH = 320;
/** How many of them come before the place at least, where there are so many. */
const BEFORE = 80;

/** The bytes at a place, as text; an ellipsis tells that the body goes on. `null`: no body. */
export function excerptAt(exchange: Exchange, place: Place): string | null {
  const { body } = exchange;
  if (body.length === 0) return null;
  const [start, end] = windowOf(exchange, place);
  const text = new TextDecoder('utf-8').decode(body.subarray(start, end));
  return `${start > 0 ? '…' : ''}${text}${end < body.length ? '…' : ''}`;
}

function windowOf(exchange: Exchange, place: Place): readonly [start: number, end: number] {
  const { body } = exchange;
  const wanted = place.offset ?? offsetOfEvent(exchange, place) ?? 0;
  const offset = Math.min(wanted, body.length);
  // What is missing at the end of a body shows in what stands before it.
  const before = Math.max(BEFORE, LENGTH - (body.length - offset));
  const earliest = Math.max(0, offset - before);
  const line = body.indexOf(0x0a, earliest) + 1;
  // A line that begins right at the place would leave nothing of what comes before it.
  const whole = earliest > 0 && line > 0 && line <= Math.min(offset, body.length - BEFORE);
  const start = wholeCharacter(body, whole ? line : earliest);
  return [start, wholeCharacter(body, Math.min(body.length, start + LENGTH))];
}

/** Where the event of a place begins; `null` where the place names none. */
function offsetOfEvent(exchange: Exchange, place: Place): number | null {
  if (place.event === undefined) return null;
  const { blocks } = readSse(exchange.body);
  return blocks.find(({ event }) => event === place.event)?.offset ?? null;
}

/** Steps back to the first byte of a character, so that the cut makes no broken ones. */
function wholeCharacter(body: Uint8Array, offset: number): number {
  let start = offset;
  while (start > 0 && offset - start < 3 && ((body[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
