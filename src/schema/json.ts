import type { JsonObject, JsonValue } from '../vocabulary.ts';

/** Whether a value is a JSON object, and neither null nor an array. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** Whether a value is a JSON array; unlike `Array.isArray`, keeps the type of the items. */
export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The name of a member as a step of a JSON pointer (RFC 6901). */
export function pointerStep(member: string | number): string {
  return `/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
