import { codeSpan, inertMarkdown, phraseMarkdown } from './escape.ts';
import { groupFailures } from './failure-group.ts';
import type { Report } from './format.ts';
import { unsteadyPlaces } from './left-open.ts';
import { renderCases } from './markdown-cases.ts';
import { renderFailures, renderRequests } from './markdown-failures.ts';
import { countOf, sayClaim, sayClaimEvidence, sayCounts, sayEvidence, titleOf } from './words.ts';

/** A report for people, in Markdown. Failures first; nothing that a server sent is alive in it. */
export function renderMarkdown(report: Report): string {
  const groups = groupFailures(report);
  return `${[
    renderOpening(report),
    faults(report),
    baseline(report),
    renderFailures(groups, report),
    unsteady(report),
    ...renderCases(report),
    renderRequests(groups, report),
    about(report),
  ]
    .filter((section) => section !== '')
    .join('\n\n')}\n`;
}

/** Title, evidence and conclusion: what a step summary has room for. */
export function renderOpening(report: Report): string {
  return [opening(report), conclusion(report)].join('\n\n');
}

function opening(report: Report): string {
  const { header } = report;
  const lines = [`# ${inertMarkdown(titleOf(report))}`, `**${sayEvidence(report)}**`];
  if (header.partial) {
    lines.push(`**PARTIAL**, not the whole contract:`, list(header.partialReasons));
  }
  if (header.warnings.length > 0) lines.push('Warnings:', list(header.warnings));
  return lines.join('\n\n');
}

function conclusion(report: Report): string {
  const { claims } = report.footer;
  const lines = ['## Conclusion', sayCounts(report)];
  for (const [page, ofPage] of Map.groupBy(claims, (claim) => claim.page)) {
    lines.push(`What the page “${inertMarkdown(page)}” says, held against these answers:`);
    lines.push(
      ofPage
        .map((claim) => {
          const out = claim.verdict === 'out-of-scope';
          const evidence = out ? '' : ` (${sayClaimEvidence(claim.evidence)})`;
          const why = inertMarkdown(claim.why);
          return `- **${sayClaim(claim)}**${evidence}: ${phraseMarkdown(claim.sentence)}: ${why}`;
        })
        .join('\n'),
    );
  }
  return lines.join('\n\n');
}

/** Entries that must be changed make a run red, so they stand before the failures. */
function baseline({ footer }: Report): string {
  if (footer.stale.length === 0) return '';
  const lines = footer.stale.map(
    ({ at, problem }) => `- ${codeSpan(at)}: ${inertMarkdown(problem)}`,
  );
  return `## Baseline to change\n\n${lines.join('\n')}`;
}

function faults(report: Report): string {
  const rows = report.rows.filter(({ verdict }) => verdict === 'error');
  if (rows.length === 0) return '';
  const lines = rows.map(
    (row) => `- ${codeSpan(row.case)}: ${inertMarkdown(row.detail ?? row.verdict)}`,
  );
  return `## Faults of chatspec itself\n\n${lines.join('\n')}`;
}

function unsteady(report: Report): string {
  const places = unsteadyPlaces(report);
  if (places.length === 0) return '';
  const lines = places.map(
    ({ names, words }) => `- ${names.map(codeSpan).join(', ')}: ${inertMarkdown(words)}`,
  );
  return `## Unstable\n\nThis came out in one way and then in another:\n\n${lines.join('\n')}`;
}

function about(report: Report): string {
  const { header, footer } = report;
  return [
    '## About this report',
    [
      `- Target: ${inertMarkdown(header.target)} at ${codeSpan(header.baseUrl)}`,
      `- Model asked for: ${codeSpan(header.model.asked)}`,
      `- Model reported: ${header.model.reported === null ? 'none' : codeSpan(header.model.reported)}`,
      `- Mode: ${header.mode}${header.strict ? ', strict' : ''}`,
      `- Started: ${header.started}; ended: ${footer.ended}`,
      `- Planned: ${countOf(header.planned, 'case')}; judged: ${footer.judged}`,
      `- ${header.tool}, suite ${header.suite}, report format ${header.format}`,
    ].join('\n'),
  ].join('\n\n');
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${inertMarkdown(sentence)}`).join('\n');
}
