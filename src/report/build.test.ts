import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { targetAt } from '../exchange/server.fixture.ts';
import type { Case } from '../vocabulary.ts';
import { buildReport, type FinishedRun } from './build.ts';
import { parseReport } from './read.ts';
import { sampleRow } from './report.fixture.ts';
import { reportJson } from './write.ts';

function caseOf(id: string): Case {
  const [probe = '', check = ''] = id.split('/');
  return { id, probe, check, level: 'MUST', probes: [probe] };
}

function finished(more: Partial<FinishedRun> = {}): FinishedRun {
  return {
    tool: 'chatspec/0.1.0',
    suite: 'abc',
    target: targetAt('http://127.0.0.1/v1', { apiKeyEnv: 'THE_KEY' }),
    mode: 'live',
    strict: false,
    started: '2026-03-22T10:15:00.000Z',
    ended: '2026-03-22T10:15:09.000Z',
    planned: [caseOf('stream-plain/a.b'), caseOf('stream-plain/c.d')],
    unplanned: [],
    partialReasons: [],
    warnings: [],
    rows: [sampleRow('stream-plain/c.d'), sampleRow('stream-plain/a.b')],
    exchanges: new Map([['stream-plain', [exchangeWith()]]]),
    wrongKey: new Set(),
    claims: () => ({ claims: [], contradicted: false }),
    baseline: [],
    shard: null,
    known: ['stream-plain/a.b', 'stream-plain/c.d'],
    ...more,
  };
}

test('rows stand in the order of the plan, and the report is one that can be read back', () => {
  const report = buildReport(finished());
  expect(report.rows.map(({ check }) => check)).toEqual(['a.b', 'c.d']);
  expect(report.header).toMatchObject({ planned: 2, partial: false });
  expect(report.header.model.reported).toBe('test-model');
  expect(report.footer).toMatchObject({ judged: 2, outcome: 'conforms' });
  expect(parseReport(reportJson(report), 'it')).toEqual(report);
});

test('a planned case without a row makes the report PARTIAL and an error, in words', () => {
  const report = buildReport(finished({ rows: [sampleRow('stream-plain/a.b')] }));
  expect(report.footer.outcome).toBe('error');
  expect(report.header.partialReasons.join()).toMatch(/2 cases planned, but 1 judged/);
});

test('probes that could not be planned make the report PARTIAL', () => {
  const unplanned = [{ probe: 'text-n', reason: 'there is no recording of it' }];
  const report = buildReport(finished({ unplanned }));
  expect(report.header).toMatchObject({ partial: true, unplanned });
  expect(report.footer.outcome).toBe('conforms');
});

test('a finding carries the bytes at its place', () => {
  const rows = [
    sampleRow('stream-plain/a.b', {
      verdict: 'fail',
      findings: [{ at: { event: 0 }, expected: 'x', actual: 'y', exchange: 'stream-plain' }],
    }),
    sampleRow('stream-plain/c.d'),
  ];
  const [failed] = buildReport(finished({ rows })).rows;
  expect(failed?.findings[0]?.excerpt).toMatch(/^data: /);
});

test('the key in a shell line is a variable, or a made-up one where the probe sends such', () => {
  const request = {
    method: 'POST',
    url: 'http://127.0.0.1/v1/chat/completions',
    headers: [['authorization', 'Bearer ***']] as const,
    json: {},
    text: null,
  };
  const exchanges = new Map([['stream-plain', [exchangeWith({ request })]]]);
  const right = buildReport(finished({ exchanges })).exchanges[0]?.curl;
  const wrong = buildReport(finished({ exchanges, wrongKey: new Set(['stream-plain']) }));
  expect(right).toContain('"authorization: Bearer $THE_KEY"');
  expect(wrong.exchanges[0]?.curl).toContain('"authorization: Bearer a-wrong-key"');
});
