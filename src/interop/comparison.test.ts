import { expect, test } from 'vitest';
import type { ReportRow } from '../report/format.ts';
import { sampleReport, sampleRow } from '../report/report.fixture.ts';
import { compareRuns, renderComparison } from './comparison.ts';

const report = (rows: readonly ReportRow[]) => sampleReport({ rows });
const sound = report([sampleRow('p/a.b'), sampleRow('p/time.gap')]);
const timed = new Set(['time.gap']);

test('two equal runs differ in nothing', () => {
  const { changes, timing } = compareRuns('t', sound, sound, timed);
  expect([changes, timing]).toEqual([[], []]);
});

test('a row that the replay judges otherwise is a change', () => {
  const other = report([sampleRow('p/a.b', { verdict: 'fail' }), sampleRow('p/time.gap')]);
  const { changes } = compareRuns('t', sound, other, timed);
  expect(changes.map(({ case: id, before, after }) => [id, before, after])).toEqual([
    ['p/a.b', 'pass', 'fail'],
  ]);
});

test('a row that is missing from the replay is a change', () => {
  const { changes } = compareRuns('t', sound, report([sampleRow('p/time.gap')]), timed);
  expect(changes.map(({ after }) => after)).toEqual([null]);
});

test('a row of timing that differs is told apart', () => {
  const other = report([sampleRow('p/a.b'), sampleRow('p/time.gap', { verdict: 'fail' })]);
  const { changes, timing } = compareRuns('t', sound, other, timed);
  expect([changes.length, timing.length]).toEqual([0, 1]);
});

test('the text names what fails once for each check', () => {
  const failed = report([
    sampleRow('p/a.b', { verdict: 'fail' }),
    sampleRow('q/a.b', { verdict: 'fail' }),
  ]);
  const text = renderComparison(compareRuns('t', failed, failed, timed));
  expect(text.match(/a\.b +2x/g)).toHaveLength(1);
});
