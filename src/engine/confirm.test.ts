import { describe, expect, it } from 'vitest';
import { systemClock } from '../exchange/clock.ts';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { answerOf, serve, targetAt } from '../exchange/server.fixture.ts';
import type { Step } from '../vocabulary.ts';
import { softFindings } from './confirm.ts';
import { checkOf, failing, probeOf, stepOf } from './engine.fixture.ts';
import { type GatherOptions, gather } from './gather.ts';

const step: Step = {
  expects: { answer: 'completion' },
  request: () => ({ method: 'POST', path: '/chat/completions', json: {} }),
};
const probe = probeOf('p', { steps: [step] });
const clock = { ...systemClock, sleep: async () => {} };

/** The sources that a run of one probe gives, where each round is rude as said. */
async function sourcesOf(rude: readonly boolean[], options: GatherOptions = {}) {
  const { baseUrl, requests } = await serve((socket, nth) =>
    socket.end(answerOf(`{"rude":${rude[nth] ?? false}}`)),
  );
  const gathered = await gather(
    { probes: [probe], target: targetAt(baseUrl), key: null, env: {} },
    {
      clock,
      findSoft: (_probe, [exchange]) =>
        new Set(`${Buffer.from(exchange?.body ?? [])}`.includes('true') ? ['a.soft'] : []),
      ...options,
    },
  );
  return { sources: gathered.get('p')?.map(({ source }) => source), sent: requests.length };
}

describe('a finding of good manners', () => {
  it.each([
    ['is asked for once more where it shows again', [true, true, true], ['p', 'p@2']],
    ['is asked for twice more where it does not', [true, false, true], ['p', 'p@2', 'p@3']],
    ['that is none costs nothing', [false], ['p']],
  ])('%s', async (_title, rude, sources) => {
    expect(await sourcesOf(rude)).toEqual({ sources, sent: sources.length });
  });

  it('is not confirmed where every probe is repeated anyway', async () => {
    expect(await sourcesOf([true, true], { repeat: 2 })).toMatchObject({ sent: 2 });
  });

  it('is confirmed within the budget only, and what it could not ask takes nothing away', async () => {
    const budget = { maxRequests: 1 };
    expect(await sourcesOf([true], { budget })).toEqual({ sources: ['p'], sent: 1 });
  });
});

describe('softFindings', () => {
  const target = targetAt('http://127.0.0.1/v1');
  const body = Buffer.from('{"object":"chat.completion","choices":[]}');
  const headers = [['Content-Type', 'application/json']] as const;
  const answer = exchangeWith({ body, headers, request: null });
  const soft = checkOf('a.soft', { level: 'SHOULD', ...failing() });

  it('names each failing SHOULD of one answer', () => {
    const checks = [soft, checkOf('a.hard', failing()), checkOf('a.kept', { level: 'SHOULD' })];
    expect([...softFindings(checks, target)(probeOf('p'), [answer])]).toEqual(['a.soft']);
  });

  it('leaves out what compares answers, needs the SDK, or is not planned for the step', () => {
    const checks = [
      checkOf('a.pair', { level: 'SHOULD', ...failing(), compares: [['p', 'q']] }),
      checkOf('a.sdk', { level: 'SHOULD', ...failing(), context: ['sdk'] }),
      checkOf('a.other', { level: 'SHOULD', ...failing(), plannedFor: () => false }),
    ];
    expect(softFindings(checks, target)(probeOf('p'), [answer]).size).toBe(0);
  });

  it('does not look at what was not answered, is large, or is not supported', () => {
    const find = softFindings([soft], target);
    const large = exchangeWith({ ...answer, body: Buffer.alloc(100_000, ' ') });
    const refusal = exchangeWith({
      ...answer,
      status: 400,
      body: Buffer.from('{"error":{"message":"n is not supported"}}'),
    });
    const absent = exchangeWith({ ...answer, status: null });
    const asking = probeOf('p', { needs: ['n'], parameters: ['n'], steps: [stepOf()] });
    expect([large, absent].map((one) => find(probeOf('p'), [one]).size)).toEqual([0, 0]);
    expect(find(asking, [refusal]).size).toBe(0);
  });
});

describe('the first probe', () => {
  const probes = ['a', 'b', 'c'].map((id) => probeOf(id, { steps: [step] }));

  it('goes out before all others, and none follows where it forbids that', async () => {
    const { baseUrl, requests } = await serve((socket) => socket.end(answerOf('{}')));
    const plan = { probes, target: targetAt(baseUrl), key: null, env: {} };
    const admit = () => {
      expect(requests).toHaveLength(1);
      throw new Error('nothing can be told');
    };
    await expect(gather(plan, { clock, first: { probe: 'b', admit } })).rejects.toThrow('told');
    expect(requests).toHaveLength(1);
  });

  it('is sent once: its own answer is the one that is judged', async () => {
    const { baseUrl, requests } = await serve((socket) => socket.end(answerOf('{}')));
    const plan = { probes, target: targetAt(baseUrl), key: null, env: {} };
    const gathered = await gather(plan, { clock, first: { probe: 'b', admit: () => {} } });
    expect([requests.length, gathered.get('b')?.length]).toEqual([3, 1]);
    expect([...gathered.keys()]).toEqual(['a', 'b', 'c']);
  });
});
