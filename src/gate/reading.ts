/** What a documented page holds, before anything is judged. */

/** A place in the page's source; lines and columns from 1, columns and offsets in UTF-16 units from 0. */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A statement as it stands on the page, without Markdown. */
export interface Sentence {
  readonly kind: 'heading' | 'item' | 'sentence' | 'cell';
  readonly text: string;
  /** The text of the paragraph, item or cell that it is part of. */
  readonly whole: string;
  /** The texts that the page sets as code within it. */
  readonly code: readonly string[];
  readonly at: Spot;
}

/** A fenced or indented block of code. */
export interface Block {
  /** Lower case; empty where the page names none. */
  readonly language: string;
  readonly title: string;
  readonly text: string;
  /** Where the fence begins. */
  readonly at: Spot;
  /** The line of its first line of content. */
  readonly firstLine: number;
  /** The columns at which its lines begin: a list or a quote around it shifts them. */
  readonly columns: readonly number[];
  /** The heading it stands under, or the empty string. */
  readonly section: string;
}

/** Something of the page that was not understood. */
export interface Note {
  readonly at: Spot;
  readonly message: string;
}

/** A page, read. */
export interface PageReading {
  readonly syntax: 'markdown' | 'mdx';
  readonly title: string;
  readonly sentences: readonly Sentence[];
  readonly blocks: readonly Block[];
  readonly notes: readonly Note[];
}
