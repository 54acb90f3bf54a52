import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf } from '../engine/replay-plan.ts';
import { listFixtures, writeFixture } from '../exchange/fixture.ts';
import { countOf } from '../report/words.ts';
import type { Exchange } from '../vocabulary.ts';
import type { Io, Register } from './io.ts';
import { gatherLive } from './live.ts';
import { addRunOptions, chooseProbes, type RunOptions } from './options.ts';
import { sayPlan } from './plan.ts';
import { defaultTargetOf, fixturesOf, resolveFor } from './revalidate.ts';
import { finishRun } from './run.ts';

/** `record`: a live run that also writes the fixtures of the target. */
export const record: Register = (program, io) => {
  const command = program
    .command('record')
    .description('a live run that also keeps what came as fixtures of the target')
    .option('--server <text>', 'product and version of what answers, kept with every fixture');
  addRunOptions(command).action((options: RecordOptions) => recordTarget(options, io));
};

interface RecordOptions extends RunOptions {
  /** What the recorder knows of the server; by default what its `server` header says. */
  readonly server?: string;
}

async function recordTarget(options: RecordOptions, io: Io): Promise<void> {
  const started = io.now().toISOString();
  const probes = chooseProbes(options.probe);
  const resolved = await resolveFor(options, io, !options.dryRun);
  const { target } = resolved;
  if (options.dryRun) {
    io.stdout(sayPlan(probes, target, options));
    return;
  }
  await using live = await gatherLive(probes, resolved, options, io);
  const { gathered } = live;
  const folder = join(fixturesOf(options, io), folderOf(target.name));
  const { exchanges } = await gathered.read();
  const kept = await keepExchanges(exchanges, folder, options.server);
  io.stderr(`Recorded ${countOf(kept, 'exchange')} in ${folder}\n`);
  const defaultTarget = await defaultTargetOf(options, io);
  await finishRun({ target, defaultTarget, mode: 'live', started, gathered }, options, io);
}

/** Answered, or not sent because of what came before: asking again tomorrow would not change it. */
function isToldForGood({ status, failure }: Exchange): boolean {
  return status !== null || failure?.kind === 'unsent';
}

/**
 * Writes the probes of which nothing is missing; an outage is not worth a fixture. What was
 * recorded of these probes before goes, so that rounds of two days never mix.
 */
async function keepExchanges(
  exchanges: ReadonlyMap<string, readonly Exchange[]>,
  folder: string,
  server: string | undefined,
): Promise<number> {
  const answered = [...exchanges].filter(
    ([, list]) => list.length > 0 && list.every(isToldForGood),
  );
  const probes = new Set(answered.map(([probe]) => probe));
  for (const { probe, path } of await listFixtures(folder)) {
    if (!probes.has(probe)) continue;
    const stem = path.replace(/\.json$/, '');
    for (const ending of ['.json', '.sse', '.body']) await rm(`${stem}${ending}`, { force: true });
  }
  const all = answered.flatMap(([, list]) => list);
  for (const exchange of all) {
    const named = server === undefined ? exchange : { ...exchange, server };
    await writeFixture(folder, named, { as: 'recorded' });
  }
  return all.length;
}
