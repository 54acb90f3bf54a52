import { expect, test } from 'vitest';
import type { JsonObject } from '../vocabulary.ts';
import { describeSchema, describeType, describeValue, joinWords } from './describe.ts';

test.each<[value: unknown, words: string]>([
  [undefined, 'missing'],
  [null, 'null'],
  [true, 'true'],
  [12.5, 'the number 12.5'],
  ['', 'an empty string'],
  ['a"b', 'the string "a\\"b"'],
  [[], 'an empty array'],
  [[1], 'an array of 1 item'],
  [[1, 2], 'an array of 2 items'],
  [{ a: 1 }, 'an object'],
])('%j is told as: %s', (value, words) => {
  expect(describeValue(value)).toBe(words);
});

test('of a long text 80 characters are told, and no character is split', () => {
  const told = (text: string) => describeValue(text).replace('the string ', '');
  expect(told('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`);
  expect(told('x'.repeat(81))).toBe(`"${'x'.repeat(80)}" (cut)`);
  expect(told('🌍'.repeat(80))).toBe(`"${'🌍'.repeat(80)}"`);
  expect(told('🌍'.repeat(81))).toBe(`"${'🌍'.repeat(80)}" (cut)`);
  expect(told(`${'🌍'.repeat(79)}xyz`)).toBe(`"${'🌍'.repeat(79)}x" (cut)`);
});

test('words are joined with commas and one word before the last, each once', () => {
  expect(joinWords([], 'or')).toBe('');
  expect(joinWords(['a', 'a'], 'or')).toBe('a');
  expect(joinWords(['a', 'b'], 'and')).toBe('a and b');
  expect(joinWords(['a', 'b', 'a', 'c'], 'or')).toBe('a, b or c');
});

test.each<[type: string, schema: JsonObject, words: string]>([
  ['string', {}, 'a string'],
  ['string', { minLength: 1 }, 'a non-empty string'],
  ['string', { minLength: 8 }, 'a string of at least 8 characters'],
  ['string', { minimum: 3 }, 'a string'],
  ['number', {}, 'a number'],
  ['number', { minimum: 0 }, 'a number of at least 0'],
  ['number', { minLength: 3 }, 'a number'],
  ['integer', { minimum: 1 }, 'an integer of at least 1'],
  ['integer', { minLength: 1 }, 'an integer'],
  ['boolean', { minimum: 1 }, 'true or false'],
  ['object', { minItems: 1 }, 'an object'],
  ['null', {}, 'null'],
  ['array', {}, 'an array'],
  ['array', { minItems: 1 }, 'an array of at least 1 item'],
  ['array', { minItems: 2 }, 'an array of at least 2 items'],
  ['array', { items: { type: 'object' } }, 'an array of objects'],
  ['array', { items: { type: 'string' } }, 'an array'],
  ['array', { minItems: 1, items: { type: 'object' } }, 'an array of at least 1 item'],
  ['widget', {}, 'widget'],
])('the type %s with %j is told as: %s', (type, schema, words) => {
  expect(describeType(type, schema)).toBe(words);
});

test.each<[schema: JsonObject, words: string]>([
  [{ const: 'chat.completion' }, '"chat.completion"'],
  [{ const: null }, 'null'],
  [{ enum: ['stop', 'length', null] }, '"stop", "length" or null'],
  [{ type: ['string', 'null'], minLength: 1 }, 'a non-empty string or null'],
  [{ anyOf: [{ type: 'string' }, { type: 'array' }] }, 'a string or an array'],
  [{ oneOf: [{ const: 1 }, { type: 'null' }] }, '1 or null'],
  [{ anyOf: [true, { type: 'null' }] }, 'null'],
  [{ type: 'object', anyOf: [{ type: 'null' }] }, 'an object'],
  [{ minLength: 1 }, 'a non-empty string'],
  [{ type: ['string', 7] }, 'a string'],
  [{ required: ['a'] }, 'any value'],
  [{}, 'any value'],
])('the schema %j is told as: %s', (schema, words) => {
  expect(describeSchema(schema)).toBe(words);
});
