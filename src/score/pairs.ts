import fc from 'fast-check';
import type { Exchange } from '../vocabulary.ts';
import type { Bench } from './bench.ts';
import type { Judged } from './detection.ts';
import { type Fate, fatesOf } from './fate.ts';
import { sayAnswer } from './generated-members.ts';
import { mutate, phaseOf } from './mutation.ts';
import type { Defect } from './tables.ts';

export interface PairVerdict {
  readonly what: string;
  /** `null` where neither finds anything to change after the other one. */
  readonly fates: readonly [Fate, Fate] | null;
}

/** Two different defects of one answer. */
export type Pair = readonly [Judged, Judged];

/** A sample of all pairs of defects of one answer and one target; the same for the same seed. */
export function samplePairs(
  judged: readonly Judged[],
  { seed, runs }: { readonly seed: number; readonly runs: number },
): { readonly pairs: readonly Pair[]; readonly all: number } {
  const fit = judged.filter(({ verdicts }) => verdicts !== null);
  const groups = Map.groupBy(
    fit,
    ({ defect: { spot, promises } }) => `${sayAnswer(spot)} ${JSON.stringify(promises)}`,
  ).values();
  const all = [...groups].flatMap((group) =>
    group.flatMap((one, n) => group.slice(n + 1).map((other): Pair => [one, other])),
  );
  const wanted = Math.min(runs, all.length);
  if (wanted === 0) return { pairs: [], all: 0 };
  const arbitrary = fc.shuffledSubarray(all, { minLength: wanted, maxLength: wanted });
  return { pairs: fc.sample(arbitrary, { seed, numRuns: 1 })[0] ?? [], all: all.length };
}

/**
 * Judges an answer with both defects in it. Operations speak of the nth event: where the one that
 * comes first moves what the second one means, the other order counts.
 */
export async function judgePair(bench: Bench, [one, other]: Pair): Promise<PairVerdict> {
  const what = `${one.defect.name} + ${other.defect.name}`;
  let fates: PairVerdict['fates'] = null;
  for (const exchange of both(bench, one.defect, other.defect)) {
    const verdicts = await bench.judge(one.defect.spot, exchange, one.defect.promises);
    fates = await fatesOf(bench, { one, other, exchange, verdicts });
    if (!fates.includes('missing')) break;
  }
  return { what, fates };
}

/** First in the order of their last operations: values, then events, then bytes, then the head. */
function both(bench: Bench, one: Defect, other: Defect): readonly Exchange[] {
  const last = ({ operations }: Defect) => Math.max(...operations.map(phaseOf));
  const ordered = last(one) <= last(other) ? [one, other] : [other, one];
  return [ordered, ordered.toReversed()].flatMap((two) => {
    const operations = two.flatMap((defect) => defect.operations);
    const made = mutate(bench.exchangeAt(one.spot), operations);
    return typeof made === 'string' ? [] : [made];
  });
}
