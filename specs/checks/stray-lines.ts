import type { JsonValue, SseLine } from '../../src/vocabulary.ts';
import { readJsonText } from '../../src/wire/json.ts';
import { member, saysError, stringOf } from '../../src/wire/members.ts';

/** JSON or the terminator on a bare line; `[info] started` is a note, which parsers may ignore. */
const beginsJson = /^\s*(?:[{"]|\[\s*(?:[{["]|DONE\b))/;

/** A line that no parser delivers although it carries what an event would carry. */
export function carriesPayload({ field, value }: SseLine): boolean {
  const text = `${field}:${value}`;
  if (beginsJson.test(field) || /^\s*data\s*$/i.test(field)) return true;
  if (/^\s*<(?:!doctype|html)\b/i.test(text)) return true;
  return (/\bdata\b/i.test(field) && /[{[]/.test(text)) || saysChunk(value);
}

/** Under whatever field name: a chunk, an error or the terminator. Other values are a vendor's own. */
function saysChunk(text: string): boolean {
  if (text.trim() === '[DONE]') return true;
  if (!text.trimStart().startsWith('{')) return false;
  const value: JsonValue | undefined = readJsonText(text).value;
  const object = stringOf(member(value, 'object')) ?? '';
  return object.startsWith('chat.completion') || saysError(value);
}

/** An event that stands in the value of another field: the line break before "data:" is missing. */
export function swallowsEvent({ field, value }: SseLine): boolean {
  return field !== 'data' && /data:\s*[{[]/.test(value);
}

/** Also with a mark of another protocol before the JSON, as in `0:{...}`. */
export function isBareJson(stray: readonly SseLine[]): boolean {
  return stray.some((line) => /^\s*[{["]|^\w{1,3}:\s*[{[]/.test(`${line.field}:${line.value}`));
}

/** The first characters of a line as they came. */
export function startOf({ offset }: SseLine, body: Uint8Array): string {
  const text = Buffer.from(body.subarray(offset, offset + 80)).toString('utf8');
  return text.split(/[\r\n]/, 1)[0] ?? '';
}
