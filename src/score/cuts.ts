import type { Exchange, Frame } from '../vocabulary.ts';
import type { Bench, Spot } from './bench.ts';
import { recut } from './frames.ts';
import { sayAnswer } from './generated-members.ts';

/** Ways to cut one answer, told in a few words. */
export interface Cutting {
  readonly spot: Spot;
  readonly what: string;
  readonly frames: readonly Frame[];
}

/**
 * How the network may cut the streams: the shortest whole one of each suite in two at every `nth`
 * position, all of them into single bytes and into pieces of mixed sizes.
 */
export function cuttings(bench: Bench, nth: number): readonly Cutting[] {
  const streams = bench.spots.filter(
    ({ probe, step }) => probe.steps[step]?.expects.answer === 'stream',
  );
  const lengthOf = (spot: Spot) => bench.exchangeAt(spot).body.length;
  const whole = streams.filter((spot) => bench.exchangeAt(spot).ending === 'complete');
  const shortest = [...Map.groupBy(whole, ({ probe }) => probe.suite).values()].flatMap((group) =>
    group.toSorted((a, b) => lengthOf(a) - lengthOf(b)).slice(0, 1),
  );
  const cut = (spot: Spot, what: string, frames: readonly Frame[]): Cutting => ({
    spot,
    what: `${sayAnswer(spot)} ${what}`,
    frames,
  });
  const inTwo = shortest.flatMap((spot) => {
    const length = lengthOf(spot);
    return Array.from({ length: Math.ceil(length / nth) - 1 }, (_one, n) => {
      const at = (n + 1) * nth;
      return cut(spot, `cut after byte ${at}`, [
        [1, at],
        [2, length - at],
      ]);
    });
  });
  const small = streams.flatMap((spot) => [
    cut(spot, 'in single bytes', recut([], lengthOf(spot), 1)),
    ...[[1, 7, 2, 31, 3], [5, 1, 1, 190], [64]].map((sizes) =>
      cut(spot, `in pieces of ${sizes.join(', ')} bytes`, cutBy(lengthOf(spot), sizes)),
    ),
  ]);
  return [...inTwo, ...small];
}

/** Arrivals of these sizes, over and over, until the body is used up. */
function cutBy(length: number, sizes: readonly number[]): readonly Frame[] {
  const frames: Frame[] = [];
  for (let at = 0, n = 0; at < length; n += 1) {
    const size = Math.min(sizes[n % sizes.length] ?? 1, length - at);
    frames.push([n, size]);
    at += size;
  }
  return frames;
}

/** The ways of cutting under which some verdict is another than for the whole body at once. */
export async function judgeCuts(bench: Bench, cut: readonly Cutting[]): Promise<readonly string[]> {
  const whole = new Map<Exchange, string>();
  const differing: string[] = [];
  for (const { spot, what, frames } of cut) {
    const exchange = bench.exchangeAt(spot);
    const told = async (arrivals: readonly Frame[]) =>
      JSON.stringify([...(await bench.judge(spot, { ...exchange, frames: arrivals }))]);
    const once = whole.get(exchange) ?? (await told([[0, exchange.body.length]]));
    whole.set(exchange, once);
    if ((await told(frames)) !== once) differing.push(what);
  }
  return differing;
}
