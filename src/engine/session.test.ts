import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { targetAt } from '../exchange/server.fixture.ts';
import type { Exchange, Probe } from '../vocabulary.ts';
import { defineCheck } from './define.ts';
import { openSession, type RunPlan } from './session.ts';

const probe: Probe = {
  id: 'stream-plain',
  suite: 'streaming',
  title: 'A plain stream',
  needs: [],
  sender: 'http',
  steps: [{ expects: { answer: 'stream' }, request: () => 'not sent in this test' }],
  tokens: 8,
};

const status = defineCheck({
  id: 'http.two-hundred',
  level: 'MUST',
  statement: 'The status is 200',
  reference: 'this test',
  breaks: 'this test',
  on: ['stream'],
  subjects: (reading) => [reading.exchange.status],
  examine: (code) => (code === 200 ? null : { at: {}, expected: '200', actual: String(code) }),
});

const catalogue = { probes: [probe], checks: [status] };

function planOf(more: Partial<RunPlan> = {}): RunPlan {
  return {
    directory: 'unused',
    target: targetAt('http://127.0.0.1/v1'),
    probes: ['stream-plain'],
    baseline: [],
    strict: false,
    ...more,
  };
}

async function rowOfRun(exchanges: readonly Exchange[], more: Partial<RunPlan> = {}) {
  let loads = 0;
  const session = openSession(planOf(more), catalogue, {
    load: async () => {
      loads += 1;
      return exchanges;
    },
    readWithSdk: () => Promise.reject(new Error('no check needs the SDK')),
  });
  const [planned] = session.cases;
  if (planned === undefined) throw new Error('nothing was planned');
  const row = await session.row(planned);
  await session.row(planned);
  return { row, loads };
}

test('a case becomes a row with its requirement, its evidence and its exchanges', async () => {
  const { row } = await rowOfRun([exchangeWith({ evidence: 'recorded' })]);
  expect(row).toMatchObject({
    case: 'stream-plain/http.two-hundred',
    verdict: 'pass',
    standing: 'as-wanted',
    statement: 'The status is 200',
    evidence: 'recorded',
    exchanges: ['stream-plain'],
    frequency: null,
    unstable: false,
  });
});

test('an exchange is read once, however often its rows are asked for', async () => {
  expect((await rowOfRun([exchangeWith()])).loads).toBe(1);
});

test('a failure names its exchange and is violating', async () => {
  const { row } = await rowOfRun([exchangeWith({ status: 201 })]);
  expect(row).toMatchObject({
    verdict: 'fail',
    standing: 'violating',
    findings: [{ expected: '200', actual: '201', exchange: 'stream-plain' }],
  });
});

test('a failure that the baseline names is expected', async () => {
  const baseline = [{ names: 'stream-plain/http.*' }];
  const { row } = await rowOfRun([exchangeWith({ status: 201 })], { baseline });
  expect(row.standing).toBe('expected-failure');
});

test('a repeat that failed once and passed once is unstable and says how often', async () => {
  const { row } = await rowOfRun([
    exchangeWith(),
    exchangeWith({ source: 'stream-plain@2', status: 201 }),
  ]);
  expect(row).toMatchObject({ verdict: 'fail', unstable: true, frequency: { n: 2, failures: 1 } });
});

test('a probe that is not planned has no case', () => {
  const session = openSession(planOf({ probes: [] }), catalogue, {
    load: async () => [],
    readWithSdk: () => Promise.reject(new Error('never')),
  });
  expect(session.cases).toEqual([]);
});
