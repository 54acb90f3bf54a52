/* Generated from schemas/files/defects.schema.json by `npm run generate`: change the schema, not this. */

/**
 * Lower case, words joined by hyphens.
 */
export type Name = string;
export type Operation =
  | {
      op: 'set';
      at: Pointer;
      value: unknown;
      events?: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'raw';
      at: Pointer;
      raw: string;
      events?: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'remove';
      at: Pointer;
      events?: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'rename';
      at: Pointer;
      name: string;
      events?: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'repeat';
      at: Pointer;
      raw: string;
      events?: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'reword';
      at: Pointer;
      find: string;
      with: string;
      events?: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'grow';
      at: Pointer;
      events: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'recap';
      at: Pointer;
      events: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'halve';
      at: Pointer;
      events: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'rewrite';
      how: 'indent' | 'ascii' | 'reverse';
      events?: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'drop' | 'double' | 'swap' | 'join' | 'spread';
      events: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'move';
      after: EventChoice;
      events: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'insert';
      raw: string;
      place: 'before' | 'after';
      events: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'lines';
      raw: string;
      place: 'first' | 'last';
      events: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'replace';
      raw: string;
      events: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'text';
      find: string;
      with: string;
      once?: boolean;
      events?: EventKind;
      nth?: number;
      from?: number;
      to?: number;
    }
  | {
      op: 'bytes';
      find: string;
      hex: Hex;
    }
  | {
      op: 'cut';
      bytes: number;
    }
  | {
      op: 'prepend' | 'append';
      raw?: string;
      hex?: Hex;
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
    };
/**
 * A JSON pointer; the step * stands for each item, a last step - for a new one.
 */
export type Pointer = string;
/**
 * Which events by what they hold: every event with data, or each chunk but the terminator, ...
 */
export type EventKind =
  'every' | 'chunk' | 'role' | 'content' | 'tools' | 'finish' | 'usage' | 'done';
/**
 * Bytes, two digits each.
 */
export type Hex = string;
/**
 * What is done to the exchange, in order.
 *
 * @minItems 1
 */
export type Operations = Operation[];
/**
 * One plain sentence.
 */
export type Sentence = string;

/**
 * Corruptions of sound fixtures, and the findings that each must cause: these and no others.
 */
export interface TableOfDefects {
  $schema?: string;
  defects: Defect[];
}
export interface Defect {
  name: Name;
  /**
   * Lower case, words joined by hyphens.
   */
  fixture: string;
  /**
   * Which of its answers, from 1; by default the first.
   */
  step?: number;
  target?: Target;
  operations: Operations;
  /**
   * The MUST and SHOULD checks that must fail: by id on the same probe, as probe/id on another one.
   *
   * @minItems 1
   */
  findings: string[];
  /**
   * The violation of the catalogue of violations that it shows.
   */
  entry?: string;
  /**
   * Why it cannot be served over HTTP.
   */
  offline?: string;
  about: Sentence;
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
  events: EventKind;
  nth?: number;
  from?: number;
  to?: number;
}
