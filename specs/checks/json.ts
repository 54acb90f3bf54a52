import { defineCheck } from '../../src/engine/define.ts';
import type { WireDocument } from '../../src/engine/documents.ts';
import { documentsOf } from '../../src/engine/documents.ts';
import type { Check, Reading } from '../../src/vocabulary.ts';
import { findInvalidUtf8 } from '../../src/wire/utf8.ts';
import { offsetOfError } from './framing.ts';
import { completionResponse, json } from './sources.ts';

/** Members that the contract types as integers, by pointer. */
const integers =
  /^\/(?:created|choices\/\d+\/logprobs\/(?:content|refusal)\/\d+(?:\/top_logprobs\/\d+)?\/bytes\/\d+|usage\/(?:prompt|completion|total)_tokens|usage\/(?:prompt|completion)_tokens_details\/\w+_tokens|choices\/\d+\/index|choices\/\d+\/delta\/tool_calls\/\d+\/index)$/;

function documents(reading: Reading): readonly WireDocument[] {
  return documentsOf(reading);
}

export const jsonChecks: readonly Check[] = [
  defineCheck({
    id: 'json.utf8',
    level: 'MUST',
    statement: 'The bytes of an answer are UTF-8',
    reference: `${json}, section 8.1`,
    breaks:
      'openai-python raises UnicodeDecodeError in the middle of a stream; openai-node puts U+FFFD in place of the bytes: emoji and CJK text is lost for good.',
    on: ['completion', 'stream', 'error'],
    context: ['bytes'],
    survivesErrorFrame: true,
    decision: 'A byte that stands where no string is, and so is no JSON either, is told as such.',
    subjects: (reading) => (reading.exchange.body.length === 0 ? [] : [reading]),
    examine: (reading) =>
      brokenCharacters(reading).map((offset) => ({
        at: { offset },
        expected: 'a well-formed UTF-8 sequence',
        actual: `the byte ${hexOf(reading.exchange.body[offset])} out of place`,
      })),
  }),
  defineCheck({
    id: 'json.body',
    level: 'MUST',
    statement: 'The body of a completion is one JSON value and nothing else',
    reference: `${json}, section 2`,
    breaks: 'JSON.parse fails in every client; AI SDK says "Invalid JSON response".',
    on: ['completion'],
    subjects: ({ view }) => (view.kind === 'completion' ? [view.doc] : []),
    examine: ({ error }) =>
      error === null
        ? null
        : {
            at: { offset: error.offset },
            expected: 'one JSON value, white space around it allowed',
            actual: error.message,
          },
  }),
  defineCheck({
    id: 'json.byte-order-mark',
    level: 'SHOULD',
    statement: 'A JSON body has no byte order mark',
    reference: `${json}, section 8.1`,
    breaks:
      'go-openai and whatever else decodes the bytes itself fails at the first character; fetch, and so openai-node, strips the mark.',
    decision: 'SHOULD: generators must not add it, but parsers may skip it and fetch does.',
    on: ['completion', 'error'],
    context: ['bytes'],
    subjects: ({ exchange }) => (exchange.body.length === 0 ? [] : [exchange.body]),
    examine: ([a, b, c]) =>
      a === 0xef && b === 0xbb && c === 0xbf
        ? { at: { offset: 0 }, expected: 'a JSON value', actual: 'a byte order mark before it' }
        : null,
  }),
  defineCheck({
    id: 'json.duplicate-members',
    level: 'SHOULD',
    statement: 'The members of a JSON object have different names',
    reference: `${json}, section 4`,
    breaks:
      'openai-node and openai-python keep the last value, async-openai refuses the object: two clients read two different answers.',
    decision: 'SHOULD, as the RFC says: names within an object SHOULD be unique.',
    on: ['completion', 'stream', 'error'],
    survivesErrorFrame: true,
    subjects: documents,
    examine: ({ doc, at }) =>
      doc.duplicates.map((pointer) => ({
        at: at(pointer),
        expected: 'every name once in an object',
        actual: `the member ${pointer} more than once`,
      })),
  }),
  defineCheck({
    id: 'json.integers',
    level: 'MUST',
    statement: 'Integers of the contract are written as integers',
    reference: `${completionResponse}: type: integer`,
    breaks: 'Go, Swift and Rust decoders refuse 12.0 for an integer and drop the whole answer.',
    on: ['completion', 'stream'],
    survivesErrorFrame: true,
    subjects: (reading) => documents(reading).filter(({ schema }) => schema !== 'error'),
    examine: ({ doc, at, value }) =>
      [...doc.rawNumbers]
        .filter(([pointer]) => integers.test(pointer))
        .filter(([pointer]) => Number.isInteger(valueAt(value, pointer)))
        .map(([pointer, raw]) => ({
          at: at(pointer),
          expected: 'digits alone',
          actual: `the number ${raw}`,
        })),
  }),
  defineCheck({
    id: 'json.surrogates',
    level: 'MUST',
    statement: 'Both halves of an escaped surrogate pair stand in one string',
    reference: `${json}, section 8.2`,
    breaks:
      'openai-python and typed clients raise an encoding error; others store U+FFFD for the character.',
    on: ['completion', 'stream', 'error'],
    survivesErrorFrame: true,
    subjects: documents,
    examine: ({ doc, at }) =>
      doc.loneSurrogates.map((pointer) => ({
        at: at(pointer),
        expected: 'whole characters',
        actual: `half of a surrogate pair in ${pointer}`,
      })),
  }),
];

function hexOf(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).padStart(2, '0')}`;
}

/** Bytes that are no UTF-8, without those that are no JSON either: json.body or its like says that. */
function brokenCharacters(reading: Reading): readonly number[] {
  const { view, exchange } = reading;
  const offsets = findInvalidUtf8(exchange.body);
  if (offsets.length === 0) return offsets;
  const errors = new Set(
    view.kind === 'stream'
      ? view.events.map((event) => offsetOfError(event, exchange.body))
      : [view.doc.error?.offset],
  );
  // Of several bytes in a row the first is the error.
  for (const offset of offsets) if (errors.has(offset)) errors.add(offset + 1);
  return offsets.filter((offset) => !errors.has(offset));
}

/** The value at a pointer whose steps hold no escapes. */
function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
      value,
    );
}
