import type { Check, Exchange, Probe, Target } from '../vocabulary.ts';
import { examiner } from './examine.ts';
import { noFacts, read } from './reading.ts';
import { declaredAbsent, foundUnsupported } from './support.ts';

/** Repeats by which a finding of good manners is confirmed. */
export const CONFIRMATIONS = 2;

/** Larger answers are not looked at between two requests; they cost more than a confirmation says. */
const LARGEST = 64 * 1024;

/** Tells which good manners (SHOULD) the answers of one round of a probe break, by check. */
export type FindSoft = (probe: Probe, exchanges: readonly Exchange[]) => ReadonlySet<string>;

/**
 * Makes a quick look at the answers of one round: only by checks of one answer that rest on its
 * bytes alone. What it finds is asked for again before it is reported; what it misses is reported
 * as seen once.
 */
export function softFindings(checks: readonly Check[], target: Target): FindSoft {
  const soft = checks.filter(
    ({ requirement, compares, context }) =>
      requirement.level === 'SHOULD' && compares === undefined && !context.includes('sdk'),
  );
  return (probe, exchanges) => {
    const unfit = exchanges.some(({ status, body }) => status === null || body.length > LARGEST);
    if (unfit || declaredAbsent(probe, target) !== null) return new Set();
    const { dialect, modelEcho } = target;
    const readings = exchanges.map((exchange, at) => {
      const expects = probe.steps[at]?.expects ?? null;
      return read(exchange, { ...noFacts, expects, dialect, modelEcho });
    });
    if (foundUnsupported(probe, target, readings) !== null) return new Set();
    return new Set(
      readings.flatMap((reading, at) => {
        const step = probe.steps[at];
        const { verdict } = examiner(reading, checks);
        return soft
          .filter((check) => step !== undefined && check.plannedFor(step, probe))
          .filter((check) => verdict(check).verdict === 'fail')
          .map(({ requirement }) => requirement.id);
      }),
    );
  };
}
