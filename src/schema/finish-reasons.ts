import { isArray } from './json.ts';
import { findPointer, wireFiles } from './wire.ts';

/** The finish reasons that the contract names, as the schema lists them. */
export const finishReasons: ReadonlySet<string> = new Set(readReasons());

function readReasons(): readonly string[] {
  const listed = findPointer(wireFiles['parts.schema.json'], '/$defs/finishReason/enum');
  return isArray(listed)
    ? listed.filter((reason): reason is string => typeof reason === 'string')
    : [];
}
