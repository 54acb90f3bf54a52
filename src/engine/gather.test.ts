import { describe, expect, it } from 'vitest';
import { systemClock } from '../exchange/clock.ts';
import { answerOf, serve, targetAt } from '../exchange/server.fixture.ts';
import type { Probe, Step, Target } from '../vocabulary.ts';
import { type GatherOptions, gather } from './gather.ts';
import { Meter, tokensAsked } from './meter.ts';

const KEY = 'sk-test-0123456789';
const BUSY = '503 Service Unavailable';

const asking = (more: object = {}, expects: Step['expects'] = { answer: 'completion' }): Step => ({
  expects,
  request: ({ model, limit }) => ({
    method: 'POST',
    path: '/chat/completions',
    json: { model, messages: [], ...limit(10), ...more },
  }),
});

const probeOf = (id: string, steps: Probe['steps'], more: Partial<Probe> = {}): Probe => ({
  id,
  suite: 'text',
  title: id,
  needs: [],
  sender: 'http',
  steps,
  tokens: 10,
  ...more,
});

const clock = { ...systemClock, sleep: async () => {} };

const run = (probes: readonly Probe[], target: Target, options: GatherOptions = {}) =>
  gather({ probes, target, key: KEY, env: {} }, { clock, ...options });

/** A server that answers each request at once, and what it was asked. */
const quick = () => serve((socket) => socket.end(answerOf('{"object":"chat.completion"}')));

describe('gather', () => {
  it('gives one exchange per step, in the order of the steps, under the probe', async () => {
    const { baseUrl } = await quick();
    const probes = [probeOf('one', [asking()]), probeOf('two', [asking(), asking()])];
    const gathered = await run(probes, targetAt(baseUrl));
    expect([...gathered].map(([id, all]) => [id, all.map(({ source }) => source)])).toEqual([
      ['one', ['one']],
      ['two', ['two.1', 'two.2']],
    ]);
  });

  it('builds a step from what came before it', async () => {
    const { baseUrl, requests } = await quick();
    const second: Step = {
      expects: { answer: 'completion' },
      request: ({ earlier }) => ({
        method: 'POST',
        path: '/chat/completions',
        json: { kinds: earlier.map(({ kind }) => kind) },
      }),
    };
    await run([probeOf('loop', [asking(), second])], targetAt(baseUrl));
    expect(requests[1]).toContain('{"kinds":["completion"]}');
  });

  it('does not send what a step cannot build, and says why', async () => {
    const { baseUrl, requests } = await quick();
    const stuck: Step = { expects: { answer: 'completion' }, request: () => 'no call to answer' };
    const broken: Step = {
      expects: { answer: 'completion' },
      request: () => {
        throw new TypeError('oops');
      },
    };
    const gathered = await run([probeOf('loop', [asking(), stuck, broken])], targetAt(baseUrl));
    expect(gathered.get('loop')?.map(({ failure }) => failure)).toEqual([
      null,
      { kind: 'not-possible', message: 'no call to answer' },
      { kind: 'unsent', message: 'the probe could not build its request (oops)' },
    ]);
    expect(requests).toHaveLength(1);
  });

  it('limits output by the member and with the allowance of the target', async () => {
    const { baseUrl, requests } = await quick();
    const target = targetAt(baseUrl, {
      tokenLimit: 'max_completion_tokens',
      reasoningAllowance: 500,
    });
    await run([probeOf('one', [asking()])], target);
    expect(requests[0]).toContain('"max_completion_tokens":510');
  });

  it('starts steps of one name together', async () => {
    const waiting: (() => void)[] = [];
    const { baseUrl } = await serve((socket) => {
      waiting.push(() => socket.end(answerOf('{}')));
      // Neither is answered before both are there.
      if (waiting.length === 2) for (const answer of waiting) answer();
    });
    const both = { ...asking(), together: 'pair' };
    const gathered = await run([probeOf('pair', [both, both])], targetAt(baseUrl));
    expect(gathered.get('pair')?.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('runs as many probes side by side as it may, and no more', async () => {
    const probes = Array.from({ length: 6 }, (_, at) => probeOf(`p${at}`, [asking()]));
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const { baseUrl } = await serve((socket, nth) => {
      open += 1;
      most = Math.max(most, open);
      waiting.push(() => {
        open -= 1;
        socket.end(answerOf('{}'));
      });
      if (nth >= 2) setImmediate(() => waiting.shift()?.());
      if (nth === 5) setImmediate(() => waiting.splice(0).forEach((answer) => void answer()));
    });
    await run(probes, targetAt(baseUrl), { concurrency: 3 });
    expect(most).toBe(3);
  });

  it('retries a busy gateway, but not a probe that asks for an error', async () => {
    const { baseUrl, requests } = await serve((socket) => socket.end(answerOf('', [], BUSY)));
    const probes = [
      probeOf('plain', [asking({ user: 'plain' })]),
      probeOf('error', [asking({ user: 'error' }, { answer: 'error' })]),
    ];
    await run(probes, targetAt(baseUrl));
    const count = (user: string) => requests.filter((one) => one.includes(`"${user}"`)).length;
    expect([count('plain'), count('error')]).toEqual([3, 1]);
  });

  it('sends nothing for a probe whose capability the target has not', async () => {
    const { baseUrl, requests } = await quick();
    const target = targetAt(baseUrl, { capabilities: { vision: 'no' } });
    const gathered = await run([probeOf('see', [asking()], { needs: ['vision'] })], target);
    expect([gathered.get('see'), requests]).toEqual([[], []]);
  });

  it('repeats round by round and names the later ones', async () => {
    const { baseUrl } = await quick();
    const told: string[] = [];
    const gathered = await run([probeOf('two', [asking(), asking()])], targetAt(baseUrl), {
      repeat: 2,
      concurrency: 1,
      onExchange: async ({ round, done, total, exchange }) => {
        told.push(`${round}: ${done}/${total}`);
        return exchange;
      },
    });
    expect(gathered.get('two')?.map(({ source }) => source)).toEqual([
      'two.1',
      'two.2',
      'two.1@2',
      'two.2@2',
    ]);
    expect(told).toEqual(['1: 1/4', '1: 2/4', '2: 3/4', '2: 4/4']);
  });

  it('stops at the budget of requests and of tokens, and says what was not sent', async () => {
    const { baseUrl, requests } = await quick();
    const probes = ['a', 'b', 'c'].map((id) => probeOf(id, [asking()]));
    const target = targetAt(baseUrl);
    const kinds = async (budget: GatherOptions['budget']) =>
      [...(await run(probes, target, { budget, concurrency: 1 })).values()]
        .flat()
        .map(({ failure }) => failure?.kind ?? 'sent');
    expect(await kinds({ maxRequests: 2 })).toEqual(['sent', 'sent', 'budget']);
    expect(await kinds({ maxTokens: 25 })).toEqual(['sent', 'sent', 'budget']);
    expect(requests).toHaveLength(4);
  });

  it('an interruption leaves what came, and names the rest', async () => {
    const controller = new AbortController();
    const { baseUrl } = await serve((socket, nth) => {
      if (nth === 0) socket.end(answerOf('{}'));
      else controller.abort();
    });
    const probes = ['a', 'b', 'c'].map((id) => probeOf(id, [asking()]));
    const gathered = await run(probes, targetAt(baseUrl), {
      concurrency: 1,
      signal: controller.signal,
    });
    const kinds = [...gathered.values()].flat().map(({ failure }) => failure?.kind ?? 'came');
    expect(kinds).toEqual(['came', 'interrupted', 'interrupted']);
  });

  it('is cut when its time is up', async () => {
    const { baseUrl } = await serve(() => {});
    const { timeouts } = targetAt(baseUrl);
    const target = targetAt(baseUrl, { timeouts: { ...timeouts, run: 30 } });
    const gathered = await run([probeOf('a', [asking()])], target);
    expect(gathered.get('a')?.[0]?.failure).toEqual({
      kind: 'interrupted',
      message: 'not finished: the run was cut after 30 ms (run)',
    });
  });
});

describe('Meter', () => {
  it('lets no more requests through in any minute than the rate allows', async () => {
    let now = 0;
    const slept: number[] = [];
    const meter = new Meter({
      rpm: 2,
      clock: {
        ...systemClock,
        elapsed: () => now,
        sleep: async (ms) => {
          slept.push(ms);
          now += ms;
        },
      },
    });
    for (let at = 0; at < 5; at += 1) {
      await meter.admit(0);
      now += 1000;
    }
    expect(slept).toEqual([58_000, 58_000]);
    expect(meter.spent.requests).toBe(5);
  });

  it('lets nobody overspend who waits at the same time', async () => {
    const meter = new Meter({ clock, budget: { maxRequests: 1 } });
    const answers = await Promise.all([meter.admit(0), meter.admit(0)]);
    expect(answers.map((denied) => denied?.kind)).toEqual([undefined, 'budget']);
  });

  it('counts the tokens of every answer asked for', () => {
    expect(tokensAsked({ max_tokens: 10, n: 2 })).toBe(20);
    expect(tokensAsked({ max_completion_tokens: 7 })).toBe(7);
    expect([{}, null, 'x', { max_tokens: 'many' }].map(tokensAsked)).toEqual([0, 0, 0, 0]);
  });
});
