import { setTimeout as wait } from 'node:timers/promises';

/** Time, passed in so that the transport can be tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** Milliseconds on a clock that never goes back; only differences mean anything. */
  readonly elapsed: () => number;
  /** Resolves after that many milliseconds; rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
};

/** A moment as ISO 8601 in UTC. */
export const isoOf = (ms: number): string => new Date(ms).toISOString();
