import { shorten, visible } from './escape.ts';
import { type FailureGroup, groupFailures } from './failure-group.ts';
import type { Report } from './format.ts';
import { shownNames, unsteadyPlaces } from './left-open.ts';
import {
  countOf,
  sayClaim,
  sayClaimEvidence,
  sayEvidence,
  sayFinding,
  sayFrequency,
  titleOf,
} from './words.ts';

/** Requirements named in the terminal; the report has them all. */
const SHOWN = 20;

/** What a person sees at the end of a run: the verdict, the claims, what failed. */
export function renderTerminal(report: Report): string {
  const { header, footer } = report;
  const groups = groupFailures(report);
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
    ...groups.slice(0, SHOWN).map(sayGroup),
    ...(groups.length > SHOWN
      ? [`and ${countOf(groups.length - SHOWN, 'more requirement')} that failed`]
      : []),
    ...unsteadyPlaces(report).map(({ names, words }) => `Unstable  ${sayNames(names)}: ${words}`),
    ...report.rows
      .filter(({ verdict }) => verdict === 'error')
      .map((row) => `chatspec failed  ${row.case}: ${row.detail}`),
    sayTotals(report),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

function sayGroup({ level, rows }: FailureGroup): string {
  const [row, ...others] = rows;
  const [first] = row.findings;
  const expected = row.standing === 'expected-failure' ? ' (expected)' : '';
  const more = others.length === 0 ? '' : ` (and in ${countOf(others.length, 'more probe')})`;
  const found = first === undefined ? '' : `: ${shorten(sayFinding(first, row.probe), 200)}`;
  const often = row.frequency === null ? '' : ` (${sayFrequency(row)})`;
  return `${level} failed${expected}  ${row.case}${more}${often}${found}`;
}

function sayNames(names: readonly string[]): string {
  const { shown, left } = shownNames(names);
  return `${shown.join(', ')}${left === 0 ? '' : ` and ${left} more`}`;
}

function sayTotals({ footer }: Report): string {
  const sum = (verdict: 'pass' | 'fail' | 'inconclusive' | 'skip') =>
    footer.totals.MUST[verdict] + footer.totals.SHOULD[verdict] + footer.totals.INFO[verdict];
  return (
    `${countOf(footer.judged, 'case')}: ${sum('pass')} passed, ${sum('fail')} failed, ` +
    `${sum('inconclusive')} inconclusive, ${sum('skip')} skipped`
  );
}
