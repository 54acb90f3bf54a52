import { commandMessage, commandProperty, shorten } from './escape.ts';
import type { Report, ReportRow } from './format.ts';
import { renderOpening } from './markdown.ts';
import { binds } from './outcome.ts';
import { failuresOf, sayEvidence, sayFinding, titleOf } from './words.ts';

/** GitHub shows ten annotations of each kind for a step; more would only hide the summary. */
const SHOWN = 10;

/** A report as workflow commands, which GitHub shows as annotations of the run. */
export function renderAnnotations(report: Report): string {
  const failed = failuresOf(report);
  const violations = failed.filter((row) => isViolation(row, report));
  const others = failed.filter((row) => !isViolation(row, report));
  const lines = [
    command('notice', titleOf(report), sayEvidence(report)),
    ...violations.slice(0, SHOWN).map((row) => annotation('error', row)),
    ...others.slice(0, SHOWN).map((row) => annotation('warning', row)),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a step summary shows: the opening of the report and the failures by name. */
export function renderStepSummary(report: Report): string {
  const rows = failuresOf(report).map(
    (row) => `| ${row.level} | ${row.case.replace(/[^\w./-]/g, '-')} | ${row.findings.length} |`,
  );
  const table = ['| level | failed | findings |', '| --- | --- | ---: |', ...rows].join('\n');
  return `${renderOpening(report)}\n${rows.length === 0 ? '' : `\n${table}\n`}`;
}

function isViolation(row: ReportRow, report: Report): boolean {
  return row.standing === 'violating' && binds(row.level, report.header.strict);
}

function annotation(kind: 'error' | 'warning', row: ReportRow): string {
  const [first] = row.findings;
  const found = first === undefined ? '' : sayFinding(first);
  return command(
    kind,
    `${row.level} ${row.case}`,
    `${row.statement}.\n${shorten(found, 500)}\nBreaks: ${row.breaks}`,
  );
}

function command(kind: 'notice' | 'error' | 'warning', title: string, message: string): string {
  return `::${kind} title=${commandProperty(title)}::${commandMessage(message)}`;
}
