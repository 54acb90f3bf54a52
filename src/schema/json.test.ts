import { expect, test } from 'vitest';
import { isArray, isObject, pointerStep } from './json.ts';
import { findPointer } from './wire.ts';

test('objects and arrays are told apart, and null is neither', () => {
  const values = [{}, [], null, 'x', 0, undefined];
  expect(values.map(isObject)).toEqual([true, false, false, false, false, false]);
  expect(values.map(isArray)).toEqual([false, true, false, false, false, false]);
});

test('a step of a pointer escapes what has a meaning in it, the tilde first', () => {
  expect([pointerStep('a/b'), pointerStep('a~b'), pointerStep('~/~/'), pointerStep(3)]).toEqual([
    '/a~1b',
    '/a~0b',
    '/~0~1~0~1',
    '/3',
  ]);
});

test('a pointer finds what its steps name, escaped or not, and nothing that is inherited', () => {
  const file = { 'a/b': { 'c~d': 1, 'e f': 2, '~1': 3 } };
  expect(findPointer(file, '/a~1b/c~0d')).toBe(1);
  expect(findPointer(file, '/a~1b/e%20f')).toBe(2);
  expect(findPointer(file, '/a~1b/~01')).toBe(3);
  expect(findPointer(file, '')).toBe(file);
  expect(findPointer(file, '/a~1b/x')).toBeUndefined();
  expect(findPointer(file, '/toString')).toBeUndefined();
  expect(findPointer(undefined, '/a')).toBeUndefined();
});
