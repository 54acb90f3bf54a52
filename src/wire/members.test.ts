import { expect, test } from 'vitest';
import type { JsonValue } from '../vocabulary.ts';
import { countOf, hasError, isObject, listOf, member, saysError, stringOf } from './members.ts';

const values: readonly (JsonValue | undefined)[] = [undefined, null, true, 0, 'x', [1], { a: 1 }];

test('only an object is an object: no array, no null', () => {
  expect(values.filter(isObject)).toEqual([{ a: 1 }]);
});

test('what is no array is read as an empty one', () => {
  expect(values.map(listOf)).toEqual([[], [], [], [], [], [1], []]);
});

test('a member is one of the object itself, never an inherited one', () => {
  expect(member({ a: 1 }, 'a')).toBe(1);
  expect(member({ a: 1 }, 'toString')).toBeUndefined();
  expect(member(JSON.parse('{"__proto__": 2}'), '__proto__')).toBe(2);
  expect(member(['x'], 'length')).toBeUndefined();
  expect(member(null, 'a')).toBeUndefined();
});

test('what is no string is null, and the empty string is one', () => {
  expect(values.map(stringOf)).toEqual([null, null, null, null, 'x', null, null]);
  expect(stringOf('')).toBe('');
});

test('a count is a whole number from 0', () => {
  expect([0, 7].map(countOf)).toEqual([0, 7]);
  expect([-1, 1.5, '1', null, undefined, Number.NaN].map(countOf)).toEqual(Array(6).fill(null));
});

test('an error member counts where it says something', () => {
  const told = [{ error: {} }, { error: 'no' }, { error: [] }];
  const empty = [{ error: null }, { error: '' }, { error: false }, {}, [], null];
  expect(told.every(hasError)).toBe(true);
  expect(empty.some(hasError)).toBe(false);
});

test('an error beside an answer does not say that the request failed', () => {
  expect(saysError({ error: {}, choices: [] })).toBe(true);
  expect(saysError({ error: {} })).toBe(true);
  expect(saysError({ error: {}, choices: [{}] })).toBe(false);
  expect(saysError({ choices: [] })).toBe(false);
});
