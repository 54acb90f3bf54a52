import type { Catalogue } from '../engine/catalogue.ts';
import { examiner } from '../engine/examine.ts';
import { judgeProbe } from '../engine/judge.ts';
import { planCases } from '../engine/plan.ts';
import { noFacts, read } from '../engine/reading.ts';
import { findRecordings, readRecordings } from '../engine/recordings.ts';
import { readWithSdk } from '../exchange/sdk.ts';
import { Problem } from '../problem.ts';
import type { Case, Check, Exchange, Probe, Reading, Target, Verdict } from '../vocabulary.ts';

/** What a target is taken to promise, where a defect needs more than the fixtures' own target. */
export type Promises = Partial<Pick<Target, 'dialect' | 'modelEcho'>>;

/** One answer of the fixtures. */
export interface Spot {
  readonly probe: Probe;
  /** From 0. */
  readonly step: number;
}

/** The verdict of every row that was judged, by its case id. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/** The rows that fail, as `probe/check`; a check that broke down is told as such. */
export type Failures = ReadonlySet<string>;

/** The rows that are red among those that were judged. */
export function failuresOf(verdicts: Verdicts): Failures {
  return new Set(
    [...verdicts].flatMap(([id, { verdict }]) => {
      if (verdict === 'error') return [`${id} (the check itself broke down)`];
      return verdict === 'fail' ? [id] : [];
    }),
  );
}

/** The sound fixtures of a target, and what the catalogue says when one of them is changed. */
export interface Bench {
  readonly catalogue: Catalogue;
  readonly target: Target;
  readonly spots: readonly Spot[];
  readonly exchangeAt: (spot: Spot) => Exchange;
  /** Judges every row that can depend on an answer, with another answer in its place. */
  readonly judge: (spot: Spot, exchange: Exchange, promises?: Promises) => Promise<Verdicts>;
  /** Judges all rows of other answers in place of the fixtures', by probe. */
  readonly judgeAll: (
    exchanges: ReadonlyMap<string, readonly Exchange[]>,
    promises?: Promises,
  ) => Promise<Verdicts>;
}

/** Opens the fixtures in a folder. A `Problem` where there are none. */
export async function openBench(
  directory: string,
  catalogue: Catalogue,
  target: Target,
): Promise<Bench> {
  const recordings = await findRecordings(directory, catalogue.probes);
  const { exchanges } = await readRecordings(recordings);
  const probes = catalogue.probes.filter(({ id }) => exchanges.has(id));
  if (probes.length === 0) {
    throw new Problem('untold', `There are no fixtures in ${directory}: record some first.`);
  }
  return benchOf(exchanges, { ...catalogue, probes }, target);
}

function benchOf(
  sound: ReadonlyMap<string, readonly Exchange[]>,
  catalogue: Catalogue,
  target: Target,
): Bench {
  const { probes, checks } = catalogue;
  const cases = planCases(probes, checks).filter(({ level }) => level !== 'INFO');
  const bySdk = new Set(checks.filter(({ context }) => context.includes('sdk')).map(idOf));
  const forSdk = new Set(cases.filter(({ check }) => bySdk.has(check)).map(({ probe }) => probe));

  const readAnswer = async ({ probe, step }: Spot, exchange: Exchange, promises: Promises) =>
    read(exchange, {
      expects: probe.steps[step]?.expects ?? null,
      sdk: forSdk.has(probe.id) ? await readWithSdk(exchange) : null,
      dialect: promises.dialect ?? target.dialect,
      modelEcho: promises.modelEcho ?? target.modelEcho,
    });
  const readProbe = (probe: Probe, exchanges: readonly Exchange[], promises: Promises) =>
    Promise.all(exchanges.map((one, step) => readAnswer({ probe, step }, one, promises)));

  const known = new Map<string, Promise<readonly Reading[]>>();
  const soundReadings = (probe: Probe): Promise<readonly Reading[]> => {
    const found = known.get(probe.id) ?? readProbe(probe, sound.get(probe.id) ?? [], {});
    known.set(probe.id, found);
    return found;
  };

  /** The rows of every probe that has a case among these. */
  const verdictsOf = async (
    meant: readonly Case[],
    changed: ReadonlyMap<string, readonly Reading[]>,
  ): Promise<Verdicts> => {
    const verdicts = new Map<string, Verdict>();
    for (const probe of probes) {
      const own = meant.filter((planned) => planned.probe === probe.id);
      if (own.length === 0) continue;
      const readings = new Map<string, readonly Reading[]>();
      for (const id of new Set(own.flatMap((planned) => planned.probes))) {
        const other = probes.find((one) => one.id === id);
        if (other !== undefined) readings.set(id, changed.get(id) ?? (await soundReadings(other)));
      }
      for (const judged of judgeProbe({ probe, cases: own, checks, readings, target })) {
        verdicts.set(judged.case.id, judged.verdict);
      }
    }
    return verdicts;
  };

  /** What captured traffic alone can show: the checks that are planned for no probe. */
  const unplanned = unplannedChecks(catalogue);
  const asCaptured = (probe: Probe, exchange: Exchange, promises: Promises): Verdicts => {
    const dialect = promises.dialect ?? target.dialect;
    const { verdict } = examiner(read(exchange, { ...noFacts, dialect }), checks);
    return new Map(
      unplanned.map((check) => [`${probe.id}/${check.requirement.id}`, verdict(check)]),
    );
  };

  return {
    catalogue,
    target,
    spots: probes.flatMap((probe) => probe.steps.map((_step, step): Spot => ({ probe, step }))),
    exchangeAt: ({ probe, step }) => {
      const found = sound.get(probe.id)?.[step];
      if (found === undefined) throw new Problem('file', `There is no fixture of ${probe.id}.`);
      return found;
    },
    judge: async (spot, exchange, promises = {}) => {
      const { probe, step } = spot;
      const others = await soundReadings(probe);
      const fresh = await readAnswer(spot, exchange, promises);
      const readings = others.map((one, n) => (n === step ? fresh : one));
      const meant = cases.filter((planned) => planned.probes.includes(probe.id));
      const verdicts = await verdictsOf(meant, new Map([[probe.id, readings]]));
      return new Map([...verdicts, ...asCaptured(probe, exchange, promises)]);
    },
    judgeAll: async (exchanges, promises = {}) => {
      const changed = new Map<string, readonly Reading[]>();
      for (const probe of probes) {
        const own = exchanges.get(probe.id);
        if (own !== undefined) changed.set(probe.id, await readProbe(probe, own, promises));
      }
      const meant = cases.filter((planned) => planned.probes.some((id) => changed.has(id)));
      return verdictsOf(meant, changed);
    },
  };
}

/** The MUST and SHOULD checks that only captured traffic bears: no probe can bring them about. */
export function unplannedChecks({ probes, checks }: Catalogue): readonly Check[] {
  const planned = new Set(planCases(probes, checks).map(({ check }) => check));
  return checks.filter(
    ({ requirement, compares }) =>
      requirement.level !== 'INFO' && compares === undefined && !planned.has(requirement.id),
  );
}

function idOf({ requirement }: Catalogue['checks'][number]): string {
  return requirement.id;
}
