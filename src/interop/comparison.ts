import { type Change, diffReports } from '../report/diff.ts';
import type { Report } from '../report/format.ts';
import type { Verdict } from '../vocabulary.ts';

/** A live run of one target and the replay of what it recorded. */
export interface Comparison {
  readonly target: string;
  readonly live: Report;
  readonly replay: Report;
  /** Rows that the replay judged otherwise, those of timing left out. */
  readonly changes: readonly Change[];
  /** Rows of timing that differ: told, never counted. */
  readonly timing: readonly Change[];
}

/** Holds a replay against its live run, row by row; `timed` names the checks that read times. */
export function compareRuns(
  target: string,
  live: Report,
  replay: Report,
  timed: ReadonlySet<string>,
): Comparison {
  const { true: timing = [], false: changes = [] } = Object.groupBy(
    diffReports(live, replay),
    (change) => (timed.has(checkOf(change.case)) ? 'true' : 'false'),
  );
  return { target, live, replay, changes, timing };
}

/** The check in a case's id, `probe/check`. */
function checkOf(caseId: string): string {
  return caseId.slice(caseId.indexOf('/') + 1);
}

const VERDICTS: readonly Verdict['verdict'][] = ['pass', 'fail', 'inconclusive', 'skip', 'error'];

/** The comparison as plain text: totals side by side, what differs, and what is wrong on the wire. */
export function renderComparison({ target, live, replay, changes, timing }: Comparison): string {
  const failed = failures(replay);
  const head = ['', 'rows', ...VERDICTS, 'outcome'];
  const lines = [target, ...columns([head, totals('live', live), totals('replay', replay)])];
  lines.push(
    changes.length === 0
      ? '  live and replay: the same verdict in every row'
      : `  live and replay: ${changes.length} rows differ`,
    ...changes.map(sayChange),
    ...(timing.length === 0 ? [] : ['  of timing, not counted:', ...timing.map(sayChange)]),
    failed.length === 0 ? '  nothing fails' : '  what fails:',
    ...columns(failed),
  );
  return `${lines.join('\n')}\n`;
}

function sayChange({ case: id, before, after }: Change): string {
  return `    ${id}: live ${before ?? 'not judged'}, replay ${after ?? 'not judged'}`;
}

function totals(name: string, report: Report): readonly string[] {
  const count = (verdict: string): string =>
    String(report.rows.filter((row) => row.verdict === verdict).length);
  return [name, String(report.rows.length), ...VERDICTS.map(count), report.footer.outcome];
}

/** One line per failing check: how many rows it reddens, and its sentence. */
function failures(report: Report): readonly (readonly string[])[] {
  const failed = report.rows.filter(({ verdict }) => verdict === 'fail');
  const byCheck = Map.groupBy(failed, ({ check }) => check);
  return [...byCheck].flatMap(([check, rows]) =>
    rows.slice(0, 1).map(({ level, statement }) => [level, check, `${rows.length}x`, statement]),
  );
}

/** Rows with their cells padded to one width per column. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number): number =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0));
  return rows.map((cells) =>
    `    ${cells.map((cell, column) => cell.padEnd(width(column))).join('  ')}`.trimEnd(),
  );
}
