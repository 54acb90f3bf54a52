import pRetry from 'p-retry';
import type { Attempt, FailureKind, HeaderPair, TransportFailure } from '../vocabulary.ts';
import { type Clock, isoOf } from './clock.ts';
import { interruptionOf, say } from './failure.ts';
import type { Recording } from './recorder.ts';

/** When and how often a request is sent again. Only for transport, never for a broken contract. */
export interface RetryPolicy {
  /** Tries in all, at least 1. */
  readonly attempts: number;
  /** Statuses behind which a gateway's bad moment is assumed. */
  readonly statuses: readonly number[];
  /** First wait in milliseconds; doubled each time. */
  readonly firstWait: number;
  /** Longest wait in milliseconds, whatever the server asks for. */
  readonly longestWait: number;
}

export const RETRY: RetryPolicy = {
  attempts: 3,
  statuses: [408, 429, 500, 502, 503, 504],
  firstWait: 500,
  longestWait: 30_000,
};

/** For probes that ask for an error: its status is what they came for. */
export const RETRY_NO_STATUS: RetryPolicy = { ...RETRY, statuses: [] };

export interface RetryContext {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Asked before each attempt; a failure stops here (budget), a pause is waited for (rate). */
  readonly admit?: (() => Promise<TransportFailure | null>) | undefined;
}

export interface Tried {
  /** The last attempt, or why there was none. */
  readonly last: Recording | TransportFailure;
  readonly attempts: readonly Attempt[];
}

/** Thrown to make p-retry try again; never leaves this file. */
class Again extends Error {}
/** Thrown to make an end of it; never leaves this file. */
class Enough extends Error {}

/** Tries until an answer came that another attempt would not better, or no attempt is left. */
export async function tryRequest(
  attempt: () => Promise<Recording>,
  context: RetryContext,
): Promise<Tried> {
  const { policy, clock } = context;
  const attempts: Attempt[] = [];
  let last: Recording | TransportFailure = say('interrupted', 'the run was interrupted');
  const once = async () => {
    if (context.signal?.aborted === true) throw new Enough();
    const denied = (await context.admit?.()) ?? null;
    if (denied !== null) {
      if (attempts.length === 0) last = denied;
      throw new Enough();
    }
    const started = isoOf(clock.now());
    const recording = await attempt();
    last = recording;
    const { status, failure } = recording;
    attempts.push({ started, status, failure, waited: null });
    if (worthAnother(recording, policy)) throw new Again();
  };
  const pause = async (retriesLeft: number) => {
    const latest = attempts.at(-1);
    if (retriesLeft === 0 || latest === undefined || !('status' in last)) return;
    const ms = waitOf(last.headers ?? [], attempts.length, context);
    attempts[attempts.length - 1] = { ...latest, waited: ms };
    await clock.sleep(ms, context.signal);
  };
  try {
    await pRetry(once, {
      retries: policy.attempts - 1,
      // p-retry only counts; the waiting is ours, since a server may ask for its length.
      minTimeout: 0,
      onFailedAttempt: ({ error, retriesLeft }) =>
        error instanceof Again ? pause(retriesLeft) : undefined,
      shouldRetry: ({ error }) => error instanceof Again,
    });
  } catch (error) {
    const expected = error instanceof Again || error instanceof Enough;
    if (!expected && context.signal?.aborted !== true) throw error;
  }
  const never = attempts.length === 0 && context.signal?.aborted === true;
  return { last: never ? interruptionOf(context.signal) : last, attempts };
}

/** Failures that another try may mend. A limit of ours that was passed once costs too much twice. */
const PASSING = new Set<FailureKind>(['connect', 'dns', 'reset', 'protocol']);

/** A lost connection, a gateway's status, a body cut on its way: never a limit of ours. */
function worthAnother({ status, failure }: Recording, policy: RetryPolicy): boolean {
  if (failure !== null) return PASSING.has(failure.kind);
  return status !== null && policy.statuses.includes(status);
}

/** Milliseconds to wait after that many attempts. */
function waitOf(headers: readonly HeaderPair[], attempts: number, context: RetryContext): number {
  const { policy, clock, random } = context;
  const asked = retryAfterOf(headers, clock.now());
  // Never earlier than asked, and between half and all of our own step: many clients must not come
  // back at once.
  const wait =
    asked === null
      ? policy.firstWait * 2 ** (attempts - 1) * (0.5 + random() / 2)
      : asked * (1 + random() / 10);
  return Math.round(Math.min(wait, policy.longestWait));
}

/** What `Retry-After` asks for, in milliseconds: seconds, a date, or OpenAI's `retry-after-ms`. */
export function retryAfterOf(headers: readonly HeaderPair[], now: number): number | null {
  const found = (ending: string) =>
    headers.find(([name]) => name.toLowerCase().endsWith(ending))?.[1].trim();
  const ms = found('retry-after-ms');
  if (ms !== undefined && /^\d+(\.\d+)?$/.test(ms)) return Number(ms);
  const after = found('retry-after');
  if (after === undefined) return null;
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000;
  const date = Date.parse(after);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
