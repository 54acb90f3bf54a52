import { findRecordings, readRecordings, selectRecorded } from '../engine/recordings.ts';
import type { Shard } from '../engine/shard.ts';
import { Problem } from '../problem.ts';
import type { Exchange, Probe, Target } from '../vocabulary.ts';
import { member, stringOf } from '../wire/members.ts';
import type { Gathered } from './gathered.ts';

/**
 * Takes the exchanges of a run from recordings. A `Problem` (exit 3) where there is none at all; a
 * shard may have none, since the others may have some.
 */
export async function gatherReplay(
  probes: readonly Probe[],
  target: Target,
  directory: string,
  shard?: Shard,
): Promise<Gathered> {
  const recordings = await findRecordings(directory, probes);
  if (recordings.size === 0 && shard === undefined) {
    throw new Problem(
      'untold',
      `There is no recording of ${target.name} in ${directory}: make one with the command record, or ask the endpoint with --live.`,
    );
  }
  const askRightModel = probes.filter(({ steps }) =>
    steps.every(({ expects }) => expects.mistake !== 'model'),
  );
  return {
    ...selectRecorded(probes, recordings, target),
    directory,
    partialReasons: [],
    read: async () => {
      const read = await readRecordings(recordings);
      const recorded = modelOf(exchangesOf(askRightModel, read.exchanges));
      if (recorded === null || recorded === target.model) return read;
      throw new Problem(
        'untold',
        `The recordings of ${target.name} are of ${recorded}, and none is of ${target.model}: record it, or ask the endpoint with --live.`,
      );
    },
  };
}

function exchangesOf(
  probes: readonly Probe[],
  exchanges: ReadonlyMap<string, readonly Exchange[]>,
): readonly Exchange[] {
  return probes.flatMap(({ id }) => exchanges.get(id) ?? []);
}

/** The model that most requests ask for. */
function modelOf(exchanges: readonly Exchange[]): string | null {
  const asked = exchanges.flatMap(({ request }) => stringOf(member(request?.json, 'model')) ?? []);
  const counts = [...Map.groupBy(asked, (model) => model)];
  return counts.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null;
}
