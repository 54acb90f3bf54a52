import type { Report, ReportRow } from './format.ts';
import { sampleExchange, sampleReport, sampleRow } from './report.fixture.ts';

/** A live run with a row of every kind, and a claim that it contradicts. */
export const failing = sampleReport({
  rows: [
    sampleRow('text-plain/http.status'),
    sampleRow('stream-plain/sse.done', {
      verdict: 'fail',
      findings: [
        {
          at: { event: 3, offset: 120, pointer: '/choices/0' },
          expected: 'data: [DONE]',
          actual: 'the body ends',
          exchange: 'stream-plain',
          excerpt: 'data: {"a":1}\n\n',
        },
      ],
    }),
    sampleRow('text-plain/manners.kept', { verdict: 'fail', level: 'SHOULD' }),
    sampleRow('text-n/choices.count', {
      verdict: 'skip',
      reason: 'declared',
      detail: 'the target does not have: n',
    }),
    sampleRow('text-plain/usage.sum', { verdict: 'inconclusive', reason: 'no-subject' }),
    sampleRow('text-plain/usage.kept', {
      verdict: 'inconclusive',
      reason: 'not-tested',
      detail: 'no answer came',
    }),
  ],
  exchanges: [sampleExchange('text-plain'), sampleExchange('stream-plain', { curl: 'curl THIS' })],
  footer: {
    outcome: 'violates',
    claims: [
      {
        page: 'The Page',
        id: 'streaming',
        sentence: 'streams end with `data: [DONE]`',
        verdict: 'contradicted',
        why: 'stream-plain/sse.done failed',
        evidence: { kind: 'live', date: '2026-03-22T10:15:00.000Z' },
      },
    ],
  },
});

/** One requirement that three probes break, once in another way. */
export const repeated = sampleReport({
  header: {
    baseline: [
      {
        names: 'c/x.y',
        reason: 'the vendor mends it',
        owner: 'router team',
        link: 'https://example.com/1',
        expires: '2026-12-31',
        at: 'specs/baselines/sample.json:3',
      },
    ],
  },
  rows: [
    sampleRow('a/x.y', { verdict: 'fail' }),
    sampleRow('b/x.y', {
      verdict: 'fail',
      findings: [{ at: { event: 2 }, expected: 'this', actual: 'nothing', exchange: 'b.2' }],
    }),
    sampleRow('c/x.y', { verdict: 'fail', standing: 'expected-failure' }),
  ],
  exchanges: ['a', 'b.2', 'c'].map((source) => sampleExchange(source, { curl: `curl ${source}` })),
  footer: {
    outcome: 'violates',
    stale: [{ at: 'specs/baselines/sample.json:9', problem: 'no case is called d/x.y' }],
  },
});

/** A report in which everything that a server can say is this text. */
export function spoken(text: string): Report {
  const row: Partial<ReportRow> = { detail: text, facts: [text] };
  const finding = { at: { pointer: `/${text}` }, expected: text, actual: text, excerpt: text };
  const entry = {
    names: 'z/b',
    reason: text,
    owner: text,
    link: text,
    expires: '2026-12-31',
    at: 'b.json:3',
  };
  return sampleReport({
    header: {
      model: { asked: text, reported: text },
      warnings: [text],
      target: text,
      partial: true,
      partialReasons: [text],
      unplanned: [{ probe: 'u', reason: text }],
      baseline: [entry],
    },
    rows: [
      sampleRow('x/b', { ...row, verdict: 'fail', findings: [finding, finding, finding] }),
      sampleRow('y/b', { ...row, verdict: 'fail', findings: [{ ...finding, actual: 'other' }] }),
      sampleRow('z/b', {
        ...row,
        verdict: 'fail',
        standing: 'expected-failure',
        findings: [finding],
      }),
      sampleRow('a/b', { ...row, verdict: 'fail', findings: [{ ...finding, exchange: 'a' }] }),
      sampleRow('a/c', { ...row, verdict: 'inconclusive', reason: 'not-tested' }),
      sampleRow('a/d', { ...row, verdict: 'error' }),
      sampleRow('a/e', row),
    ],
    exchanges: ['a', 'x', 'y'].map((source) =>
      sampleExchange(source, { curl: text, model: text, server: text, failure: text }),
    ),
    footer: {
      stale: [{ at: entry.at, problem: text }],
      claims: [
        { page: text, id: 'x', sentence: text, verdict: 'unverified', why: text, evidence: null },
      ],
    },
  });
}
