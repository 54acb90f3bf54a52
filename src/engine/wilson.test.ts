import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilson } from './wilson.ts';

// R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i gives the published interval', (failures, n, low, high) => {
  const [from, to] = wilson(failures, n);
  expect(from).toBeCloseTo(low, 4);
  expect(to).toBeCloseTo(high, 4);
});

test('nothing seen leaves everything possible', () => {
  expect(wilson(0, 0)).toEqual([0, 1]);
});

test('the interval lies within 0 and 1, holds the rate seen, and mirrors that of the passes', () => {
  const counts = fc
    .integer({ min: 1, max: 500 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(counts, ([failures, n]) => {
      const [low, high] = wilson(failures, n);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(failures / n + 1e-9);
      expect(high).toBeGreaterThanOrEqual(failures / n - 1e-9);
      expect(1 - (wilson(n - failures, n)[1] ?? 0)).toBeCloseTo(low, 9);
    }),
  );
});
