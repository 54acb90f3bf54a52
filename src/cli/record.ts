import { join } from 'node:path';
import { folderOf } from '../engine/replay-plan.ts';
import { writeFixture } from '../exchange/fixture.ts';
import type { Io, Register } from './io.ts';
import { gatherLive, sayPlan } from './live.ts';
import { addRunOptions, chooseProbes, type RunOptions } from './options.ts';
import { defaultTargetOf, fixturesOf, resolveFor } from './revalidate.ts';
import { finishRun } from './run.ts';

/** `record`: a live run that also writes the fixtures of the target. */
export const record: Register = (program, io) => {
  const command = program
    .command('record')
    .description('a live run that also writes what came as fixtures');
  addRunOptions(command).action((options: RunOptions) => recordTarget(options, io));
};

async function recordTarget(options: RunOptions, io: Io): Promise<void> {
  const started = io.now().toISOString();
  const probes = chooseProbes(options.probe);
  const resolved = await resolveFor(options, io, !options.dryRun);
  const { target } = resolved;
  if (options.dryRun) {
    io.stdout(sayPlan(probes, target));
    return;
  }
  await using live = await gatherLive(probes, resolved, options, io);
  const folder = join(fixturesOf(options, io), folderOf(target.name));
  const kept = 0;
  io.stderr(`Recorded ${kept} exchanges in ${folder}\n`);
  const defaultTarget = await defaultTargetOf(options, io);
  const { gathered } = live;
  await finishRun({ target, defaultTarget, mode: 'live', started, gathered }, options, io);
}
