import type { Ending, JsonValue } from '../vocabulary.ts';

/**
 * The language of corruptions: what can be done to an exchange, as data. A list of operations is
 * applied in order. `schemas/files/defects.schema.json` says the same for the tables on disk.
 */
export type Operation =
  | JsonOperation
  | RewriteOperation
  | EventOperation
  | TextOperation
  | HttpOperation;

/** By what an event holds. `every`: each event with data; `chunk`: each but the terminator. */
export type EventKind =
  | 'every'
  | 'chunk'
  | 'role'
  | 'content'
  | 'tools'
  | 'finish'
  | 'usage'
  | 'done';

/** Which events of a stream are meant. Numbers count from 0, negative ones from the end. */
export interface EventChoice {
  readonly events: EventKind;
  /** One of them; all where it is left out. */
  readonly nth?: number;
  /** The first and the last of a range. */
  readonly from?: number;
  readonly to?: number;
}

/** The JSON of the body, or of the data of some events. */
export type JsonChoice = Partial<EventChoice>;

/** A pointer into a JSON text; a step `*` stands for each item, `-` for a new item of an array. */
interface At {
  readonly at: string;
}

/** Changes one value and leaves every other character of the text as it is. */
export type JsonOperation = JsonChoice & At & JsonChange;

export type JsonChange =
  | { readonly op: 'set'; readonly value: JsonValue }
  /** Like `set`, with characters that need not be JSON: `12.0`, `NaN`. */
  | { readonly op: 'raw'; readonly raw: string }
  | { readonly op: 'remove' }
  | { readonly op: 'rename'; readonly name: string }
  /** The same member once more, with this value. */
  | { readonly op: 'repeat'; readonly raw: string }
  /** Replaces within a string. */
  | { readonly op: 'reword'; readonly find: string; readonly with: string }
  /** Every string becomes all that came before it in the stream, and itself. */
  | { readonly op: 'grow' }
  /** The string becomes all that came before it in the stream. */
  | { readonly op: 'recap' }
  /** The event becomes two, each with half of the string. */
  | { readonly op: 'halve' };

/** Writes the same JSON in another way: indented, without other characters than ASCII, reordered. */
export type RewriteOperation = JsonChoice & {
  readonly op: 'rewrite';
  readonly how: 'indent' | 'ascii' | 'reverse';
};

/** Changes the events of a stream and leaves their data as it is. */
export type EventOperation = EventChoice &
  (
    | { readonly op: 'drop' }
    | { readonly op: 'double' }
    /** Each changes places with the event after it. */
    | { readonly op: 'swap' }
    /** The blank line after it is left out. */
    | { readonly op: 'join' }
    /** Its data is spread over several data lines. */
    | { readonly op: 'spread' }
    | { readonly op: 'move'; readonly after: EventChoice }
    /** Raw text between events. */
    | { readonly op: 'insert'; readonly raw: string; readonly place: 'before' | 'after' }
    /** Raw lines within the event, before its first line or before its blank line. */
    | { readonly op: 'lines'; readonly raw: string; readonly place: 'first' | 'last' }
    | { readonly op: 'replace'; readonly raw: string }
  );

/** Changes the characters or bytes of the body, or of some events. */
export type TextOperation =
  | (JsonChoice & {
      readonly op: 'text';
      readonly find: string;
      readonly with: string;
      /** Only where it stands first. */
      readonly once?: boolean;
    })
  /** The first place of a text becomes these bytes. */
  | { readonly op: 'bytes'; readonly find: string; readonly hex: string }
  /** Bytes are cut off the end. */
  | { readonly op: 'cut'; readonly bytes: number }
  | { readonly op: 'prepend' | 'append'; readonly raw?: string; readonly hex?: string }
  | { readonly op: 'body'; readonly raw: string }
  | { readonly op: 'line-endings'; readonly to: '\r\n' | '\r' | '\n' };

/** Changes what stands around the body. */
export type HttpOperation =
  /** `null` removes the header; a list sends it once for each of its values. */
  | {
      readonly op: 'header';
      readonly name: string;
      readonly value: string | readonly string[] | null;
    }
  | { readonly op: 'status'; readonly value: number }
  | { readonly op: 'ending'; readonly value: Ending; readonly message: string }
  /** Cuts the body into arrivals of so many bytes; 0 means one arrival. */
  | { readonly op: 'frames'; readonly bytes: number };
