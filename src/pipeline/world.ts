import { runProgram } from '../cli/program.ts';
import { Problem } from '../problem.ts';
import type { Judge } from '../report/run.ts';

/** What a step of a workflow takes from the machine it runs on. Made by `main`, faked by tests. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The checkout that the workflow is about. */
  readonly cwd: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly now: () => Date;
  readonly judge: Judge;
  /** Aborted when the job is cancelled. */
  readonly interrupted: AbortSignal;
}

/** A step: does its work and gives the exit code. */
export type PipelineStep = (world: World) => Promise<number>;

/** What a command of chatspec printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of chatspec; what it says on standard error is shown as it comes. */
export async function runChatspec(
  world: World,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await runProgram(args, {
    ...world,
    env: { ...world.env, ...env },
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
      world.stderr(text);
    },
    isTTY: false,
    readStdin: async () => new Uint8Array(),
  });
  return { code, out, err };
}

/** A variable that the workflow must set. */
export function required({ env }: Pick<World, 'env'>, name: string): string {
  const value = env[name] ?? '';
  if (value === '') throw new Problem('usage', `The variable ${name} is not set for this step.`);
  return value;
}

/** A variable that may be absent; an input that was left empty is an empty variable. */
export function given({ env }: Pick<World, 'env'>, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
}
