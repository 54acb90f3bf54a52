import type { Place, Reading, StreamEvent } from '../vocabulary.ts';
import { locateValues, nearestOffset } from '../wire/locate.ts';

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
  const { body } = reading.exchange;
  const located = locatedValues.get(body) ?? locateValues(body);
  locatedValues.set(body, located);
  const offset = nearestOffset(located, pointer);
  return offset === null ? { pointer } : { pointer, offset };
}

/** Many checks name places in the same body. */
const locatedValues = new WeakMap<Uint8Array, ReadonlyMap<string, number>>();
