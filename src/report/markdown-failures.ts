import { codeBlock, codeSpan, inertMarkdown, phraseMarkdown, shorten } from './escape.ts';
import { type FailureGroup, type OtherPlace, placesBeside, sourceOf } from './failure-group.ts';
import type { Report, ReportFinding, ReportRow } from './format.ts';
import { countOf, sayEntry, sayFrequency, sayPlace } from './words.ts';

/** The failures: each requirement once, its first finding in full, the others by their places. */
export function renderFailures(groups: readonly FailureGroup[], report: Report): string {
  if (groups.length === 0) return '## Failures\n\nNone.';
  return ['## Failures', ...groups.map((group) => renderGroup(group, report))].join('\n\n');
}

/** How to ask again for the failures that are named only, each request once. */
export function renderRequests(groups: readonly FailureGroup[], report: Report): string {
  const told = new Set(groups.map(({ rows: [first] }) => sourceOf(first)));
  const named = new Set(groups.flatMap(({ rows }) => rows.map((row) => sourceOf(row))));
  const lines = report.exchanges
    .filter(({ source, curl }) => curl !== null && named.has(source) && !told.has(source))
    .map(({ source, curl }) => `${codeSpan(source)}:\n\n${codeBlock(curl ?? '', 'sh')}`);
  return lines.length === 0 ? '' : ['## Other requests that failed', ...lines].join('\n\n');
}

function renderGroup(group: FailureGroup, report: Report): string {
  const [row, ...others] = group.rows;
  const [first] = row.findings;
  const beside = placesBeside(group);
  const lines = [
    `### ${titleOfGroup(group)}`,
    `${phraseMarkdown(row.statement)} (${phraseMarkdown(row.reference)}).`,
    `Breaks: ${phraseMarkdown(row.breaks)}`,
  ];
  if (group.expected !== null) lines.push(`Expected ${inertMarkdown(sayEntry(group.expected))}`);
  if (others.length > 0) lines.push(`In ${codeSpan(row.probe)}:`);
  const frequency = sayFrequency(row);
  if (frequency !== '') lines.push(`It ${frequency}.`);
  if (first !== undefined) lines.push(inFull(first, row));
  const asked = report.exchanges.find(({ source }) => source === sourceOf(row));
  if (asked?.curl) lines.push('Ask again:', codeBlock(asked.curl, 'sh'));
  if (beside.length > 0) lines.push('Also in:', beside.map(sayBeside).join('\n'));
  return lines.join('\n\n');
}

function titleOfGroup({ rows, level, name }: FailureGroup): string {
  const expected = rows[0].standing === 'expected-failure' ? 'Expected, ' : '';
  const count = rows.length === 1 ? '' : `, in ${countOf(rows.length, 'probe')}`;
  return `${expected}${level}: ${codeSpan(name)}${count}`;
}

function inFull(one: ReportFinding, { probe }: ReportRow): string {
  const where =
    one.exchange === undefined || one.exchange === probe ? '' : ` of ${codeSpan(one.exchange)}`;
  const lines = [
    `- Place: ${inertMarkdown(sayPlace(one.at))}${where}`,
    `- Expected: ${inertMarkdown(shorten(one.expected, 400))}`,
    `- Actual: ${inertMarkdown(shorten(one.actual, 400))}`,
  ].join('\n');
  return one.excerpt ? `${lines}\n\n${codeBlock(one.excerpt, 'text')}` : lines;
}

function sayBeside({ names, words }: OtherPlace): string {
  const where = names.map(codeSpan).join(', ');
  return words === '' ? `- ${where}` : `- ${where}: ${inertMarkdown(words)}`;
}
