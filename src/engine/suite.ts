import { inject, test } from 'vitest';
import type { Suite } from '../vocabulary.ts';
import type { Catalogue } from './catalogue.ts';
import { fateOf } from './fate.ts';
import { sourcesIn } from './recordings.ts';
import { planReplay } from './replay-plan.ts';
import { type LeanRow, leanRow } from './row.ts';
import { openSession, type RunPlan, type Session } from './session.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Given by the command line; absent where vitest runs the suites by itself. */
    chatspec: RunPlan | undefined;
  }
  interface TaskMeta {
    row?: LeanRow;
  }
}

// All suites run in one worker and share what has been read.
let opened: Promise<{ plan: RunPlan; session: Session }> | undefined;

/**
 * Makes one test per case of a suite, which carries its row to the report.
 */
export async function bindSuite(suite: Suite, catalogue: Catalogue): Promise<void> {
  opened ??= open(catalogue);
  const { plan, session } = await opened;
  const members = new Set(
    catalogue.probes.filter((probe) => probe.suite === suite).map(({ id }) => id),
  );
  const cases = session.cases.filter(({ probe }) => members.has(probe));
  // vitest takes a file without any test for a mistake.
  if (cases.length === 0) test.skip(`${suite}: nothing is recorded`, () => {});
  for (const planned of cases) {
    test(planned.id, async ({ task, skip }) => {
      const row = await session.row(planned);
      task.meta.row = leanRow(row);
      const fate = fateOf(row, plan.strict);
      if (fate.kind === 'fail') throw failureOf(fate.words);
      if (fate.kind === 'skip') skip(fate.words);
    });
  }
}

async function open(catalogue: Catalogue) {
  const plan = inject('chatspec') ?? (await planReplay(process.cwd(), process.env, catalogue));
  return { plan, session: openSession(plan, catalogue, sourcesIn(plan.directory)) };
}

/** An error without a stack: where the judge threw it says nothing about the endpoint. */
function failureOf(message: string): Error {
  const failure = new Error(message);
  failure.stack = message;
  return failure;
}
