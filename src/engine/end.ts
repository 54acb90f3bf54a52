import type { ChunkEvent, Reading, StreamEvent } from '../vocabulary.ts';
import { contractChunks } from './dialect.ts';
import { isOutOfPlace } from './out-of-place.ts';

/**
 * The events of a stream up to its first terminator, which is the last of them; all events where no
 * terminator came. Clients stop there: what follows has one fault, that it comes, and
 * `terminator.last` tells it.
 */
export function beforeEnd({ view }: Reading): readonly StreamEvent[] {
  if (view.kind !== 'stream') return [];
  const end = view.events.findIndex(({ kind }) => kind === 'done');
  return end === -1 ? view.events : view.events.slice(0, end + 1);
}

/** The chunks that make up the answer: those up to the terminator that belong there. */
export function chunksOfAnswer(reading: Reading): readonly ChunkEvent[] {
  return chunksBeforeEnd(reading).filter((chunk) => !isOutOfPlace(reading, chunk));
}

/** The chunks that the contract speaks of, up to the terminator. */
export function chunksBeforeEnd(reading: Reading): readonly ChunkEvent[] {
  const last = beforeEnd(reading).at(-1)?.event ?? -1;
  return contractChunks(reading).filter(({ event }) => event <= last);
}
