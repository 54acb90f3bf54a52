/* Generated from schemas/files/violations.schema.json by `npm run generate`: change the schema, not this. */

/**
 * Its number in the catalogue of violations.
 */
export type Entry = string;

/**
 * Each entry of the catalogue of violations seen in the field, and the checks that find it, or why nothing can.
 */
export interface TableOfViolations {
  $schema?: string;
  /**
   * In the order of their numbers, each once.
   */
  violations: (Observed | Unobserved)[];
}
export interface Observed {
  id: Entry;
  /**
   * Ids of the checks that find it; the first is about it most of all.
   *
   * @minItems 1
   */
  checks: string[];
}
export interface Unobserved {
  id: Entry;
  /**
   * Why it cannot be observed, in one plain sentence.
   */
  reason: string;
}
