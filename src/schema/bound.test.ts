import { describe, expect, it } from 'vitest';
import { boundItems } from './bound.ts';

const numbers = { type: 'array', items: { type: 'integer' } };
const schema = { type: 'object', properties: { a: numbers, b: numbers } };

describe('bounding the items of a value', () => {
  it('gives the very same value where nothing is too long', () => {
    const value = { a: [1, 2], b: [3], c: [4, 5, 6, 7] };
    expect(boundItems(value, schema, 3)).toBe(value);
  });

  it('cuts what the schema would examine, and nothing else', () => {
    const value = { a: [1, 2], b: [3, 4], c: [5, 6, 7, 8] };
    expect(boundItems(value, schema, 3)).toEqual({ a: [1, 2], b: [3], c: [5, 6, 7, 8] });
    expect(value.b).toEqual([3, 4]);
  });

  it('never makes a full array look empty', () => {
    expect(boundItems({ a: [1, 2], b: [3, 4] }, schema, 2)).toEqual({ a: [1, 2], b: [3] });
  });
});
