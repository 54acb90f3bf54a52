import { expect, test } from 'vitest';
import { type Judged, outcomeOfVerdicts } from './outcome.ts';

const row = (level: Judged['level'], verdict: Judged['verdict']): Judged => ({ level, verdict });
const outcome = (judged: readonly Judged[], strict = false) => outcomeOfVerdicts(judged, strict);

test('one MUST that passed conforms, where nothing is broken', () => {
  expect(outcome([row('MUST', 'pass'), row('MUST', 'inconclusive'), row('INFO', 'fail')])).toBe(
    'conforms',
  );
});

test('where no MUST passed, nothing can be told', () => {
  expect(outcome([])).toBe('inconclusive');
  expect(outcome([row('SHOULD', 'pass'), row('INFO', 'pass'), row('MUST', 'skip')])).toBe(
    'inconclusive',
  );
});

test('a MUST that fails violates, whatever passed', () => {
  expect(outcome([row('MUST', 'pass'), row('MUST', 'fail')])).toBe('violates');
});

test('a SHOULD that fails violates only where it is counted as a MUST', () => {
  const judged = [row('MUST', 'pass'), row('SHOULD', 'fail')];
  expect(outcome(judged)).toBe('conforms');
  expect(outcome(judged, true)).toBe('violates');
  expect(outcome([row('MUST', 'pass'), row('INFO', 'fail')], true)).toBe('conforms');
});

test('a fault of our own comes before any violation', () => {
  expect(outcome([row('MUST', 'fail'), row('INFO', 'error')])).toBe('error');
});
