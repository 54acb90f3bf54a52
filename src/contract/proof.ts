import type { Catalogue } from '../engine/catalogue.ts';
import { planCases } from '../engine/plan.ts';
import type { Observed, TableOfViolations, Unobserved } from '../schema/generated/violations.ts';
import { checkOf, type DefectEntry, readTable } from '../score/tables.ts';
import type { Requirement } from '../vocabulary.ts';

/** A requirement with all that stands behind it. */
export interface Clause {
  readonly requirement: Requirement;
  /** Ids of the probes on whose answers it is judged; none for captured traffic only. */
  readonly probes: readonly string[];
  /** The hand-written defects that its check must find, in the order of their table. */
  readonly defects: readonly DefectEntry[];
  /** Ids of the violations seen in the field that its check finds. */
  readonly entries: readonly string[];
}

/** The tables that stand behind the catalogue. */
export interface Proof {
  readonly defects: readonly DefectEntry[];
  readonly violations: readonly (Observed | Unobserved)[];
}

/** Reads `fixtures/defects.json` and `fixtures/violations.json`; a `Problem` where one is unusable. */
export async function readProof(fixtures: string): Promise<Proof> {
  const [{ defects }, { violations }] = await Promise.all([
    readTable<{ readonly defects: readonly DefectEntry[] }>(`${fixtures}/defects.json`, 'defects'),
    readTable<TableOfViolations>(`${fixtures}/violations.json`, 'violations'),
  ]);
  return { defects, violations };
}

/** Every requirement of the catalogue, in its order, with what stands behind it. */
export function clausesOf({ probes, checks }: Catalogue, proof: Proof): readonly Clause[] {
  const judged = Map.groupBy(planCases(probes, checks), ({ check }) => check);
  return checks.map(({ requirement }) => ({
    requirement,
    probes: judged.get(requirement.id)?.map(({ probe }) => probe) ?? [],
    defects: proof.defects.filter((defect) => proves(defect, requirement.id)),
    entries: proof.violations.filter((one) => finds(one, requirement.id)).map(({ id }) => id),
  }));
}

/** Whether a check must fail where a defect is. */
export function proves({ findings }: DefectEntry, check: string): boolean {
  return findings.some((finding) => checkOf(finding) === check);
}

/** Whether a check is one of those that find a violation of the field. */
function finds(violation: Observed | Unobserved, check: string): boolean {
  return 'checks' in violation && violation.checks.includes(check);
}
