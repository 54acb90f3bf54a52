import type { JsonDocument, JsonValue } from '../vocabulary.ts';
import { type JsonError, type JsonVisitor, mostValues, scanJson } from './scan.ts';
import { byteCursor, skipMark } from './utf8.ts';

/** What one oddity costs beside the characters of its pointer. */
const costOfOne = 100;

const NONE: readonly string[] = [];
const NO_NUMBERS: ReadonlyMap<string, string> = new Map();
const plainInteger = /^-?(?:0|[1-9]\d*)$/;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * How much may still be kept of the oddities of one body, in characters: a server can put millions
 * of them into the body cap, at pointers as long as the body.
 */
export interface Allowance {
  left: number;
  /** How many values may still be read. */
  values: number;
}

/** Room for more oddities than anybody reads, shared by all texts of one body. */
export function allowance(): Allowance {
  return { left: 4_000_000, values: mostValues };
}

/**
 * Reads bytes as one JSON text by RFC 8259, strictly, and keeps what `JSON.parse` throws away:
 * duplicate members, the characters of numbers, lone surrogates. Never throws. A byte order mark is
 * skipped; whether it may stand there is for a check to say. The error's offset counts bytes.
 */
export function readJson(bytes: Uint8Array): JsonDocument {
  const { mark, rest } = skipMark(bytes);
  const text = decoder.decode(rest);
  const doc = readJsonText(text);
  if (doc.error === null) return doc;
  const { offset } = doc.error;
  return { ...doc, error: { ...doc.error, offset: mark + byteCursor(rest, text)(offset) } };
}

/**
 * The same for text that is decoded already, such as the data of an event: a byte order mark is no
 * JSON, as it is none for `JSON.parse`, and the error's offset counts UTF-16 units.
 */
export function readJsonText(text: string, room: Allowance = allowance()): JsonDocument {
  const duplicates: string[] = [];
  const rawNumbers = new Map<string, string>();
  const loneSurrogates: string[] = [];
  const pay = (pointer: string): string => {
    room.left -= pointer.length + costOfOne;
    return pointer;
  };
  const visitor: JsonVisitor = {
    duplicate: (pointer) => {
      if (room.left > 0) duplicates.push(pay(pointer()));
    },
    number: (raw, pointer) => {
      if (room.left > 0 && isOddInteger(raw)) rawNumbers.set(pay(pointer()), raw);
    },
    string: (raw, pointer) => {
      if (room.left > 0 && hasLoneSurrogate(raw)) loneSurrogates.push(pay(pointer()));
    },
    end: (values) => {
      room.values -= values;
    },
  };
  const error = scanJson(text, visitor, Math.max(0, room.values));
  return {
    value: error === null ? parse(text) : undefined,
    error: error === null ? null : errorOf(error),
    // A stream has one document per event, and hardly any of them is odd.
    duplicates: duplicates.length === 0 ? NONE : duplicates,
    rawNumbers: rawNumbers.size === 0 ? NO_NUMBERS : rawNumbers,
    loneSurrogates: loneSurrogates.length === 0 ? NONE : loneSurrogates,
  };
}

/**
 * The scanner has the last word on what is JSON; `JSON.parse` builds the value. They agree on every
 * text (a property test holds them together).
 */
function parse(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text);
  return value;
}

/** Fractions are left out: an answer with logprobs is full of them, and their value shows itself. */
function isOddInteger(raw: string): boolean {
  const value = Number(raw);
  return !plainInteger.test(raw) && (Number.isInteger(value) || !Number.isFinite(value));
}

/** `raw` is the string between its quotation marks, escapes not yet undone. */
function hasLoneSurrogate(raw: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(raw)) return false;
  const undone: string = JSON.parse(`"${raw}"`);
  return !undone.isWellFormed();
}

function errorOf({ message, index, beyond }: JsonError): JsonDocument['error'] {
  return beyond === true ? { message, offset: index, beyond } : { message, offset: index };
}
