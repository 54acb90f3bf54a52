/* Generated from schemas/files/baseline.schema.json by `npm run generate`: change the schema, not this. */

export type BaselineEntry = {
  /**
   * Id of one case, `probe/check`.
   */
  case?: string;
  /**
   * Ids of several cases: `*` stands for any characters of a probe or check.
   */
  pattern?: string;
  /**
   * Why the failure is accepted for now.
   */
  reason: string;
  /**
   * Who looks after it.
   */
  owner: string;
  /**
   * Where it is being mended.
   */
  link: string;
  /**
   * Last day on which the failure is expected, YYYY-MM-DD in UTC.
   */
  expires: string;
} & BaselineEntry1;
export type BaselineEntry1 =
  | {
      case: unknown;
      [k: string]: unknown;
    }
  | {
      pattern: unknown;
      [k: string]: unknown;
    };

/**
 * Expected failures of one target: they still run, and each says why it may fail and until when.
 */
export interface BaselineFile {
  $schema?: string;
  entries: BaselineEntry[];
}
