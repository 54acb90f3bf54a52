import type { Exchange, JsonDocument, JsonValue, View, ViewKind } from '../vocabulary.ts';
import { answersOfCompletion } from './assemble.ts';
import { mediaTypeOf } from './headers.ts';
import { readJson, readJsonText } from './json.ts';
import { isObject, listOf, member, saysError, stringOf } from './members.ts';
import { isOtherApi } from './other-api.ts';
import { viewStream } from './stream.ts';
import { skipMark } from './utf8.ts';

/**
 * Reads an exchange as what it is, not as what was asked for: a completion where a stream was asked
 * for is a completion, and a check says that the mode is wrong. Total: never throws.
 */
export function view(exchange: Exchange): View {
  const asked = member(exchange.request?.json, 'stream') === true;
  const failed = exchange.status !== null && exchange.status >= 400;
  const other = isOtherApi(exchange, undefined);
  if (!failed && !other && isStream(exchange, asked)) return viewStream(exchange);
  const doc = readJson(exchange.body);
  const kind = failed ? 'error' : kindOfJson(exchange, doc, asked);
  const usage = member(doc.value, 'usage');
  return {
    kind,
    doc,
    answers: kind === 'completion' ? answersOfCompletion(doc.value) : [],
    usage: isObject(usage) ? usage : null,
    model: stringOf(member(doc.value, 'model')),
  };
}

function kindOfJson(
  exchange: Exchange,
  doc: JsonDocument,
  asked: boolean,
): Exclude<ViewKind, 'stream'> {
  const value = doc.value;
  if (value === undefined) {
    const text = textStart(exchange.body);
    return text.startsWith('{') && !asked ? 'completion' : 'unknown';
  }
  // Gemini's own route sends its error as the only item of an array.
  if (saysError(value) || listOf(value).some(saysError)) return 'error';
  return claimsCompletion(value) && !isOtherApi(exchange, value) ? 'completion' : 'unknown';
}

function claimsCompletion(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const object = stringOf(member(value, 'object')) ?? '';
  if (object.startsWith('chat.completion') || Object.hasOwn(value, 'choices')) return true;
  return Object.hasOwn(value, 'id') && Object.hasOwn(value, 'model');
}

/** By the bytes first; only where they say nothing, by what was asked and how it is typed. */
function isStream(exchange: Exchange, asked: boolean): boolean {
  const start = textStart(exchange.body);
  // Python prints bytes with a mark and quotes before them.
  if (/^(?:(?:b["'])?(?:data|event|id|retry)[ \t]*:|:)/i.test(start)) return true;
  const typed = mediaTypeOf(exchange) === 'text/event-stream';
  if (start === '') return asked || typed;
  if (start.startsWith('{'))
    return (asked || exchange.request === null) && isJsonLines(exchange.body);
  if (start.startsWith('<') || start.startsWith('[')) return false;
  // Of a body that this client or a limit has cut the first bytes may be all there is.
  const means = exchange.ending !== 'complete' || hasJsonLines(exchange.body);
  return (asked && typed && means) || hasEventLines(exchange.body);
}

/** Events behind a line that means nothing, such as a greeting of a proxy. */
function hasEventLines(body: Uint8Array): boolean {
  return /[\r\n](?:data|event):/.test(Buffer.from(body.subarray(0, 4096)).toString('latin1'));
}

/** Lines that carry JSON under some name, such as a misspelled field. */
function hasJsonLines(body: Uint8Array): boolean {
  return /:\s*[{["]/.test(Buffer.from(body.subarray(0, 4096)).toString('latin1'));
}

/** Bare JSON lines that mean to be chunks. */
function isJsonLines(body: Uint8Array): boolean {
  const start = Buffer.from(body.subarray(0, 65_536)).toString('utf8').trim();
  const { value } = readJsonText(start.split(/[\r\n]/, 1)[0] ?? '');
  const choices = listOf(member(value, 'choices'));
  // A whole message is a completion, whatever its object says and stands beside it.
  if (choices.some((choice) => isObject(member(choice, 'message')))) return false;
  const hasDelta = choices.some((choice) => member(choice, 'delta') !== undefined);
  return hasDelta || member(value, 'object') === 'chat.completion.chunk';
}

/** The first characters after a byte order mark and white space. */
function textStart(body: Uint8Array): string {
  let at = skipMark(body).mark;
  while (whiteSpace.has(body[at] ?? 0)) at += 1;
  return Buffer.from(body.subarray(at, at + 32)).toString('latin1');
}

const whiteSpace = new Set([0x20, 0x09, 0x0a, 0x0d]);
