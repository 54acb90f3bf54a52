import { expect, test } from 'vitest';
import type { Level, Row, Verdict } from '../vocabulary.ts';
import { checkOf } from './engine.fixture.ts';
import { fateOf } from './fate.ts';
import { rowOf } from './row.ts';

function rowWith(verdict: Verdict, changes: Partial<Row> = {}): Row {
  const planned = { id: 'p/a.x', probe: 'p', check: 'a.x', level: 'MUST', probes: ['p'] } as const;
  const row = rowOf({ case: planned, verdict, frequency: null }, checkOf('a.x'), 'violating', []);
  return { ...row, ...changes };
}

const fail: Verdict = { verdict: 'fail', findings: [{ at: {}, expected: 'b', actual: 'c' }] };

test('a violated MUST fails its test, with requirement, expected and actual', () => {
  expect(fateOf(rowWith(fail), false)).toEqual({
    kind: 'fail',
    words: 'MUST: a.x is as it is (this test)\n  at \n  expected: b\n  actual:   c',
  });
});

test('a violated SHOULD fails its test where it is counted as a MUST, and INFO never does', () => {
  const fate = (level: Level, strict: boolean) => fateOf(rowWith(fail, { level }), strict).kind;
  expect([fate('SHOULD', false), fate('SHOULD', true)]).toEqual(['pass', 'fail']);
  expect([fate('INFO', false), fate('INFO', true)]).toEqual(['pass', 'pass']);
});

test('a failure that the baseline expects passes', () => {
  expect(fateOf(rowWith(fail, { standing: 'expected-failure' }), true)).toEqual({ kind: 'pass' });
});

test('a fault of our own fails its test, with its words', () => {
  expect(fateOf(rowWith({ verdict: 'error', detail: 'oops' }), false)).toEqual({
    kind: 'fail',
    words: 'oops',
  });
  expect(fateOf(rowWith({ verdict: 'error', detail: 'x' }, { detail: null }), false)).toEqual({
    kind: 'fail',
    words: 'the judge failed',
  });
});

test('what was not judged is skipped with its reason', () => {
  expect(
    fateOf(rowWith({ verdict: 'skip', reason: 'declared', detail: 'no vision' }), false),
  ).toEqual({ kind: 'skip', words: 'declared: no vision' });
  const untested: Verdict = { verdict: 'inconclusive', reason: 'not-tested', detail: 'outage' };
  expect(fateOf(rowWith(untested, { detail: null }), true)).toEqual({
    kind: 'skip',
    words: 'not-tested',
  });
});

test('what passed passes', () => {
  expect(fateOf(rowWith({ verdict: 'pass', facts: [] }), true)).toEqual({ kind: 'pass' });
});
