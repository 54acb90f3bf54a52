import type { BaselineEntry, BaselineFault } from '../engine/baseline.ts';
import type { Shard } from '../engine/shard.ts';
import type {
  Attempt,
  EvidenceKind,
  Finding,
  Level,
  Mode,
  Outcome,
  Row,
  Verdict,
} from '../vocabulary.ts';

/** Version of the report format; a change that readers notice gets the next number. */
export const REPORT_FORMAT = 1;

/** A finding with the bytes at its place, as text; `null` where the exchange is not at hand. */
export interface ReportFinding extends Finding {
  readonly excerpt?: string | null;
}

/** A row as the report keeps it. */
export interface ReportRow extends Row {
  readonly findings: readonly ReportFinding[];
}

/** What a reader must know about one exchange to ask for it again and to trust it. */
export interface ExchangeSummary {
  /** The name by which rows and findings speak of it. */
  readonly source: string;
  readonly probe: string;
  readonly evidence: EvidenceKind;
  /** When the answer came, ISO 8601, UTC. */
  readonly date: string | null;
  readonly status: number | null;
  readonly kind: string;
  /** The model that the answer reports. */
  readonly model: string | null;
  readonly server: string | null;
  readonly ending: string | null;
  readonly failure: string | null;
  readonly attempts: readonly Attempt[];
  /** Milliseconds to the head and to the end of the answer. */
  readonly headMs: number | null;
  readonly endMs: number | null;
  readonly bytes: number;
  readonly sha256: string;
  /** The request as a shell line; the key is a variable. */
  readonly curl: string | null;
}

/** The weakest kind of evidence among the exchanges, and the date of the oldest. */
export interface EvidenceSummary {
  readonly kind: EvidenceKind;
  readonly date: string | null;
}

/** What was known before the first row. */
export interface ReportHeader {
  readonly format: typeof REPORT_FORMAT;
  /** Version of chatspec. */
  readonly tool: string;
  /** Digest of the contract, the probes and the judge: reports of one suite are comparable. */
  readonly suite: string;
  readonly target: string;
  readonly baseUrl: string;
  readonly model: { readonly asked: string; readonly reported: string | null };
  readonly mode: Mode;
  readonly strict: boolean;
  readonly evidence: EvidenceSummary | null;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** How many cases were planned. */
  readonly planned: number;
  /** Probes that were not planned, and why. */
  readonly unplanned: readonly { readonly probe: string; readonly reason: string }[];
  readonly partial: boolean;
  /** Why this is not the whole picture, a sentence each. */
  readonly partialReasons: readonly string[];
  /** What a reader must know before believing anything else here. */
  readonly warnings: readonly string[];
  /** The expected failures of the target, also those that have expired. */
  readonly baseline: readonly BaselineEntry[];
  /** Which part of a run that several machines share; `null`: all of it. */
  readonly shard: Shard | null;
}

/** What the rows of this report say of a statement of a documented page. */
export interface ReportClaim {
  /** The page's title. */
  readonly page: string;
  readonly id: string;
  /** The statement in one plain sentence, in Markdown of the page's claims file. */
  readonly sentence: string;
  readonly verdict: 'verified' | 'contradicted' | 'unverified' | 'out-of-scope';
  /** In one sentence. */
  readonly why: string;
  readonly evidence: EvidenceSummary | null;
}

export type VerdictName = Verdict['verdict'];
export type Totals = Readonly<Record<Level, Readonly<Record<VerdictName, number>>>>;

/** What was known after the last row. */
export interface ReportFooter {
  readonly ended: string;
  /** How many rows there are. */
  readonly judged: number;
  readonly totals: Totals;
  readonly claims: readonly ReportClaim[];
  /** Baseline entries that must be changed. */
  readonly stale: readonly BaselineFault[];
  readonly outcome: Outcome;
}

export interface Report {
  readonly header: ReportHeader;
  readonly rows: readonly ReportRow[];
  readonly exchanges: readonly ExchangeSummary[];
  readonly footer: ReportFooter;
}
