import type { Case, Check, Probe } from '../vocabulary.ts';

/**
 * Which checks are judged on which probes: known before a request is sent, so listing and filtering
 * cost nothing and a report can say what is missing from it.
 */
export function planCases(probes: readonly Probe[], checks: readonly Check[]): readonly Case[] {
  const planned = new Set(probes.map((probe) => probe.id));
  return probes.flatMap((probe) =>
    checks.flatMap((check) => {
      const others = partnersOf(check, probe.id);
      if (others === null) {
        return probe.steps.some((step) => check.plannedFor(step, probe))
          ? [caseOf(probe.id, check, [probe.id])]
          : [];
      }
      return others
        .filter((other) => planned.has(other))
        .slice(0, 1)
        .map((other) => caseOf(probe.id, check, [probe.id, other]));
    }),
  );
}

/** The probes that a comparing check holds against this one; `null` for a check of one answer. */
function partnersOf(check: Check, probe: string): readonly string[] | null {
  if (check.compares === undefined) return null;
  return check.compares.filter(([first]) => first === probe).map(([, other]) => other);
}

function caseOf(probe: string, check: Check, probes: readonly string[]): Case {
  const { id, level } = check.requirement;
  return { id: `${probe}/${id}`, probe, check: id, level, probes };
}
