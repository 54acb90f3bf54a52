import { join } from 'node:path';
import type { RunPlan } from '../engine/session.ts';
import type { Row, Suite } from '../vocabulary.ts';
import { JudgeProcess } from './judge-process.ts';

/** The rows of a run, and our own faults where there were any. */
export interface Judgement {
  readonly rows: readonly Row[];
  readonly faults: readonly string[];
}

/** What judges a run. The project's folder, what was gathered, and the suites that are planned. */
export type Judge = (root: string, plan: RunPlan, suites: readonly Suite[]) => Promise<Judgement>;

/** What judges runs. */
export interface Bench {
  readonly judge: Judge;
  /** Starts what `judge` needs, for a replay: it is sure from its beginning to come to judging. */
  readonly prepare: () => void;
}

/** MiB for new objects: recordings lie on this disk, while a server may send whatever it likes. */
const YOUNG = { replay: 16, live: 4 } as const;

/**
 * Judges runs by the vitest suites, in one worker: the suites share what they read, and starting
 * workers would cost more than judging. The config is given here and not read from a file, so that
 * no other reporter or filter can drop rows.
 */
export function openBench(): Bench {
  let prepared: JudgeProcess | undefined;
  return {
    prepare: () => {
      prepared ??= new JudgeProcess(YOUNG.replay);
    },
    judge: async (root, plan, suites) => {
      const worker = prepared ?? new JudgeProcess(YOUNG.live);
      prepared = undefined;
      try {
        return await judgeBy(worker, root, plan, suites);
      } finally {
        await worker.stop();
      }
    },
  };
}

async function judgeBy(
  worker: JudgeProcess,
  ...[root, plan, suites]: Parameters<Judge>
): Promise<Judgement> {
  if (suites.length === 0) return { rows: [], faults: [] };
  const [{ startVitest }, { collectRows }, { catalogue }] = await Promise.all([
    import('vitest/node'),
    import('./reporter.ts'),
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
    pool: {
      name: worker.name,
      // One is enough, unless a body was too much for it.
      createPoolWorker: () => (worker.ended ? new JudgeProcess(YOUNG.live) : worker),
    },
    // Node runs TypeScript by itself; Vite's own runner would transform every file first.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    provide: { chatspec: plan },
    reporters: [reporter],
  });
  await vitest.close();
  return { rows, faults };
}

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
