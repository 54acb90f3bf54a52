import type { Selection } from '../engine/recordings.ts';
import type { Exchange } from '../vocabulary.ts';

/** The exchanges of a run, wherever they came from. */
export interface Gathered extends Selection {
  /** The folder in which they lie, in the fixture format. */
  readonly directory: string;
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>;
  readonly warnings: readonly string[];
  readonly partialReasons: readonly string[];
}
