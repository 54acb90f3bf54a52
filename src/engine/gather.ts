import type { TakeRoom } from '../exchange/body.ts';
import type { Clock } from '../exchange/clock.ts';
import { Cut, say } from '../exchange/failure.ts';
import { sourceOf } from '../exchange/fixture.ts';
import { RETRY, type RetryPolicy } from '../exchange/retry.ts';
import { send, unsent } from '../exchange/send.ts';
import { openTransport, type Transport } from '../exchange/transport.ts';
import { wordsOf } from '../problem.ts';
import type {
  Exchange,
  OutgoingRequest,
  Probe,
  Step,
  Target,
  TransportFailure,
  View,
} from '../vocabulary.ts';
import { view } from '../wire/view.ts';
import { CONFIRMATIONS, type FindSoft } from './confirm.ts';
import { type Budget, Meter, tokensAsked } from './meter.ts';
import { sideBySide } from './side-by-side.ts';
import { declaredAbsent } from './support.ts';

// Above 200 lines: sending, repeating, confirming and stopping share one state of the run.

export interface GatherPlan {
  readonly probes: readonly Probe[];
  readonly target: Target;
  readonly key: string | null;
  /** For the proxy variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface GatherOptions {
  /** Probes side by side; 4 by default. */
  readonly concurrency?: number | undefined;
  /** Requests in any 60 seconds, shared by all probes. */
  readonly rpm?: number | null | undefined;
  readonly budget?: Partial<Budget> | undefined;
  /** How often each probe is sent; 1 by default. */
  readonly repeat?: number | undefined;
  readonly retry?: RetryPolicy | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  /**
   * Told of each exchange as it is there; awaited, so that it may be written down. What it gives
   * back is kept in its place, so that bodies on disk need not stay in memory, too.
   */
  readonly onExchange?: ((told: GatherProgress) => Promise<Exchange>) | undefined;
  /** A meter that has counted before, for instance a preflight. */
  readonly meter?: Meter | undefined;
  /** Finds what is to be confirmed by repeats; not asked where every probe is repeated anyway. */
  readonly findSoft?: FindSoft | undefined;
  /** What goes out before all the rest. */
  readonly first?: FirstProbe | undefined;
}

/** A probe whose answers decide whether the others are sent at all. */
export interface FirstProbe {
  readonly probe: string;
  /** Throws where the rest would be spent for nothing. */
  readonly admit: (exchanges: readonly Exchange[]) => void;
}

export interface GatherProgress {
  readonly probe: Probe;
  /** Repetition, from 1. */
  readonly round: number;
  readonly exchange: Exchange;
  /** Requests dealt with so far, and in all. */
  readonly done: number;
  readonly total: number;
}

const CONCURRENCY = 4;
/** Bytes of large bodies that a run keeps in all; small ones are always kept. */
const LARGE_BODIES = 24 * 1024 * 1024;

/**
 * Sends probes side by side, the steps of each in order, and gives the exchanges by probe: rounds in
 * order, and in each round one exchange per step. What was not sent is there, too, and says why;
 * probes that need what the target declares not to have are empty. Never throws for what an
 * endpoint does, except where `first.admit` does.
 *
 * What breaks good manners only (SHOULD) is asked for again: once, and where it does not show again,
 * twice. The rounds that were answered stand beside the first.
 */
export async function gather(
  plan: GatherPlan,
  options: GatherOptions = {},
): Promise<ReadonlyMap<string, readonly Exchange[]>> {
  const { target, key, env } = plan;
  const { clock, random, repeat = 1, concurrency = CONCURRENCY } = options;
  const transport = await openTransport(target, { key, env, clock, random });
  using deadline = deadlineOf(options.signal, target.timeouts.run);
  const { signal } = deadline;
  const { rpm, budget } = options;
  const meter = options.meter ?? new Meter({ clock: transport.clock, rpm, budget });
  const sendable = plan.probes.filter((probe) => declaredAbsent(probe, target) === null);
  const tasks = Array.from({ length: repeat }, (_, at) =>
    sendable.map((probe) => ({ probe, round: at + 1 })),
  ).flat();
  let total = tasks.reduce((sum, { probe }) => sum + probe.steps.length, 0);
  let done = 0;
  let room = Math.max(LARGE_BODIES, target.limits.body);
  const run: ProbeRun = {
    transport,
    meter,
    signal,
    retry: options.retry ?? RETRY,
    takeRoom: (bytes) => {
      if (bytes > room) return false;
      room -= bytes;
      return true;
    },
    tell: async (probe, round, exchange) => {
      done += 1;
      return (await options.onExchange?.({ probe, round, exchange, done, total })) ?? exchange;
    },
  };
  const doTask = async ({ probe, round }: (typeof tasks)[number]) => {
    const exchanges = await runProbe(probe, round, run);
    const { findSoft } = options;
    if (repeat > 1 || findSoft === undefined) return { probe: probe.id, exchanges };
    const more = await confirm(probe, exchanges, findSoft, {
      ...run,
      expect: (requests) => {
        total += requests;
      },
    });
    return { probe: probe.id, exchanges: [...exchanges, ...more] };
  };
  const { first } = options;
  const firstTask = tasks.find(({ probe }) => probe.id === first?.probe);
  const early = firstTask === undefined ? [] : [await doTask(firstTask)];
  for (const { exchanges } of early) first?.admit(exchanges);
  const rest = tasks.filter((task) => task !== firstTask);
  const gathered = [...early, ...(await sideBySide(rest, concurrency, doTask))];
  return new Map(
    plan.probes.map(({ id }) => [
      id,
      gathered.filter(({ probe }) => probe === id).flatMap(({ exchanges }) => exchanges),
    ]),
  );
}

interface ProbeRun {
  readonly transport: Transport;
  readonly meter: Meter;
  readonly signal: AbortSignal;
  readonly retry: RetryPolicy;
  readonly takeRoom: TakeRoom;
  readonly tell: (probe: Probe, round: number, exchange: Exchange) => Promise<Exchange>;
}

/** One round of one probe: an exchange for each of its steps. */
async function runProbe(probe: Probe, round: number, run: ProbeRun): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const group of groupsOf(probe.steps)) {
    const earlier = exchanges.map(view);
    const from = exchanges.length;
    const together = group.map(async (step, at) => {
      const source = sourceOf(probe.id, from + at + 1, probe.steps.length, round);
      return await run.tell(probe, round, await runStep(step, { probe, source, earlier }, run));
    });
    exchanges.push(...(await Promise.all(together)));
  }
  return exchanges;
}

interface ConfirmRun extends ProbeRun {
  /** Told of requests that come on top of the plan. */
  readonly expect: (requests: number) => void;
}

/**
 * Repeats a probe while it is not settled how often its soft findings show. A round that was not
 * answered whole is left out: it would only take away what the first one told.
 */
async function confirm(
  probe: Probe,
  exchanges: readonly Exchange[],
  findSoft: FindSoft,
  run: ConfirmRun,
): Promise<Exchange[]> {
  const found = findSoft(probe, exchanges);
  const confirmed: Exchange[] = [];
  for (let round = 2; round <= 1 + CONFIRMATIONS && found.size > 0; round += 1) {
    const quiet = { ...run, tell: async (_probe: Probe, _round: number, one: Exchange) => one };
    const again = await runProbe(probe, round, quiet);
    if (again.some(({ status }) => status === null)) break;
    run.expect(again.length);
    for (const one of again) confirmed.push(await run.tell(probe, round, one));
    const seen = findSoft(probe, again);
    if ([...found].every((id) => seen.has(id))) break;
  }
  return confirmed;
}

interface StepPlace {
  readonly probe: Probe;
  readonly source: string;
  readonly earlier: readonly View[];
}

async function runStep(
  step: Step,
  { probe, source, earlier }: StepPlace,
  { transport, meter, signal, retry, takeRoom }: ProbeRun,
): Promise<Exchange> {
  const { target } = transport;
  const request = requestOf(step, earlier, target);
  if ('failure' in request) return unsent(source, request.failure, target.name);
  const tokens = tokensAsked({ ...target.body, ...request.json });
  return await send(request, {
    transport,
    source,
    sender: probe.sender,
    // The status of a probe that asks for an error is what it came for.
    retry: step.expects.answer === 'error' ? { ...retry, statuses: [] } : retry,
    takeRoom,
    signal,
    admit: () => meter.admit(tokens, signal),
  });
}

interface NoRequest {
  readonly failure: TransportFailure;
}

/** The request of a step, or why there is none. */
function requestOf(
  step: Step,
  earlier: readonly View[],
  target: Target,
): OutgoingRequest | NoRequest {
  try {
    const built = step.request({
      model: target.model,
      earlier,
      limit: (tokens) => ({ [target.tokenLimit]: tokens + target.reasoningAllowance }),
    });
    return typeof built === 'string' ? { failure: say('not-possible', built) } : built;
  } catch (error) {
    return { failure: say('unsent', `the probe could not build its request (${wordsOf(error)})`) };
  }
}

/** Steps that follow each other and bear the same name start together. */
function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const joins = step.together !== undefined && last?.[0]?.together === step.together;
    if (joins) last?.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** The signal of a run: aborted by who runs it, or when its time is up. */
function deadlineOf(signal: AbortSignal | undefined, timeout: number) {
  const controller = new AbortController();
  const late = say('interrupted', `not finished: the run was cut after ${timeout} ms (run)`);
  const timer = setTimeout(() => controller.abort(new Cut(late)), timeout);
  return {
    signal: AbortSignal.any([controller.signal, ...(signal === undefined ? [] : [signal])]),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
