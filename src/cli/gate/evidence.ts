import { catalogue } from '../../../specs/catalogue.ts';
import {
  chooseEvidence,
  dayOf,
  type EvidenceTerms,
  type FiledReport,
  objectionTo,
} from '../../gate/evidence.ts';
import type { Page } from '../../gate/page.ts';
import type { Exchange, Target } from '../../vocabulary.ts';
import type { ReportFolder } from './files.ts';
import { rejudge, storedExchanges } from './stored.ts';

/** The reports that may carry a publication, oldest first. */
export function soundReports(
  { reports }: ReportFolder,
  page: Page,
  terms: EvidenceTerms,
): readonly FiledReport[] {
  return reports.filter(({ report }) =>
    page.models.some((model) => objectionTo(report, model, terms) === null),
  );
}

/**
 * Reports of other suites are judged again where their exchanges are stored: for each model the
 * newest, where no younger one will do, and those of the days that the page states.
 */
export async function withRejudged(
  folder: ReportFolder,
  page: Page,
  terms: EvidenceTerms,
  { target, recordings, days }: RejudgeTerms,
): Promise<ReportFolder> {
  const newest = folder.reports.toSorted((a, b) => startedOf(b).localeCompare(startedOf(a)));
  const renewed = new Map<FiledReport, FiledReport>();
  const served = new Set<string>();
  for (const filed of newest) {
    const model = filed.report.header.model.asked;
    if (!page.models.includes(model)) continue;
    const day = dayOf(startedOf(filed));
    const uses = [model, ...(days.has(day) ? [`${model} ${day}`] : [])];
    if (uses.every((use) => served.has(use))) continue;
    const sound = objectionTo(filed.report, model, terms) === null;
    const options = { model, terms, target, catalogue, folder: recordings };
    const judged = sound ? filed : await rejudge(filed, options);
    if (judged === null) continue;
    renewed.set(filed, judged);
    for (const use of uses) served.add(use);
  }
  return { ...folder, reports: folder.reports.map((filed) => renewed.get(filed) ?? filed) };
}

/** What judging again rests on. */
export interface RejudgeTerms {
  readonly target: Target;
  /** The folder of the target's recordings. */
  readonly recordings: string;
  /** The days that the page states as verified, `YYYY-MM-DD`. */
  readonly days: ReadonlySet<string>;
}

function startedOf({ report }: FiledReport): string {
  return report.header.started;
}

/** The stored exchanges of the reports that were chosen, by source. */
export async function storedOf(
  { reports }: ReportFolder,
  page: Page,
  terms: EvidenceTerms,
  recordings: string,
): Promise<ReadonlyMap<string, Exchange>> {
  const chosen = chooseEvidence(reports, page.models, terms).flatMap(({ filed }) => filed ?? []);
  const stored = await Promise.all(chosen.map((filed) => storedExchanges(filed, recordings)));
  return new Map(stored.flatMap((each) => [...each]));
}
