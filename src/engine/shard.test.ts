import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '../../specs/catalogue.ts';
import { planCases } from './plan.ts';
import { probesOfShard } from './shard.ts';

const { probes, checks } = catalogue;

function shardsOf(of: number, chosen = probes) {
  return Array.from({ length: of }, (_, at) =>
    probesOfShard(chosen, checks, { number: at + 1, of }),
  );
}

test('every probe is in exactly one shard, in the order of the catalogue', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.subarray([...probes]), (of, chosen) => {
      const shards = shardsOf(of, chosen);
      expect(shards.flat().toSorted(byPlace)).toEqual(chosen);
      for (const shard of shards) expect(shard).toEqual(shard.toSorted(byPlace));
    }),
    { numRuns: 50 },
  );
});

function byPlace(a: (typeof probes)[number], b: (typeof probes)[number]): number {
  return probes.indexOf(a) - probes.indexOf(b);
}

test('the shards plan the very cases of the whole, comparing ones included', () => {
  for (const count of [2, 3, 4, 9]) {
    const planned = shardsOf(count).flatMap((shard) => planCases(shard, checks));
    const whole = planCases(probes, checks);
    expect(planned).toHaveLength(whole.length);
    expect(new Set(planned.map((one) => JSON.stringify(one)))).toEqual(
      new Set(whole.map((one) => JSON.stringify(one))),
    );
  }
});

test('the same probes give the same shards', () => {
  expect(shardsOf(4)).toEqual(shardsOf(4));
});

test('four shards share the requests: the fullest has less than half of them', () => {
  const requests = shardsOf(4).map((shard) =>
    shard.reduce((sum, { steps }) => sum + steps.length, 0),
  );
  const all = requests.reduce((sum, count) => sum + count, 0);
  expect(Math.max(...requests)).toBeLessThan(all / 2);
  expect(Math.min(...requests)).toBeGreaterThan(0);
});

test('where there are more shards than groups, the last ones are empty', () => {
  expect(shardsOf(60).at(-1)).toEqual([]);
});
