import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { isArray, isObject } from './json.ts';

/**
 * A schema for the generator of types, which passes over what a type cannot say. A `$ref` stands alone, so that the type keeps its name;
 * `rename` gives its new pointer.
 */
function strip(schema: JsonValue, rename: (reference: string) => string): JsonValue {
  if (isArray(schema)) return schema.map((item) => strip(item, rename));
  if (!isObject(schema)) return schema;
  const { $ref: reference } = schema;
  if (typeof reference === 'string') return { $ref: rename(reference) };
  const kept: Record<string, JsonValue> = {};
  for (const [keyword, content] of Object.entries(schema)) {
    // A branch of `allOf` asks for more of the same type: presence that is no MUST, a length.
    if (keyword === 'allOf') continue;
    kept[keyword] = strip(content, rename);
  }
  return kept;
}

/**
 * The wire schemas in one document, for the generator of types: it cannot follow a reference to
 * another file without declaring that file's types anew for each file that refers to them.
 *
 * @param roots the schemas of whole bodies, by the name of their type
 * @param parts the schema that holds what they share, in `$defs`
 */
export function bundleWire(
  roots: Readonly<Record<string, JsonObject>>,
  parts: JsonObject,
): JsonObject {
  const rename = (reference: string): string => reference.replace(/^[^#]*/, '');
  const shared = parts['$defs'];
  const bodies = Object.fromEntries(
    Object.entries(roots).map(([name, schema]) => [name, strip(schema, rename)]),
  );
  return {
    title: 'WireBody',
    description: 'Any body of the contract.',
    oneOf: Object.keys(roots).map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: { ...bodies, ...(isObject(shared) ? strippedParts(shared, rename) : {}) },
  };
}

function strippedParts(shared: JsonObject, rename: (reference: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(shared).map(([name, schema]) => [name, strip(schema, rename)]),
  );
}
