import { codeSpan, inertMarkdown, shorten } from './escape.ts';
import type { ExchangeSummary, Report, ReportRow } from './format.ts';
import { distinct, shownNames, untestedPlaces } from './left-open.ts';
import { LEVELS, VERDICTS } from './totals.ts';
import { sayFrequency } from './words.ts';

/** What comes after the failures: what was not tested, the tables, the facts, every case. */
export function renderCases(report: Report): readonly string[] {
  return [untested(report), totals(report), probes(report), facts(report), everyCase(report)];
}

function untested(report: Report): string {
  const lines = untestedPlaces(report).map(({ names, words }) =>
    names.length === 0
      ? `- ${inertMarkdown(words)}`
      : `- ${inertMarkdown(words)}: ${namesOf(names)}`,
  );
  return lines.length === 0 ? '' : `## Not tested\n\n${lines.join('\n')}`;
}

/** Distinct names as code, and how many more there are. */
function namesOf(names: readonly string[]): string {
  const { shown, left } = shownNames(distinct(names));
  const told = shown.map(codeSpan).join(', ');
  return left > 0 ? `${told} and ${left} more` : told;
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

/** A case that was judged repeatedly says how often it failed, since one pass says little. */
function wordOf(row: ReportRow): string {
  const frequency = sayFrequency(row);
  if (frequency !== '' && row.verdict !== 'inconclusive') return frequency;
  if (row.unstable) return `${row.verdict} (unstable)`;
  return row.reason === null ? row.verdict : `${row.verdict} (${row.reason})`;
}

/** Text in a table: a bar would end the cell even in a code span, so it is escaped as text. */
function cell(text: string): string {
  return /^[\w./ (),%:;-]*$/.test(text) ? text : inertMarkdown(text);
}
