import type { Report, ReportRow } from './format.ts';

/** A case whose verdict is not the same in two reports. */
export interface Change {
  readonly case: string;
  readonly level: string;
  /** `null`: the case is not in that report. */
  readonly before: string | null;
  readonly after: string | null;
  readonly kind: 'worse' | 'better' | 'other';
}

/** The cases that changed between two reports, what got worse first. */
export function diffReports(before: Report, after: Report): readonly Change[] {
  const old = new Map(before.rows.map((row) => [row.case, row]));
  const fresh = new Map(after.rows.map((row) => [row.case, row]));
  const order = ['worse', 'better', 'other'];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((id) => compare(id, old.get(id), fresh.get(id)))
    .filter(({ before: was, after: is }) => was !== is)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function compare(id: string, was: ReportRow | undefined, is: ReportRow | undefined): Change {
  return {
    case: id,
    level: is?.level ?? was?.level ?? '',
    before: was === undefined ? null : sayVerdict(was),
    after: is === undefined ? null : sayVerdict(is),
    kind: kindOf(was, is),
  };
}

function kindOf(was: ReportRow | undefined, is: ReportRow | undefined): Change['kind'] {
  if (is?.verdict === 'fail') return 'worse';
  if (was?.verdict === 'fail' && is?.verdict === 'pass') return 'better';
  return 'other';
}

function sayVerdict(row: ReportRow): string {
  return row.reason === null ? row.verdict : `${row.verdict} (${row.reason})`;
}
