import { join } from 'node:path';
import { examiner } from '../../src/engine/examine.ts';
import { judgeProbe } from '../../src/engine/judge.ts';
import { planCases } from '../../src/engine/plan.ts';
import { noFacts, read } from '../../src/engine/reading.ts';
import { readWithSdk } from '../../src/exchange/sdk.ts';
import {
  type Bench,
  openBench,
  type Promises,
  type Spot,
  unplannedChecks,
} from '../../src/score/bench.ts';
import { corrupt } from '../../src/score/detection.ts';
import { readLegal } from '../../src/score/legal-table.ts';
import { readDefects } from '../../src/score/tables.ts';
import { resolveTarget } from '../../src/target/resolve.ts';
import type { Check, Exchange, Reading, Verdict } from '../../src/vocabulary.ts';
import { catalogue } from '../catalogue.ts';
import { kept } from './kept.fixture.ts';

/** An answer that is changed, and what it becomes. */
interface Changed {
  readonly spot: Spot;
  readonly exchange: Exchange;
}

/** The fixtures with some answers corrupted or legally varied, and the rows that it reddens. */
export interface Variant {
  readonly name: string;
  readonly changed: readonly Changed[];
  readonly promises: Promises;
  /** Case ids. */
  readonly wanted: ReadonlySet<string>;
}

const ROOT = join(import.meta.dirname, '../..');

async function open(): Promise<Bench> {
  const { target } = await resolveTarget({ cwd: ROOT, env: {}, options: {}, live: false });
  return openBench(join(ROOT, 'fixtures/exchanges/crazyrouter'), catalogue, target);
}

kept.bench ??= open();
const bench = await kept.bench;
const { target } = bench;
const { probes } = bench.catalogue;
const { checks } = catalogue;
const sdkChecks = checks.filter(({ context }) => context.includes('sdk'));
const withSdk = new Set(planCases(probes, sdkChecks).map(({ probe }) => probe));
const unplanned = new Set(unplannedChecks({ probes, checks }));

/** The table of defects. */
async function defectVariants(): Promise<readonly Variant[]> {
  const defects = await readDefects(join(ROOT, 'fixtures/defects.json'), bench);
  return defects.flatMap((defect) => {
    const exchange = corrupt(bench, defect);
    if (typeof exchange === 'string') return [];
    const { name, spot, promises, findings: wanted } = defect;
    return [{ name, changed: [{ spot, exchange }], promises, wanted }];
  });
}

/** The table of legal variations, each in every answer that it speaks of. */
async function legalVariants(): Promise<readonly Variant[]> {
  const { variations } = await readLegal(join(ROOT, 'fixtures/legal.json'), ROOT, bench);
  return variations.map(({ name, promises, answers }) => ({
    name,
    changed: answers,
    promises,
    wanted: new Set(),
  }));
}

/** The fixtures as they are, then both tables. */
export function readVariants(): Promise<readonly Variant[]> {
  kept.variants ??= Promise.all([[soundVariant()], defectVariants(), legalVariants()]).then((all) =>
    all.flat(),
  );
  return kept.variants;
}

function soundVariant(): Variant {
  const changed = bench.spots.map((spot) => ({ spot, exchange: bench.exchangeAt(spot) }));
  return { name: 'sound', changed, promises: {}, wanted: new Set() };
}

/** The reading of an answer: a fresh object over one view, so that nothing is known of it yet. */
async function readingOf(
  answer: Changed,
  promises: Promises,
  secondReader: boolean,
): Promise<Reading> {
  const { spot, exchange } = answer;
  const sdk = secondReader && withSdk.has(spot.probe.id);
  const make = async () =>
    read(exchange, {
      expects: spot.probe.steps[spot.step]?.expects ?? null,
      sdk: sdk ? await readWithSdk(exchange) : null,
      dialect: promises.dialect ?? target.dialect,
      modelEcho: promises.modelEcho ?? target.modelEcho,
    });
  const readings = kept.readings.get(answer) ?? new Map<boolean, Promise<Reading>>();
  const made = readings.get(sdk) ?? make();
  kept.readings.set(answer, readings.set(sdk, made));
  return { ...(await made) };
}

function isAt(one: Spot, other: Spot): boolean {
  return one.probe === other.probe && one.step === other.step;
}

/**
 * What some checks say of a variant, by case: on its own probes and where these are compared. `only`
 * names the probes whose cases are judged, where not all are.
 */
export async function judgeVariant(
  { changed, promises }: Variant,
  meant: readonly Check[],
  only?: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Verdict>> {
  // Its reading costs more than all others together.
  const sdk = meant.some(({ context }) => context.includes('sdk'));
  const soundAnswers = (await readVariants())[0]?.changed ?? [];
  const touched = new Set(changed.map(({ spot }) => spot.probe.id));
  const readings = new Map<string, readonly Reading[]>();
  const readingsOf = async (id: string): Promise<readonly Reading[]> => {
    const found =
      readings.get(id) ??
      (await Promise.all(
        soundAnswers
          .filter(({ spot }) => spot.probe.id === id)
          .map((answer) => {
            const other = changed.find(({ spot }) => isAt(spot, answer.spot));
            return other === undefined
              ? readingOf(answer, {}, sdk)
              : readingOf(other, promises, sdk);
          }),
      ));
    readings.set(id, found);
    return found;
  };
  const verdicts = new Map<string, Verdict>();
  const cases = planCases(probes, meant).filter((one) => one.probes.some((id) => touched.has(id)));
  for (const probe of probes) {
    if (only !== undefined && !only.has(probe.id)) continue;
    const own = cases.filter((one) => one.probe === probe.id);
    if (own.length === 0) continue;
    const involved = new Map<string, readonly Reading[]>();
    for (const { probes: ids } of own) {
      for (const id of ids) involved.set(id, await readingsOf(id));
    }
    for (const judged of judgeProbe({ probe, cases: own, checks, readings: involved, target })) {
      verdicts.set(judged.case.id, judged.verdict);
    }
  }
  const captured = meant.filter((check) => unplanned.has(check));
  for (const { spot, exchange } of captured.length === 0 ? [] : changed) {
    const dialect = promises.dialect ?? target.dialect;
    const { verdict } = examiner(read(exchange, { ...noFacts, dialect }), checks);
    for (const check of captured) {
      verdicts.set(`${spot.probe.id}/${check.requirement.id}`, verdict(check));
    }
  }
  return verdicts;
}
