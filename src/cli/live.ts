import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GatherProgress, gather } from '../engine/gather.ts';
import { Meter } from '../engine/meter.ts';
import { preflight } from '../engine/preflight.ts';
import { systemClock } from '../exchange/clock.ts';
import { withBodyOnDisk, writeFixture } from '../exchange/fixture.ts';
import { openTransport } from '../exchange/transport.ts';
import { countOf } from '../report/words.ts';
import type { ResolvedTarget } from '../target/resolve.ts';
import type { Exchange, Probe } from '../vocabulary.ts';
import type { Gathered } from './gathered.ts';
import type { Io } from './io.ts';
import type { RunOptions } from './options.ts';
import { sayPlan } from './plan.ts';

/** The exchanges of a live run, in a folder that is removed when the run is over. */
export interface LiveRun extends AsyncDisposable {
  readonly gathered: Gathered;
}

/**
 * Asks the endpoint. One cheap request goes first: where it shows that nothing can be told (dead
 * host, refused key, unknown model, no quota), a `Problem` says so and nothing more is spent.
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
  const plan = sayPlan(probes, target, repeat);
  // A person reads it before anything is sent; where nobody watches, a refusal is one sentence.
  if (io.isTTY) io.stderr(plan);
  const problem = await preflight(await openTransport(target, { key, env }), { meter, signal });
  if (problem !== null) throw problem;
  if (!io.isTTY) io.stderr(plan);
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

function sayProgress({ exchange, done, total }: GatherProgress): string {
  const { source, status, failure, endMs } = exchange;
  const time = endMs === null ? '' : ` in ${(endMs / 1000).toFixed(1)} s`;
  return `[${done}/${total}] ${source}: ${failure?.message ?? `${status}${time}`}\n`;
}

function spentReasons(exchanges: ReadonlyMap<string, readonly Exchange[]>): readonly string[] {
  const unspent = [...exchanges.values()]
    .flat()
    .filter(({ failure }) => failure?.kind === 'budget');
  return unspent.length === 0
    ? []
    : [`The budget was used up: ${countOf(unspent.length, 'request')} not sent.`];
}
