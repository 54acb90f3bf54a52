import type { ReportRow } from './format.ts';
import { shownNames } from './left-open.ts';

/** A case whose verdict is not the same in two reports. */
export interface Change {
  readonly case: string;
  readonly level: string;
  /** `null`: the case is not in that report. */
  readonly before: string | null;
  readonly after: string | null;
  readonly kind: 'worse' | 'better' | 'other';
}

/** What of a report a comparison looks at. */
export interface Judged {
  readonly rows: readonly JudgedRow[];
}

export type JudgedRow = Pick<ReportRow, 'case' | 'level' | 'verdict' | 'reason'>;

/** The cases that changed between two reports, what got worse first. */
export function diffReports(before: Judged, after: Judged): readonly Change[] {
  const old = new Map(before.rows.map((row) => [row.case, row]));
  const fresh = new Map(after.rows.map((row) => [row.case, row]));
  const order = ['worse', 'better', 'other'];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((id) => compare(id, old.get(id), fresh.get(id)))
    .filter(({ before: was, after: is }) => was !== is)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function compare(id: string, was: JudgedRow | undefined, is: JudgedRow | undefined): Change {
  return {
    case: id,
    level: is?.level ?? was?.level ?? '',
    before: was === undefined ? null : sayVerdict(was),
    after: is === undefined ? null : sayVerdict(is),
    kind: kindOf(was, is),
  };
}

function kindOf(was: JudgedRow | undefined, is: JudgedRow | undefined): Change['kind'] {
  if (is?.verdict === 'fail') return 'worse';
  if (was?.verdict === 'fail' && is?.verdict === 'pass') return 'better';
  return 'other';
}

function sayVerdict(row: JudgedRow): string {
  return row.reason === null ? row.verdict : `${row.verdict} (${row.reason})`;
}

/** The changes for a person: what got worse or better, the same of several probes in one line. */
export function sayChanges(changes: readonly Change[]): readonly string[] {
  if (changes.length === 0) return ['No verdict changed.'];
  const told = changes.filter(({ kind }) => kind !== 'other');
  const groups = Map.groupBy(told, (change) =>
    [change.kind, checkOf(change), change.before, change.after].join('\n'),
  );
  const count = (kind: Change['kind']) => changes.filter((one) => one.kind === kind).length;
  return [
    ...[...groups.values()].map(sayGroup),
    `${count('worse')} worse, ${count('better')} better, ${count('other')} other` +
      (count('other') === 0 ? '' : ' (--json names them)'),
  ];
}

function sayGroup(group: readonly Change[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const { kind, level, before, after } = first;
  const name = group.length === 1 ? first.case : `${checkOf(first)} in ${group.length} probes`;
  const { shown, left } = shownNames(group.map(({ case: id }) => id.slice(0, id.indexOf('/'))));
  const probes = `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return (
    `${kind.padEnd(6)} ${level.padEnd(6)} ${name}: ${before ?? 'absent'} -> ${after ?? 'absent'}` +
    (group.length === 1 ? '' : ` (${probes})`)
  );
}

function checkOf({ case: id }: Change): string {
  return id.slice(id.indexOf('/') + 1);
}
