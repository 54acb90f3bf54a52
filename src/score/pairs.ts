import fc from 'fast-check';
import type { Exchange, Verdict } from '../vocabulary.ts';
import { type Bench, failuresOf } from './bench.ts';
import type { Judged } from './detection.ts';
import { doMeet } from './footprint.ts';
import { sayAnswer } from './generated-members.ts';
import { mutate, phaseOf } from './mutation.ts';
import { checkOf, type Defect } from './tables.ts';

/** What became of one defect when another one was put into the same answer. */
export type Fate =
  /** One of its rows is red. */
  | 'named'
  /** Its rows cannot be told once the other is there alone: they rest on what the other breaks. */
  | 'rests'
  /** Both change the same place, and the other one hides it. */
  | 'hidden'
  /** The other one takes away what makes it a defect. */
  | 'undone'
  | 'missing';

export interface PairVerdict {
  readonly what: string;
  /** `null` where the second finds nothing to change after the first. */
  readonly fates: readonly [Fate, Fate] | null;
}

/** Two different defects of one answer. */
export type Pair = readonly [Judged, Judged];

/** A sample of all pairs of defects that corrupt the same answer; the same for the same seed. */
export function samplePairs(
  judged: readonly Judged[],
  { seed, runs }: { readonly seed: number; readonly runs: number },
): { readonly pairs: readonly Pair[]; readonly all: number } {
  const fit = judged.filter(({ verdicts }) => verdicts !== null);
  const groups = Map.groupBy(fit, ({ defect }) => sayAnswer(defect.spot)).values();
  const all = [...groups].flatMap((group) =>
    group.flatMap((one, n) => group.slice(n + 1).map((other): Pair => [one, other])),
  );
  const wanted = Math.min(runs, all.length);
  if (wanted === 0) return { pairs: [], all: 0 };
  const arbitrary = fc.shuffledSubarray(all, { minLength: wanted, maxLength: wanted });
  return { pairs: fc.sample(arbitrary, { seed, numRuns: 1 })[0] ?? [], all: all.length };
}

/** Judges an answer with both defects in it. */
export async function judgePair(bench: Bench, pair: Pair): Promise<PairVerdict> {
  const [one, other] = pair;
  const what = `${one.defect.name} + ${other.defect.name}`;
  const exchange = both(bench, one.defect, other.defect);
  if (exchange === null) return { what, fates: null };
  const promises = { ...one.defect.promises, ...other.defect.promises };
  const verdicts = await bench.judge(one.defect.spot, exchange, promises);
  const sound = bench.exchangeAt(one.defect.spot);
  const soundVerdicts = await bench.judge(one.defect.spot, sound);
  const failures = failuresOf(verdicts);
  const meet =
    isSamePlace(one.defect, other.defect) ||
    doMeet(sound, alone(bench, one.defect), alone(bench, other.defect));
  const fate = ({ defect: { findings } }: Judged, beside: Judged): Fate => {
    const rows = [...findings];
    if (rows.some((row) => failures.has(row) || failures.has(gatewayRow(row)))) return 'named';
    const turned = (row: string) =>
      soundVerdicts.get(row)?.verdict === 'pass' &&
      beside.verdicts?.get(row)?.verdict === 'inconclusive';
    // A row of a probe with several answers can pass by the other ones.
    const several = one.defect.spot.probe.steps.length > 1;
    const within = (row: string) =>
      (isEmpty(verdicts.get(row)) || several) && holdsOthers(beside.defect);
    const untold = (row: string) => isUntold(verdicts.get(row)) || turned(row) || within(row);
    if (rows.every(untold)) return 'rests';
    if (meet) return 'hidden';
    return rows.every((row) => undone.has(checkOf(row))) ? 'undone' : 'missing';
  };
  return { what, fates: [fate(one, other), fate(other, one)] };
}

/** Both in the order of their last operations: values, then events, then bytes, then the head. */
function both(bench: Bench, one: Defect, other: Defect): Exchange | null {
  const last = ({ operations }: Defect) => Math.max(...operations.map(phaseOf));
  const ordered = last(one) <= last(other) ? [one, other] : [other, one];
  const sound = bench.exchangeAt(one.spot);
  for (const [first, second] of [ordered, ordered.toReversed()]) {
    const made = mutate(sound, [...(first?.operations ?? []), ...(second?.operations ?? [])]);
    if (typeof made !== 'string') return made;
  }
  return null;
}

/** Whether a row says that it cannot be told, for a reason outside of what it speaks of. */
function isUntold(verdict: Verdict | undefined): boolean {
  return (
    verdict?.verdict === 'inconclusive' &&
    (verdict.reason === 'not-tested' || /^(?:it rests on|the answer is) /.test(verdict.detail))
  );
}

/** Rows that can be told no more because nothing is left that they speak of. */
function isEmpty(verdict: Verdict | undefined): boolean {
  return verdict?.verdict === 'inconclusive' && verdict.reason === 'no-subject';
}

/** The requirements of what holds other members: with it broken, nothing in it can be read. */
const holders = new Set([
  'completion.choices',
  'chunk.choices',
  'choice.message',
  'choice.delta',
  'message.tool-calls',
  'delta.tool-calls',
  'tool-call.function',
  'tool-delta.function',
  'usage.object',
  'error.object',
]);

function holdsOthers({ findings }: Defect): boolean {
  return [...findings].some((row) => holders.has(checkOf(row)));
}

/** Checks that speak of something only as long as nothing else is there, each with its reason. */
const undone = new Map([
  ['usage.top-level', 'usage in a choice is a finding only where none stands at the top'],
  [
    'text.same-in-both-modes',
    'two traces of a machine at once cannot be told from another wording of the model',
  ],
  [
    'tools.argument-verbatim',
    'two traces of a machine at once cannot be told from another argument of the model',
  ],
]);

/** An unreadable error under 5xx is told as that of a gateway. */
function gatewayRow(row: string): string {
  return row.replace(/\/error\.json$/, '/error.gateway-page');
}

/** Whether both change one JSON value, or one of them a value within that of the other. */
function isSamePlace(one: Defect, other: Defect): boolean {
  const places = ({ operations }: Defect) =>
    operations.flatMap((operation) =>
      'at' in operation ? [operation.at.split('/').slice(1)] : [],
    );
  return places(one).some((a) =>
    places(other).some((b) =>
      a.slice(0, b.length).every((step, n) => step === b[n] || step === '*' || b[n] === '*'),
    ),
  );
}

/** The answer with one of them in it. */
function alone(bench: Bench, { spot, operations }: Defect): Exchange {
  const sound = bench.exchangeAt(spot);
  const made = mutate(sound, operations);
  return typeof made === 'string' ? sound : made;
}
