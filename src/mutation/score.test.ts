import { expect, test } from 'vitest';
import { renderScores, scoreOf } from './score.ts';

const report = (...statuses: readonly string[]) => ({
  files: { 'a.ts': { mutants: statuses.map((status) => ({ status })) } },
});

test('what timed out is noticed, what no test runs is not, and what is no program does not count', () => {
  expect(
    scoreOf('src/a', report('Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError')),
  ).toEqual({ folder: 'src/a', mutants: 4, killed: 1, timeout: 1, survived: 1, uncovered: 1 });
});

test('a folder that was not measured anew keeps its row', () => {
  const first = renderScores(
    [scoreOf('src/b', report('Killed')), scoreOf('src/a', report('Killed'))],
    '2026-01-01',
    '',
  );
  const rows = renderScores([scoreOf('src/b', report('Survived'))], '2026-01-02', first).split(
    '\n',
  );
  expect(rows.slice(2)).toEqual([
    '| `src/a` | 1 | 1 | 0 | 0 | 0 | 100.0 % | 2026-01-01 |',
    '| `src/b` | 1 | 0 | 0 | 1 | 0 | 0.0 % | 2026-01-02 |',
  ]);
});

test('a score is cut and not rounded', () => {
  const mutants = [...Array(8996).fill('Killed'), ...Array(1004).fill('Survived')];
  expect(renderScores([scoreOf('a', report(...mutants))], 'd', '')).toContain('| 89.9 % |');
});
