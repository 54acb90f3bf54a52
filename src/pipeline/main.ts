import { Problem, wordsOf } from '../problem.ts';
import { commandMessage } from '../report/escape.ts';
import { openBench } from '../report/run.ts';
import { action } from './action.ts';
import { commit } from './commit.ts';
import { gate } from './gate.ts';
import { issues } from './issues.ts';
import { plan } from './plan.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import type { PipelineStep, World } from './world.ts';

/** The steps that workflows name. */
export const STEPS: ReadonlyMap<string, PipelineStep> = new Map(
  Object.entries({ action, commit, gate, issues, plan, report, run }),
);

/** Runs one step of a workflow and gives the exit code; whatever is thrown becomes one sentence. */
export async function runStep(name: string, world: World): Promise<number> {
  try {
    const step = STEPS.get(name);
    if (step === undefined) {
      throw new Problem('usage', `There is no step ${name}: ${[...STEPS.keys()].join(', ')}.`);
    }
    return await step(world);
  } catch (error) {
    const known = error instanceof Problem;
    const words = known ? error.message : `chatspec itself failed: ${wordsOf(error)}`;
    world.stdout(`::error title=chatspec::${commandMessage(words)}\n`);
    return known ? error.exitCode : 2;
  }
}

if (import.meta.main) {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  process.once('SIGTERM', () => interrupt.abort());
  process.exitCode = await runStep(process.argv[2] ?? '', {
    env: process.env,
    // An action's own folder is not the checkout that it was called for.
    cwd: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    now: () => new Date(),
    judge: openBench().judge,
    interrupted: interrupt.signal,
  });
}
