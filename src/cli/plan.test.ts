import { describe, expect, it } from 'vitest';
import { probeOf, stepOf } from '../engine/engine.fixture.ts';
import { targetAt } from '../exchange/server.fixture.ts';
import { sayPlan } from './plan.ts';

const probes = [
  probeOf('one', {
    steps: [
      {
        ...stepOf(),
        request: ({ limit }) => ({
          method: 'POST',
          path: '/x',
          json: { text: 'Hi', ...limit(10) },
        }),
      },
    ],
  }),
  probeOf('two', { steps: [stepOf(), stepOf()], tokens: 90 }),
  probeOf('see', { needs: ['vision'] }),
];
const target = targetAt('http://127.0.0.1/v1', {
  capabilities: { vision: 'no' },
  price: { input: 1000, output: 10_000 },
});

describe('the plan of a live run', () => {
  it('says requests, output tokens and price, and all three at most', () => {
    // Input: 31 bytes of the body that is known, 2,002 for each of the two that are not.
    expect(sayPlan(probes, target, { repeat: 1 })).toBe(
      'local, test-model: 3 requests, 100 output tokens asked for, at most $5.0350\n' +
        'With every retry and confirmation at most 27 requests, 900 output tokens, $45.3150\n',
    );
  });

  it('is bounded by the budget, and needs no price', () => {
    const free = { ...target, price: null };
    expect(sayPlan(probes, free, { repeat: 20, maxRequests: 5, maxTokens: 60 })).toBe(
      'local, test-model: 60 requests, 2000 output tokens asked for\n' +
        'With every retry and confirmation at most 5 requests, 60 output tokens\n',
    );
  });
});
