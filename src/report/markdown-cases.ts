import { codeSpan, inertMarkdown, shorten } from './escape.ts';
import type { ExchangeSummary, Report, ReportRow } from './format.ts';
import { LEVELS, VERDICTS } from './totals.ts';
import { countOf, sayReason } from './words.ts';

/** Probes named in one line; the others are counted. */
const NAMES_SHOWN = 12;

/** What comes after the failures: what was not tested, the tables, the facts, every case. */
export function renderCases(report: Report): readonly string[] {
  return [untested(report), totals(report), probes(report), facts(report), everyCase(report)];
}

function untested({ rows, header: { unplanned } }: Report): string {
  const open = rows.filter(({ verdict }) => verdict === 'skip' || verdict === 'inconclusive');
  const silent = open.filter(({ reason }) => reason === 'no-subject').length;
  const told = open.filter(({ reason }) => reason !== 'no-subject');
  const groups = [...Map.groupBy(told, (row) => `${row.reason}\n${row.detail}`).values()];
  const lines = [
    ...unplanned.map(({ probe, reason }) => `- ${codeSpan(probe)}: ${inertMarkdown(reason)}`),
    ...groups.toSorted((a, b) => b.length - a.length).map(sayGroup),
    ...(silent === 0
      ? []
      : [`- ${countOf(silent, 'case')}: no subject, the answers held nothing to judge`]),
  ];
  return lines.length === 0 ? '' : `## Not tested\n\n${lines.join('\n')}`;
}

function sayGroup(rows: readonly ReportRow[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const detail = first.detail === null ? '' : `, ${inertMarkdown(shorten(first.detail, 300))}`;
  const probes = namesOf(rows.map(({ probe }) => probe));
  return `- ${countOf(rows.length, 'case')} ${sayReason(first)}${detail}: ${probes}`;
}

/** Distinct names as code, and how many more there are. */
function namesOf(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const left = distinct.length - NAMES_SHOWN;
  const shown = distinct.slice(0, NAMES_SHOWN).map(codeSpan).join(', ');
  return left > 0 ? `${shown} and ${left} more` : shown;
}

function totals({ footer }: Report): string {
  const lines = LEVELS.map((level) => {
    const counts = VERDICTS.map((verdict) => footer.totals[level][verdict]);
    return `| ${level} | ${counts.join(' | ')} |`;
  });
  const dashes = VERDICTS.map(() => '---:').join(' | ');
  return `## Totals\n\n| level | ${VERDICTS.join(' | ')} |\n| --- | ${dashes} |\n${lines.join('\n')}`;
}

function probes({ rows, exchanges }: Report): string {
  const lines = [...Map.groupBy(rows, ({ probe }) => probe)].map(([probe, own]) => {
    const answers = exchanges.filter((one) => one.probe === probe);
    const cells = [
      probe,
      countVerdict(own, 'MUST', 'pass'),
      countVerdict(own, 'MUST', 'fail'),
      countVerdict(own, 'SHOULD', 'fail'),
      String(own.filter(({ reason }) => reason === 'not-tested').length),
      [...new Set(answers.map(sayAnswer))].join(', '),
      [...new Set(own.flatMap(({ evidence }) => evidence ?? []))].join(', '),
    ];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return [
    '## Probes\n',
    '| probe | MUST passed | MUST failed | SHOULD failed | not tested | answers | evidence |',
    '| --- | ---: | ---: | ---: | ---: | --- | --- |',
    ...lines,
  ].join('\n');
}

function countVerdict(rows: readonly ReportRow[], level: string, verdict: string): string {
  return String(rows.filter((row) => row.level === level && row.verdict === verdict).length);
}

function sayAnswer({ status, kind, endMs, failure }: ExchangeSummary): string {
  if (status === null) return failure === null ? 'none' : shorten(failure, 80);
  return `${status} ${kind}${endMs === null ? '' : `, ${Math.round(endMs)} ms`}`;
}

/** What INFO has to say, the same words of several probes once. */
function facts({ rows }: Report): string {
  const told = rows.flatMap(({ check, probe, facts: said }) =>
    said.map((fact) => ({ check, probe, fact })),
  );
  if (told.length === 0) return '';
  const lines = [...Map.groupBy(told, ({ check }) => check)].map(([check, ofCheck]) => {
    const same = [...Map.groupBy(ofCheck, ({ fact }) => fact)].map(
      ([fact, all]) => `${inertMarkdown(fact)} (${namesOf(all.map(({ probe }) => probe))})`,
    );
    return `- ${codeSpan(check)}: ${same.join('; ')}`;
  });
  return `## Facts\n\n${lines.join('\n')}`;
}

/** Every case by name, except those without a subject, which say nothing of the endpoint. */
function everyCase({ rows }: Report): string {
  const shown = rows.filter(({ reason }) => reason !== 'no-subject');
  const lines = [...Map.groupBy(shown, ({ probe }) => probe)].map(([probe, own]) => {
    const parts = [...Map.groupBy(own, wordOf)].map(
      ([word, all]) => `${word}: ${all.map(({ check }) => check).join(', ')}`,
    );
    return `| ${cell(probe)} | ${cell(parts.join('; '))} |`;
  });
  return ['## Cases\n', '| probe | verdicts |', '| --- | --- |', ...lines].join('\n');
}

function wordOf(row: ReportRow): string {
  return row.reason === null ? row.verdict : `${row.verdict} (${row.reason})`;
}

/** Text in a table: a bar would end the cell even in a code span, so it is escaped as text. */
function cell(text: string): string {
  return /^[\w./ (),%:;-]*$/.test(text) ? text : inertMarkdown(text);
}
