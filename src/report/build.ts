import type { Case, Exchange, Mode, Row, Target } from '../vocabulary.ts';
import { excerptAt } from './excerpt.ts';
import {
  type EvidenceSummary,
  type ExchangeSummary,
  REPORT_FORMAT,
  type Report,
  type ReportClaim,
  type ReportFooter,
  type ReportHeader,
  type ReportRow,
} from './format.ts';
import { weigh } from './outcome.ts';
import { summariseExchange } from './summary.ts';
import { summariseEvidence, totalRows } from './totals.ts';

/** Everything that a run leaves behind. */
export interface FinishedRun {
  readonly tool: string;
  readonly suite: string;
  readonly target: Target;
  readonly mode: Mode;
  readonly strict: boolean;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string;
  readonly planned: readonly Case[];
  readonly unplanned: ReportHeader['unplanned'];
  /** Why the run was not meant to be whole or did not stay so: a choice of probes, Ctrl-C. */
  readonly partialReasons: readonly string[];
  readonly warnings: readonly string[];
  readonly rows: readonly Row[];
  /** The probes that send a key which cannot be right. */
  readonly wrongKey: ReadonlySet<string>;
  /** By probe, in the order of its steps. */
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>;
  /** Judges the claims of the pages by the finished rows. */
  readonly claims: (
    rows: readonly Row[],
    evidence: EvidenceSummary | null,
  ) => readonly ReportClaim[];
  readonly staleEntries: number;
}

/** Puts a run into the form that is written, read back and rendered. Pure. */
export function buildReport(run: FinishedRun): Report {
  const exchanges = [...run.exchanges].flatMap(([probe, list]) =>
    list.map((exchange) => summariseExchange(exchange, probe, keyFor(probe, run))),
  );
  // A request that was never answered is no evidence, and has no date.
  const evidence = summariseEvidence(exchanges.filter(({ status }) => status !== null));
  const rows = arrangeRows(run);
  const claims = run.claims(rows, evidence);
  return {
    header: buildHeader(run, exchanges, evidence, rows.length),
    rows,
    exchanges,
    footer: buildFooter(run, rows, claims),
  };
}

/** What stands for the key in shell lines. */
function keyFor(probe: string, { target, wrongKey }: FinishedRun): string | null {
  if (target.apiKeyEnv === null) return null;
  return wrongKey.has(probe) ? 'a-wrong-key' : `$${target.apiKeyEnv}`;
}

function buildHeader(
  run: FinishedRun,
  exchanges: readonly ExchangeSummary[],
  evidence: EvidenceSummary | null,
  judged: number,
): ReportHeader {
  const partialReasons = [...run.partialReasons];
  if (run.unplanned.length > 0) {
    partialReasons.push(`${countOf(run.unplanned.length, 'probe')} could not be planned.`);
  }
  if (judged !== run.planned.length) {
    partialReasons.push(
      `${countOf(run.planned.length, 'case')} planned, but ${judged} judged: chatspec itself failed.`,
    );
  }
  return {
    format: REPORT_FORMAT,
    tool: run.tool,
    suite: run.suite,
    target: run.target.name,
    baseUrl: run.target.baseUrl,
    model: {
      asked: run.target.model,
      reported: exchanges.find(({ model }) => model !== null)?.model ?? null,
    },
    mode: run.mode,
    strict: run.strict,
    evidence,
    started: run.started,
    planned: run.planned.length,
    unplanned: run.unplanned,
    partial: partialReasons.length > 0,
    partialReasons,
    warnings: run.warnings,
  };
}

function buildFooter(
  run: FinishedRun,
  rows: readonly Row[],
  claims: readonly ReportClaim[],
): ReportFooter {
  return {
    ended: run.ended,
    judged: rows.length,
    totals: totalRows(rows),
    claims,
    outcome: weigh({
      rows,
      planned: run.planned.length,
      strict: run.strict,
      contradicted: claims.some(({ verdict }) => verdict === 'contradicted'),
      staleEntries: run.staleEntries,
    }),
  };
}

/** Rows in the order of the plan, however the runner finished them, with the bytes of findings. */
function arrangeRows(run: FinishedRun): readonly ReportRow[] {
  const position = new Map(run.planned.map(({ id }, index) => [id, index]));
  const bySource = new Map(
    [...run.exchanges.values()].flat().map((exchange) => [exchange.source, exchange]),
  );
  return run.rows
    .filter(({ case: id }) => position.has(id))
    .sort((a, b) => (position.get(a.case) ?? 0) - (position.get(b.case) ?? 0))
    .map((row) => ({
      ...row,
      findings: row.findings.map((finding) => {
        const exchange = bySource.get(finding.exchange ?? row.exchanges[0] ?? '');
        return { ...finding, excerpt: exchange ? excerptAt(exchange, finding.at) : null };
      }),
    }));
}

/** `1 probe`, `2 probes`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
