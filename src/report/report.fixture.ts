import type { Level, Row } from '../vocabulary.ts';
import type { ExchangeSummary, Report, ReportRow } from './format.ts';
import type { WeighedRow } from './outcome.ts';
import { totalRows } from './totals.ts';

/** A row for tests: a MUST that passed live, unless told otherwise. */
export function sampleRow(id: string, more: Partial<ReportRow> = {}): ReportRow {
  const [probe = '', check = ''] = id.split('/');
  const failed = more.verdict === 'fail';
  return {
    case: id,
    probe,
    check,
    probes: [probe],
    level: 'MUST',
    verdict: 'pass',
    reason: null,
    detail: null,
    standing: failed ? 'violating' : 'as-wanted',
    statement: 'The answer has what it must have',
    reference: 'the test',
    breaks: 'the tested client',
    findings: failed
      ? [{ at: { offset: 3 }, expected: 'this', actual: 'that', exchange: probe }]
      : [],
    facts: [],
    evidence: 'live',
    exchanges: [probe],
    frequency: null,
    unstable: false,
    ...more,
  };
}

/** What the weighing of a run looks at. */
export function weighed(
  level: Level,
  verdict: Row['verdict'],
  reason: string | null = null,
): WeighedRow {
  return {
    case: 'a/b',
    probes: ['a'],
    detail: null,
    level,
    verdict,
    reason,
    standing: verdict === 'fail' ? 'violating' : 'as-wanted',
  };
}

export function sampleExchange(
  source: string,
  more: Partial<ExchangeSummary> = {},
): ExchangeSummary {
  return {
    source,
    probe: source,
    evidence: 'live',
    date: '2026-03-22T10:15:00.000Z',
    status: 200,
    kind: 'completion',
    model: 'sample-1',
    server: null,
    ending: 'complete',
    failure: null,
    attempts: [{ started: '2026-03-22T10:15:00.000Z', status: 200, failure: null, waited: null }],
    headMs: 10,
    endMs: 20,
    bytes: 2,
    sha256: '0'.repeat(64),
    curl: `curl -sSiN 'http://127.0.0.1/v1/chat/completions'`,
    ...more,
  };
}

/** A whole report of a live run that conforms, unless told otherwise. */
export function sampleReport(
  more: {
    readonly header?: Partial<Report['header']>;
    readonly rows?: readonly ReportRow[];
    readonly exchanges?: readonly ExchangeSummary[];
    readonly footer?: Partial<Report['footer']>;
  } = {},
): Report {
  const rows = more.rows ?? [sampleRow('text-plain/http.status')];
  return {
    header: {
      format: 1,
      tool: 'chatspec/0.1.0',
      suite: 'abc123',
      target: 'sample',
      baseUrl: 'http://127.0.0.1/v1',
      model: { asked: 'sample-1', reported: 'sample-1' },
      mode: 'live',
      strict: false,
      evidence: { kind: 'live', date: '2026-03-22T10:15:00.000Z' },
      started: '2026-03-22T10:15:00.000Z',
      planned: rows.length,
      unplanned: [],
      partial: false,
      partialReasons: [],
      warnings: [],
      baseline: [],
      shard: null,
      ...more.header,
    },
    rows,
    exchanges: more.exchanges ?? [sampleExchange('text-plain')],
    footer: {
      ended: '2026-03-22T10:15:09.000Z',
      judged: rows.length,
      totals: totalRows(rows),
      claims: [],
      stale: [],
      outcome: 'conforms',
      ...more.footer,
    },
  };
}
