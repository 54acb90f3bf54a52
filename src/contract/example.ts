import { visible } from '../report/escape.ts';
import { excerptAt } from '../report/excerpt.ts';
import { sayDifference, sayPlace } from '../report/words.ts';
import type { Bench } from '../score/bench.ts';
import { mutate } from '../score/mutation.ts';
import { checkOf, type DefectEntry, probeNamed } from '../score/tables.ts';
import type { Exchange, HeaderPair } from '../vocabulary.ts';
import type { Clause } from './proof.ts';

/** Good bytes, the same bytes with a defect in them, and what is said of those. */
export interface Example {
  /** Name of the defect, and what it is in one sentence. */
  readonly defect: string;
  readonly about: string;
  /** The probe whose answer is shown. */
  readonly probe: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
  /** Where, expected, actual. */
  readonly told: string;
}

/** An example from the first defect of a requirement that can be shown; `null` where none can. */
export async function exampleOf(
  { requirement, defects }: Clause,
  bench: Bench,
): Promise<Example | null> {
  for (const defect of defects) {
    const example = await showDefect(defect, requirement.id, bench);
    if (example !== null) return example;
  }
  return null;
}

async function showDefect(
  defect: DefectEntry,
  check: string,
  bench: Bench,
): Promise<Example | null> {
  const probe = probeNamed(bench, defect.fixture);
  if (probe === null) return null;
  const spot = { probe, step: (defect.step ?? 1) - 1 };
  const sound = bench.exchangeAt(spot);
  const made = mutate(sound, defect.operations);
  if (typeof made === 'string') return null;
  const verdicts = await bench.judge(spot, made, defect.target);
  const failed = [...verdicts].find(
    ([id, { verdict }]) => verdict === 'fail' && checkOf(id) === check,
  );
  if (failed?.[1].verdict !== 'fail') return null;
  const [first] = failed[1].findings;
  const [good, bad] = sideBySide(sound, made);
  const told = `${sayPlace(first.at)}: ${sayDifference(first)}`;
  return { defect: defect.name, about: defect.about, probe: probe.id, good, bad, told };
}

/** What differs between two exchanges, as lines: the head and the ending first, then the bytes. */
export function sideBySide(
  good: Exchange,
  bad: Exchange,
): readonly [good: readonly string[], bad: readonly string[]] {
  const heads = [headOf(good), headOf(bad)] as const;
  const own = (n: 0 | 1): readonly string[] => {
    return heads[n].filter((line) => !heads[1 - n]?.includes(line));
  };
  const offset = firstDifference(good.body, bad.body);
  const bytes = (exchange: Exchange): readonly string[] => {
    if (offset === null) return [];
    return exchange.body.length === 0 ? ['(no body)'] : linesAt(exchange, offset);
  };
  return [
    [...own(0), ...bytes(good)],
    [...own(1), ...bytes(bad)],
  ];
}

/** Where two bodies begin to differ; `null` where they are the same. */
function firstDifference(one: Uint8Array, other: Uint8Array): number | null {
  const offset = one.findIndex((byte, n) => byte !== other[n]);
  if (offset !== -1) return offset;
  return one.length === other.length ? null : one.length;
}

function linesAt(exchange: Exchange, offset: number): readonly string[] {
  return (excerptAt(exchange, { offset }) ?? '').split('\n').map(visible);
}

function headOf({ status, headers, ending, failure }: Exchange): readonly string[] {
  const pairs = headers ?? [];
  return [
    `HTTP ${status ?? 'without a status'}`,
    ...pairs.map(([name, value]: HeaderPair) => visible(`${name.toLowerCase()}: ${value}`)),
    ending === 'complete' ? '(the body ends as HTTP says)' : `(${failure?.message ?? ending})`,
  ].filter((line) => !line.startsWith('content-length:'));
}
