import { expect, test } from 'vitest';
import { judgeCapture, outcomeOfCapture } from './capture.ts';
import { checkOf, failing, readingOf } from './engine.fixture.ts';

const comparison = checkOf('parity.same', { compares: [['a', 'b']] });

test('a captured exchange is judged by every check of one answer, planned or not', () => {
  const checks = [checkOf('a.one', { plannedFor: () => false }), comparison, checkOf('b.two')];
  const judged = judgeCapture(readingOf(), checks);
  expect(judged.map(({ check, verdict }) => [check.requirement.id, verdict.verdict])).toEqual([
    ['a.one', 'pass'],
    ['b.two', 'pass'],
  ]);
});

test('what a check rests on is looked up among all checks', () => {
  const checks = [checkOf('a.two', { restsOn: ['b'] }), checkOf('b.one', failing())];
  expect(judgeCapture(readingOf(), checks)[0]?.verdict).toMatchObject({ reason: 'not-tested' });
});

test('its outcome is that of its verdicts, by the levels of their checks', () => {
  const outcome = (strict: boolean, ...checks: ReturnType<typeof checkOf>[]) =>
    outcomeOfCapture(judgeCapture(readingOf(), checks), strict);
  expect(outcome(false, checkOf('a.one'))).toBe('conforms');
  expect(outcome(false, checkOf('a.one', failing()))).toBe('violates');
  const should = checkOf('a.two', { level: 'SHOULD', ...failing() });
  expect(outcome(false, checkOf('a.one'), should)).toBe('conforms');
  expect(outcome(true, checkOf('a.one'), should)).toBe('violates');
  expect(outcome(false, should)).toBe('inconclusive');
  // That a body arrived whole does not tell what it is.
  expect(outcome(false, checkOf('transport.whole'))).toBe('inconclusive');
  expect(outcome(false, checkOf('transport.whole'), checkOf('a.one'))).toBe('conforms');
  expect(outcome(false, checkOf('transport.whole', failing()))).toBe('violates');
});
