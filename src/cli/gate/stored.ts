import { createHash } from 'node:crypto';
import type { Catalogue } from '../../engine/catalogue.ts';
import { openSession } from '../../engine/session.ts';
import { listFixtures, readFixture } from '../../exchange/fixture.ts';
import { readWithSdk } from '../../exchange/sdk.ts';
import { type EvidenceTerms, type FiledReport, objectionTo } from '../../gate/evidence.ts';
import { totalRows } from '../../report/totals.ts';
import type { Exchange, Target } from '../../vocabulary.ts';

/**
 * The exchanges of a live report that are still stored, by source. The report attests them: a body
 * with the same hash is the one that came live, whatever has happened to the file since.
 */
export async function storedExchanges(
  { report }: FiledReport,
  folder: string,
): Promise<ReadonlyMap<string, Exchange>> {
  const entries = await listFixtures(folder).catch(() => []);
  const found = new Map<string, Exchange>();
  for (const { path } of entries) {
    const read = await readFixture(path).catch(() => null);
    if (read === null) continue;
    const { exchange } = read;
    const sha256 = createHash('sha256').update(exchange.body).digest('hex');
    const attested = report.exchanges.find(
      (summary) => summary.source === exchange.source && summary.sha256 === sha256,
    );
    if (attested?.evidence !== 'live') continue;
    found.set(exchange.source, { ...exchange, evidence: 'live', date: attested.date });
  }
  return found;
}

/** What judging a report again needs. */
export interface RejudgeOptions {
  readonly model: string;
  readonly terms: EvidenceTerms;
  readonly target: Target;
  readonly catalogue: Catalogue;
  readonly folder: string;
}

/**
 * Judges a report of another suite again by today's, from its stored exchanges. `null` where that is
 * not the only thing against it, or where not all of its exchanges are stored.
 */
export async function rejudge(
  filed: FiledReport,
  { model, terms, target, catalogue, folder }: RejudgeOptions,
): Promise<FiledReport | null> {
  const { report } = filed;
  const renewed = { ...report, header: { ...report.header, suite: terms.suite } };
  if (report.header.suite === terms.suite || objectionTo(renewed, model, terms) !== null)
    return null;
  const stored = await storedExchanges(filed, folder);
  if (!report.exchanges.every(({ source }) => stored.has(source))) return null;
  const byProbe = Map.groupBy(report.exchanges, ({ probe }) => probe);
  const probes = catalogue.probes.filter(({ id }) => byProbe.has(id)).map(({ id }) => id);
  const session = openSession(
    { directory: folder, target: { ...target, model }, probes, baseline: [], strict: false },
    catalogue,
    {
      readWithSdk,
      load: async ({ id }) =>
        (byProbe.get(id) ?? []).flatMap(({ source }) => stored.get(source) ?? []),
    },
  );
  const rows = await Promise.all(session.cases.map((planned) => session.row(planned)));
  return {
    path: filed.path,
    report: {
      ...renewed,
      header: { ...renewed.header, planned: rows.length },
      rows,
      footer: { ...report.footer, judged: rows.length, totals: totalRows(rows) },
    },
  };
}
