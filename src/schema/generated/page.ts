/* Generated from schemas/files/page.schema.json by `npm run generate`: change the schema, not this. */

/**
 * A statement as the page words it, without Markdown; {date} stands for a date that is stated as verified.
 */
export type Statement = string;
/**
 * Whether the statement belongs to the page's conclusion, which `gate --write` renews.
 */
export type Concluded = boolean;

/**
 * Ties each statement of a documented page to the cases that verify it.
 */
export interface ClaimsOfADocumentedPage {
  $schema?: string;
  /**
   * The page's own title.
   */
  title: string;
  /**
   * The name of the target that the page speaks of, as in chatspec.config.json.
   */
  target: string;
  /**
   * The models for which the page's claims must hold.
   *
   * @minItems 1
   */
  models: string[];
  /**
   * The greatest age of evidence, in days.
   */
  maxAgeDays: number;
  /**
   * @minItems 1
   */
  claims: Claim[];
  /**
   * Statements that no case can verify, each with the reason.
   */
  outOfScope: {
    statement: Statement;
    reason: string;
    concluded?: Concluded;
  }[];
  /**
   * The probes whose answers the page's samples are compared with.
   */
  shapes?: {
    completion?: string;
    stream?: string;
  };
  /**
   * What a person must still decide in a drafted file; the gate refuses the file until it is gone.
   */
  undecided?: string[];
}
export interface Claim {
  id: string;
  /**
   * The claim in one plain sentence for reports; {model} stands for the model asked for.
   */
  sentence: string;
  /**
   * The statements of the page that make the claim.
   */
  statements: Statement[];
  /**
   * Cases by id, probe/check; * stands for any run of characters.
   *
   * @minItems 1
   */
  cases: string[];
  /**
   * SHOULD: failures of SHOULD count too. Default: MUST.
   */
  level?: 'MUST' | 'SHOULD';
  /**
   * The models that the claim speaks of, where not all of the page's.
   *
   * @minItems 1
   */
  models?: string[];
  concluded?: Concluded;
}
