import { type BaselineEntry, entriesInForce, matchesCase } from '../engine/baseline.ts';
import type { Level } from '../vocabulary.ts';
import type { Report, ReportFinding, ReportRow } from './format.ts';

/**
 * The failures of one requirement. An endpoint that breaks a rule breaks it in many probes, and a
 * reader wants to be told once what that means.
 */
export interface FailureGroup {
  readonly check: string;
  readonly level: Level;
  /** `text-plain/http.status` where one probe shows it, else the check alone. */
  readonly name: string;
  /** The first row is the one to tell in full. */
  readonly rows: readonly [ReportRow, ...ReportRow[]];
  /** Why these failures are expected, and until when; `null` where they violate. */
  readonly expected: BaselineEntry | null;
}

/** The failures in the order in which a person should read them: violations first, then by level. */
export function groupFailures(report: Report): readonly FailureGroup[] {
  const { baseline, started } = report.header;
  const inForce = entriesInForce(baseline, started.slice(0, 10));
  const entryOf = (row: ReportRow) =>
    row.standing === 'expected-failure'
      ? (inForce.find(({ names }) => matchesCase(names, row.case)) ?? null)
      : null;
  const failed = report.rows.filter(({ verdict }) => verdict === 'fail');
  const groups = Map.groupBy(failed, (row) =>
    [row.standing, row.check, entryOf(row)?.at ?? ''].join('\n'),
  );
  return [...groups.values()]
    .flatMap(([first, ...rest]): readonly FailureGroup[] => {
      if (first === undefined) return [];
      const { check, level } = first;
      const name = rest.length === 0 ? first.case : check;
      return [{ check, level, name, rows: [first, ...rest], expected: entryOf(first) }];
    })
    .toSorted((a, b) => weightOf(a) - weightOf(b));
}

function weightOf({ level, rows }: FailureGroup): number {
  const expected = rows[0].standing === 'expected-failure' ? 3 : 0;
  return expected + ['MUST', 'SHOULD', 'INFO'].indexOf(level);
}

/** The exchange to ask for again: where a finding is, else the first one judged. */
export function sourceOf(row: ReportRow, finding?: ReportFinding): string | undefined {
  return finding?.exchange ?? row.findings[0]?.exchange ?? row.exchanges[0];
}
