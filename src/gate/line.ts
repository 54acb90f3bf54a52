import type { Outcome } from '../vocabulary.ts';

/** What the gate says of one line of a page. */
export interface GateLine {
  readonly line: number;
  readonly column: number;
  readonly kind: 'claim' | 'statement' | 'date' | 'model' | 'example' | 'shape' | 'block' | 'note';
  /** The page's own words, or what stands for them. */
  readonly text: string;
  /**
   * `unknown`: not understood, which is said and keeps nothing back. `prose`: nothing to verify.
   */
  readonly verdict:
    | 'verified'
    | 'contradicted'
    | 'unverified'
    | 'out-of-scope'
    | 'unknown'
    | 'prose';
  readonly why: string;
  /** What to do; `null` where there is nothing. */
  readonly remedy: string | null;
  /** Whether this line, where it is unverified, keeps the page back. */
  readonly binding: boolean;
}

/** A page with all that the gate says of it. */
export interface GateResult {
  /** The page's path as it was given. */
  readonly page: string;
  readonly title: string;
  readonly target: string;
  readonly baseUrl: string;
  /** Ordered by place. */
  readonly lines: readonly GateLine[];
  readonly claims: readonly {
    readonly id: string;
    readonly sentence: string;
    readonly verdict: 'verified' | 'contradicted' | 'unverified';
    readonly why: string;
  }[];
  /** The report for each model, or why there is none. */
  readonly evidence: readonly {
    readonly model: string;
    readonly report: string | null;
    readonly date: string | null;
    readonly reason: string | null;
  }[];
  readonly outcome: Outcome;
}

/**
 * What lines amount to. A contradiction outweighs what could not be told. What nobody asked to try
 * (an example that was not run) binds only with `strict`.
 */
export function outcomeOfLines(lines: readonly GateLine[], strict: boolean): Outcome {
  if (lines.some(({ verdict }) => verdict === 'contradicted')) return 'violates';
  const open = lines.some(
    ({ verdict, binding }) =>
      (verdict === 'unverified' && (binding || strict)) || (verdict === 'unknown' && strict),
  );
  return open ? 'inconclusive' : 'conforms';
}
