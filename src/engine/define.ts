import type {
  AnswerKind,
  Check,
  ContextNeed,
  Examination,
  Finding,
  Probe,
  Reading,
  Requirement,
  Step,
  ViewKind,
} from '../vocabulary.ts';

interface CommonParts extends Requirement {
  readonly on: readonly ViewKind[];
  readonly context?: readonly ContextNeed[];
  readonly restsOn?: readonly string[];
  readonly plannedFor?: (step: Step, probe: Probe) => boolean;
  readonly survivesErrorFrame?: boolean;
}

/** What one examination of one subject may say. */
export type Found = Finding | readonly Finding[] | null;

interface CheckParts<S> extends CommonParts {
  readonly subjects: (reading: Reading) => Iterable<S>;
  readonly examine: (subject: S, reading: Reading) => Found;
}

interface ComparisonParts extends CommonParts {
  readonly compares: readonly (readonly [probe: string, other: string])[];
  /** `null`: the two answers hold nothing to compare. */
  readonly compare: (one: Reading, other: Reading) => readonly Finding[] | null;
}

interface FactParts extends Omit<CommonParts, 'level' | 'breaks'> {
  readonly facts: (reading: Reading) => readonly string[];
}

/** More findings of one check on one exchange say nothing new. */
const mostFindings = 20;

/**
 * Makes a check of one requirement on one answer. Supplies what people forget: no subject can never
 * pass, because the subjects are counted here and not by the check.
 */
export function defineCheck<S>(parts: CheckParts<S>): Check {
  return {
    ...frameOf(parts),
    examine: (reading) => {
      let subjects = 0;
      const findings: Finding[] = [];
      for (const subject of parts.subjects(reading)) {
        subjects += 1;
        if (findings.length < mostFindings)
          findings.push(...listFound(parts.examine(subject, reading)));
      }
      return { subjects, findings };
    },
  };
}

/** Makes a check that compares the answers of two probes. */
export function defineComparison(parts: ComparisonParts): Check {
  return {
    ...frameOf(parts),
    compares: parts.compares,
    examine: (reading, other) => {
      const findings = other === null ? null : parts.compare(reading, other);
      return { subjects: findings === null ? 0 : 1, findings: findings ?? [] };
    },
  };
}

/** Makes an INFO check: it has facts to tell and never a finding. */
export function defineFact(parts: FactParts): Check {
  return {
    ...frameOf({ ...parts, level: 'INFO', breaks: 'Nothing: it is told for information.' }),
    examine: (reading): Examination => {
      const facts = parts.facts(reading);
      return { subjects: facts.length, findings: [], facts };
    },
  };
}

function listFound(found: Found): readonly Finding[] {
  if (found === null) return [];
  return isFinding(found) ? [found] : found;
}

function isFinding(found: Finding | readonly Finding[]): found is Finding {
  return !Array.isArray(found);
}

function frameOf(parts: CommonParts): Omit<Check, 'examine'> {
  const { id, level, statement, reference, breaks, decision } = parts;
  return {
    requirement: {
      id,
      level,
      statement,
      reference,
      breaks,
      ...(decision === undefined ? {} : { decision }),
    },
    on: parts.on,
    context: parts.context ?? [],
    restsOn: parts.restsOn ?? [],
    plannedFor: parts.plannedFor ?? ((step) => holds(parts.on, step.expects.answer)),
    survivesErrorFrame: parts.survivesErrorFrame ?? false,
  };
}

/** Whether an answer of the expected kind can hold the subjects of a check. */
function holds(on: readonly ViewKind[], answer: AnswerKind): boolean {
  return answer === 'models' ? false : on.includes(answer);
}
