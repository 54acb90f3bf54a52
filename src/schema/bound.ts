import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { isArray, isObject } from './json.ts';

/** Rest of the items that may still be examined. */
interface Allowance {
  items: number;
}

function cut(value: JsonValue, schema: JsonObject, left: Allowance): JsonValue {
  if (isArray(value)) {
    const items = schema['items'];
    if (!isObject(items)) return value;
    // One item stays in any case, so that a full array never looks like an empty one.
    const kept = Math.max(1, Math.min(value.length, left.items));
    left.items = Math.max(0, left.items - kept);
    let changed = kept < value.length;
    const bounded = value.slice(0, kept).map((item) => {
      const short = cut(item, items, left);
      changed ||= short !== item;
      return short;
    });
    return changed ? bounded : value;
  }
  const properties = schema['properties'];
  if (!isObject(value) || !isObject(properties)) return value;
  let changed: Record<string, JsonValue> | null = null;
  for (const name of Object.keys(properties)) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    const inner = properties[name];
    if (member === undefined || !isObject(inner)) continue;
    const short = cut(member, inner, left);
    if (short === member) continue;
    changed ??= { ...value };
    changed[name] = short;
  }
  return changed ?? value;
}

/**
 * The value with its arrays cut so that at most `items` array items are examined: a hostile body of
 * millions of wrong items would otherwise become millions of error objects. The very same value
 * where nothing had to be cut. Goes only as deep as the schema does.
 */
export function boundItems(value: JsonValue, schema: JsonObject, items: number): JsonValue {
  return cut(value, schema, { items });
}
