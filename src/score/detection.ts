import type { Exchange } from '../vocabulary.ts';
import { type Bench, type Failures, failuresOf, type Verdicts } from './bench.ts';
import { mutate } from './mutation.ts';
import type { Defect } from './tables.ts';

/** What the judge made of a defect. */
export type Detection =
  | { readonly kind: 'exact' }
  /** Something is red, and not exactly what the defect names. */
  | {
      readonly kind: 'otherwise';
      readonly more: readonly string[];
      readonly less: readonly string[];
    }
  /** No row is red. */
  | { readonly kind: 'missed'; readonly less: readonly string[] }
  /** The operations find nothing to change, in a sentence. */
  | { readonly kind: 'unfit'; readonly why: string };

/** A defect with what the judge made of it. */
export interface Judged {
  readonly defect: Defect;
  readonly detection: Detection;
  /** What every row says; `null` where the defect does not fit. */
  readonly verdicts: Verdicts | null;
}

/** Judges the fixtures with one defect in them. */
export async function detect(bench: Bench, defect: Defect): Promise<Judged> {
  const made = corrupt(bench, defect);
  if (typeof made === 'string') {
    return { defect, detection: { kind: 'unfit', why: made }, verdicts: null };
  }
  const verdicts = await bench.judge(defect.spot, made, defect.promises);
  return { defect, detection: compareRows(defect.findings, failuresOf(verdicts)), verdicts };
}

/** The answer of a defect, corrupted; a sentence where an operation finds nothing to change. */
export function corrupt(bench: Bench, defect: Defect): Exchange | string {
  return mutate(bench.exchangeAt(defect.spot), defect.operations);
}

/** Holds the rows that failed against those that had to. */
export function compareRows(wanted: ReadonlySet<string>, failures: Failures): Detection {
  const less = [...wanted].filter((row) => !failures.has(row));
  if (failures.size === 0) return { kind: 'missed', less };
  const more = [...failures].filter((row) => !wanted.has(row));
  return less.length + more.length === 0 ? { kind: 'exact' } : { kind: 'otherwise', more, less };
}

/** A detection on one line: what came of it, and which rows are too many or too few. */
export function sayDetection(name: string, detection: Detection): string {
  switch (detection.kind) {
    case 'exact':
      return `exact      ${name}`;
    case 'missed':
      return `missed     ${name}: nothing fails, wanted ${detection.less.join(', ')}`;
    case 'unfit':
      return `unfit      ${name}: ${detection.why}`;
    case 'otherwise': {
      const more = detection.more.map((row) => ` + ${row}`).join('');
      const less = detection.less.map((row) => ` - ${row}`).join('');
      return `otherwise  ${name}:${more}${less}`;
    }
  }
}
