import { expect, test } from 'vitest';
import { nearest, nearestFew, suggest } from './nearest.ts';

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

test('the nearest words come in order, and only those that are near', () => {
  expect(nearestFew('usage.totl', ['usage.sent', 'usage.total', 'text-plain'], 3)).toEqual([
    'usage.total',
    'usage.sent',
  ]);
  expect(nearestFew('usage', ['usage.a', 'usage.b', 'usage.c'], 2)).toHaveLength(2);
});
