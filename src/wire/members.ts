import type { JsonObject, JsonValue } from '../vocabulary.ts';

/** Whether a value is a JSON object: neither an array nor null. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an array; empty where it is something else. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** An object's member of that name, also `__proto__` and the like; `undefined` where it has none. */
export function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The value where it is a string, else `null`. */
export function stringOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value where it is an integer from 0, else `null`. */
export function countOf(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}

/** A top-level `error` member that says something: clients test its truth. */
export function hasError(value: JsonValue | undefined): boolean {
  return Boolean(member(value, 'error'));
}

/** Whether an object says that the request failed: an error, and no answer beside it. */
export function saysError(value: JsonValue | undefined): boolean {
  return hasError(value) && listOf(member(value, 'choices')).length === 0;
}
