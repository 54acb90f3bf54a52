import type { BaselineEntry } from '../engine/baseline.ts';
import type { Finding, Place } from '../vocabulary.ts';
import type { EvidenceSummary, Report, ReportClaim, ReportRow } from './format.ts';

/** Sentences that several renderers say in the same words. */

export const OUTCOME_WORDS = {
  conforms: 'conforms',
  violates: 'violates the contract',
  inconclusive: 'could not be told',
  error: 'chatspec failed',
} as const;

/** `crazyrouter, gemini-3-pro-preview: conforms, 2026-03-22 (PARTIAL)`, in foreign text. */
export function titleOf(report: Report): string {
  const { header, footer } = report;
  const partial = header.partial ? ' (PARTIAL)' : '';
  const outcome = OUTCOME_WORDS[footer.outcome];
  return `${header.target}, ${header.model.asked}: ${outcome}, ${dayOf(header.started)}${partial}`;
}

/** The day of a moment, or `an unknown day`. */
export function dayOf(date: string | null): string {
  return date?.slice(0, 10) ?? 'an unknown day';
}

/** What the evidence is, for the first lines. */
export function sayEvidence(report: Report): string {
  const { evidence, mode } = report.header;
  if (evidence === null) return 'No answer was judged.';
  if (evidence.kind === 'live') {
    return `The answers came live from the endpoint; the oldest is of ${dayOf(evidence.date)}.`;
  }
  if (evidence.kind === 'recorded') {
    return (
      `${mode === 'replay' ? 'A replay: the' : 'The'} answers were recorded live before; ` +
      `the oldest is of ${dayOf(evidence.date)}. They say nothing about later days.`
    );
  }
  const synthetic = report.exchanges.filter((one) => one.evidence === 'synthetic').length;
  const which = synthetic === report.exchanges.length ? 'All' : 'Some';
  return (
    `SYNTHETIC EVIDENCE: ${synthetic} of ${report.exchanges.length} answers were written by hand, ` +
    `not received. ${which} verdicts below say nothing about what the endpoint really does.`
  );
}

/** The evidence of one claim, for the end of its sentence. */
export function sayClaimEvidence(evidence: EvidenceSummary | null): string {
  if (evidence === null) return 'no evidence';
  if (evidence.kind === 'live') return `live evidence of ${dayOf(evidence.date)}`;
  if (evidence.kind === 'recorded') return `answers recorded on ${dayOf(evidence.date)}`;
  return `synthetic evidence of ${dayOf(evidence.date)}, no proof`;
}

/** The word that opens a claim's sentence. */
export function sayClaim(claim: ReportClaim): string {
  if (claim.verdict === 'out-of-scope') return 'Not covered';
  if (claim.verdict === 'contradicted') return 'Contradicted';
  if (claim.verdict === 'unverified') return 'Not verified';
  return claim.evidence?.kind === 'live' ? 'Verified' : 'Kept by the evidence at hand';
}

/** `event 3, byte 120, /choices/0/delta`. */
export function sayPlace(at: Place): string {
  const parts = [
    at.event === undefined ? [] : [`event ${at.event}`],
    at.offset === undefined ? [] : [`byte ${at.offset}`],
    at.pointer === undefined ? [] : [at.pointer === '' ? 'the whole value' : at.pointer],
  ].flat();
  return parts.length === 0 ? 'the answer as a whole' : parts.join(', ');
}

/** A finding on one line, beside the name of its probe. */
export function sayFinding(finding: Finding, probe: string): string {
  return `${sayWhere(finding, probe)}: ${sayDifference(finding)}`;
}

/** The place of a finding; its exchange only where the probe's name does not say it. */
export function sayWhere({ at, exchange }: Finding, probe: string): string {
  return `${exchange === undefined || exchange === probe ? '' : `${exchange}, `}${sayPlace(at)}`;
}

/** `expected 2 choices, got 1`. */
export function sayDifference({ expected, actual }: Finding): string {
  return `expected ${expected}, got ${actual}`;
}

/** `failed 0 of 50, at most 7 %` (95 %); empty where a case was judged once. */
export function sayFrequency(row: ReportRow): string {
  if (row.frequency === null || row.frequency.n < 2) return '';
  const { n, failures, interval } = row.frequency;
  const [low, high] = interval.map((bound) => Math.round(bound * 100));
  if (failures === 0) return `failed 0 of ${n}, at most ${high} %`;
  return `failed ${failures} of ${n}, between ${low} % and ${high} %`;
}

/** How the cases came out, in one sentence. */
export function sayCounts({ footer, rows }: Report): string {
  const { MUST, SHOULD } = footer.totals;
  const untested = rows.filter(
    ({ level, reason }) => level === 'MUST' && reason === 'not-tested',
  ).length;
  const expected = rows.filter(({ standing }) => standing === 'expected-failure').length;
  return (
    `Of the cases that a client relies on (MUST), ${MUST.pass} passed and ${MUST.fail} failed; ` +
    `${untested} could not be tested. Of those that are good manners (SHOULD), ` +
    `${SHOULD.pass} passed and ${SHOULD.fail} failed.` +
    (expected === 0 ? '' : ` The baseline expects ${expected} of the failures.`)
  );
}

/** `until 2026-03-22, since the vendor mends it (router team, https://...)`. */
export function sayEntry({ expires, reason, owner, link }: BaselineEntry): string {
  return `until ${expires}: ${reason} (${owner}, ${link})`;
}

/** What a case came to, where the requirement was not judged or found wanting. */
export function sayReason(row: ReportRow): string {
  const words: Readonly<Record<string, string>> = {
    'not-tested': 'not tested',
    'no-subject': 'no subject',
    declared: 'skipped, declared',
    unsupported: 'skipped, not supported',
  };
  return words[row.reason ?? ''] ?? row.verdict;
}

/** `1 probe`, `2 probes`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
