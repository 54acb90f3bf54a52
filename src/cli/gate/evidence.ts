import { catalogue } from '../../../specs/catalogue.ts';
import {
  chooseEvidence,
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

/** Reports of other suites are judged again where their exchanges are stored. */
export async function withRejudged(
  folder: ReportFolder,
  page: Page,
  terms: EvidenceTerms,
  target: Target,
  recordings: string,
): Promise<ReportFolder> {
  const reports: FiledReport[] = [];
  for (const filed of folder.reports) {
    const model = filed.report.header.model.asked;
    const wanted = page.models.includes(model);
    const options = { model, terms, target, catalogue, folder: recordings };
    reports.push((wanted ? await rejudge(filed, options) : null) ?? filed);
  }
  return { ...folder, reports };
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
