import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { targetAt } from '../exchange/server.fixture.ts';
import type { Check, Exchange, Probe } from '../vocabulary.ts';
import { defineCheck, defineComparison } from './define.ts';
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

// --- two probes, one of which is compared with the other ------------------------------------------

const same = defineComparison({
  id: 'parity.same',
  level: 'MUST',
  statement: 'Both answers have the same status',
  reference: 'this test',
  breaks: 'this test',
  on: ['stream'],
  compares: [['stream-plain', 'stream-usage']],
  compare: (one, other) =>
    one.exchange.status === other.exchange.status
      ? []
      : [{ at: {}, expected: 'the same', actual: `${other.exchange.status}` }],
});

/** A session of two probes that counts how often the answers of each are read. */
function openTwo(checks: readonly Check[] = [status, same]) {
  const loads: string[] = [];
  const read: string[] = [];
  const other: Probe = { ...probe, id: 'stream-usage' };
  const session = openSession(
    planOf({ probes: [probe.id, other.id] }),
    { probes: [probe, other], checks },
    {
      load: async ({ id }) => {
        loads.push(id);
        return [exchangeWith({ source: id, status: id === probe.id ? 200 : 201 })];
      },
      readWithSdk: async ({ source }) => {
        read.push(source);
        return null;
      },
    },
  );
  const rowsOf = (id: string) =>
    Promise.all(session.cases.filter((planned) => planned.probe === id).map(session.row));
  return { session, loads, read, rowsOf };
}

test('a comparison is judged on both answers, and its row names both', async () => {
  const { rowsOf } = openTwo();
  expect(await rowsOf('stream-plain')).toMatchObject([
    { case: 'stream-plain/http.two-hundred', verdict: 'pass', exchanges: ['stream-plain'] },
    {
      case: 'stream-plain/parity.same',
      verdict: 'fail',
      findings: [{ actual: '201' }],
      exchanges: ['stream-plain', 'stream-usage'],
    },
  ]);
});

test('answers are kept until the last probe that is compared with them is judged', async () => {
  const { rowsOf, loads } = openTwo();
  await rowsOf('stream-plain');
  expect(loads).toEqual(['stream-plain', 'stream-usage']);
  await rowsOf('stream-usage');
  expect(loads).toEqual(['stream-plain', 'stream-usage']);
});

test('answers are let go once every probe that is compared with them is judged', async () => {
  const { rowsOf, loads } = openTwo();
  await rowsOf('stream-usage');
  await rowsOf('stream-plain');
  expect(loads).toEqual(['stream-usage', 'stream-plain']);
});

test('the rows of a probe are of its own cases alone', async () => {
  const { session, rowsOf } = openTwo();
  expect((await rowsOf('stream-usage')).map((row) => row.case)).toEqual([
    'stream-usage/http.two-hundred',
  ]);
  const foreign = {
    id: 'stream-usage/x.y',
    probe: 'stream-usage',
    check: 'x.y',
    level: 'MUST',
    probes: ['stream-usage'],
  } as const;
  await expect(session.row(foreign)).rejects.toThrow('the judge forgot the case stream-usage/x.y');
  const unknown = { ...foreign, id: 'no-such/x.y', probe: 'no-such' };
  await expect(session.row(unknown)).rejects.toThrow('the judge forgot the case no-such/x.y');
});

test('the SDK reads the answers of those probes alone of which a check needs its reading', async () => {
  const bySdk = {
    ...status,
    context: ['sdk'],
    requirement: { ...status.requirement, id: 'sdk.x' },
  } as const;
  const plain = openTwo();
  await plain.rowsOf('stream-plain');
  expect(plain.read).toEqual([]);
  const first: Check = { ...bySdk, plannedFor: (_step, { id }) => id === 'stream-plain' };
  const { rowsOf, read } = openTwo([status, first]);
  await rowsOf('stream-plain');
  await rowsOf('stream-usage');
  expect(read).toEqual(['stream-plain']);
});
