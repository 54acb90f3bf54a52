import { join } from 'node:path';
import type { RunPlan } from '../engine/session.ts';
import type { Row, Suite } from '../vocabulary.ts';

/** The rows of a run, and our own faults where there were any. */
export interface Judgement {
  readonly rows: readonly Row[];
  readonly faults: readonly string[];
}

/** What judges a run. The project's folder, what was gathered, and the suites that are planned. */
export type Judge = (root: string, plan: RunPlan, suites: readonly Suite[]) => Promise<Judgement>;

/**
 * Judges a run by the vitest suites, in one worker: the suites share what they read, and starting
 * workers would cost more than judging. The config is given here and not read from a file, so that
 * no other reporter or filter can drop rows.
 */
export const judgeRun: Judge = async (root, plan, suites) => {
  if (suites.length === 0) return { rows: [], faults: [] };
  const [{ startVitest }, { collectRows }, { ownGroup }, { catalogue }] = await Promise.all([
    import('vitest/node'),
    import('./reporter.ts'),
    import('./own-group.ts'),
    import('../../specs/catalogue.ts'),
  ]);
  const { reporter, rows, faults } = collectRows(catalogue.checks);
  using _signals = keepSignals();
  const vitest = await startVitest('test', [], {
    config: false,
    watch: false,
    root,
    dir: join(root, 'specs'),
    include: suites.map((suite) => `${suite}.spec.ts`),
    // Dependencies are excluded by default, and this may be one.
    exclude: [],
    isolate: false,
    fileParallelism: false,
    // A process of its own, told to collect early: what a hostile body grows into while it is judged
    // adds to nothing else, and each process stays below its bound of memory.
    pool: ownGroup,
    execArgv: ['--max-semi-space-size=4', '--max-old-space-size=192'],
    // Node runs TypeScript by itself; Vite's own runner would transform every file first.
    experimental: { viteModuleRunner: false },
    provide: { chatspec: plan },
    reporters: [reporter],
  });
  await vitest.close();
  return { rows, faults };
};

/**
 * vitest would end the process at Ctrl-C; a run that is interrupted still says what it had. What it
 * listens for is undone as soon as it is set.
 */
function keepSignals(): Disposable {
  const undo = (event: string | symbol, listener: (...values: unknown[]) => void) => {
    if (event !== 'SIGINT' && event !== 'SIGTERM') return;
    queueMicrotask(() => process.off(event, listener));
  };
  process.on('newListener', undo);
  return { [Symbol.dispose]: () => process.off('newListener', undo) };
}
