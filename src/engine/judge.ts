import { roundOf } from '../exchange/fixture.ts';
import type {
  Case,
  Check,
  Finding,
  Frequency,
  Probe,
  Reading,
  Target,
  Verdict,
} from '../vocabulary.ts';
import type { Examiner } from './examine.ts';
import { examiner } from './examine.ts';
import { declaredAbsent, foundUnsupported } from './support.ts';
import { wilson } from './wilson.ts';

/** More findings of one case say nothing new, however often it was judged. */
const mostFindings = 20;

/** What a probe is judged from. */
export interface ProbeEvidence {
  readonly probe: Probe;
  readonly cases: readonly Case[];
  readonly checks: readonly Check[];
  /** Every probe's readings, steps in order, once per repeat. */
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  readonly target: Target;
}

/** A case with its verdict, and how often it was seen to fail where it was judged repeatedly. */
export interface JudgedCase {
  readonly case: Case;
  readonly verdict: Verdict;
  readonly frequency: Frequency | null;
}

/** Judges all cases of one probe. Pure: the same readings give the same verdicts. */
export function judgeProbe(evidence: ProbeEvidence): readonly JudgedCase[] {
  const { probe, cases, checks, readings, target } = evidence;
  const own = readings.get(probe.id) ?? [];
  const skip = declaredAbsent(probe, target) ?? foundUnsupported(probe, target, own);
  if (skip !== null) {
    return cases.map((planned) => ({
      case: planned,
      verdict: { verdict: 'skip', ...skip },
      frequency: null,
    }));
  }
  const byId = new Map(checks.map((check) => [check.requirement.id, check]));
  const examiners = own.map((reading) => examiner(reading, checks));
  const judged = cases.map((planned) => {
    const check = byId.get(planned.check);
    return check === undefined
      ? errorCase(planned, 'no such check is in the catalogue')
      : judgeCase(planned, check, evidence, own, examiners);
  });
  return joinSdkWords(judged, own);
}

function errorCase(planned: Case, detail: string): JudgedCase {
  return { case: planned, verdict: { verdict: 'error', detail }, frequency: null };
}

function judgeCase(
  planned: Case,
  check: Check,
  { probe, readings }: ProbeEvidence,
  own: readonly Reading[],
  examiners: readonly Examiner[],
): JudgedCase {
  const partner = planned.probes[1];
  const others = partner === undefined ? [] : (readings.get(partner) ?? []);
  const told = examiners.flatMap((one, n) => {
    const step = probe.steps[n % probe.steps.length];
    if (step === undefined || (partner === undefined && !check.plannedFor(step, probe))) return [];
    const verdict = one.verdict(check, partnerOf(own[n], others));
    return [{ round: Math.floor(n / probe.steps.length), verdict }];
  });
  const verdicts = told.map(({ verdict }) => verdict);
  if (own.length === 0 || verdicts.length === 0) {
    return {
      case: planned,
      verdict: { verdict: 'inconclusive', reason: 'not-tested', detail: 'no exchange was made' },
      frequency: null,
    };
  }
  const rounds = Map.groupBy(told, ({ round }) => round).values();
  const byRound = [...rounds].map((one) => combine(one.map(({ verdict }) => verdict)));
  return { case: planned, verdict: combine(verdicts), frequency: count(byRound) };
}

/**
 * The first answer of the other probe in the same round, or in its first where it has no such: a
 * finding is confirmed by repeating its own probe only, so the two may have been sent unequally often.
 */
function partnerOf(own: Reading | undefined, others: readonly Reading[]): Reading | null {
  const round = roundOf(own?.exchange.source ?? '');
  return others.find(({ exchange }) => roundOf(exchange.source) === round) ?? others[0] ?? null;
}

/**
 * One verdict of several exchanges: a fault anywhere is a fault; what one exchange could not show is
 * not told as tested because another could.
 */
export function combine(verdicts: readonly Verdict[]): Verdict {
  const broken = verdicts.find((v) => v.verdict === 'error');
  if (broken !== undefined) return broken;
  const [first, ...rest] = verdicts.flatMap((v): readonly Finding[] =>
    v.verdict === 'fail' ? v.findings : [],
  );
  if (first !== undefined) {
    return { verdict: 'fail', findings: [first, ...rest.slice(0, mostFindings - 1)] };
  }
  const untested = verdicts.find((v) => v.verdict === 'inconclusive' && v.reason === 'not-tested');
  if (untested !== undefined) return untested;
  const passed = verdicts.filter((v) => v.verdict === 'pass');
  if (passed.length > 0) return { verdict: 'pass', facts: passed.flatMap((v) => v.facts) };
  const empty = verdicts[0];
  return empty ?? { verdict: 'inconclusive', reason: 'no-subject', detail: 'nothing was judged' };
}

/** How many rounds of a probe failed; `null` where it was sent once. */
function count(rounds: readonly Verdict[]): Frequency | null {
  if (rounds.length < 2) return null;
  const told = rounds.filter((v) => v.verdict === 'pass' || v.verdict === 'fail');
  if (told.length === 0) return null;
  const failures = told.filter((v) => v.verdict === 'fail').length;
  return { n: told.length, failures, interval: wilson(failures, told.length) };
}

/** Where the SDK stumbled over a fault that the bytes explain, its words join that row. */
function joinSdkWords(
  judged: readonly JudgedCase[],
  own: readonly Reading[],
): readonly JudgedCase[] {
  const words = own.map((reading) => reading.sdk?.error?.message).find((w) => w !== undefined);
  const cause = judged.find(
    ({ case: { level, check }, verdict }) =>
      level === 'MUST' && verdict.verdict === 'fail' && !check.startsWith('sdk.'),
  );
  if (words === undefined || cause === undefined || cause.verdict.verdict !== 'fail') return judged;
  const [first, ...rest] = cause.verdict.findings;
  const told: Finding = { ...first, actual: `${first.actual}; the openai SDK says: ${words}` };
  return judged.map((one) =>
    one === cause ? { ...one, verdict: { verdict: 'fail', findings: [told, ...rest] } } : one,
  );
}
