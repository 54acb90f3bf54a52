import fc from 'fast-check';
import type { Exchange } from '../vocabulary.ts';
import { type Bench, failuresOf, type Spot } from './bench.ts';
import { sayAnswer } from './generated-members.ts';
import type { LegalVariation } from './legal-table.ts';
import { mutate, phaseOf } from './mutation.ts';

/** Legal variations for which a row failed all the same. */
export interface FalseAlarm {
  /** What was done, in a few words. */
  readonly what: string;
  readonly rows: readonly string[];
}

/** Judges a target that varies like this wherever it can: in all of its answers at once. */
export async function judgeVariation(
  bench: Bench,
  { name, answers, promises }: LegalVariation,
): Promise<readonly FalseAlarm[]> {
  const exchanges = new Map<string, readonly Exchange[]>();
  for (const { spot, exchange } of answers) {
    const { probe } = spot;
    const own =
      exchanges.get(probe.id) ??
      probe.steps.map((_step, step) => bench.exchangeAt({ probe, step }));
    exchanges.set(probe.id, own.with(spot.step, exchange));
  }
  return alarm(name, failuresOf(await bench.judgeAll(exchanges, promises)));
}

/** Some legal variations of one answer at once. */
export interface Combination {
  readonly spot: Spot;
  readonly names: readonly string[];
  readonly exchange: Exchange;
}

/**
 * Random combinations of two to five variations of one answer: values first, then events, then
 * bytes, so that each finds the form that it was written for. Those that find nothing to change
 * after the others are left out.
 */
export function combineVariations(
  bench: Bench,
  variations: readonly LegalVariation[],
  { seed, runs }: { readonly seed: number; readonly runs: number },
): readonly Combination[] {
  const free = variations.filter(({ alone }) => !alone);
  const choices = bench.spots.flatMap((spot) => {
    const own = free.filter(({ answers }) =>
      answers.some((one) => one.spot.probe === spot.probe && one.spot.step === spot.step),
    );
    return own.length < 2 ? [] : [{ spot, own }];
  });
  const arbitrary = fc
    .constantFrom(...choices)
    .chain(({ spot, own }) =>
      fc
        .subarray(own, { minLength: 2, maxLength: Math.min(5, own.length) })
        .map((chosen) => ({ spot, chosen })),
    );
  return fc
    .sample(arbitrary, { seed, numRuns: runs })
    .map(({ spot, chosen }) => apply(bench, spot, chosen));
}

function apply(bench: Bench, spot: Spot, chosen: readonly LegalVariation[]): Combination {
  const names: string[] = [];
  let exchange = bench.exchangeAt(spot);
  // By the latest operation of each: a variation stays whole.
  const last = ({ operations }: LegalVariation) => Math.max(...operations.map(phaseOf));
  for (const variation of chosen.toSorted((a, b) => last(a) - last(b))) {
    const made = mutate(exchange, variation.operations);
    if (typeof made === 'string') continue;
    names.push(variation.name);
    exchange = made;
  }
  return { spot, names, exchange };
}

/** Judges one answer of the target with a combination in it. */
export async function judgeCombination(
  bench: Bench,
  { spot, names, exchange }: Combination,
): Promise<readonly FalseAlarm[]> {
  const failures = failuresOf(await bench.judge(spot, exchange));
  return alarm(`${names.join(' + ')} in ${sayAnswer(spot)}`, failures);
}

function alarm(what: string, failures: ReadonlySet<string>): readonly FalseAlarm[] {
  return failures.size === 0 ? [] : [{ what, rows: [...failures] }];
}
