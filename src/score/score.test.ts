import { expect, it, vi } from 'vitest';
import { failuresOf } from './bench.ts';
import { compareRows, detect, type Judged, sayDetection } from './detection.ts';
import { eventDefects } from './generated-events.ts';
import { memberDefects } from './generated-members.ts';
import { DEFECTS, openOwnBench } from './own-fixtures.ts';
import { judgePair, samplePairs } from './pairs.ts';
import { checkOf, readDefects } from './tables.ts';

// Much is judged here; on a busy machine that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

// `npm run score` judges all of them; here a part, so that a broken check shows at once.

const bench = await openOwnBench();
const defects = await readDefects(DEFECTS, bench);
const everyNth = <T>(all: readonly T[], nth: number) => all.filter((_one, n) => n % nth === 0);

it('the sound fixtures redden nothing', async () => {
  for (const spot of bench.spots) {
    const verdicts = await bench.judge(spot, bench.exchangeAt(spot));
    expect([...failuresOf(verdicts)]).toEqual([]);
  }
});

it('a defect reddens exactly the rows that it names', async () => {
  const wrong: string[] = [];
  for (const defect of everyNth(defects, 8)) {
    const { detection } = await detect(bench, defect);
    if (detection.kind !== 'exact') wrong.push(sayDetection(defect.name, detection));
  }
  expect(wrong).toEqual([]);
});

it('every MUST and SHOULD check is named by a defect', () => {
  const named = new Set(defects.flatMap(({ findings }) => [...findings].map(checkOf)));
  const all = bench.catalogue.checks
    .filter(({ requirement }) => requirement.level !== 'INFO')
    .map(({ requirement }) => requirement.id);
  expect(all.filter((check) => !named.has(check))).toEqual([]);
});

it('a change made by rule reddens what its schema or the oracle of events says', async () => {
  const made = [...everyNth(memberDefects(bench), 20), ...everyNth(eventDefects(bench), 8)];
  const wrong: string[] = [];
  for (const { name, spot, exchange, findings } of made) {
    const failures = failuresOf(await bench.judge(spot, exchange));
    const detection = compareRows(findings, failures);
    const silent = findings.size === 0 && failures.size === 0;
    if (detection.kind !== 'exact' && !silent) wrong.push(sayDetection(name, detection));
  }
  expect(wrong).toEqual([]);
});

it('of two defects in one answer each is named, unless the other hides it', async () => {
  const judged: Judged[] = [];
  for (const defect of everyNth(defects, 12)) judged.push(await detect(bench, defect));
  const { pairs } = samplePairs(judged, { seed: 7, runs: 40 });
  const verdicts = await Promise.all(pairs.map((pair) => judgePair(bench, pair)));
  expect(pairs.length).toBe(40);
  expect(verdicts.filter(({ fates }) => fates?.includes('missing'))).toEqual([]);
  const named = verdicts.flatMap(({ fates }) => fates ?? []).filter((fate) => fate === 'named');
  expect(named.length).toBeGreaterThan(40);
});
