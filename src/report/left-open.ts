import { shorten } from './escape.ts';
import type { OtherPlace } from './failure-group.ts';
import type { ExchangeSummary, Report } from './format.ts';
import { countOf, sayFrequency, sayReason } from './words.ts';

/** Probes named for one reason; the others are counted. */
const NAMES_SHOWN = 12;

/** What was not tested, and why: the same reason once, the one that keeps most open first. */
export function untestedPlaces({ rows, header: { unplanned } }: Report): readonly OtherPlace[] {
  const open = rows.filter(({ verdict }) => verdict === 'skip' || verdict === 'inconclusive');
  const silent = open.filter(({ reason }) => reason === 'no-subject').length;
  const told = open.filter(({ reason }) => reason !== 'no-subject');
  const groups = [...Map.groupBy(told, (row) => `${row.reason}\n${row.detail}`).values()];
  return [
    ...unplanned.map(({ probe, reason }) => ({ names: [probe], words: reason })),
    ...groups
      .toSorted((a, b) => b.length - a.length)
      .flatMap((own): readonly OtherPlace[] => {
        const [first] = own;
        if (first === undefined) return [];
        const detail = first.detail === null ? '' : `, ${shorten(first.detail, 300)}`;
        const words = `${countOf(own.length, 'case')} ${sayReason(first)}${detail}`;
        return [{ names: distinct(own.map(({ probe }) => probe)), words }];
      }),
    ...(silent === 0
      ? []
      : [{ names: [], words: `${countOf(silent, 'case')}: no subject, nothing there to judge` }]),
  ];
}

/** What came out one way and then another: cases over repeats, requests over tries. */
export function unsteadyPlaces({ rows, exchanges }: Report): readonly OtherPlace[] {
  const cases = rows
    .filter(({ unstable }) => unstable)
    .map((row) => ({
      names: [row.case],
      words: sayFrequency(row) || 'passed at a later try only',
    }));
  const retried = exchanges.filter(
    ({ attempts, status }) => attempts.length > 1 && status !== null,
  );
  const tries = [...Map.groupBy(retried, sayTries)].map(([words, all]) => ({
    names: distinct(all.map(({ source }) => source)),
    words,
  }));
  return [...cases, ...tries];
}

/** `answered at try 2; before: status 502`. */
function sayTries({ attempts }: ExchangeSummary): string {
  const before = attempts
    .slice(0, -1)
    .map(
      ({ status, failure }) =>
        failure?.message ?? (status === null ? 'no answer' : `status ${status}`),
    );
  return `answered at try ${attempts.length}; before: ${distinct(before).join(', ')}`;
}

/** Distinct names, cut where there are too many. */
export function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** The names to show, and how many more there are. */
export function shownNames(names: readonly string[]): {
  readonly shown: readonly string[];
  readonly left: number;
} {
  return { shown: names.slice(0, NAMES_SHOWN), left: Math.max(0, names.length - NAMES_SHOWN) };
}
