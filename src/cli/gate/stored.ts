import { isDeepStrictEqual } from 'node:util';
import type { Catalogue } from '../../engine/catalogue.ts';
import { openSession } from '../../engine/session.ts';
import { listFixtures, readFixture } from '../../exchange/fixture.ts';
import { readyRequest } from '../../exchange/outgoing.ts';
import { readWithSdk } from '../../exchange/sdk.ts';
import { type EvidenceTerms, type FiledReport, objectionTo } from '../../gate/evidence.ts';
import { attests, exchangesPath, readExchanges } from '../../report/exchanges.ts';
import { totalRows } from '../../report/totals.ts';
import type { Exchange, Probe, Target } from '../../vocabulary.ts';

/**
 * The exchanges of a live report that are still stored, by source: beside the report, or among the
 * recordings of its target. The report attests them: a body with the same hash is the one that came
 * live, whatever has happened to the file since.
 */
export async function storedExchanges(
  { path, report }: FiledReport,
  folder: string,
): Promise<ReadonlyMap<string, Exchange>> {
  const found = new Map<string, Exchange>();
  const keep = (exchange: Exchange): void => {
    const summary = report.exchanges.find(({ source }) => source === exchange.source);
    if (summary?.evidence !== 'live' || found.has(exchange.source)) return;
    if (!attests(report, exchange)) return;
    found.set(exchange.source, { ...exchange, evidence: 'live', date: summary.date });
  };
  for (const exchange of await readExchanges(exchangesPath(path))) keep(exchange);
  if (report.exchanges.every(({ source }) => found.has(source))) return found;
  for (const entry of await listFixtures(folder).catch(() => [])) {
    const read = await readFixture(entry.path).catch(() => null);
    if (read !== null) keep(read.exchange);
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
  const asked = { ...target, model };
  for (const probe of catalogue.probes) {
    const [first] = byProbe.get(probe.id) ?? [];
    const exchange = first === undefined ? undefined : stored.get(first.source);
    if (exchange !== undefined && !asksTheSame(probe, exchange, asked)) return null;
  }
  const probes = catalogue.probes.filter(({ id }) => byProbe.has(id)).map(({ id }) => id);
  const session = openSession(
    { directory: folder, target: asked, probes, baseline: [], strict: false },
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

/** Whether today's probe still sends what was sent then; what follows its first step rests on that. */
function asksTheSame(probe: Probe, { request }: Exchange, target: Target): boolean {
  const built = probe.steps[0].request({
    model: target.model,
    earlier: [],
    limit: (tokens) => ({ [target.tokenLimit]: tokens + target.reasoningAllowance }),
  });
  if (typeof built === 'string' || request === null) return true;
  const { json, body } = readyRequest(built, target, null);
  return request.json === null ? request.text === body : isDeepStrictEqual(request.json, json);
}
