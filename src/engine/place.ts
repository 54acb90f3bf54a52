import type { Place, Reading, StreamEvent } from '../vocabulary.ts';
import { indexOfPointer } from '../wire/scan.ts';

/** The place of an event, or of a value within its data. */
export function atEvent(event: StreamEvent, pointer?: string): Place {
  const place = { event: event.event, offset: event.offset };
  return pointer === undefined ? place : { ...place, pointer };
}

/**
 * The place of a value in a JSON body. A value that is missing is placed at the nearest value around
 * it that is there.
 */
export function atPointer(reading: Reading, pointer: string): Place {
  const text = Buffer.from(reading.exchange.body).toString('utf8');
  for (let near = pointer; ; near = near.slice(0, near.lastIndexOf('/'))) {
    const index = indexOfPointer(text, near);
    if (index !== -1) return { pointer, offset: Buffer.byteLength(text.slice(0, index)) };
    if (near === '') return { pointer };
  }
}
