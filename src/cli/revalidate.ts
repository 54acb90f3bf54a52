import { join, resolve } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { folderOf } from '../engine/replay-plan.ts';
import { probesOfShard } from '../engine/shard.ts';
import { Problem } from '../problem.ts';
import { CONFIG_NAME, readConfig } from '../target/config.ts';
import { type ResolvedTarget, resolveTarget } from '../target/resolve.ts';
import type { Mode } from '../vocabulary.ts';
import type { Io, Register } from './io.ts';
import { addRunOptions, chooseProbes, type RunOptions, readShard } from './options.ts';
import { sayPlan } from './plan.ts';
import { gatherReplay } from './replay.ts';
import { ROOT } from './root.ts';
import { finishRun } from './run.ts';

const HELP = `
Exit codes: 0 the target conforms, 1 it violates the contract, 2 chatspec was used or configured
wrongly or failed itself, 3 it could not be told. Where several hold: 2, then 1, then 3.`;

/** `revalidate`: run the suites against a target or its recordings, and write the report. */
export const revalidate: Register = (program, io) => {
  const command = program
    .command('revalidate')
    .description('run the suites against a target or its recordings, and write the report')
    .option('--replay', 'judge the recordings of the target (default)')
    .option('--live', 'ask the endpoint')
    .option('--shard <n/of>', 'only this part of the probes, such as 1/4; see merge', readShard);
  addRunOptions(command)
    .addHelpText('after', HELP)
    .action((options: RunOptions) => revalidateTarget(options, io));
};

async function revalidateTarget(options: RunOptions, io: Io): Promise<void> {
  const started = io.now().toISOString();
  const mode = modeOf(options);
  if (mode === 'replay' && !options.dryRun) io.prepareJudge?.();
  const { shard } = options;
  const chosen = chooseProbes(options.probe);
  const probes = shard === undefined ? chosen : probesOfShard(chosen, catalogue.checks, shard);
  const resolved = await resolveFor(options, io, mode === 'live' && !options.dryRun);
  const { target } = resolved;
  if (options.dryRun) {
    io.stdout(sayPlan(probes, target, options));
    return;
  }
  const common = { target, mode, started, defaultTarget: await defaultTargetOf(options, io) };
  if (mode === 'replay') {
    const folder = join(fixturesOf(options, io), folderOf(target.name));
    await finishRun(
      { ...common, gathered: await gatherReplay(probes, target, folder, shard) },
      options,
      io,
    );
    return;
  }
  // Sending brings much with it that a replay does without.
  const { gatherLive } = await import('./live.ts');
  await using live = await gatherLive(probes, resolved, options, io);
  await finishRun({ ...common, gathered: live.gathered }, options, io);
}

/** A target without a config entry has no recordings, so it is asked. */
function modeOf({ replay, live, baseUrl }: RunOptions): Mode {
  if (replay && live) throw new Problem('usage', 'Give --replay or --live, not both.');
  if (replay && baseUrl !== undefined) {
    throw new Problem('usage', '--base-url names an endpoint to ask: leave out --replay.');
  }
  return live || baseUrl !== undefined ? 'live' : 'replay';
}

/** The target of a run; hints about it go to stderr. */
export async function resolveFor(
  options: RunOptions,
  io: Io,
  live: boolean,
): Promise<ResolvedTarget> {
  const { target, model, baseUrl, apiKeyEnv, allowHttp, config } = options;
  const resolved = await resolveTarget({
    cwd: io.cwd,
    env: io.env,
    options: { target, model, baseUrl, apiKeyEnv, allowHttp },
    config,
    live,
  });
  for (const hint of resolved.hints) io.stderr(`Hint: ${hint}\n`);
  return resolved;
}

/** The default lies in the project; what is named is named from where the command is run. */
export function fixturesOf({ fixtures }: RunOptions, io: Io): string {
  return fixtures === undefined ? join(ROOT, 'fixtures/exchanges') : resolve(io.cwd, fixtures);
}

/** The config's default target; `null` where there is no config, as an ad-hoc target allows. */
export async function defaultTargetOf(
  { config }: Pick<RunOptions, 'config'>,
  io: Io,
): Promise<string | null> {
  const path = config === undefined ? join(io.cwd, CONFIG_NAME) : resolve(io.cwd, config);
  const known = await readConfig(path).catch(() => null);
  return known?.defaultTarget ?? null;
}
