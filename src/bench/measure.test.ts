import { expect, it } from 'vitest';
import { alternate, holds, type Measured, medianOf, sayMeasured } from './measure.ts';

const ratio: Measured = { name: 'a', words: 'b', value: 2, limit: 2.5, bound: 'most', unit: '' };

it('keeps an upper limit from below and a lower one from above', () => {
  expect([ratio, { ...ratio, value: 2.6 }].map(holds)).toEqual([true, false]);
  expect([ratio, { ...ratio, value: 3 }].map((one) => holds({ ...one, bound: 'least' }))).toEqual([
    false,
    true,
  ]);
});

it('prints the value with its limit beside it', () => {
  expect(sayMeasured(ratio)).toBe('ok   a: 2.00, at most 2.50 (b)');
  expect(sayMeasured({ ...ratio, value: 3, unit: ' s' })).toBe(
    'SLOW a: 3.00 s, at most 2.50 s (b)',
  );
});

it('gives the median of an odd and of an even number of values', () => {
  expect([medianOf([9, 1, 2]), medianOf([4, 1, 2, 9]), medianOf([])]).toEqual([2, 3, Number.NaN]);
});

it('takes two measures in turn', async () => {
  const order: string[] = [];
  const measure = (name: string, ms: number) => async () => {
    order.push(name);
    return ms;
  };
  expect(await alternate(3, measure('a', 1), measure('b', 2))).toEqual([1, 2]);
  expect(order.join('')).toBe('ababab');
});
