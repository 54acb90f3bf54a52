import { findRecordings, readRecordings, selectRecorded } from '../engine/recordings.ts';
import { Problem } from '../problem.ts';
import type { Exchange, Probe, Target } from '../vocabulary.ts';
import { member, stringOf } from '../wire/members.ts';
import type { Gathered } from './gathered.ts';

/** Takes the exchanges of a run from recordings. A `Problem` (exit 3) where there is none at all. */
export async function gatherReplay(
  probes: readonly Probe[],
  target: Target,
  directory: string,
): Promise<Gathered> {
  const recordings = await findRecordings(directory, probes);
  if (recordings.size === 0) {
    throw new Problem(
      'untold',
      `There is no recording of ${target.name} in ${directory}: make one with the command record, or ask the endpoint with --live.`,
    );
  }
  return {
    ...selectRecorded(probes, recordings, target),
    directory,
    partialReasons: [],
    read: async () => {
      const read = await readRecordings(recordings);
      const recorded = modelOf([...read.exchanges.values()].flat());
      if (recorded === null || recorded === target.model) return read;
      throw new Problem(
        'untold',
        `The recordings of ${target.name} are of ${recorded}, and none is of ${target.model}: record it, or ask the endpoint with --live.`,
      );
    },
  };
}

/** The model that most requests ask for: some probes ask for one that does not exist. */
function modelOf(exchanges: readonly Exchange[]): string | null {
  const asked = exchanges.flatMap(({ request }) => stringOf(member(request?.json, 'model')) ?? []);
  const counts = [...Map.groupBy(asked, (model) => model)];
  return counts.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null;
}
