import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { isArray, isObject } from './json.ts';

/** Longest text of a value in a finding, in characters. */
const longest = 80;

const nouns: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  null: 'null',
};

/** The JSON text of a string, cut so that no character is split and nothing in it stays alive. */
function quote(text: string): string {
  // The head alone is read: a hostile string may be as long as the body.
  const characters = [...text.slice(0, 2 * longest)];
  const whole = characters.length <= longest && text.length <= 2 * longest;
  return `${JSON.stringify(characters.slice(0, longest).join(''))}${whole ? '' : ' (cut)'}`;
}

/** What came, in plain words: `null`, `missing`, `the number 12.5`, `an array of 3 items`. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string')
    return value === '' ? 'an empty string' : `the string ${quote(value)}`;
  if (typeof value === 'number') return `the number ${value}`;
  if (!Array.isArray(value))
    return typeof value === 'object' && value !== null ? 'an object' : String(value);
  if (value.length === 0) return 'an empty array';
  return value.length === 1 ? 'an array of 1 item' : `an array of ${value.length} items`;
}

/** `a, b or c`. */
export function joinWords(parts: readonly string[], word: string): string {
  const unique = [...new Set(parts)];
  const last = unique.pop() ?? '';
  return unique.length === 0 ? last : `${unique.join(', ')} ${word} ${last}`;
}

function plural(count: JsonValue, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${String(count)} ${noun}s`;
}

/** One type of a schema with its bounds: `an integer of at least 0`. */
export function describeType(type: string, schema: JsonObject): string {
  const minimum = schema['minimum'];
  const minItems = schema['minItems'];
  const minLength = schema['minLength'];
  const noun = nouns[type] ?? type;
  if (type === 'string' && minLength === 1) return 'a non-empty string';
  if (type === 'string' && typeof minLength === 'number') {
    return `a string of at least ${plural(minLength, 'character')}`;
  }
  if ((type === 'integer' || type === 'number') && minimum !== undefined) {
    return `${noun} of at least ${String(minimum)}`;
  }
  if (type !== 'array') return noun;
  const bound = minItems === undefined ? '' : ` of at least ${plural(minItems, 'item')}`;
  const items = schema['items'];
  return bound === '' && isObject(items) && items['type'] === 'object'
    ? 'an array of objects'
    : `${noun}${bound}`;
}

/** Every form that a schema lets through, each in plain words. */
function formsOf(schema: JsonObject): readonly string[] {
  const { type, anyOf, oneOf, enum: allowed } = schema;
  if (schema['const'] !== undefined) return [JSON.stringify(schema['const'])];
  if (isArray(allowed)) return allowed.map((value) => JSON.stringify(value));
  const choices = anyOf ?? oneOf;
  if (type === undefined && isArray(choices)) return choices.filter(isObject).flatMap(formsOf);
  const types = isArray(type) ? type : [type ?? ('minLength' in schema ? 'string' : null)];
  return types.filter((name) => typeof name === 'string').map((name) => describeType(name, schema));
}

/** What a schema wants, in plain words: `a non-empty string`, `"stop", "length" or null`. */
export function describeSchema(schema: JsonObject): string {
  return joinWords(formsOf(schema), 'or') || 'any value';
}
