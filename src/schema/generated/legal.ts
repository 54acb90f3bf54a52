/* Generated from schemas/files/legal.schema.json by `npm run generate`: change the schema, not this. */

/**
 * What is done to the exchange, in order.
 *
 * @minItems 1
 */
export type Operations = (
  | {
      op: 'set';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      value: unknown;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events?: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'raw';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      raw: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events?: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'remove';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events?: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'rename';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      name: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events?: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'repeat';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      raw: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events?: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'reword';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      find: string;
      with: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events?: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'grow';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'recap';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'halve';
      /**
       * A JSON pointer; the step * stands for each item, a last step - for a new one.
       */
      at: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'rewrite';
      how: 'indent' | 'ascii' | 'reverse';
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events?: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'drop' | 'double' | 'swap' | 'join' | 'spread';
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'move';
      after: EventChoice;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'insert';
      raw: string;
      place: 'before' | 'after';
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'lines';
      raw: string;
      place: 'first' | 'last';
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'replace';
      raw: string;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'text';
      find: string;
      with: string;
      once?: boolean;
      /**
       * Which events by what they hold: every event with data, or each chunk but the terminator, ...
       */
      events?: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'bytes';
      find: string;
      /**
       * Bytes, two digits each.
       */
      hex: string;
    }
  | {
      op: 'cut';
      bytes: number;
    }
  | {
      op: 'prepend' | 'append';
      raw?: string;
      /**
       * Bytes, two digits each.
       */
      hex?: string;
    }
  | {
      op: 'body';
      raw: string;
    }
  | {
      op: 'line-endings';
      to: '\r\n' | '\r' | '\n';
    }
  | {
      op: 'header';
      name: string;
      value: string | string[] | null;
    }
  | {
      op: 'status';
      value: number;
    }
  | {
      op: 'ending';
      value: 'complete' | 'aborted' | 'error' | 'capped';
      message: string;
    }
  | {
      op: 'frames';
      bytes: number;
    }
)[];

/**
 * Changes of sound fixtures that look wrong and are legal: none makes a row fail, alone or combined.
 */
export interface TableOfLegalVariations {
  $schema?: string;
  legal: Variation[];
  /**
   * Legal variations that change no bytes of an answer, and the test that shows each.
   */
  elsewhere: Shown[];
}
export interface Variation {
  /**
   * Lower case, words joined by hyphens.
   */
  name: string;
  /**
   * Its number in the catalogue of legal variations.
   */
  variation?: string;
  /**
   * The kind of answer to which it applies; answer means streams and completions.
   */
  kind: 'stream' | 'completion' | 'answer' | 'error' | 'any';
  /**
   * The only probes that it is applied to; by default all answers of the kind in which it finds something to change.
   *
   * @minItems 1
   *
   * Items: Lower case, words joined by hyphens.
   */
  fixtures?: string[];
  /**
   * Probes whose answers it does not fit.
   *
   * @minItems 1
   *
   * Items: Lower case, words joined by hyphens.
   */
  except?: string[];
  target?: Target;
  operations: Operations;
  /**
   * Why it cannot be combined with others.
   */
  alone?: string;
  /**
   * One plain sentence.
   */
  about: string;
}
/**
 * What the target is taken to promise, where it matters.
 */
export interface Target {
  dialect?: 'azure';
  modelEcho?: 'any' | 'snapshot' | 'exact';
}
/**
 * Numbers count from 0, negative ones from the end.
 */
export interface EventChoice {
  /**
   * Which events by what they hold: every event with data, or each chunk but the terminator, ...
   */
  events: 'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
  nth?: number;
  from?: number;
  to?: number;
}
export interface Shown {
  variation: string;
  /**
   * A test file and the title of the test in it.
   */
  test: {
    file: string;
    title: string;
  };
  /**
   * One plain sentence.
   */
  about: string;
}
