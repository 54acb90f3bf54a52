import { expect, test } from 'vitest';
import { weighed } from './report.fixture.ts';
import { summariseEvidence, totalRows } from './totals.ts';

test('rows are counted by level and verdict', () => {
  const totals = totalRows([
    weighed('MUST', 'pass'),
    weighed('MUST', 'pass'),
    weighed('MUST', 'fail'),
    weighed('SHOULD', 'skip'),
    weighed('INFO', 'error'),
  ]);
  expect(totals.MUST).toEqual({ pass: 2, fail: 1, inconclusive: 0, skip: 0, error: 0 });
  expect(totals.SHOULD.skip).toBe(1);
  expect(totals.INFO.error).toBe(1);
});

test('the evidence of a run is its weakest kind and its oldest date', () => {
  const evidence = summariseEvidence([
    { evidence: 'live', date: '2026-03-22T00:00:00Z' },
    { evidence: 'recorded', date: '2026-01-02T00:00:00Z' },
    { evidence: 'live', date: '2026-02-02T00:00:00Z' },
  ]);
  expect(evidence).toEqual({ kind: 'recorded', date: '2026-01-02T00:00:00Z' });
});

test('one exchange without a date makes the date unknown', () => {
  const evidence = summariseEvidence([
    { evidence: 'synthetic', date: null },
    { evidence: 'live', date: '2026-02-02T00:00:00Z' },
  ]);
  expect(evidence).toEqual({ kind: 'synthetic', date: null });
});

test('no exchange is no evidence', () => {
  expect(summariseEvidence([])).toBeNull();
});
