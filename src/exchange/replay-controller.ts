import { type Dispatcher, errors } from 'undici';
import type { Exchange } from '../vocabulary.ts';

/** What the reader of a replay steers with: pause, resume and abort, as on a live connection. */
export class ReplayController implements Dispatcher.DispatchController {
  readonly rawHeaders: Buffer[];
  reason: Error | null = null;
  paused = false;
  /** Set when the handler has been told of the end: nothing changes it after that. */
  over = false;
  #wake: (() => void) | null = null;

  constructor(exchange: Exchange) {
    this.rawHeaders = (exchange.headers ?? [])
      .filter(([name]) => name.toLowerCase() !== 'content-encoding')
      .flatMap(([name, value]) => [Buffer.from(name, 'latin1'), Buffer.from(value, 'latin1')]);
  }

  get aborted(): boolean {
    return this.reason !== null;
  }

  abort(reason: Error): void {
    if (this.over) return;
    this.reason ??= reason ?? new errors.RequestAbortedError();
    this.resume();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.#wake?.();
    this.#wake = null;
  }

  /** Resolves when the handler wants more. */
  async resumed(): Promise<void> {
    if (!this.paused) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}
