import { fork } from 'node:child_process';
import { ForksPoolWorker, type PoolRunnerInitializer } from 'vitest/node';

/**
 * vitest's worker in a process group of its own: Ctrl-C reaches the group of the command line, and
 * what was gathered by then is still to be judged.
 */
class OwnGroupWorker extends ForksPoolWorker {
  override async start(): Promise<void> {
    const { env, execArgv } = this;
    const child = fork(this.entrypoint, [], {
      env: { ...env },
      execArgv,
      stdio: 'pipe',
      serialization: 'advanced',
      detached: true,
    });
    // The base class takes a process that is there already; it has no option for its group.
    Reflect.set(this, '_fork', child);
    await super.start();
  }
}

/** The pool of vitest that judges a run. */
export const ownGroup: PoolRunnerInitializer = {
  name: 'own-group',
  createPoolWorker: (options) => new OwnGroupWorker(options),
};
