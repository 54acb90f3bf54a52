import { type BaselineEntry, reviewBaseline } from '../engine/baseline.ts';
import { type Shard, sayShard } from '../engine/shard.ts';
import {
  type EvidenceSummary,
  type ExchangeSummary,
  REPORT_FORMAT,
  type Report,
  type ReportClaim,
  type ReportHeader,
  type ReportRow,
} from './format.ts';
import { weigh } from './outcome.ts';
import { summariseEvidence, totalRows } from './totals.ts';
import { countOf } from './words.ts';

/** What a report is put together from, whether one run made it or several machines did. */
export interface ReportParts {
  readonly tool: string;
  readonly suite: string;
  readonly target: string;
  readonly baseUrl: string;
  /** The model asked for. */
  readonly model: string;
  readonly mode: ReportHeader['mode'];
  readonly strict: boolean;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string;
  /** How many cases were planned. */
  readonly planned: number;
  readonly unplanned: ReportHeader['unplanned'];
  /** Why the run was not meant to be whole or did not stay so, apart from what the parts show. */
  readonly partialReasons: readonly string[];
  readonly warnings: readonly string[];
  readonly baseline: readonly BaselineEntry[];
  readonly shard: Shard | null;
  /** In the order of the plan. */
  readonly rows: readonly ReportRow[];
  readonly exchanges: readonly ExchangeSummary[];
  /** Ids of all cases that there are, planned or not. */
  readonly known: readonly string[];
  /** Judges the claims of the pages by the rows. */
  readonly claims: (rows: readonly ReportRow[], evidence: EvidenceSummary | null) => JudgedClaims;
}

/** What the rows say of the pages' claims. */
export interface JudgedClaims {
  readonly claims: readonly ReportClaim[];
  /**
   * Whether a claim of the target's own page is contradicted by a failure that the baseline does
   * not expect. An expected one keeps the page back at the gate, and is no news to a scheduled run.
   */
  readonly contradicted: boolean;
}

/** Puts the parts into the form that is written, read back and rendered. Pure. */
export function assembleReport(parts: ReportParts): Report {
  const { rows, exchanges, known, shard, unplanned, planned, strict } = parts;
  // A request that was never answered is no evidence, and has no date.
  const evidence = summariseEvidence(exchanges.filter(({ status }) => status !== null));
  const { claims, contradicted } = parts.claims(rows, evidence);
  const stale = reviewBaseline({
    entries: parts.baseline,
    day: parts.started.slice(0, 10),
    known,
    rows,
  });
  const partialReasons = [
    ...parts.partialReasons,
    ...shownReasons({ shard, unplanned, planned, judged: rows.length }),
  ];
  return {
    header: {
      format: REPORT_FORMAT,
      tool: parts.tool,
      suite: parts.suite,
      target: parts.target,
      baseUrl: parts.baseUrl,
      model: {
        asked: parts.model,
        reported: exchanges.find(({ model }) => model !== null)?.model ?? null,
      },
      mode: parts.mode,
      strict,
      evidence,
      started: parts.started,
      planned,
      unplanned,
      partial: partialReasons.length > 0,
      partialReasons,
      warnings: parts.warnings,
      baseline: parts.baseline,
      shard,
    },
    rows,
    exchanges,
    footer: {
      ended: parts.ended,
      judged: rows.length,
      totals: totalRows(rows),
      claims,
      stale,
      outcome: weigh({
        rows,
        planned,
        strict,
        contradicted,
        staleEntries: stale.length,
      }),
    },
  };
}

/** The reasons to say PARTIAL that the parts themselves show, a sentence each. */
export function shownReasons({
  shard,
  unplanned,
  planned,
  judged,
}: Pick<ReportHeader, 'shard' | 'unplanned' | 'planned'> & { readonly judged: number }): string[] {
  return [
    ...(shard === null ? [] : [`It is ${sayShard(shard)}: the command merge joins them.`]),
    ...(unplanned.length === 0
      ? []
      : [`${countOf(unplanned.length, 'probe')} could not be planned.`]),
    ...(judged === planned
      ? []
      : [`${countOf(planned, 'case')} planned, but ${judged} judged: chatspec itself failed.`]),
  ];
}
