import { expect, test } from 'vitest';
import type { Page } from '../gate/page.ts';
import { sampleRow } from '../report/report.fixture.ts';
import { claimsOf } from './claims.ts';

const page: Page = {
  title: 'The page',
  target: 'router',
  models: ['m'],
  maxAgeDays: 30,
  claims: [{ id: 'text', sentence: '`{model}` answers', statements: [], cases: ['text/*'] }],
  outOfScope: [{ statement: 'images', reason: 'the page does not say' }],
};
const evidence = { kind: 'live', date: '2026-03-22T10:15:00.000Z' } as const;
const fail = { verdict: 'fail' } as const;
const expected = { ...fail, standing: 'expected-failure' } as const;

function judge(rows: Parameters<typeof claimsOf>[3], name = 'router') {
  return claimsOf([page], { name, model: 'm' }, new Set(), rows, evidence);
}

test('a claim is told with the model put in, its evidence, and what the page leaves out', () => {
  expect(judge([sampleRow('text/a.b')])).toMatchObject({
    contradicted: false,
    claims: [
      { sentence: '`m` answers', verdict: 'verified', evidence },
      { sentence: 'images', verdict: 'out-of-scope', evidence: null },
    ],
  });
});

test('a failure that nobody expects contradicts; one that the baseline expects is no news', () => {
  expect(judge([sampleRow('text/a.b', fail)]).contradicted).toBe(true);
  const known = judge([sampleRow('text/a.b', expected)]);
  expect(known.contradicted).toBe(false);
  expect(known.claims[0]).toMatchObject({
    verdict: 'contradicted',
    why: expect.stringMatching(/; the baseline expects it\.$/),
  });
  const both = [sampleRow('text/a.b', expected), sampleRow('text/c.d', fail)];
  expect(judge(both).contradicted).toBe(true);
});

test('a page of another target says in plain words what is so, and decides nothing', () => {
  const { claims, contradicted } = judge([sampleRow('text/a.b', fail)], 'other');
  expect(contradicted).toBe(false);
  expect(claims.map(({ verdict }) => verdict)).toEqual(['contradicted']);
});

test('what was not sent is no evidence', () => {
  const open = sampleRow('text/a.b', {
    verdict: 'inconclusive',
    reason: 'not-tested',
    detail: 'x',
  });
  expect(judge([open]).claims[0]).toMatchObject({ verdict: 'unverified', evidence: null });
});
