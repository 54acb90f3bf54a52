import chunk from '../../schemas/wire/chunk.schema.json' with { type: 'json' };
import completion from '../../schemas/wire/completion.schema.json' with { type: 'json' };
import error from '../../schemas/wire/error.schema.json' with { type: 'json' };
import parts from '../../schemas/wire/parts.schema.json' with { type: 'json' };
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { type ExpandedSchema, expandSchema } from './expand.ts';
import { isObject } from './json.ts';

/** A body of the contract. */
export type WireSchema = 'completion' | 'chunk' | 'error';

/** What can be examined by a schema: a body, or a message that was put together from a stream. */
export type SchemaName = WireSchema | 'message';

/** The wire schemas as they stand in their files, by file name. */
export const wireFiles: Readonly<Record<string, JsonObject>> = {
  'completion.schema.json': completion,
  'chunk.schema.json': chunk,
  'error.schema.json': error,
  'parts.schema.json': parts,
};

/** Looks up a JSON pointer in a schema file. */
export function findPointer(file: JsonValue | undefined, pointer: string): JsonValue | undefined {
  let found = file;
  for (const step of pointer.split('/').slice(1)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

function expandWire(file: string, root: JsonValue): ExpandedSchema {
  return expandSchema(root, (named, pointer) => findPointer(wireFiles[named], pointer), { file });
}

/** The wire schemas, expanded for judging. */
export const wireSchemas: Readonly<Record<SchemaName, ExpandedSchema>> = {
  completion: expandWire('completion.schema.json', completion),
  chunk: expandWire('chunk.schema.json', chunk),
  error: expandWire('error.schema.json', error),
  message: expandWire('parts.schema.json', { $ref: '#/$defs/message' }),
};
