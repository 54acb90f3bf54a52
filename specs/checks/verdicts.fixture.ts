import { familyOf } from '../../src/engine/catalogue.ts';
import type { Finding, Verdict } from '../../src/vocabulary.ts';

/** Verdicts in words, by case id. */
export type Told = Readonly<Record<string, string>>;

/**
 * What every row says of every variant: `sound` holds all rows of the fixtures as they are, each
 * other variant only the rows that then say something else.
 */
export type VerdictTable = Readonly<Record<string, Told>>;

/** The family of a case id. */
export function familyOfCase(id: string): string {
  return familyOf(id.slice(id.indexOf('/') + 1));
}

/** A verdict with all that it tells: reasons, facts, places and words of findings. */
export function tellVerdict(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'pass':
      return ['pass', ...verdict.facts].join('; ');
    case 'fail':
      return ['fail', ...verdict.findings.map(tellFinding)].join('; ');
    case 'error':
      return `error: ${verdict.detail}`;
    default:
      return `${verdict.reason}: ${verdict.detail}`;
  }
}

function tellFinding({ at, expected, actual }: Finding): string {
  const place = [at.event, at.offset, at.pointer].map((part) => part ?? '').join(' ');
  // The words of the SDK stand in whichever row fails first, so they are no row's own.
  const own = actual.split('; the openai SDK says: ', 1)[0] ?? '';
  return `at ${place}: expected ${expected}, actual ${own}`;
}

export function tellAll(verdicts: ReadonlyMap<string, Verdict>): Told {
  return Object.fromEntries([...verdicts].map(([id, verdict]) => [id, tellVerdict(verdict)]));
}
