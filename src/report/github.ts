import { commandMessage, commandProperty, shorten } from './escape.ts';
import { type FailureGroup, groupFailures } from './failure-group.ts';
import type { Report } from './format.ts';
import { renderOpening } from './markdown.ts';
import { binds } from './outcome.ts';
import { countOf, sayEvidence, sayFinding, titleOf } from './words.ts';

/** GitHub shows ten annotations of each kind for a step; more would only hide the summary. */
const SHOWN = 10;

/** A report as workflow commands, which GitHub shows as annotations of the run. */
export function renderAnnotations(report: Report): string {
  const groups = groupFailures(report);
  const violations = groups.filter((group) => isViolation(group, report));
  const others = groups.filter((group) => !isViolation(group, report));
  const errors = [...report.footer.stale.map(staleEntry), ...violations.map(annotation('error'))];
  const lines = [
    command('notice', { title: titleOf(report) }, sayEvidence(report)),
    ...errors.slice(0, SHOWN),
    ...others.slice(0, SHOWN).map(annotation('warning')),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a step summary shows: the opening of the report and the failures by name. */
export function renderStepSummary(report: Report): string {
  const rows = groupFailures(report).map(({ level, name, rows: [first], rows: all }) => {
    const expected = first.standing === 'expected-failure' ? 'expected' : '';
    return `| ${level} | ${name.replace(/[^\w./-]/g, '-')} | ${all.length} | ${expected} |`;
  });
  const table = ['| level | failed | probes | |', '| --- | --- | ---: | --- |', ...rows].join('\n');
  return `${renderOpening(report)}\n${rows.length === 0 ? '' : `\n${table}\n`}`;
}

function isViolation({ level, rows: [first] }: FailureGroup, report: Report): boolean {
  return first.standing === 'violating' && binds(level, report.header.strict);
}

function annotation(kind: 'error' | 'warning'): (group: FailureGroup) => string {
  return ({ level, name, rows: [row, ...others] }) => {
    const [first] = row.findings;
    const found = first === undefined ? '' : sayFinding(first, row.probe);
    const where = others.length === 0 ? '' : `${row.probe}, `;
    const more = others.length === 0 ? '' : ` (and in ${countOf(others.length, 'more probe')})`;
    return command(
      kind,
      { title: `${level} ${name}` },
      `${row.statement}.\n${where}${shorten(found, 500)}${more}\nBreaks: ${row.breaks}`,
    );
  };
}

/** A baseline entry to change, shown at its line. */
function staleEntry({ at, problem }: Report['footer']['stale'][number]): string {
  const [, file = at, line = '1'] = /^(.*):(\d+)$/.exec(at) ?? [];
  return command('error', { file, line, title: 'Baseline' }, problem);
}

function command(
  kind: 'notice' | 'error' | 'warning',
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const told = Object.entries(properties).map(([name, text]) => `${name}=${commandProperty(text)}`);
  return `::${kind} ${told.join(',')}::${commandMessage(message)}`;
}
