import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import type { Frequency, Row, Verdict } from '../vocabulary.ts';
import { checkOf } from './engine.fixture.ts';
import { rowOf, sayRow, weakestEvidence } from './row.ts';

const planned = { id: 'p/a.x', probe: 'p', check: 'a.x', level: 'MUST', probes: ['p'] } as const;
const finding = { at: {}, expected: 'b', actual: 'c' };

function rowFor(
  verdict: Verdict,
  frequency: Frequency | null = null,
  exchanges = [exchangeWith()],
) {
  return rowOf({ case: planned, verdict, frequency }, checkOf('a.x'), 'as-wanted', exchanges);
}

test('a row says its case, its requirement, its standing and its exchanges', () => {
  expect(rowFor({ verdict: 'pass', facts: ['5 ms'] })).toEqual({
    case: 'p/a.x',
    probe: 'p',
    check: 'a.x',
    probes: ['p'],
    level: 'MUST',
    verdict: 'pass',
    reason: null,
    detail: null,
    standing: 'as-wanted',
    statement: 'a.x is as it is',
    reference: 'this test',
    breaks: 'this test',
    findings: [],
    facts: ['5 ms'],
    evidence: 'live',
    exchanges: ['stream-plain'],
    frequency: null,
    unstable: false,
  });
});

test('a failure has its findings and no facts', () => {
  expect(rowFor({ verdict: 'fail', findings: [finding] })).toMatchObject({
    verdict: 'fail',
    findings: [finding],
    facts: [],
    reason: null,
    detail: null,
  });
});

test('what was not told has its reason and its detail', () => {
  const row = (verdict: Verdict) => {
    const { reason, detail, findings } = rowFor(verdict);
    return [reason, detail, findings.length];
  };
  expect(row({ verdict: 'inconclusive', reason: 'not-tested', detail: 'outage' })).toEqual([
    'not-tested',
    'outage',
    0,
  ]);
  expect(row({ verdict: 'skip', reason: 'declared', detail: 'no vision' })).toEqual([
    'declared',
    'no vision',
    0,
  ]);
  expect(row({ verdict: 'error', detail: 'oops' })).toEqual([null, 'oops', 0]);
});

test('a row is unstable where it failed on some repeats and passed on others', () => {
  const unstable = (failures: number) =>
    rowFor({ verdict: 'pass', facts: [] }, { n: 3, failures, interval: [0, 1] }).unstable;
  expect([unstable(0), unstable(1), unstable(2), unstable(3)]).toEqual([false, true, true, false]);
});

test('evidence is as weak as the weakest exchange', () => {
  const of = (...kinds: ('live' | 'recorded' | 'synthetic')[]) =>
    weakestEvidence(kinds.map((evidence) => ({ evidence })));
  expect(of('live', 'recorded', 'synthetic')).toBe('synthetic');
  expect(of('live', 'recorded')).toBe('recorded');
  expect(of('live')).toBe('live');
  expect(of()).toBeNull();
});

function said(at: Row['findings'][number]['at'], exchange?: string): string {
  const found = { ...finding, at, ...(exchange === undefined ? {} : { exchange }) };
  return sayRow(rowFor({ verdict: 'fail', findings: [found] }));
}

test('a failed test says requirement, place, expected and actual, in this order', () => {
  expect(said({ event: 3, offset: 7, pointer: '/a' }, 'p')).toBe(
    'MUST: a.x is as it is (this test)\n  at p, event 3, byte 7, /a\n  expected: b\n  actual:   c',
  );
});

test('a place has only the parts that are known', () => {
  expect(said({ event: 0 })).toContain('at event 0\n');
  expect(said({ offset: 0, pointer: '' }, 'p')).toContain('at p, byte 0\n');
  expect(said({ pointer: '/a' })).toContain('at /a\n');
});

test('what speaks of the transfer and passed only at a later try is unstable', () => {
  const failed = { started: '2026-03-22T10:15:00.000Z', status: 502, failure: null, waited: 500 };
  const late = exchangeWith({ attempts: [failed, { ...failed, status: 200, waited: null }] });
  const row = (check: string, exchanges = [late]) =>
    rowOf(
      { case: { ...planned, check }, verdict: { verdict: 'pass', facts: [] }, frequency: null },
      checkOf(check),
      'as-wanted',
      exchanges,
    ).unstable;
  const cut = { ...failed, status: null, failure: { kind: 'reset', message: 'cut' } } as const;
  const cutFirst = [exchangeWith({ attempts: [cut, failed] })];
  const ids = ['http.status', 'transport.body-complete', 'usage.object'];
  expect(ids.map((id) => row(id))).toEqual([true, false, false]);
  expect(ids.map((id) => row(id, cutFirst))).toEqual([false, true, false]);
  expect(row('http.status', [exchangeWith({ attempts: [failed] })])).toBe(false);
});
