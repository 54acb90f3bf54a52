import { codeBlock, codeSpan, inertMarkdown, shorten } from './escape.ts';
import { type FailureGroup, sourceOf } from './failure-group.ts';
import type { Report, ReportFinding, ReportRow } from './format.ts';
import { countOf, sayDifference, sayEntry, sayFrequency, sayPlace } from './words.ts';

/** Findings of one row that are named; an endpoint that breaks every chunk has hundreds. */
const FINDINGS_SHOWN = 3;

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
  const [first, ...more] = row.findings;
  const lines = [
    `### ${titleOfGroup(group)}`,
    `${inertMarkdown(row.statement)} (${inertMarkdown(row.reference)}).`,
    `Breaks: ${inertMarkdown(row.breaks)}`,
  ];
  if (group.expected !== null) lines.push(`Expected ${inertMarkdown(sayEntry(group.expected))}`);
  if (others.length > 0) lines.push(`In ${codeSpan(row.probe)}:`);
  const frequency = sayFrequency(row);
  if (frequency !== '') lines.push(`It ${frequency}.`);
  if (first !== undefined) lines.push(inFull(first, row));
  if (more.length > 0) lines.push(furtherFindings(more, row));
  const asked = report.exchanges.find(({ source }) => source === sourceOf(row));
  if (asked?.curl) lines.push('Ask again:', codeBlock(asked.curl, 'sh'));
  if (others.length > 0)
    lines.push('Also in:', others.map((one) => otherRow(one, first)).join('\n'));
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

function furtherFindings(more: readonly ReportFinding[], row: ReportRow): string {
  const shown = more
    .slice(0, FINDINGS_SHOWN)
    .map((one) => `- ${placeOf(one, row)}: ${inertMarkdown(shorten(sayDifference(one), 300))}`);
  const left = more.length - FINDINGS_SHOWN;
  return [
    'And there:\n',
    ...shown,
    ...(left > 0 ? [`- ${countOf(left, 'more finding')} of the same kind`] : []),
  ].join('\n');
}

/** Another probe that shows the same; what differs from the one told in full is said. */
function otherRow(row: ReportRow, told: ReportFinding | undefined): string {
  const [first, ...more] = row.findings;
  if (first === undefined) return `- ${codeSpan(row.probe)}`;
  const same = first.expected === told?.expected && first.actual === told.actual;
  const frequency = sayFrequency(row);
  return [
    `- ${codeSpan(row.probe)}, ${placeOf(first, row)}`,
    same ? '' : `: ${inertMarkdown(shorten(sayDifference(first), 300))}`,
    more.length === 0 ? '' : `, and ${countOf(more.length, 'more finding')}`,
    frequency === '' ? '' : `; ${frequency}`,
  ].join('');
}

function placeOf({ at, exchange }: ReportFinding, { probe }: ReportRow): string {
  const where = exchange === undefined || exchange === probe ? '' : `${codeSpan(exchange)}, `;
  return `${where}${inertMarkdown(sayPlace(at))}`;
}
