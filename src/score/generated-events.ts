import type { Exchange, JsonValue } from '../vocabulary.ts';
import { isObject } from '../wire/members.ts';
import type { Bench, Spot } from './bench.ts';
import { dataOf, joinBlocks, splitBlocks } from './blocks.ts';
import { foretell } from './event-oracle.ts';
import { type GeneratedDefect, sayAnswer, withBody } from './generated-members.ts';

type Change = (blocks: readonly string[], at: number, next: number) => readonly string[];

/** What is done to one event of a stream; `next` is the event after it. */
const changes: readonly (readonly [verb: string, needsNext: boolean, change: Change])[] = [
  ['dropped', false, (blocks, at) => blocks.toSpliced(at, 1)],
  ['doubled', false, (blocks, at) => blocks.toSpliced(at, 0, blocks[at] ?? '')],
  [
    'swapped with the next',
    true,
    (blocks, at, next) => blocks.with(at, blocks[next] ?? '').with(next, blocks[at] ?? ''),
  ],
];

/**
 * Every event of every stream dropped, doubled, and swapped with the next one. Which rows must be red
 * says the oracle. Where it says none, nothing may be red: a piece of text or of arguments that the
 * model was free to choose, a role or a finish reason said twice, an empty delta, reasoning, and
 * fragments whose order the contract leaves open show no reader that something was changed.
 */
export function eventDefects(bench: Bench): readonly GeneratedDefect[] {
  return bench.spots.flatMap((spot) => {
    const exchange = bench.exchangeAt(spot);
    const { expects } = spot.probe.steps[spot.step] ?? spot.probe.steps[0];
    if (expects.answer !== 'stream') return [];
    const blocks = splitBlocks(exchange.body);
    const events = [...blocks.keys()].filter((n) => isReadable(blocks[n] ?? ''));
    return events.flatMap((at, n) =>
      changes.flatMap(([verb, needsNext, change]) => {
        const next = events[n + 1];
        if (needsNext && next === undefined) return [];
        const changed = change(blocks, at, next ?? at);
        return [make(spot, exchange, changed, `block ${at} of ${sayAnswer(spot)} ${verb}`)];
      }),
    );
  });
}

function make(
  spot: Spot,
  exchange: Exchange,
  blocks: readonly string[],
  name: string,
): GeneratedDefect {
  const { expects } = spot.probe.steps[spot.step] ?? spot.probe.steps[0];
  const request = exchange.request?.json;
  const broken = foretell(
    blocks.filter(isReadable).map((block) => dataOf(block) ?? ''),
    { request: isObject(request) ? request : {}, expects, ended: exchange.ending === 'complete' },
  );
  return {
    name,
    spot,
    exchange: withBody(exchange, joinBlocks(blocks)),
    findings: new Set([...broken].map((check) => `${spot.probe.id}/${check}`)),
  };
}

/** The terminator or JSON, closed by a blank line: what a client has left behind may be half. */
function isReadable(block: string): boolean {
  const data = dataOf(block);
  if (data === null || !/(?:\r\n|\r|\n){2}$/.test(block)) return false;
  try {
    const value: JsonValue = JSON.parse(data);
    return isObject(value);
  } catch {
    return data === '[DONE]';
  }
}
