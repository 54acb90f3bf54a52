import { codeBlock, codeSpan, inertMarkdown, shorten } from './escape.ts';
import type { Report, ReportFinding, ReportRow } from './format.ts';
import { LEVELS, VERDICTS } from './totals.ts';
import {
  countOf,
  failuresOf,
  groupRows,
  sayClaim,
  sayClaimEvidence,
  sayEvidence,
  sayFrequency,
  sayPlace,
  titleOf,
} from './words.ts';

/** Findings of one row that are told in full; an endpoint that breaks every chunk has hundreds. */
const FINDINGS_SHOWN = 3;

/** A report for people, in Markdown. Failures first; nothing that a server sent is alive in it. */
export function renderMarkdown(report: Report): string {
  return `${[
    opening(report),
    conclusion(report),
    failures(report),
    faults(report),
    facts(report),
    untested(report),
    unsteady(report),
    totals(report),
    table(report),
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
          const why = inertMarkdown(capital(claim.why));
          return `- **${sayClaim(claim)}**${evidence}: ${phrase(claim.sentence)}. ${why}`;
        })
        .join('\n'),
    );
  }
  return lines.join('\n\n');
}

function sayCounts(report: Report): string {
  const { MUST, SHOULD } = report.footer.totals;
  const untestedMust = report.rows.filter(
    ({ level, reason }) => level === 'MUST' && reason === 'not-tested',
  ).length;
  return (
    `Of the cases that a client relies on (MUST), ${MUST.pass} passed and ${MUST.fail} failed; ` +
    `${untestedMust} could not be tested. Of those that are good manners (SHOULD), ` +
    `${SHOULD.pass} passed and ${SHOULD.fail} failed.`
  );
}

function failures(report: Report): string {
  const failed = failuresOf(report);
  if (failed.length === 0) return '## Failures\n\nNone.';
  return ['## Failures', ...failed.map((row) => failure(row, report))].join('\n\n');
}

function failure(row: ReportRow, report: Report): string {
  const standing = row.standing === 'expected-failure' ? ', expected' : '';
  const lines = [
    `### ${row.level}${standing}: ${codeSpan(row.case)}`,
    `${inertMarkdown(row.statement)} (${inertMarkdown(row.reference)}).`,
    `Breaks: ${inertMarkdown(row.breaks)}`,
  ];
  const frequency = sayFrequency(row);
  if (frequency !== '') lines.push(`It ${frequency}.`);
  lines.push(...row.findings.slice(0, FINDINGS_SHOWN).map(finding));
  const more = row.findings.length - FINDINGS_SHOWN;
  if (more > 0) lines.push(`And ${countOf(more, 'more finding')} of the same kind.`);
  const asked = report.exchanges.find(({ source }) => source === sourceOf(row));
  if (asked?.curl) lines.push('Ask again:', codeBlock(asked.curl, 'sh'));
  return lines.join('\n\n');
}

function finding(one: ReportFinding): string {
  const where = one.exchange === undefined ? '' : ` of ${codeSpan(one.exchange)}`;
  const lines = [
    `- Place: ${inertMarkdown(sayPlace(one.at))}${where}`,
    `- Expected: ${inertMarkdown(shorten(one.expected, 400))}`,
    `- Actual: ${inertMarkdown(shorten(one.actual, 400))}`,
  ].join('\n');
  return one.excerpt ? `${lines}\n\n${codeBlock(one.excerpt, 'text')}` : lines;
}

/** The exchange to ask for again: where the first finding is, else the first one judged. */
function sourceOf(row: ReportRow): string | undefined {
  return row.findings[0]?.exchange ?? row.exchanges[0];
}

function faults(report: Report): string {
  const rows = report.rows.filter(({ verdict }) => verdict === 'error');
  if (rows.length === 0) return '';
  return `## Faults of chatspec itself\n\n${rows.map(reason).join('\n')}`;
}

function facts(report: Report): string {
  const rows = report.rows.filter((row) => row.facts.length > 0);
  if (rows.length === 0) return '';
  const lines = rows.map(
    (row) => `- ${codeSpan(row.case)}: ${row.facts.map(inertMarkdown).join('; ')}`,
  );
  return `## Facts\n\n${lines.join('\n')}`;
}

function untested(report: Report): string {
  const rows = report.rows.filter(
    ({ verdict }) => verdict === 'skip' || verdict === 'inconclusive',
  );
  const [silent, told] = [
    rows.filter((row) => row.reason === 'no-subject'),
    rows.filter((row) => row.reason !== 'no-subject'),
  ];
  const { unplanned } = report.header;
  if (rows.length === 0 && unplanned.length === 0) return '';
  const lines = ['## Not tested'];
  if (unplanned.length > 0) {
    lines.push(list(unplanned.map(({ probe, reason: why }) => `${probe}: ${why}`)));
  }
  const groups = groupRows(told, (row) => `${row.reason}\n${row.probe}\n${row.detail}`);
  if (groups.length > 0) {
    lines.push(
      groups
        .map(([, [first, ...rest]]) =>
          first === undefined ? '' : sayGroup(first, rest.length + 1),
        )
        .join('\n'),
    );
  }
  if (silent.length > 0) {
    lines.push(
      `${countOf(silent.length, 'case')} had no subject: the answers held nothing that these ` +
        `requirements speak of.`,
    );
  }
  return lines.join('\n\n');
}

function sayGroup(first: ReportRow, count: number): string {
  const words = {
    'not-tested': 'not tested',
    declared: 'skipped, declared',
    unsupported: 'skipped',
  };
  const why = Object.entries(words).find(([key]) => key === first.reason)?.[1] ?? first.verdict;
  const detail = first.detail === null ? '' : ` (${inertMarkdown(shorten(first.detail, 300))})`;
  return `- ${codeSpan(first.probe)}: ${countOf(count, 'case')} ${why}${detail}`;
}

function unsteady(report: Report): string {
  const rows = report.rows.filter(({ unstable }) => unstable);
  if (rows.length === 0) return '';
  const lines = rows.map((row) => {
    const frequency = sayFrequency(row);
    return `- ${codeSpan(row.case)}${frequency === '' ? '' : `: ${frequency}`}`;
  });
  return `## Unstable\n\nThese failed on one try and passed on another:\n\n${lines.join('\n')}`;
}

function totals(report: Report): string {
  const lines = LEVELS.map((level) => {
    const counts = VERDICTS.map((verdict) => report.footer.totals[level][verdict]);
    return `| ${level} | ${counts.join(' | ')} |`;
  });
  const dashes = VERDICTS.map(() => '---:').join(' | ');
  return `## Totals\n\n| level | ${VERDICTS.join(' | ')} |\n| --- | ${dashes} |\n${lines.join('\n')}`;
}

/** Rows without a subject are counted above and left out here: they say nothing of the endpoint. */
function table(report: Report): string {
  const rows = report.rows.filter(({ reason: why }) => why !== 'no-subject');
  const lines = rows.map((row) => {
    const more = row.reason ?? sayFrequency(row);
    const word = more === '' ? row.verdict : `${row.verdict} (${more})`;
    const cells = [row.case, row.level, word, row.evidence ?? ''];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return `## Cases\n\n| case | level | verdict | evidence |\n| --- | --- | --- | --- |\n${lines.join('\n')}`;
}

/** Text in a table: a bar would end the cell even in a code span, so it is escaped as text. */
function cell(text: string): string {
  return /^[\w./ (),%-]*$/.test(text) ? text : inertMarkdown(text);
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

function reason(row: ReportRow): string {
  return `- ${codeSpan(row.case)}: ${inertMarkdown(row.detail ?? row.verdict)}`;
}

/** A sentence in which code stands between backticks, as claims are written. */
function phrase(sentence: string): string {
  return sentence
    .split('`')
    .map((part, index) => (index % 2 === 0 ? inertMarkdown(part) : codeSpan(part)))
    .join('');
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${inertMarkdown(sentence)}`).join('\n');
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
