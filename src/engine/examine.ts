import type { Check, Examination, Finding, Reading, Verdict } from '../vocabulary.ts';
import { outageOf } from './outage.ts';
import { atPointer } from './place.ts';
import { missingContext } from './reading.ts';
import { sayRest } from './rest.ts';

/** Judges checks on one exchange; remembers, since some checks rest on the verdict of others. */
export interface Examiner {
  /** The verdict of one check on this exchange alone. */
  verdict(check: Check, other?: Reading | null): Verdict;
}

/**
 * Makes an examiner of one reading. The order of the refusals matters: what the exchange cannot bear
 * comes before what the answer does not hold, so that an outage is never told as an empty answer.
 */
export function examiner(reading: Reading, checks: readonly Check[]): Examiner {
  const verdicts = new Map<string, Verdict>();

  const alone = (check: Check): Verdict => {
    const known = verdicts.get(check.requirement.id);
    if (known !== undefined) return known;
    const made = make(check, null);
    verdicts.set(check.requirement.id, made);
    return made;
  };

  const bases = basesOf(checks);
  const unsound = (check: Check): Check | undefined =>
    bases.get(check.requirement.id)?.find((base) => alone(base).verdict === 'fail');

  /** A comparison needs both answers sound: a fault of the other one has its own row there. */
  const unsoundBeside = (check: Check, other: Reading): Check | undefined => {
    const beside = examiner(other, checks);
    return bases.get(check.requirement.id)?.find((base) => beside.verdict(base).verdict === 'fail');
  };

  const make = (check: Check, other: Reading | null): Verdict => {
    const { failure } = reading.exchange;
    if (failure?.kind === 'not-possible') return noSubject(failure.message);
    const outage = outageOf(reading) ?? (other === null ? null : outageOf(other));
    if (outage !== null && !judgesTransport(check)) return notTested(outage);
    const beyond = beyondReading(reading);
    if (beyond !== null && !judgesTransport(check)) return notTested(beyond);
    const missing = missingContext(reading, check.context);
    // What an outage left out is told as the outage.
    if (missing !== null) return notTested(outage ?? missing);
    if (!check.on.includes(reading.view.kind)) {
      return noSubject(`the answer is ${nameOfKind(reading)}`);
    }
    if (endedInError(reading) && !check.survivesErrorFrame) {
      return notTested('the stream ended in an error frame');
    }
    if (check.compares !== undefined && other === null) {
      return notTested('the answer to compare with is missing');
    }
    const own = unsound(check);
    const base = own ?? (other === null ? undefined : unsoundBeside(check, other));
    if (base !== undefined) {
      const { id, level } = base.requirement;
      const where = own === undefined ? 'the answer to compare with' : 'the same answer';
      const why = sayRest(id, where);
      // What a SHOULD takes away must not make a run of conforming MUSTs inconclusive.
      return level === 'MUST' ? notTested(why) : noSubject(why);
    }
    return weigh(check, examineSafely(check, reading, other), reading);
  };

  return {
    verdict: (check, other = null) =>
      check.compares === undefined ? alone(check) : make(check, other),
  };
}

const knownBases = new WeakMap<readonly Check[], ReadonlyMap<string, readonly Check[]>>();

/** The checks on which each check rests, by its id: worked out once for a catalogue. */
function basesOf(checks: readonly Check[]): ReadonlyMap<string, readonly Check[]> {
  const known = knownBases.get(checks);
  if (known !== undefined) return known;
  const found = new Map(
    checks.map((check) => [check.requirement.id, checks.filter((base) => restsOn(check, base))]),
  );
  knownBases.set(checks, found);
  return found;
}

/** Whether a verdict of `base` can leave no sound reading for `check`. */
export function restsOn(check: Check, base: Check): boolean {
  const { id, level } = base.requirement;
  const judgesOne = base.compares === undefined && level !== 'INFO' && base !== check;
  return judgesOne && check.restsOn.some((name) => name === id || id.startsWith(`${name}.`));
}

function examineSafely(check: Check, reading: Reading, other: Reading | null): Examination | Error {
  try {
    return check.examine(reading, other);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function weigh(check: Check, examination: Examination | Error, reading: Reading): Verdict {
  if (examination instanceof Error) {
    return { verdict: 'error', detail: `the check itself failed: ${examination.message}` };
  }
  const [first, ...rest] = examination.findings.map((finding) => place(finding, reading));
  if (first !== undefined) return { verdict: 'fail', findings: [first, ...rest] };
  const cut = reading.exchange.ending === 'capped' && check.context.includes('ending');
  if (examination.subjects === 0 && cut) {
    return notTested(`the body was cut: ${reading.exchange.failure?.message ?? 'a limit was hit'}`);
  }
  if (examination.subjects === 0) return noSubject('the answer holds nothing that it speaks of');
  return { verdict: 'pass', facts: examination.facts ?? [] };
}

/**
 * Names the exchange; finds the offset of a pointer into a whole body; drops it where a recorder has
 * decoded the body.
 */
function place(finding: Finding, reading: Reading): Finding {
  const { pointer } = finding.at;
  const located =
    pointer !== undefined && reading.view.kind === 'completion' ? atPointer(reading, pointer) : {};
  const { offset, ...rest } = { ...located, ...finding.at };
  const exact = reading.exchange.fidelity === 'bytes' && offset !== undefined;
  return { ...finding, at: exact ? { ...rest, offset } : rest, exchange: reading.exchange.source };
}

/**
 * Why a body was not read whole, or `null`: legal JSON may hold more values than this client can
 * afford to read, and nothing of it may then be called wrong or missing.
 */
function beyondReading({ view }: Reading): string | null {
  const docs = view.kind === 'stream' ? view.events.map(({ doc }) => doc) : [view.doc];
  const error = docs.map((doc) => doc.error).find((one) => one?.beyond === true);
  return error ? `the body holds more than is read of it (${error.message})` : null;
}

/** What judges the outage itself. */
function judgesTransport({ requirement: { id } }: Check): boolean {
  return id.startsWith('transport.') || ['error.gateway-page', 'error.retry-after'].includes(id);
}

function endedInError(reading: Reading): boolean {
  return reading.view.kind === 'stream' && reading.view.errors.length > 0;
}

function nameOfKind(reading: Reading): string {
  const { kind } = reading.view;
  if (kind === 'error') return 'an error answer';
  if (kind === 'unknown') return 'neither a completion nor a stream nor an error';
  return `a ${kind}`;
}

function notTested(detail: string): Verdict {
  return { verdict: 'inconclusive', reason: 'not-tested', detail };
}

function noSubject(detail: string): Verdict {
  return { verdict: 'inconclusive', reason: 'no-subject', detail };
}
