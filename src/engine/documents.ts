import type { JsonDocument, JsonValue, Place, Reading } from '../vocabulary.ts';
import { beforeEnd, chunksOfAnswer } from './end.ts';
import { atEvent, atPointer } from './place.ts';

/** A JSON value on the wire that the contract speaks of, with a way to name places in it. */
export interface WireDocument {
  readonly schema: 'completion' | 'chunk' | 'error';
  readonly doc: JsonDocument;
  readonly value: JsonValue;
  readonly at: (pointer: string) => Place;
}

const known = new WeakMap<Reading, readonly WireDocument[]>();

/** The completion, the chunks, or the error of an answer; error frames of a stream included. */
export function documentsOf(reading: Reading): readonly WireDocument[] {
  // Dozens of checks ask, and a stream may have thousands of chunks.
  const found = known.get(reading) ?? listDocuments(reading);
  known.set(reading, found);
  return found;
}

function listDocuments(reading: Reading): readonly WireDocument[] {
  const { view } = reading;
  if (view.kind === 'stream') {
    const chunks = chunksOfAnswer(reading).map(
      (chunk): WireDocument => ({
        schema: 'chunk',
        doc: chunk.doc,
        value: chunk.value,
        at: (pointer) => atEvent(chunk, pointer),
      }),
    );
    const errors = beforeEnd(reading).flatMap((event): readonly WireDocument[] =>
      event.kind !== 'error' || event.doc.value === undefined
        ? []
        : [
            {
              schema: 'error',
              doc: event.doc,
              value: event.doc.value,
              at: (pointer) => atEvent(event, pointer),
            },
          ],
    );
    return [...chunks, ...errors];
  }
  if (view.kind === 'unknown' || view.doc.value === undefined) return [];
  return [
    {
      schema: view.kind,
      doc: view.doc,
      value: view.doc.value,
      at: (pointer) => atPointer(reading, pointer),
    },
  ];
}
