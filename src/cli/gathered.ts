import type { Selection } from '../engine/recordings.ts';
import type { Exchange } from '../vocabulary.ts';

/** The exchanges of a run, wherever they came from. */
export interface Gathered extends Selection {
  /** The folder in which they lie, in the fixture format. */
  readonly directory: string;
  readonly partialReasons: readonly string[];
  /** What is in the folder. Asked for while the worker judges, since reading takes time. */
  readonly read: () => Promise<GatheredExchanges>;
}

export interface GatheredExchanges {
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>;
  /** What is wrong with the files, a sentence each. */
  readonly warnings: readonly string[];
}
