import type { Level, Outcome, Verdict } from '../vocabulary.ts';

/** As much of a verdict as the outcome looks at. */
export interface Judged {
  readonly level: Level;
  readonly verdict: Verdict['verdict'];
}

/**
 * What a list of verdicts on one exchange amounts to: a fault of our own first, then a violation,
 * then whether a MUST passed at all. `strict` counts SHOULD as MUST.
 */
export function outcomeOfVerdicts(judged: readonly Judged[], strict: boolean): Outcome {
  const binding = (level: Level): boolean => level === 'MUST' || (strict && level === 'SHOULD');
  if (judged.some(({ verdict }) => verdict === 'error')) return 'error';
  if (judged.some(({ level, verdict }) => verdict === 'fail' && binding(level))) return 'violates';
  const passed = judged.some(({ level, verdict }) => verdict === 'pass' && level === 'MUST');
  return passed ? 'conforms' : 'inconclusive';
}
