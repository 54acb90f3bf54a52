import type { Report } from '../report/format.ts';
import { daysBetween } from './dates.ts';

/** A report and the file it was read from. */
export interface FiledReport {
  readonly path: string;
  readonly report: Report;
}

/** What evidence must be to carry a publication. */
export interface EvidenceTerms {
  readonly baseUrl: string;
  readonly maxAgeDays: number;
  /** Digest of today's suite: a report of another one has judged by other rules. */
  readonly suite: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** The report on which the claims about one model rest, or why there is none. */
export interface ModelEvidence {
  readonly model: string;
  readonly filed: FiledReport | null;
  /** Why no report will do; `null` where one does. */
  readonly reason: string | null;
}

/** Chooses, for each model, the newest report that may carry a publication. */
export function chooseEvidence(
  reports: readonly FiledReport[],
  models: readonly string[],
  terms: EvidenceTerms,
): readonly ModelEvidence[] {
  return models.map((model) => chooseFor(model, reports, terms));
}

function chooseFor(
  model: string,
  reports: readonly FiledReport[],
  terms: EvidenceTerms,
): ModelEvidence {
  const newest = reports.toSorted((a, b) => startedOf(b).localeCompare(startedOf(a)));
  const objections = newest.map((filed) => ({
    filed,
    objection: objectionTo(filed.report, model, terms),
  }));
  const sound = objections.find(({ objection }) => objection === null);
  if (sound !== undefined) return { model, filed: sound.filed, reason: null };
  // Of the reports about the right thing, the newest one's failing is the one worth mending.
  const near = objections.find(
    ({ filed }) => objectionToSubject(filed.report, model, terms) === null,
  );
  const [nearest] = near === undefined ? objections : [near];
  const reason =
    nearest === undefined
      ? `there is no report of ${model}`
      : `no live report of ${model} will do: the newest ${near === undefined ? 'one ' : ''}${nearest.objection}`;
  return { model, filed: null, reason };
}

function startedOf({ report }: FiledReport): string {
  return report.header.started;
}

/** Why a report may not carry a claim about a model; `null` where it may. */
export function objectionTo(report: Report, model: string, terms: EvidenceTerms): string | null {
  return objectionToSubject(report, model, terms) ?? objectionToKind(report, terms);
}

function objectionToSubject(report: Report, model: string, terms: EvidenceTerms): string | null {
  const { header } = report;
  if (withoutSlash(header.baseUrl) !== withoutSlash(terms.baseUrl)) {
    return `is of another address (${header.baseUrl}, not ${terms.baseUrl})`;
  }
  if (header.model.asked !== model) return `asked for another model (${header.model.asked})`;
  return null;
}

function objectionToKind({ header, footer }: Report, terms: EvidenceTerms): string | null {
  const kind = header.evidence?.kind ?? 'no';
  if (header.mode !== 'live') return `is a replay (evidence: ${kind})`;
  if (kind !== 'live') return `rests on ${kind} evidence`;
  if (header.partial)
    return `is PARTIAL${header.partialReasons.map((each) => ` (${each})`).join('')}`;
  if (footer.judged !== header.planned) return 'is not whole';
  const age = daysBetween(header.started, terms.now);
  if (age < 0) return `is from the future (${dayOf(header.started)})`;
  if (age > terms.maxAgeDays) {
    return `is ${age} days old (${dayOf(header.started)}; at most ${terms.maxAgeDays})`;
  }
  if (header.suite !== terms.suite) return 'was judged by another suite than today\u2019s';
  return null;
}

/** The day of a moment, `YYYY-MM-DD`, UTC. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
