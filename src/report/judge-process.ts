import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PoolWorker } from 'vitest/node';

/**
 * The process that judges, for vitest's pool. It is one of its own, told to collect early: what a
 * hostile body grows into while it is judged adds to nothing else, and each process stays below its
 * bound of memory.
 */
export class JudgeProcess implements PoolWorker {
  readonly name = 'judge';
  readonly #child: ChildProcess;

  /**
   * Starts it at once: it loads the contract while the run still gathers what it will judge.
   * @param young The MiB in which new objects live. More is faster, and less is safer.
   */
  constructor(young: number) {
    this.#child = fork(join(import.meta.dirname, 'judge-worker.ts'), [], {
      execArgv: [`--max-semi-space-size=${young}`, '--max-old-space-size=192'],
      // Standard output belongs to the result.
      stdio: ['ignore', 2, 2, 'ipc'],
      serialization: 'advanced',
      // A process group of its own: Ctrl-C reaches the group of the command line, and what was
      // gathered by then is still to be judged.
      detached: true,
    });
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  on(event: string, listener: (...values: unknown[]) => void): void {
    this.#child.on(event, listener);
  }

  off(event: string, listener: (...values: unknown[]) => void): void {
    this.#child.off(event, listener);
  }

  send(message: Parameters<PoolWorker['send']>[0]): void {
    this.#child.send(message);
  }

  /** Nothing: it runs since it was made. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {
    if (this.ended) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  deserialize(message: unknown): unknown {
    return message;
  }
}
