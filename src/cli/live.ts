import { costOf } from '../engine/catalogue.ts';
import { Problem } from '../problem.ts';
import type { ResolvedTarget } from '../target/resolve.ts';
import type { Probe, Target } from '../vocabulary.ts';
import type { Gathered } from './gathered.ts';
import type { Io } from './io.ts';
import type { RunOptions } from './options.ts';

/** The exchanges of a live run in a folder that is removed when the run is over. */
export interface LiveRun extends AsyncDisposable {
  readonly gathered: Gathered;
}

export async function gatherLive(
  _probes: readonly Probe[],
  _resolved: ResolvedTarget,
  _options: RunOptions,
  _io: Io,
): Promise<LiveRun> {
  throw new Problem('internal', 'not yet');
}

/** What a live run would send and cost at most, retries apart. */
export function sayPlan(probes: readonly Probe[], target: Target): string {
  const { requests, tokens } = costOf(probes, target.reasoningAllowance);
  return `${requests} ${tokens}\n`;
}
