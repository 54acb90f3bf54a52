import type {
  Check,
  EvidenceKind,
  Exchange,
  Finding,
  Frequency,
  Row,
  Standing,
  Verdict,
} from '../vocabulary.ts';
import type { JudgedCase } from './judge.ts';

/** A row as it travels from the worker: what its check says of itself is known where it arrives. */
export type LeanRow = Omit<Row, 'statement' | 'reference' | 'breaks'>;

/** Leaves out what the requirement says, which would be sent thousands of times. */
export function leanRow({ statement: _s, reference: _r, breaks: _b, ...lean }: Row): LeanRow {
  return lean;
}

/** The whole row again. */
export function wholeRow(lean: LeanRow, { requirement }: Pick<Check, 'requirement'>): Row {
  const { statement, reference, breaks } = requirement;
  return { ...lean, statement, reference, breaks };
}

/** Puts a verdict into the form in which it travels from the test to the report: plain JSON. */
export function rowOf(
  { case: judged, verdict, frequency }: JudgedCase,
  { requirement }: Pick<Check, 'requirement'>,
  standing: Standing,
  exchanges: readonly Exchange[],
): Row {
  const { statement, reference, breaks } = requirement;
  return {
    case: judged.id,
    probe: judged.probe,
    check: judged.check,
    probes: judged.probes,
    level: judged.level,
    verdict: verdict.verdict,
    reason: 'reason' in verdict ? verdict.reason : null,
    detail: 'detail' in verdict ? verdict.detail : null,
    standing,
    statement,
    reference,
    breaks,
    findings: findingsOf(verdict),
    facts: verdict.verdict === 'pass' ? verdict.facts : [],
    evidence: weakestEvidence(exchanges),
    exchanges: exchanges.map(({ source }) => source),
    frequency,
    unstable: isMixed(frequency) || passedLate(judged.check, verdict, exchanges),
  };
}

function isMixed(frequency: Frequency | null): boolean {
  return frequency !== null && frequency.failures > 0 && frequency.failures < frequency.n;
}

/** What failed on one try and passed on the next is no plain pass: the status, or the transfer. */
function passedLate(check: string, { verdict }: Verdict, exchanges: readonly Exchange[]): boolean {
  if (verdict !== 'pass') return false;
  const failed = exchanges.flatMap(({ attempts }) => attempts.slice(0, -1));
  if (check.startsWith('transport.')) return failed.some(({ failure }) => failure !== null);
  return check === 'http.status' && failed.some(({ failure }) => failure === null);
}

function findingsOf(verdict: Verdict): readonly Finding[] {
  return verdict.verdict === 'fail' ? verdict.findings : [];
}

const STRENGTH: readonly EvidenceKind[] = ['synthetic', 'recorded', 'live'];

/** The weakest kind of evidence among exchanges; `null` where there is none. */
export function weakestEvidence(
  exchanges: readonly Pick<Exchange, 'evidence'>[],
): EvidenceKind | null {
  return STRENGTH.find((kind) => exchanges.some(({ evidence }) => evidence === kind)) ?? null;
}

/** What a failed test says: requirement, expected, actual, in this order. */
export function sayRow(row: Row): string {
  const findings = row.findings.map(({ at, expected, actual, exchange }) => {
    const place = [
      exchange,
      at.event === undefined ? undefined : `event ${at.event}`,
      at.offset === undefined ? undefined : `byte ${at.offset}`,
      at.pointer,
    ].filter((part) => part !== undefined && part !== '');
    return `  at ${place.join(', ')}\n  expected: ${expected}\n  actual:   ${actual}`;
  });
  return [`${row.level}: ${row.statement} (${row.reference})`, ...findings].join('\n');
}
