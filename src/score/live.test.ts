import { expect, it, vi } from 'vitest';
import { readLegal } from './legal-table.ts';
import { sayLive, scoreLive } from './live.ts';
import { DEFECTS, LEGAL, openOwnBench, ROOT } from './own-fixtures.ts';
import { readDefects } from './tables.ts';

// Much is judged here; on a busy machine that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

it('over sockets, too, every defect is told exactly and no legal variation is flagged', async () => {
  // `npm run score -- --live` sends all of them.
  const bench = await openOwnBench();
  const defects = await readDefects(DEFECTS, bench);
  const { variations } = await readLegal(LEGAL, ROOT, bench);
  const score = await scoreLive(
    bench,
    defects.filter((_one, n) => n % 40 === 0),
    variations.filter(({ answers }) => answers.length < 5).slice(0, 8),
  );
  expect(score.detections.length).toBeGreaterThan(15);
  const { lines, mistakes } = sayLive(score);
  expect(mistakes, lines.join('\n')).toBe(0);
});
