import { type FixtureEntry, listFixtures, readFixture } from '../exchange/fixture.ts';
import { readWithSdk } from '../exchange/sdk.ts';
import type { Exchange, Probe, Target } from '../vocabulary.ts';
import type { Sources } from './session.ts';
import { declaredAbsent } from './support.ts';

/** Files of whole probes: each round has every step. */
export type Recordings = ReadonlyMap<string, readonly FixtureEntry[]>;

/** The probes of which a folder holds every request, with their files in order. */
export async function findRecordings(
  directory: string,
  probes: readonly Probe[],
): Promise<Recordings> {
  const byProbe = Map.groupBy(await listFixtures(directory), ({ probe }) => probe);
  return new Map(
    probes.flatMap(({ id, steps }) => {
      const rounds = Map.groupBy(byProbe.get(id) ?? [], ({ round }) => round).values();
      const whole = [...rounds].filter((entries) => holdsSteps(entries, steps.length)).flat();
      return whole.length === 0 ? [] : [[id, whole] as const];
    }),
  );
}

function holdsSteps(entries: readonly FixtureEntry[], steps: number): boolean {
  return entries.length === steps && entries.every(({ step }, index) => step === index + 1);
}

/** Which probes a replay can judge, and why not the others. */
export interface Selection {
  readonly probes: readonly string[];
  readonly unplanned: readonly { readonly probe: string; readonly reason: string }[];
}

/** A probe that the target declares not to have needs no recording: it is skipped by name. */
export function selectRecorded(
  probes: readonly Probe[],
  recordings: Recordings,
  target: Target,
): Selection {
  const isPlanned = (probe: Probe) =>
    recordings.has(probe.id) || declaredAbsent(probe, target) !== null;
  return {
    probes: probes.filter(isPlanned).map(({ id }) => id),
    unplanned: probes
      .filter((probe) => !isPlanned(probe))
      .map(({ id }) => ({ probe: id, reason: 'there is no recording of it' })),
  };
}

/**
 * Greatest body in bytes that the SDK is given: it keeps several copies of what it parses, and no
 * answer that a probe asks for is a hundredth as large.
 */
const MOST_FOR_SDK = 2 * 1024 * 1024;

/** Reads the exchanges of a probe from a folder, rounds and steps in order. */
export function sourcesIn(directory: string): Sources {
  return {
    readWithSdk: async (exchange) =>
      exchange.body.length > MOST_FOR_SDK ? null : await readWithSdk(exchange),
    load: async (probe) => {
      const files = (await findRecordings(directory, [probe])).get(probe.id) ?? [];
      const read = await Promise.all(files.map(({ path }) => readFixture(path)));
      return read.map(({ exchange }) => exchange);
    },
  };
}

/** All exchanges of some recordings by probe, and what is wrong with their files. */
export async function readRecordings(recordings: Recordings): Promise<{
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>;
  readonly warnings: readonly string[];
}> {
  const exchanges = new Map<string, readonly Exchange[]>();
  const warnings: string[] = [];
  for (const [probe, files] of recordings) {
    const read = await Promise.all(files.map(({ path }) => readFixture(path)));
    exchanges.set(
      probe,
      read.map(({ exchange }) => exchange),
    );
    warnings.push(...read.flatMap((one) => one.warnings));
  }
  return { exchanges, warnings };
}
