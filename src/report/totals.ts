import type { EvidenceKind, Level, Row } from '../vocabulary.ts';
import type { EvidenceSummary, Totals, VerdictName } from './format.ts';

export const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'INFO'];
export const VERDICTS: readonly VerdictName[] = ['pass', 'fail', 'inconclusive', 'skip', 'error'];

/** Counts rows by level and verdict; every pair is there, also where it is 0. */
export function totalRows(rows: readonly Pick<Row, 'level' | 'verdict'>[]): Totals {
  const count = (level: Level) => ({
    pass: countOf(level, 'pass'),
    fail: countOf(level, 'fail'),
    inconclusive: countOf(level, 'inconclusive'),
    skip: countOf(level, 'skip'),
    error: countOf(level, 'error'),
  });
  const countOf = (level: Level, verdict: VerdictName) =>
    rows.filter((row) => row.level === level && row.verdict === verdict).length;
  return { MUST: count('MUST'), SHOULD: count('SHOULD'), INFO: count('INFO') };
}

const STRENGTH: readonly EvidenceKind[] = ['synthetic', 'recorded', 'live'];

/**
 * The weakest kind and the oldest date of what was seen, so that a report never claims more than
 * its poorest exchange bears. An exchange without a date makes the date unknown.
 */
export function summariseEvidence(
  seen: readonly { readonly evidence: EvidenceKind; readonly date: string | null }[],
): EvidenceSummary | null {
  const kind = STRENGTH.find((strength) => seen.some(({ evidence }) => evidence === strength));
  if (kind === undefined) return null;
  const dates = seen.map(({ date }) => date).filter((date) => date !== null);
  const oldest = dates.length < seen.length ? null : (dates.toSorted()[0] ?? null);
  return { kind, date: oldest };
}
