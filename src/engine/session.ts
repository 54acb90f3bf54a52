import type {
  Case,
  Check,
  Exchange,
  Probe,
  Reading,
  Row,
  SdkReading,
  Target,
} from '../vocabulary.ts';
import { type BaselineEntry, standingOf } from './baseline.ts';
import type { Catalogue } from './catalogue.ts';
import { judgeProbe } from './judge.ts';
import { planCases } from './plan.ts';
import { read } from './reading.ts';
import { rowOf } from './row.ts';

/** What a run judges, as plain JSON: it crosses from the command line to vitest's worker. */
export interface RunPlan {
  /** The folder in which the exchanges lie, in the fixture format. */
  readonly directory: string;
  readonly target: Target;
  /** Ids of the probes that are planned. */
  readonly probes: readonly string[];
  /** The expected failures that are in force. */
  readonly baseline: readonly Pick<BaselineEntry, 'names'>[];
  readonly strict: boolean;
}

/** Where a session takes its exchanges and the second reading from. */
export interface Sources {
  readonly load: (probe: Probe) => Promise<readonly Exchange[]>;
  /** `null` where the SDK is not asked. */
  readonly readWithSdk: (exchange: Exchange) => Promise<SdkReading | null>;
}

/** A run that is being judged; each answer is read once, however many cases look at it. */
export interface Session {
  readonly cases: readonly Case[];
  readonly row: (planned: Case) => Promise<Row>;
}

/** The cases of a plan: those of its probes, compared only with each other. */
export function casesOf(plan: Pick<RunPlan, 'probes'>, catalogue: Catalogue): readonly Case[] {
  const wanted = new Set(plan.probes);
  return planCases(
    catalogue.probes.filter(({ id }) => wanted.has(id)),
    catalogue.checks,
  );
}

/**
 * Opens a run for judging. Nothing is read before the first row is asked for, and what was read is
 * kept until the last probe that is compared with it has been judged.
 */
export function openSession(plan: RunPlan, catalogue: Catalogue, sources: Sources): Session {
  const cases = casesOf(plan, catalogue);
  const probes = new Map(catalogue.probes.map((probe) => [probe.id, probe]));
  const checks = new Map(catalogue.checks.map((check) => [check.requirement.id, check]));
  const forSdk = new Set(cases.filter(needsSdk(checks)).flatMap((planned) => planned.probes));
  const readings = new Map<string, Promise<readonly Reading[]>>();
  const users = usersOf(cases);
  const rows = new Map<string, Promise<ReadonlyMap<string, Row>>>();

  const readProbe = async (probe: Probe): Promise<readonly Reading[]> => {
    const exchanges = await sources.load(probe);
    return Promise.all(
      exchanges.map(async (exchange, number) =>
        read(exchange, {
          expects: probe.steps[number % probe.steps.length]?.expects ?? null,
          sdk: forSdk.has(probe.id) ? await sources.readWithSdk(exchange) : null,
          dialect: plan.target.dialect,
          modelEcho: plan.target.modelEcho,
          model: plan.target.model,
        }),
      ),
    );
  };

  const readingsOf = (id: string): Promise<readonly Reading[]> => {
    const probe = probes.get(id);
    if (probe === undefined) return Promise.resolve([]);
    return remember(readings, id, () => readProbe(probe));
  };

  const judge = async (id: string): Promise<ReadonlyMap<string, Row>> => {
    const probe = probes.get(id);
    if (probe === undefined) return new Map();
    const own = cases.filter((planned) => planned.probe === id);
    const read = new Map<string, readonly Reading[]>();
    for (const one of involvedIn(own)) read.set(one, await readingsOf(one));
    const judged = judgeProbe({
      probe,
      cases: own,
      checks: catalogue.checks,
      readings: read,
      target: plan.target,
    });
    const made = new Map(
      judged.flatMap((one) => {
        const check = checks.get(one.case.check);
        if (check === undefined) return [];
        const seen = one.case.probes.flatMap((other) => read.get(other) ?? []);
        const standing = standingOf(one.case, one.verdict.verdict, plan.baseline);
        const exchanges = seen.map(({ exchange }) => exchange);
        return [[one.case.id, rowOf(one, check, standing, exchanges)] as const];
      }),
    );
    for (const one of read.keys()) {
      const waiting = users.get(one);
      waiting?.delete(id);
      if (waiting?.size === 0) readings.delete(one);
    }
    return made;
  };

  const row = async (planned: Case): Promise<Row> => {
    const judged = await remember(rows, planned.probe, () => judge(planned.probe));
    const found = judged.get(planned.id);
    if (found === undefined) throw new Error(`the judge forgot the case ${planned.id}`);
    return found;
  };

  return { cases, row };
}

/** The probes on whose answers some cases are judged. */
function involvedIn(cases: readonly Case[]): ReadonlySet<string> {
  return new Set(cases.flatMap(({ probes }) => probes));
}

/**
 * By probe, those that are judged on its answers: once all of them are, the answers are let go, so
 * that a run of hostile ones costs no more memory than the greatest few.
 */
function usersOf(cases: readonly Case[]): ReadonlyMap<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const { probe, probes } of cases) {
    for (const one of probes) remember(users, one, () => new Set<string>()).add(probe);
  }
  return users;
}

function needsSdk(checks: ReadonlyMap<string, Check>): (planned: Case) => boolean {
  return ({ check }) => checks.get(check)?.context.includes('sdk') === true;
}

function remember<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
