import { join } from 'node:path';
import { resolveTarget } from '../target/resolve.ts';
import type { Catalogue } from './catalogue.ts';
import { findRecordings, selectRecorded } from './recordings.ts';
import type { RunPlan } from './session.ts';

/** Where the recordings of a target lie, below the folder of all recordings. */
export function folderOf(target: string): string {
  return target.replace(/[^A-Za-z0-9._-]/g, '-');
}

/** What vitest judges where no command tells it: the recordings of the default target. */
export async function planReplay(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  catalogue: Catalogue,
): Promise<RunPlan> {
  const { target } = await resolveTarget({ cwd: root, env, options: {}, live: false });
  const directory = join(root, 'fixtures/exchanges', folderOf(target.name));
  const recordings = await findRecordings(directory, catalogue.probes);
  const { probes } = selectRecorded(catalogue.probes, recordings, target);
  return { directory, target, probes, baseline: [], strict: false };
}
