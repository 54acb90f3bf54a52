import { gather } from '../engine/gather.ts';
import { sideBySide } from '../engine/side-by-side.ts';
import { type Clock, systemClock } from '../exchange/clock.ts';
import { RETRY } from '../exchange/retry.ts';
import type { Exchange, Probe, Target } from '../vocabulary.ts';
import { type Bench, failuresOf, type Promises, type Spot } from './bench.ts';
import { compareRows, corrupt, type Detection, sayDetection } from './detection.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';
import type { FalseAlarm } from './legal.ts';
import type { LegalVariation } from './legal-table.ts';
import type { ServedAnswer } from './recognise.ts';
import type { Defect } from './tables.ts';

/** A defect that went over a real socket; `offline`: why it could not. */
export interface LiveDetection {
  readonly defect: Defect;
  readonly detection: Detection | { readonly kind: 'offline'; readonly why: string };
}

/** The same score over HTTP: served by one process, asked and recorded by the real transport. */
export interface LiveScore {
  /** Rows that fail while every answer is sound. */
  readonly sound: readonly string[];
  readonly detections: readonly LiveDetection[];
  readonly alarms: readonly FalseAlarm[];
  readonly variations: number;
  readonly requests: number;
}

/** Any key of a good form: the server accepts all but the one that probes send as wrong. */
const KEY = 'sk-score-0123456789';
/** Servers with one endpoint each, asked side by side. */
const WIDTH = 2;

/** Sends every defect and every legal variation over a socket and judges what comes back. */
export async function scoreLive(
  bench: Bench,
  defects: readonly Defect[],
  variations: readonly LegalVariation[],
): Promise<LiveScore> {
  const endpoints = await Promise.all(Array.from({ length: WIDTH }, () => openEndpoint(bench)));
  const free = [...endpoints];
  const withEndpoint = async <T>(use: (endpoint: Endpoint) => Promise<T>): Promise<T> => {
    const endpoint = free.pop();
    if (endpoint === undefined) throw new Error('more tasks than endpoints');
    try {
      return await use(endpoint);
    } finally {
      free.push(endpoint);
    }
  };
  try {
    const sound = await withEndpoint((endpoint) =>
      endpoint.judge(new Map(), bench.catalogue.probes, {}),
    );
    const detections = await sideBySide(defects, WIDTH, (defect) =>
      withEndpoint((endpoint) => detectLive(bench, defect, endpoint)),
    );
    const alarms = await sideBySide(variations, WIDTH, (variation) =>
      withEndpoint((endpoint) => varyLive(variation, endpoint)),
    );
    return {
      sound: [...sound],
      detections,
      alarms: alarms.flat(),
      variations: variations.length,
      requests: endpoints.reduce((sum, { count }) => sum + count(), 0),
    };
  } finally {
    for (const endpoint of endpoints) await endpoint.server[Symbol.asyncDispose]();
  }
}

/** The live score in lines for a person, and how many of them are mistakes. */
export function sayLive(score: LiveScore): {
  readonly lines: readonly string[];
  readonly mistakes: number;
} {
  const offline = score.detections.flatMap(({ defect, detection }) =>
    detection.kind === 'offline' ? [`offline    ${defect.name}: ${detection.why}`] : [],
  );
  const sent = score.detections.length - offline.length;
  const mistakes = [
    ...score.sound.map((row) => `flagged    the sound fixtures: ${row}`),
    ...score.detections.flatMap(({ defect, detection }) =>
      detection.kind === 'exact' || detection.kind === 'offline'
        ? []
        : [sayDetection(defect.name, detection)],
    ),
    ...score.alarms.map(({ what, rows }) => `flagged    ${what}: ${rows.join(', ')}`),
  ];
  const wrong = score.detections.filter(
    ({ detection }) => detection.kind !== 'exact' && detection.kind !== 'offline',
  ).length;
  return {
    mistakes: mistakes.length,
    lines: [
      ...offline,
      ...mistakes,
      `Over sockets, ${score.requests} requests: ${sent - wrong} of ${sent} defects exactly (${offline.length} cannot be sent); ${score.variations} legal variations, ${score.alarms.length} flagged.`,
    ],
  };
}

/** What an endpoint answers instead of the sound fixtures. */
type Changed = ReadonlyMap<Spot, Exchange>;

interface Endpoint {
  readonly server: FixtureServer;
  /** Asks these probes while the endpoint answers like this; the rows that fail. */
  readonly judge: (
    changed: Changed,
    probes: readonly Probe[],
    promises: Promises,
  ) => Promise<ReadonlySet<string>>;
  readonly count: () => number;
}

async function openEndpoint(bench: Bench): Promise<Endpoint> {
  const sound = bench.spots.map(
    (spot): ServedAnswer => ({ spot, exchange: bench.exchangeAt(spot), changed: false }),
  );
  let answers = sound;
  let count = 0;
  const server = await startFixtureServer({
    answers: () => answers,
    timing: 'dropped',
    port: 0,
    onAnswer: () => {
      count += 1;
    },
  });
  const target = targetAt(bench.target, server.baseUrl);
  return {
    server,
    count: () => count,
    judge: async (changed, probes, promises) => {
      answers = sound.map((answer) => {
        const exchange = [...changed].find(([spot]) => isSpot(spot, answer.spot))?.[1];
        return exchange === undefined ? answer : { ...answer, exchange, changed: true };
      });
      const exchanges = await gather(
        { probes, target, key: KEY, env: {} },
        { retry: { ...RETRY, attempts: 1 }, clock: clockAt(bench), concurrency: 4 },
      );
      return failuresOf(await bench.judgeAll(exchanges, promises));
    },
  };
}

async function detectLive(
  bench: Bench,
  defect: Defect,
  { judge }: Endpoint,
): Promise<LiveDetection> {
  if (defect.offline !== null) {
    return { defect, detection: { kind: 'offline', why: defect.offline } };
  }
  const made = corrupt(bench, defect);
  if (typeof made === 'string') return { defect, detection: { kind: 'unfit', why: made } };
  const { spot, promises, findings } = defect;
  const failures = await judge(new Map([[spot, made]]), [spot.probe], promises);
  return { defect, detection: compareRows(findings, failures) };
}

async function varyLive(
  { name, answers, promises }: LegalVariation,
  { judge }: Endpoint,
): Promise<readonly FalseAlarm[]> {
  const changed = new Map(answers.map(({ spot, exchange }) => [spot, exchange]));
  const probes = [...new Set(answers.map(({ spot }) => spot.probe))];
  const failures = await judge(changed, probes, promises);
  return failures.size === 0 ? [] : [{ what: name, rows: [...failures] }];
}

function isSpot(one: Spot, other: Spot): boolean {
  return one.probe.id === other.probe.id && one.step === other.step;
}

/** The fixtures' target at another address. What never ends is cut soon. */
function targetAt(target: Target, baseUrl: string): Target {
  return {
    ...target,
    baseUrl,
    timeouts: { ...target.timeouts, firstByte: 20_000, gap: 1500, exchange: 20_000 },
  };
}

/** The clock of this machine, set back to when the fixtures came: `created` is held against it. */
function clockAt(bench: Bench): Clock {
  const dates = bench.spots.flatMap((spot) => bench.exchangeAt(spot).date ?? []);
  const then = dates[0] === undefined ? Date.now() : Date.parse(dates[0]);
  const back = Date.now() - then;
  return { ...systemClock, now: () => Date.now() - back };
}
