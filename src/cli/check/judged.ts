import type { CaptureVerdict } from '../../engine/capture.ts';
import { outcomeOfCapture } from '../../engine/capture.ts';
import type { Redactor } from '../../exchange/redact.ts';
import type { Check, Dialect, Exchange, Finding, Outcome, Reading } from '../../vocabulary.ts';

/** What every check says of one exchange. */
export interface Judgement {
  readonly reading: Reading;
  readonly verdicts: readonly CaptureVerdict[];
}

/** Judges one exchange by the whole catalogue. */
export type Judge = (exchange: Exchange, dialect: Dialect | null) => Judgement;

/** A check that failed, with the places. */
export interface Failure {
  readonly check: Check;
  readonly findings: readonly Finding[];
}

/** One exchange, judged and weighed; or one that could not be judged, and why. */
export interface Judged {
  readonly source: string;
  /** `null` where there was no answer to judge. */
  readonly reading: Reading | null;
  readonly outcome: Outcome;
  /** MUST first, each level in the order of the catalogue. */
  readonly failures: readonly Failure[];
  /** How many MUST and SHOULD passed. */
  readonly passed: number;
  /** What could not be tested, by reason: the reason and how many checks it stopped. */
  readonly untested: readonly (readonly [reason: string, checks: number])[];
  /** Why there is no verdict at all, or the words of checks that failed themselves. */
  readonly trouble: readonly string[];
}

/** Weighs what the checks say; `redact` hides what the server may have echoed of a recorded key. */
export function weighExchange(
  { reading, verdicts }: Judgement,
  strict: boolean,
  redact: Redactor,
): Judged {
  const { exchange } = reading;
  if (isHalf(reading)) {
    const why = exchange.failure?.message ?? 'the client broke the answer off';
    return untold(exchange.source, redact.text(why));
  }
  const binding = verdicts.filter(({ check }) => check.requirement.level !== 'INFO');
  return {
    source: reading.exchange.source,
    reading,
    outcome: outcomeOfCapture(verdicts, strict),
    failures: failuresOf(binding, redact),
    passed: binding.filter(({ verdict }) => verdict.verdict === 'pass').length,
    untested: untestedOf(binding),
    trouble: verdicts.flatMap(({ check, verdict }) =>
      verdict.verdict === 'error'
        ? [redact.text(`${check.requirement.id}: ${verdict.detail}`)]
        : [],
    ),
  };
}

/**
 * Whether the client left before the answer was whole. Of a stream the events that had come can be
 * judged; half a JSON text says nothing of the endpoint.
 */
function isHalf({ exchange, view }: Reading): boolean {
  if (exchange.ending !== 'aborted' || view.kind === 'stream') return false;
  return !('doc' in view) || view.doc.error !== null;
}

/** An exchange of which nothing can be told. */
export function untold(source: string, why: string): Judged {
  return {
    source,
    reading: null,
    outcome: 'inconclusive',
    failures: [],
    passed: 0,
    untested: [],
    trouble: [why],
  };
}

function failuresOf(binding: readonly CaptureVerdict[], redact: Redactor): readonly Failure[] {
  const failures = binding.flatMap(({ check, verdict }): Failure[] =>
    verdict.verdict === 'fail'
      ? [{ check, findings: verdict.findings.map((one) => tellable(one, redact)) }]
      : [],
  );
  const rank = ({ check }: Failure) => (check.requirement.level === 'MUST' ? 0 : 1);
  return failures.toSorted((one, other) => rank(one) - rank(other));
}

function tellable({ at, expected, actual }: Finding, redact: Redactor): Finding {
  return {
    at: at.pointer === undefined ? at : { ...at, pointer: redact.text(at.pointer) },
    expected: redact.text(expected),
    actual: redact.text(actual),
  };
}

function untestedOf(binding: readonly CaptureVerdict[]): Judged['untested'] {
  const reasons = binding.flatMap(({ verdict }) =>
    verdict.verdict === 'inconclusive' && verdict.reason === 'not-tested' ? [verdict.detail] : [],
  );
  return [...Map.groupBy(reasons, (reason) => reason)]
    .map(([reason, same]) => [reason, same.length] as const)
    .toSorted(([, one], [, other]) => other - one);
}
