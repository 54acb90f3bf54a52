import type { Check, Outcome, Reading, Verdict } from '../vocabulary.ts';
import { familyOf } from './catalogue.ts';
import { examiner } from './examine.ts';
import { outcomeOfVerdicts } from './outcome.ts';

/** A check and what it says of a captured exchange. */
export interface CaptureVerdict {
  readonly check: Check;
  readonly verdict: Verdict;
}

/** Judges one captured exchange, of which no probe is known, by every check of one answer. */
export function judgeCapture(
  reading: Reading,
  checks: readonly Check[],
): readonly CaptureVerdict[] {
  const { verdict } = examiner(reading, checks);
  return checks
    .filter((check) => check.compares === undefined)
    .map((check) => ({ check, verdict: verdict(check) }));
}

/**
 * What a captured exchange amounts to. That a body arrived whole says nothing of what it is: a
 * redirection, say, does not conform by it.
 */
export function outcomeOfCapture(judged: readonly CaptureVerdict[], strict: boolean): Outcome {
  const telling = judged.filter(
    ({ check, verdict }) =>
      verdict.verdict !== 'pass' || familyOf(check.requirement.id) !== 'transport',
  );
  return outcomeOfVerdicts(
    telling.map(({ check, verdict }) => ({
      level: check.requirement.level,
      verdict: verdict.verdict,
    })),
    strict,
  );
}
