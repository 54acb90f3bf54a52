/** The claims file of a documented page: `specs/pages/<slug>.json`, schemas/files/page.schema.json. */

/** A statement of the page, tied to the cases that verify it. */
export interface Claim {
  readonly id: string;
  /** One plain sentence for reports; `{model}` stands for the model asked for. */
  readonly sentence: string;
  /** The page's own words, without Markdown; `{date}` stands for a date stated as verified. */
  readonly statements: readonly string[];
  /** Cases by id, `probe/check`; `*` stands for any run of characters. */
  readonly cases: readonly string[];
  /** `SHOULD`: failures of SHOULD count too. Default: MUST. */
  readonly level?: 'MUST' | 'SHOULD';
  /** The models that the claim speaks of, where not all of the page's. */
  readonly models?: readonly string[];
  /** Whether the page's conclusion says it. */
  readonly concluded?: boolean;
}

/** A statement that no case can verify, with the reason. */
export interface OutOfScope {
  readonly statement: string;
  readonly reason: string;
  readonly concluded?: boolean;
}

/** The claims file of one page. */
export interface Page {
  readonly title: string;
  /** Name of the target that the page speaks of. */
  readonly target: string;
  readonly models: readonly string[];
  /** Greatest age of evidence, in days. */
  readonly maxAgeDays: number;
  readonly claims: readonly Claim[];
  readonly outOfScope: readonly OutOfScope[];
  /** The probes whose answers the page's samples are compared with. */
  readonly shapes?: { readonly completion?: string; readonly stream?: string };
  /** What a person must still decide in a drafted file. */
  readonly undecided?: readonly string[];
}
