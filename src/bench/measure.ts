/** A ratio that was measured, and what it may be. */
export interface Measured {
  readonly name: string;
  /** What was compared, with its figures. */
  readonly words: string;
  readonly value: number;
  readonly limit: number;
  /** `most`: the value may be no greater than the limit; `least`: no smaller. */
  readonly bound: 'most' | 'least';
  readonly unit: '' | ' s';
}

/** Whether the limit is kept. */
export function holds({ value, limit, bound }: Measured): boolean {
  return bound === 'most' ? value <= limit : value >= limit;
}

/** `ok   live run of the whole contract: 7.1 s, at most 8.8 s (...)`. */
export function sayMeasured(one: Measured): string {
  const { name, words, value, limit, bound, unit } = one;
  const mark = holds(one) ? 'ok  ' : 'SLOW';
  return `${mark} ${name}: ${value.toFixed(2)}${unit}, at ${bound} ${limit.toFixed(2)}${unit} (${words})`;
}

/** The middle value; of an even number the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Takes two times in turn, so that a busy moment of the machine meets both; the medians. */
export async function alternate(
  rounds: number,
  one: () => Promise<number>,
  other: () => Promise<number>,
): Promise<readonly [one: number, other: number]> {
  const times: { readonly one: number[]; readonly other: number[] } = { one: [], other: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.one.push(await one());
    times.other.push(await other());
  }
  return [medianOf(times.one), medianOf(times.other)];
}
