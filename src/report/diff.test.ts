import { expect, test } from 'vitest';
import { diffReports, sayChanges } from './diff.ts';
import { sampleReport, sampleRow } from './report.fixture.ts';

const before = sampleReport({
  rows: [
    sampleRow('a/x.y'),
    sampleRow('b/x.y'),
    sampleRow('c/x.y', { verdict: 'fail' }),
    sampleRow('d/gone', { verdict: 'fail' }),
    sampleRow('e/same', { verdict: 'fail' }),
  ],
});
const after = sampleReport({
  rows: [
    sampleRow('a/x.y', { verdict: 'fail' }),
    sampleRow('b/x.y', { verdict: 'fail' }),
    sampleRow('c/x.y'),
    sampleRow('e/same', { verdict: 'fail' }),
    sampleRow('f/new', { verdict: 'inconclusive', reason: 'not-tested' }),
    sampleRow('g/new', { verdict: 'fail' }),
  ],
});

test('what fails now is worse, what passes again is better, and the rest is neither', () => {
  const kinds = diffReports(before, after).map(({ case: id, kind }) => [id, kind]);
  expect(kinds).toEqual([
    ['a/x.y', 'worse'],
    ['b/x.y', 'worse'],
    ['g/new', 'worse'],
    ['c/x.y', 'better'],
    ['d/gone', 'other'],
    ['f/new', 'other'],
  ]);
});

test('the same change of several probes is one line, and what is neither is counted', () => {
  expect(sayChanges(diffReports(before, after))).toEqual([
    'worse  MUST   x.y in 2 probes: pass -> fail (a, b)',
    'worse  MUST   g/new: absent -> fail',
    'better MUST   c/x.y: fail -> pass',
    '3 worse, 1 better, 2 other (--json names them)',
  ]);
  expect(sayChanges([])).toEqual(['No verdict changed.']);
});
