import { shorten, visible } from './escape.ts';
import type { Report } from './format.ts';
import {
  countOf,
  failuresOf,
  sayClaim,
  sayClaimEvidence,
  sayEvidence,
  sayFinding,
  titleOf,
} from './words.ts';

/** Failures named in the terminal; the report has them all. */
const SHOWN = 20;

/** What a person sees at the end of a run: the verdict, the claims, what failed. */
export function renderTerminal(report: Report): string {
  const { header, footer } = report;
  const failed = failuresOf(report);
  const lines = [
    titleOf(report),
    sayEvidence(report),
    ...header.partialReasons.map((reason) => `PARTIAL: ${reason}`),
    '',
    ...footer.claims
      .filter(({ verdict }) => verdict !== 'out-of-scope')
      .map(
        (claim) =>
          `${sayClaim(claim)}: ${claim.sentence} (${sayClaimEvidence(claim.evidence)})` +
          (claim.verdict === 'verified' ? '' : `: ${claim.why}`),
      ),
    '',
    ...failed.slice(0, SHOWN).map((row) => {
      const expected = row.standing === 'expected-failure' ? ' (expected)' : '';
      const [first] = row.findings;
      const found = first === undefined ? '' : `: ${shorten(sayFinding(first), 200)}`;
      return `${row.level} failed${expected}  ${row.case}${found}`;
    }),
    ...(failed.length > SHOWN ? [`and ${countOf(failed.length - SHOWN, 'more failure')}`] : []),
    ...report.rows
      .filter(({ verdict }) => verdict === 'error')
      .map((row) => `chatspec failed  ${row.case}: ${row.detail}`),
    sayTotals(report),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

function sayTotals({ footer }: Report): string {
  const sum = (verdict: 'pass' | 'fail' | 'inconclusive' | 'skip') =>
    footer.totals.MUST[verdict] + footer.totals.SHOULD[verdict] + footer.totals.INFO[verdict];
  return (
    `${countOf(footer.judged, 'case')}: ${sum('pass')} passed, ${sum('fail')} failed, ` +
    `${sum('inconclusive')} inconclusive, ${sum('skip')} skipped`
  );
}
