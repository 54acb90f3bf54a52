import type { JsonDocument, JsonValue } from '../vocabulary.ts';
import { scanJson } from './scan.ts';

/** More than that many oddities of one kind in one text say nothing new. */
const most = 200;

const plainInteger = /^-?(?:0|[1-9]\d*)$/;
const decoder = new TextDecoder('utf-8');

/**
 * Reads bytes as one JSON text by RFC 8259, strictly, and keeps what `JSON.parse` throws away:
 * duplicate members, the characters of numbers, lone surrogates. Never throws. A byte order mark is
 * skipped; whether it may stand there is for a check to say.
 */
export function readJson(bytes: Uint8Array): JsonDocument {
  return readJsonText(decoder.decode(bytes));
}

/** The same for text that is decoded already, such as the data of an event. */
export function readJsonText(text: string): JsonDocument {
  const duplicates: string[] = [];
  const rawNumbers = new Map<string, string>();
  const loneSurrogates: string[] = [];
  const error = scanJson(text, {
    duplicate: (pointer) => {
      if (duplicates.length < most) duplicates.push(pointer());
    },
    number: (raw, pointer) => {
      if (!plainInteger.test(raw) && rawNumbers.size < most) rawNumbers.set(pointer(), raw);
    },
    string: (raw, pointer) => {
      if (hasLoneSurrogate(raw) && loneSurrogates.length < most) loneSurrogates.push(pointer());
    },
  });
  const offset = error === null ? 0 : Buffer.byteLength(text.slice(0, error.index));
  return {
    value: error === null ? parse(text) : undefined,
    error: error === null ? null : { message: error.message, offset },
    duplicates,
    rawNumbers,
    loneSurrogates,
  };
}

/**
 * The scanner has the last word on what is JSON; `JSON.parse` builds the value. They agree on every
 * text (a property test holds them together), so a throw here could only be a lack of memory.
 */
function parse(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** `raw` is the string between its quotation marks, escapes not yet undone. */
function hasLoneSurrogate(raw: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(raw)) return false;
  const undone: string = JSON.parse(`"${raw}"`);
  return !undone.isWellFormed();
}
