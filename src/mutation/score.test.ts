import { expect, test } from 'vitest';
import { renderScores, scoresOf } from './score.ts';

const report = (...statuses: readonly string[]) => ({
  files: { 'src/a/b.ts': { mutants: statuses.map((status) => ({ status })) } },
});

test('what timed out is noticed, what no test runs is not, and what is no program does not count', () => {
  const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError'];
  expect(scoresOf(report(...statuses), { day: '2026-01-01', every: 1 })).toEqual([
    {
      file: 'src/a/b.ts',
      day: '2026-01-01',
      every: 1,
      mutants: 4,
      killed: 1,
      timeout: 1,
      survived: 1,
      uncovered: 1,
    },
  ]);
});

test('a folder is the sum of its files, as old as the oldest and as coarse as the coarsest', () => {
  const [one] = scoresOf(report('Killed', 'Killed'), { day: '2026-01-02', every: 1 });
  const [two] = scoresOf(report('Survived'), { day: '2026-01-01', every: 4 });
  if (one === undefined || two === undefined) throw new Error('no file was counted');
  const rows = renderScores([
    { folder: 'src/a', files: [one, two], of: 2 },
    { folder: 'src/b', files: [one], of: 3 },
    { folder: 'src/c', files: [], of: 1 },
  ]).split('\n');
  const cells = rows.slice(2).map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
  expect(cells).toEqual([
    ['`src/a`', '2026-01-01, one mutant in 4', '3', '2', '0', '1', '0', '33.3 %'],
    ['`src/b`', '2026-01-02, 1 of 3 files', '2', '2', '0', '0', '0', '100.0 %'],
    ['`src/c`', 'not measured', '', '', '', '', '', ''],
  ]);
});

test('each mutant of a sample stands for those that were not tried; what no test runs is known of all', () => {
  const sampled = {
    file: 'src/d/x.ts',
    day: '2026-01-01',
    every: 4,
    mutants: 30,
    killed: 19,
    timeout: 0,
    survived: 1,
    uncovered: 10,
  };
  // 76 of 90.
  expect(renderScores([{ folder: 'src/d', files: [sampled], of: 1 }])).toContain('84.4 %');
});
