import { expect, test } from 'vitest';
import { systemClock } from '../exchange/clock.ts';
import { Meter, tokensAsked } from './meter.ts';

const clock = { ...systemClock, sleep: async () => {} };

test('a request that is admitted is told nothing, and counts with its tokens', async () => {
  const meter = new Meter({ clock });
  expect(await meter.admit(7)).toBeNull();
  expect(await meter.admit(5)).toBeNull();
  expect(meter.spent).toEqual({ requests: 2, tokens: 12 });
});

test('a budget may be spent to the last request and the last token, and says what is left', async () => {
  const meter = new Meter({ clock, budget: { maxRequests: 3, maxTokens: 20 } });
  expect([await meter.admit(8), await meter.admit(8)]).toEqual([null, null]);
  expect(await meter.admit(5)).toEqual({
    kind: 'budget',
    message: 'not sent: it asks for 5 output tokens and 4 of the budget of 20 are left',
  });
  expect(await meter.admit(4)).toBeNull();
  expect(await meter.admit(0)).toEqual({
    kind: 'budget',
    message: 'not sent: the budget of 3 requests is spent',
  });
  expect(meter.spent).toEqual({ requests: 3, tokens: 20 });
});

test('without a rate nobody waits; with one only those who are too many', async () => {
  const slept: number[] = [];
  const waiting = {
    ...systemClock,
    elapsed: () => 10,
    sleep: async (ms: number) => void slept.push(ms),
  };
  const free = new Meter({ clock: waiting });
  for (let n = 0; n < 5; n += 1) await free.admit(0);
  expect(slept).toEqual([]);
  const two = new Meter({ clock: waiting, rpm: 2 });
  for (let n = 0; n < 3; n += 1) await two.admit(0);
  expect(slept).toEqual([60_000]);
});

test.each<[body: unknown, tokens: number]>([
  [{ max_tokens: 10 }, 10],
  [{ max_tokens: 10, max_completion_tokens: 7 }, 10],
  [{ max_completion_tokens: 7, n: 3 }, 21],
  [{ max_tokens: 10, n: 0 }, 10],
  [{ max_tokens: 10, n: -2 }, 10],
  [{ max_tokens: 10, n: '2' }, 10],
  [{ max_tokens: 1.5 }, 2],
  [{ max_tokens: '10' }, 0],
  [{ max_tokens: -10 }, 0],
  [{ max_tokens: 0 }, 0],
  ['max_tokens', 0],
  [null, 0],
  [undefined, 0],
])('the body %j asks for %i tokens', (body, tokens) => {
  expect(tokensAsked(body)).toBe(tokens);
});
