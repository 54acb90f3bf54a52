import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { softFindings } from '../engine/confirm.ts';
import { type FirstProbe, type GatherProgress, gather } from '../engine/gather.ts';
import { Meter } from '../engine/meter.ts';
import { outageOf, preflight } from '../engine/preflight.ts';
import { systemClock } from '../exchange/clock.ts';
import { withBodyOnDisk, writeFixture } from '../exchange/fixture.ts';
import { openTransport } from '../exchange/transport.ts';
import { Problem } from '../problem.ts';
import { countOf } from '../report/words.ts';
import type { ResolvedTarget } from '../target/resolve.ts';
import type { Exchange, Probe, Target } from '../vocabulary.ts';
import type { Gathered } from './gathered.ts';
import type { Io } from './io.ts';
import type { RunOptions } from './options.ts';
import { sayPlan } from './plan.ts';

/** The exchanges of a live run, in a folder that is removed when the run is over. */
export interface LiveRun extends AsyncDisposable {
  readonly gathered: Gathered;
}

/**
 * Asks the endpoint. One cheap request goes first, a probe's own where there is one: where it shows
 * that nothing can be told (dead host, refused key, unknown model, no quota), a `Problem` says so and
 * nothing more is spent.
 */
export async function gatherLive(
  probes: readonly Probe[],
  { target, key, env }: ResolvedTarget,
  options: RunOptions,
  io: Io,
): Promise<LiveRun> {
  const signal = io.interrupted;
  const { concurrency, repeat, rpm, maxRequests = null, maxTokens = null } = options;
  const budget = { maxRequests, maxTokens };
  const meter = new Meter({ clock: systemClock, rpm, budget });
  const plan = sayPlan(probes, target, options);
  // A person reads it before anything is sent; where nobody watches, a refusal is one sentence.
  if (io.isTTY) io.stderr(plan);
  const first = firstProbe(probes, target, () => {
    if (!io.isTTY) io.stderr(plan);
  });
  if (first === undefined) {
    const problem = await preflight(await openTransport(target, { key, env }), { meter, signal });
    if (problem !== null) throw problem;
    if (!io.isTTY) io.stderr(plan);
  }
  const directory = await mkdtemp(join(tmpdir(), 'chatspec-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const exchanges = await gather(
      { probes, target, key, env },
      {
        concurrency,
        repeat,
        meter,
        signal,
        first,
        findSoft: softFindings(catalogue.checks, target),
        onExchange: async (told) => {
          const path = await writeFixture(directory, told.exchange);
          if (io.isTTY) io.stderr(sayProgress(told));
          return withBodyOnDisk(told.exchange, path);
        },
      },
    );
    return {
      gathered: {
        directory,
        probes: probes.map(({ id }) => id),
        unplanned: [],
        partialReasons: spentReasons(exchanges),
        read: async () => ({ exchanges, warnings: [] }),
      },
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * The first probe that asks for one plain completion. Its answer tells an outage as well as a
 * request of its own would; `passed` is called where it tells none.
 */
function firstProbe(
  probes: readonly Probe[],
  target: Target,
  passed: () => void,
): FirstProbe | undefined {
  const plain = probes.find(
    ({ steps, sender, needs }) =>
      steps.length === 1 &&
      sender === 'http' &&
      needs.length === 0 &&
      steps[0].expects.answer === 'completion',
  );
  if (plain === undefined) return undefined;
  return {
    probe: plain.id,
    admit: ([exchange]) => {
      const outage = exchange === undefined ? null : outageOf(exchange, target);
      if (outage !== null) throw new Problem('untold', outage);
      passed();
    },
  };
}

function sayProgress({ exchange, done, total }: GatherProgress): string {
  const { source, status, failure, endMs } = exchange;
  const time = endMs === null ? '' : ` in ${(endMs / 1000).toFixed(1)} s`;
  return `[${done}/${total}] ${source}: ${failure?.message ?? `${status}${time}`}\n`;
}

function spentReasons(exchanges: ReadonlyMap<string, readonly Exchange[]>): readonly string[] {
  const all = [...exchanges.values()].flat();
  const unspent = all.filter(({ failure }) => failure?.kind === 'budget');
  const late = all.find(({ failure }) => failure?.message.endsWith('(run)') === true);
  return [
    ...(unspent.length === 0
      ? []
      : [`The budget was used up: ${countOf(unspent.length, 'request')} not sent.`]),
    ...(late === undefined ? [] : ['It took longer than its limit of time (run) and was cut.']),
  ];
}
