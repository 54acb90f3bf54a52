/** The 97.5th percentile of the normal distribution: two-sided 95 %. */
const z = 1.959964;

/**
 * 95 % interval of a failure rate seen as `failures` of `n` (Wilson score interval). It stays honest
 * where nothing failed: 0 of 50 is "at most 7 %", not "0 %".
 */
export function wilson(failures: number, n: number): readonly [low: number, high: number] {
  if (n === 0) return [0, 1];
  const rate = failures / n;
  const scale = 1 + (z * z) / n;
  const middle = (rate + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
