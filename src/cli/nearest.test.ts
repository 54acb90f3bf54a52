import { expect, test } from 'vitest';
import { nearest, suggest } from './nearest.ts';

const known = ['sse.done', 'sse.framing', 'usage.total', 'text-plain'];

test('a mistyped word finds the one that was meant', () => {
  expect(nearest('sse.don', known)).toBe('sse.done');
  expect(nearest('text-plian', known)).toBe('text-plain');
  expect(nearest('usage', known)).toBe('usage.total');
});

test('a word like none of them finds nothing', () => {
  expect(nearest('qqqqqqqqqqqqqqq', known)).toBeNull();
  expect(suggest('qqqqqqqqqqqqqqq', known)).toBe('');
  expect(suggest('sse.don', known)).toBe(' Did you mean sse.done?');
});
