import { familyOf } from '../engine/catalogue.ts';
import { type Bench, failuresOf } from './bench.ts';
import { cuttings, judgeCuts } from './cuts.ts';
import { compareRows, type Detection, detect, type Judged, sayDetection } from './detection.ts';
import { eventDefects } from './generated-events.ts';
import { type GeneratedDefect, memberDefects } from './generated-members.ts';
import { combineVariations, type FalseAlarm, judgeCombination, judgeVariation } from './legal.ts';
import type { LegalVariation } from './legal-table.ts';
import { judgePair, type PairVerdict, samplePairs } from './pairs.ts';
import { checkOf, type Defect } from './tables.ts';

/** A defect that was made by rule, with what the judge made of it. */
export interface JudgedByRule {
  readonly defect: GeneratedDefect;
  readonly detection: Detection;
}

/** How well the judge tells broken answers from sound ones. */
export interface Score {
  readonly judged: readonly Judged[];
  readonly generated: readonly JudgedByRule[];
  /** Changes of events that no reader can see, and those that reddened something all the same. */
  readonly unseen: { readonly count: number; readonly alarms: readonly FalseAlarm[] };
  readonly pairs: { readonly all: number; readonly verdicts: readonly PairVerdict[] };
  readonly variations: { readonly count: number; readonly alarms: readonly FalseAlarm[] };
  readonly combinations: { readonly count: number; readonly alarms: readonly FalseAlarm[] };
  /** Ways of cutting the bytes, and those under which a verdict was another one. */
  readonly cuts: { readonly count: number; readonly differing: readonly string[] };
  /** MUST and SHOULD checks by family. */
  readonly families: ReadonlyMap<string, readonly string[]>;
  /** Those of them that no defect of the table names. */
  readonly unnamed: readonly string[];
}

/** How much is sampled; the same seed gives the same sample. */
export interface Sampling {
  readonly seed: number;
  readonly pairs: number;
  readonly combinations: number;
}

/** The sampling of the published score. */
export const PUBLISHED: Sampling = { seed: 20_261_124, pairs: 600, combinations: 1000 };

/** Judges every defect and every legal variation there is. `say` is told each step. */
export async function scoreAll(
  bench: Bench,
  defects: readonly Defect[],
  variations: readonly LegalVariation[],
  { seed, pairs, combinations }: Sampling,
  say: (step: string) => void,
): Promise<Score> {
  say(`${defects.length} defects`);
  const judged: Judged[] = [];
  for (const defect of defects) judged.push(await detect(bench, defect));

  const made = [...memberDefects(bench), ...eventDefects(bench)];
  say(`${made.length} generated changes`);
  const { generated, hidden } = await judgeByRule(bench, made);

  const sample = samplePairs(judged, { seed, runs: pairs });
  say(`${sample.pairs.length} pairs of defects`);
  const verdicts: PairVerdict[] = [];
  for (const pair of sample.pairs) verdicts.push(await judgePair(bench, pair));

  say(`${variations.length} legal variations`);
  const alarms: FalseAlarm[] = [];
  for (const variation of variations) alarms.push(...(await judgeVariation(bench, variation)));

  const combined = combineVariations(bench, variations, { seed, runs: combinations });
  say(`${combined.length} combinations of them`);
  const together: FalseAlarm[] = [];
  for (const one of combined) together.push(...(await judgeCombination(bench, one)));

  const cut = cuttings(bench, 1);
  say(`${cut.length} ways to cut the bytes`);
  const differing = await judgeCuts(bench, cut);

  const families = checksByFamily(bench);
  const named = new Set(defects.flatMap(({ findings }) => [...findings].map(checkOf)));
  return {
    judged,
    generated,
    unseen: hidden,
    pairs: { all: sample.all, verdicts },
    variations: { count: variations.length, alarms },
    combinations: { count: combined.length, alarms: together },
    cuts: { count: cut.length, differing },
    families,
    unnamed: [...families.values()].flat().filter((check) => !named.has(check)),
  };
}

async function judgeByRule(bench: Bench, made: readonly GeneratedDefect[]) {
  const generated: JudgedByRule[] = [];
  const alarms: FalseAlarm[] = [];
  for (const defect of made) {
    const failures = failuresOf(await bench.judge(defect.spot, defect.exchange));
    if (defect.findings.size > 0) {
      generated.push({ defect, detection: compareRows(defect.findings, failures) });
    } else if (failures.size > 0) {
      alarms.push({ what: defect.name, rows: [...failures] });
    }
  }
  return { generated, hidden: { count: made.length - generated.length, alarms } };
}

function checksByFamily({ catalogue }: Bench): ReadonlyMap<string, readonly string[]> {
  const ids = catalogue.checks.flatMap(({ requirement: { id, level } }) =>
    level === 'INFO' ? [] : [id],
  );
  return Map.groupBy(ids, familyOf);
}

/** Everything that the score must not have, a line each. */
export function mistakesOf(score: Score): readonly string[] {
  const byHand = score.judged.flatMap(({ defect, detection }) =>
    detection.kind === 'exact' ? [] : [sayDetection(defect.name, detection)],
  );
  const byRule = score.generated.flatMap(({ defect, detection }) =>
    detection.kind === 'exact' ? [] : [sayDetection(defect.name, detection)],
  );
  const pairs = score.pairs.verdicts
    .filter(({ fates }) => fates?.includes('missing'))
    .map(({ what }) => `pair       ${what}: one of the two is not named`);
  const alarms = [score.unseen, score.variations, score.combinations]
    .flatMap((one) => one.alarms)
    .map(({ what, rows }) => `flagged    ${what}: ${rows.join(', ')}`);
  const unnamed = score.unnamed.map((check) => `unnamed    ${check}: no defect names it`);
  const cuts = score.cuts.differing.map((what) => `cut        ${what}: another verdict`);
  return [...byHand, ...byRule, ...pairs, ...alarms, ...cuts, ...unnamed];
}
