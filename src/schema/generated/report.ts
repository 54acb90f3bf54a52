/* Generated from schemas/files/report.schema.json by `npm run generate`: change the schema, not this. */

export type EvidenceOrNone = Evidence | null;

/**
 * What one run found. A report without a footer is not whole.
 */
export interface Report {
  header: Header;
  /**
   * One per judged case, in the order of the plan.
   */
  rows: Row[];
  /**
   * One per request and answer.
   */
  exchanges: Exchange[];
  footer: Footer;
}
export interface Header {
  /**
   * Version of this format.
   */
  format: 1;
  /**
   * Version of chatspec.
   */
  tool: string;
  /**
   * Digest of the contract, the probes and the judge.
   */
  suite: string;
  target: string;
  baseUrl: string;
  model: {
    asked: string;
    reported: string | null;
  };
  mode: 'live' | 'replay';
  /**
   * SHOULD counted as MUST.
   */
  strict: boolean;
  evidence: EvidenceOrNone;
  started: string;
  /**
   * How many cases were planned.
   */
  planned: number;
  /**
   * Probes that were not planned, and why.
   */
  unplanned: {
    probe: string;
    reason: string;
  }[];
  partial: boolean;
  partialReasons: string[];
  warnings: string[];
  /**
   * The expected failures of the target, as the run found them.
   */
  baseline: BaselineEntry[];
  /**
   * Which part of a run that several machines share; null where it is the whole.
   */
  shard: {
    number: number;
    of: number;
  } | null;
}
/**
 * Weakest kind and oldest date.
 */
export interface Evidence {
  kind: 'live' | 'recorded' | 'synthetic';
  date: string | null;
}
export interface BaselineEntry {
  /**
   * Id of a case, or a pattern of ids.
   */
  names: string;
  reason: string;
  owner: string;
  link: string;
  expires: string;
  /**
   * File and line.
   */
  at: string;
}
export interface Row {
  case: string;
  probe: string;
  check: string;
  probes: string[];
  level: 'MUST' | 'SHOULD' | 'INFO';
  verdict: 'pass' | 'fail' | 'inconclusive' | 'skip' | 'error';
  reason: 'no-subject' | 'not-tested' | 'declared' | 'unsupported' | null;
  detail: string | null;
  standing: 'as-wanted' | 'violating' | 'expected-failure' | 'surprise-pass';
  statement: string;
  reference: string;
  breaks: string;
  findings: Finding[];
  facts: string[];
  evidence: 'live' | 'recorded' | 'synthetic' | null;
  exchanges: string[];
  frequency: {
    n: number;
    failures: number;
    /**
     * 95 % Wilson interval of the failure rate.
     *
     * @minItems 2
     * @maxItems 2
     */
    interval: number[];
  } | null;
  unstable: boolean;
}
export interface Finding {
  at: Place;
  expected: string;
  actual: string;
  exchange?: string;
  /**
   * The bytes at the place, as text.
   */
  excerpt?: string | null;
}
export interface Place {
  event?: number;
  offset?: number;
  pointer?: string;
}
export interface Exchange {
  source: string;
  probe: string;
  evidence: 'live' | 'recorded' | 'synthetic';
  date: string | null;
  status: number | null;
  kind: string;
  model: string | null;
  server: string | null;
  ending: string | null;
  failure: string | null;
  attempts: Attempt[];
  headMs: number | null;
  endMs: number | null;
  bytes: number;
  sha256: string;
  /**
   * The request as a shell line; the key is a variable.
   */
  curl: string | null;
}
export interface Attempt {
  started: string;
  status: number | null;
  failure: {
    kind: string;
    message: string;
  } | null;
  waited: number | null;
}
export interface Footer {
  ended: string;
  /**
   * How many rows there are.
   */
  judged: number;
  totals: {
    MUST: Counts;
    SHOULD: Counts;
    INFO: Counts;
  };
  claims: Claim[];
  outcome: 'conforms' | 'violates' | 'inconclusive' | 'error';
  /**
   * Baseline entries that must be changed.
   */
  stale: BaselineFault[];
}
export interface Counts {
  pass: number;
  fail: number;
  inconclusive: number;
  skip: number;
  error: number;
}
export interface Claim {
  page: string;
  id: string;
  sentence: string;
  verdict: 'verified' | 'contradicted' | 'unverified' | 'out-of-scope';
  why: string;
  evidence: EvidenceOrNone;
}
export interface BaselineFault {
  /**
   * File and line to change.
   */
  at: string;
  problem: string;
}
