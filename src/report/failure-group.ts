import { type BaselineEntry, entriesInForce, matchesCase } from '../engine/baseline.ts';
import type { Level } from '../vocabulary.ts';
import { shorten } from './escape.ts';
import type { Report, ReportFinding, ReportRow } from './format.ts';
import { countOf, sayDifference, sayFrequency, sayPlace } from './words.ts';

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

/** Places that show the same as the one told in full. */
export interface OtherPlace {
  /** Probes, or their exchanges where a probe has several. */
  readonly names: readonly string[];
  /** Where in each of them, and what is different there. */
  readonly words: string;
}

/** Findings of one answer that are named; an endpoint that breaks every chunk has hundreds. */
const FINDINGS_SHOWN = 3;
const LONGEST = 300;

/** Where else a requirement is broken; places that read the same are one. */
export function placesBeside({ rows: [row, ...others] }: FailureGroup): readonly OtherPlace[] {
  const [told, ...more] = row.findings;
  if (told === undefined) return [];
  // Repeats show the same again, and the frequency counts them.
  const further = more.filter((one) => row.frequency === null || !isRepeat(one, told));
  const left = further.length - FINDINGS_SHOWN;
  const places = [
    ...further.slice(0, FINDINGS_SHOWN).map((one) => placeOf(row, one, told, '')),
    ...(left > 0 ? [{ name: row.probe, words: countOf(left, 'more finding') }] : []),
    ...others.flatMap((other) => {
      const [first, ...rest] = other.findings;
      const frequency = sayFrequency(other);
      const count = rest.length === 0 ? '' : `, and ${countOf(rest.length, 'more finding')}`;
      return first === undefined
        ? [{ name: other.probe, words: frequency }]
        : [placeOf(other, first, told, frequency === '' ? count : `; ${frequency}`)];
    }),
  ];
  return [...Map.groupBy(places, ({ words }) => words)].map(([words, all]) => ({
    names: all.map(({ name }) => name),
    words,
  }));
}

function placeOf(row: ReportRow, one: ReportFinding, told: ReportFinding, tail: string) {
  const difference = isSame(one, told) ? '' : `: ${shorten(sayDifference(one), LONGEST)}`;
  return { name: one.exchange ?? row.probe, words: `${sayPlace(one.at)}${difference}${tail}` };
}

function isSame(one: ReportFinding, told: ReportFinding): boolean {
  return one.expected === told.expected && one.actual === told.actual;
}

function isRepeat(one: ReportFinding, told: ReportFinding): boolean {
  return isSame(one, told) && one.exchange !== told.exchange;
}
