import { expect, test } from 'vitest';
import { validator } from './validator.ts';

/** How often each of the subschemas with a requirement was held against a value, by its id. */
function countsOf(schema: object, value: unknown): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const counter = {
    count: (held: { readonly requirement?: { readonly id?: string } }) => {
      const id = held.requirement?.id ?? '';
      counts[id] = (counts[id] ?? 0) + 1;
    },
  };
  validator.compile(schema).call(counter, value);
  return counts;
}

const x = { requirement: { id: 'x' } };
const object = (a: object) => ({ type: 'object', properties: { a } });
const branch = (schema: object) =>
  object({ type: ['string', 'number', 'object'], allOf: [schema] });

test('a schema with a type has every value at its place as a subject', () => {
  expect(countsOf(object({ ...x, type: 'string' }), { a: 'b' })).toEqual({ x: 1 });
  expect(countsOf(object({ ...x, type: 'string' }), { a: 7 })).toEqual({ x: 1 });
  expect(countsOf(object({ ...x, type: 'string' }), {})).toEqual({});
  expect(countsOf(object({ ...x, type: 'string', minLength: 1 }), { a: 7 })).toEqual({ x: 1 });
});

test('a branch that bounds a length has texts as subjects, and nothing else', () => {
  const schema = branch({ ...x, minLength: 1 });
  expect(countsOf(schema, { a: '' })).toEqual({ x: 1 });
  expect(countsOf(schema, { a: 7 })).toEqual({});
  expect(countsOf(schema, { a: {} })).toEqual({});
});

test('a branch that requires members has objects as subjects, and nothing else', () => {
  const schema = branch({ ...x, required: ['b'], properties: { b: {} } });
  expect(countsOf(schema, { a: {} })).toEqual({ x: 1 });
  expect(countsOf(schema, { a: 'b' })).toEqual({});
});

test('any other branch has every value as a subject', () => {
  const schema = branch({ ...x, enum: ['b'] });
  expect(countsOf(schema, { a: 'b' })).toEqual({ x: 1 });
  expect(countsOf(schema, { a: 7 })).toEqual({ x: 1 });
});

test('a keyword that is not known is refused', () => {
  expect(() => validator.compile({ requirment: {} })).toThrow(/unknown keyword/);
});

test.each(['date', 'date-time', 'uri', 'uri-reference', 'regex'])(
  '%s is a known format',
  (name) => {
    expect(() => validator.compile({ type: 'string', format: name })).not.toThrow();
  },
);

test('every mistake is told, not only the first', () => {
  const validate = validator.compile({ items: { type: 'string' }, type: 'array' });
  validate([1, 2]);
  expect(validate.errors).toHaveLength(2);
});
