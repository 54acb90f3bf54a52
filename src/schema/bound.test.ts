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

  it('goes as deep as the schema does, and leaves what the schema does not know', () => {
    const deep = {
      type: 'object',
      properties: {
        list: { type: 'array', items: { type: 'object', properties: { inner: numbers } } },
      },
    };
    const value = { list: [{ inner: [1, 2] }, { inner: [3, 4] }], other: [1, 2, 3, 4, 5] };
    expect(boundItems(value, deep, 5)).toEqual({
      list: [{ inner: [1, 2] }, { inner: [3] }],
      other: [1, 2, 3, 4, 5],
    });
    const whole = { list: [{ inner: [1] }], other: [1, 2, 3, 4, 5] };
    expect(boundItems(whole, deep, 5)).toBe(whole);
    expect(boundItems(whole, deep, 5)).toEqual({ list: [{ inner: [1] }], other: [1, 2, 3, 4, 5] });
  });

  it('leaves values that are not what the schema says', () => {
    for (const value of [null, 'x', 7, { a: null, b: 'x' }, { a: 7 }, [1, 2, 3]]) {
      expect(boundItems(value, schema, 1)).toBe(value);
    }
    const odd = { properties: { a: true, b: numbers } };
    const value = { a: [1, 2, 3], b: [1] };
    expect(boundItems(value, odd, 1)).toBe(value);
    expect(boundItems([1, 2, 3], { type: 'array' }, 1)).toEqual([1, 2, 3]);
  });

  it('takes no inherited member for one of the value', () => {
    expect(boundItems({}, { properties: { constructor: numbers } }, 1)).toEqual({});
  });
});
