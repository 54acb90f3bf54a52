import { expect, test } from 'vitest';
import { costOf, familyOf } from './catalogue.ts';
import { probeOf, stepOf } from './engine.fixture.ts';

test('the cost is every request, and every token asked for with the allowance of each request', () => {
  const two = probeOf('two', { steps: [stepOf(), stepOf()], tokens: 30 });
  const free = probeOf('models', { tokens: 0 });
  expect(costOf([two, free, probeOf('one')], 100)).toEqual({ requests: 4, tokens: 340 });
  expect(costOf([two], 0)).toEqual({ requests: 2, tokens: 30 });
  expect(costOf([], 100)).toEqual({ requests: 0, tokens: 0 });
});

test('a family is what stands before the point', () => {
  expect([familyOf('stream.framed'), familyOf('a.b.c'), familyOf('a')]).toEqual([
    'stream',
    'a',
    'a',
  ]);
});
