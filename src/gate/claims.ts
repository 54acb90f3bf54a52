import type { EvidenceKind, Row } from '../vocabulary.ts';
import type { Claim, Page } from './page.ts';

/**
 * What one run says of a page's claims.
 *
 * This judges the rows and nothing else: "in this run". Whether the evidence may carry a
 * publication (live, whole, young enough, the page's own address) is the gate's question and is
 * asked in `evidence.ts`, so that the opening of a replay's report can use the same judgement.
 */

/** What the judgement needs of a report; a `Report` flattened to it serves. */
export interface ClaimEvidence {
  readonly rows: readonly Row[];
  /** The model asked for; put into the claims' sentences. */
  readonly model: string;
  /** Weakest kind and oldest date of the whole run, for claims that no row speaks of. */
  readonly evidence: EvidenceKind | null;
  /** ISO 8601, UTC. */
  readonly date: string | null;
  /** Probes whose findings are information only and never redden a claim. */
  readonly informative?: ReadonlySet<string>;
}

export type ClaimWord = 'verified' | 'contradicted' | 'unverified';

/** A claim with what the run says of it. */
export interface ClaimVerdict {
  readonly claim: Claim;
  /** The claim's sentence with the model put in. */
  readonly sentence: string;
  readonly verdict: ClaimWord;
  /** One sentence: how many cases passed, or the first case that failed or was not tested. */
  readonly why: string;
  /** The rows that decided: the failing ones, else the untested ones, else the passing ones. */
  readonly rows: readonly Row[];
  /** How many of its binding cases passed. */
  readonly passed: number;
  /** Weakest kind of evidence among its rows; `null` where none has any. */
  readonly evidence: EvidenceKind | null;
  /** The run's oldest date. */
  readonly date: string | null;
}

/**
 * Judges every claim of a page by the rows of one run: verified where at least one binding case
 * passed, none failed, and none is untested; contradicted where one failed; else unverified.
 * A case inside the baseline still contradicts: to be expected is not to work.
 */
export function judgeClaims(page: Page, run: ClaimEvidence): readonly ClaimVerdict[] {
  return page.claims.map((claim) => judgeClaim(claim, run));
}

/** Judges one claim; see `judgeClaims`. */
export function judgeClaim(claim: Claim, run: ClaimEvidence): ClaimVerdict {
  const matched = claim.cases.map((pattern) => rowsOf(pattern, run.rows));
  const rows = matched.flat().filter((row) => binds(row, claim, run));
  const failed = rows.filter((row) => row.verdict === 'fail');
  const passed = rows.filter((row) => row.verdict === 'pass');
  const untested = rows.filter(
    (row) =>
      row.verdict === 'error' || (row.verdict === 'inconclusive' && row.reason !== 'no-subject'),
  );
  const unplanned = claim.cases.find((_, n) => matched[n]?.length === 0);
  const common = {
    claim,
    sentence: claim.sentence.replaceAll('{model}', run.model),
    passed: passed.length,
    evidence: weakest(rows) ?? run.evidence,
    date: run.date,
  };
  const [failure] = failed;
  if (failure !== undefined) {
    return {
      ...common,
      verdict: 'contradicted',
      why: sayFailure(failure, failed.length),
      rows: failed,
    };
  }
  const [unsure] = untested;
  if (unsure !== undefined) {
    return {
      ...common,
      verdict: 'unverified',
      why: sayUntested(unsure, untested.length),
      rows: untested,
    };
  }
  if (unplanned !== undefined) {
    const why = `no case of this run matches ${unplanned}`;
    return { ...common, verdict: 'unverified', why, rows: [] };
  }
  if (passed.length === 0) {
    const skipped = rows.find((row) => row.verdict === 'skip');
    const why = skipped?.detail ?? 'the answers held nothing that its cases speak of';
    return { ...common, verdict: 'unverified', why, rows };
  }
  const why = `${passed.length} case${passed.length === 1 ? '' : 's'} passed, none failed`;
  return { ...common, verdict: 'verified', why, rows: passed };
}

/** The rows whose case id a pattern names. */
export function rowsOf(pattern: string, rows: readonly Row[]): readonly Row[] {
  const literals = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const expression = new RegExp(`^${literals.join('.*')}$`);
  return rows.filter((row) => expression.test(row.case));
}

/** Whether a row binds the claim: its level counts, and its probe is not informative. */
function binds(row: Row, claim: Claim, run: ClaimEvidence): boolean {
  if (row.level === 'INFO' || run.informative?.has(row.probe) === true) return false;
  return row.level === 'MUST' || claim.level === 'SHOULD';
}

function sayFailure(row: Row, count: number): string {
  const [finding] = row.findings;
  const came = finding === undefined ? '' : `: expected ${finding.expected}, got ${finding.actual}`;
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return `${row.case} failed${came}${more}`;
}

function sayUntested(row: Row, count: number): string {
  const detail = row.detail === null ? '' : `: ${row.detail}`;
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  const what = row.verdict === 'error' ? 'could not be judged' : 'was not tested';
  return `${row.case} ${what}${detail}${more}`;
}

const strength: readonly EvidenceKind[] = ['synthetic', 'recorded', 'live'];

/** The weakest kind of evidence among rows. */
function weakest(rows: readonly Row[]): EvidenceKind | null {
  return strength.find((kind) => rows.some((row) => row.evidence === kind)) ?? null;
}
