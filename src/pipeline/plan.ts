import { join } from 'node:path';
import { folderOf } from '../engine/replay-plan.ts';
import { Problem } from '../problem.ts';
import { isLoopback } from '../target/address.ts';
import { CONFIG_NAME, type Config, readConfig } from '../target/config.ts';
import { setOutputs } from './output.ts';
import { given, type PipelineStep } from './world.ts';

/** What one job of the matrix revalidates. */
export interface Job {
  readonly target: string;
  readonly model: string;
  /** Name of the variable, and of the secret, that holds the key; empty: it needs none. */
  readonly key: string;
  /** A name for artifacts: no two pairs of target and model share it. */
  readonly name: string;
}

/** A job that sends one part of the probes. */
export interface ShardJob extends Job {
  /** `1/2`, as `--shard` takes it. */
  readonly shard: string;
  /** `1`, for the artifact's name. */
  readonly number: number;
}

/** What a person may ask for when starting the workflow by hand. */
export interface Wanted {
  readonly target?: string | undefined;
  readonly model?: string | undefined;
}

/**
 * The jobs of a scheduled run: every model of every target that can be reached from another
 * machine. A target on this machine's own loopback is nobody's production.
 */
export function planJobs({ targets }: Config, wanted: Wanted): readonly Job[] {
  const known = Object.entries(targets);
  if (wanted.target !== undefined && !Object.hasOwn(targets, wanted.target)) {
    const names = known.map(([name]) => name).join(', ');
    throw new Problem('usage', `There is no target ${wanted.target}: the config has ${names}.`);
  }
  const jobs = known
    .filter(([name, { baseUrl }]) => isReachable(baseUrl) && (wanted.target ?? name) === name)
    .flatMap(([target, { models = [], apiKeyEnv }]) =>
      modelsOf(models, wanted).map((model) => ({ target, model, key: apiKeyEnv ?? '' })),
    );
  const stems = jobs.map(({ target, model }) => `${folderOf(target)}--${folderOf(model)}`);
  return jobs.map((job, at) => {
    const stem = stems[at] ?? '';
    const earlier = stems.slice(0, at).filter((one) => one === stem).length;
    return { ...job, name: earlier === 0 ? stem : `${stem}--${earlier + 1}` };
  });
}

/** A model that is asked for by hand need not be in the config. */
function modelsOf(models: readonly string[], { target, model }: Wanted): readonly string[] {
  if (model === undefined) return models;
  return target !== undefined || models.includes(model) ? [model] : [];
}

function isReachable(baseUrl: string): boolean {
  return !URL.canParse(baseUrl) || !isLoopback(new URL(baseUrl).hostname);
}

/** Each job cut into shards. */
export function cutJobs(jobs: readonly Job[], shards: number): readonly ShardJob[] {
  return jobs.flatMap((job) =>
    Array.from({ length: shards }, (_, at) => ({
      ...job,
      number: at + 1,
      shard: `${at + 1}/${shards}`,
    })),
  );
}

/** `plan`: the matrices of the workflow, from the config. */
export const plan: PipelineStep = async (world) => {
  const config = await readConfig(join(world.cwd, given(world, 'CONFIG') ?? CONFIG_NAME));
  const shards = Number(given(world, 'SHARDS') ?? '1');
  if (!Number.isInteger(shards) || shards < 1 || shards > 16) {
    throw new Problem('usage', 'SHARDS must be a whole number from 1 to 16.');
  }
  const wanted = { target: given(world, 'TARGET'), model: given(world, 'MODEL') };
  const jobs = planJobs(config, wanted);
  if (jobs.length === 0) {
    world.stdout('::warning title=chatspec::No target of the config can be asked from here.\n');
  }
  await setOutputs(world, {
    count: String(jobs.length),
    shards: JSON.stringify({ include: cutJobs(jobs, shards) }),
    reports: JSON.stringify({ include: jobs }),
  });
  return 0;
};
