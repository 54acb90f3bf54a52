import type { Case, Standing, Verdict } from '../vocabulary.ts';

/** One expected failure of a target. */
export interface BaselineEntry {
  /** A case id; `*` stands for any run of characters. */
  readonly case: string;
}

/**
 * Holds a verdict against the target's expected failures. A SHOULD that fails is violating, too:
 * whether it counts is a matter of the run's strictness, not of its standing.
 */
export function standingOf(
  judged: Pick<Case, 'id'>,
  verdict: Verdict['verdict'],
  entries: readonly BaselineEntry[],
): Standing {
  const expected = entries.some((entry) => matchesCase(entry.case, judged.id));
  if (verdict === 'fail') return expected ? 'expected-failure' : 'violating';
  return verdict === 'pass' && expected && entries.some((entry) => entry.case === judged.id)
    ? 'surprise-pass'
    : 'as-wanted';
}

/** Whether a pattern names a case. */
export function matchesCase(pattern: string, id: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}/]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}
