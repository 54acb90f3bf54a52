import type { Case, Row, Standing, Verdict } from '../vocabulary.ts';

/** One expected failure of a target, as its baseline file states it. */
export interface BaselineEntry {
  /** A case id, or a pattern of ids: `*` stands for any characters of a probe or check. */
  readonly names: string;
  readonly reason: string;
  readonly owner: string;
  readonly link: string;
  /** Last day on which the failure is expected, YYYY-MM-DD in UTC. */
  readonly expires: string;
  /** The line of the file: `specs/baselines/mine.json:12`. */
  readonly at: string;
}

/** An entry that must be changed, and why. */
export interface BaselineFault {
  /** The line to change: `specs/baselines/mine.json:12`. */
  readonly at: string;
  /** One sentence. */
  readonly problem: string;
}

/** The entries that still hold on a day. An expired one expects nothing any more. */
export function entriesInForce(
  entries: readonly BaselineEntry[],
  day: string,
): readonly BaselineEntry[] {
  return entries.filter(({ expires }) => expires >= day);
}

/**
 * Holds a verdict against the target's expected failures. A SHOULD that fails is violating, too:
 * whether it counts is a matter of the run's strictness, not of its standing. A pattern may name
 * cases that pass, so only an entry for one case makes a pass a surprise.
 */
export function standingOf(
  judged: Pick<Case, 'id'>,
  verdict: Verdict['verdict'],
  entries: readonly Pick<BaselineEntry, 'names'>[],
): Standing {
  const expected = entries.some(({ names }) => matchesCase(names, judged.id));
  if (verdict === 'fail') return expected ? 'expected-failure' : 'violating';
  return verdict === 'pass' && entries.some(({ names }) => names === judged.id)
    ? 'surprise-pass'
    : 'as-wanted';
}

/** What the faults of a baseline depend on. */
export interface BaselineReview {
  readonly entries: readonly BaselineEntry[];
  /** The day of the run, YYYY-MM-DD in UTC. */
  readonly day: string;
  /** Every case that there is, planned or not: what was not planned is not called stale. */
  readonly known: readonly string[];
  readonly rows: readonly Pick<Row, 'case' | 'verdict' | 'reason'>[];
}

/** What is wrong with an entry: its name fits no case, what it names passes, its time is over. */
export type FaultKind = 'unknown' | 'passes' | 'expired';

/** The entries that must be changed: expired, matching nothing, or naming what passes. */
export function reviewBaseline(review: BaselineReview): readonly BaselineFault[] {
  return judgeEntries(review).flatMap(({ entry, fault }) =>
    fault === null ? [] : [{ at: entry.at, problem: sayFault(entry, fault) }],
  );
}

/** Every entry in its order, with what is wrong with it; `null`: nothing. */
export function judgeEntries(
  review: BaselineReview,
): readonly { readonly entry: BaselineEntry; readonly fault: FaultKind | null }[] {
  const rows = new Map(review.rows.map((row) => [row.case, row]));
  return review.entries.map((entry) => {
    const matched = review.known.filter((id) => matchesCase(entry.names, id));
    const seen = matched.flatMap((id) => rows.get(id) ?? []);
    return { entry, fault: faultOf(entry, review.day, matched, seen) };
  });
}

function faultOf(
  { expires }: BaselineEntry,
  day: string,
  matched: readonly string[],
  seen: BaselineReview['rows'],
): FaultKind | null {
  if (matched.length === 0) return 'unknown';
  if (seen.length === matched.length && passesAll(seen)) return 'passes';
  return expires < day ? 'expired' : null;
}

function sayFault({ names, expires }: BaselineEntry, fault: FaultKind): string {
  switch (fault) {
    case 'unknown':
      return `no case is called ${names}: mend the name, or take the entry out.`;
    case 'passes': {
      const what = names.includes('*') ? 'every case that it names passes' : 'it passes';
      return `the failure of ${names} is expected, but ${what}: take the entry out.`;
    }
    case 'expired':
      return `the entry for ${names} expired on ${expires}: take it out, or give a new date and its reason.`;
  }
}

/** At least one passes, none fails, and none could not be tested. */
function passesAll(rows: BaselineReview['rows']): boolean {
  return (
    rows.some(({ verdict }) => verdict === 'pass') &&
    rows.every(({ verdict, reason }) => verdict !== 'fail' && reason !== 'not-tested')
  );
}

/** Whether a case id or pattern names a case. */
export function matchesCase(pattern: string, id: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}/]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`).test(id);
}
