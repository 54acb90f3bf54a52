import { join, resolve } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import type { BaselineEntry } from '../engine/baseline.ts';
import { readBaseline } from '../engine/baseline-file.ts';
import { planCases } from '../engine/plan.ts';
import { folderOf } from '../engine/replay-plan.ts';
import { Problem } from '../problem.ts';
import type { ReportParts } from '../report/assemble.ts';
import type { Probe, Target } from '../vocabulary.ts';
import { claimsOf, readPages } from './claims.ts';
import type { Io } from './io.ts';
import { ROOT } from './root.ts';

/** Ids of all cases that there are, planned or not, in the order of the catalogue. */
export function knownCases(): readonly string[] {
  return planCases(catalogue.probes, catalogue.checks).map(({ id }) => id);
}

/** Reads the pages that a report of the target answers, and gives what judges their claims. */
export async function readJudgeOfClaims(
  target: Pick<Target, 'name' | 'model'>,
  defaultTarget: string | null,
): Promise<ReportParts['claims']> {
  const pages = await readPages(join(ROOT, 'specs/pages'), target.name, defaultTarget);
  const informative = probesThat((probe) => probe.informative === true);
  return (rows, evidence) => claimsOf(pages, target, informative, rows, evidence);
}

/** The ids of the probes of which something holds. */
export function probesThat(holds: (probe: Probe) => boolean): ReadonlySet<string> {
  return new Set(catalogue.probes.filter(holds).map(({ id }) => id));
}

/** Where the baseline of a target lies below the project that has its config. */
export function baselinePath(target: string): string {
  return `specs/baselines/${folderOf(target)}.json`;
}

/** The expected failures of a target; one that is named and not there is a Problem. */
export async function readEntries(
  target: string,
  named: string | undefined,
  { cwd }: Pick<Io, 'cwd'>,
): Promise<readonly BaselineEntry[]> {
  const shown = named ?? baselinePath(target);
  const entries = await readBaseline(resolve(cwd, shown), shown);
  if (entries === null && named !== undefined) {
    throw new Problem('file', `The baseline ${named} is not there: check its path.`);
  }
  return entries ?? [];
}
