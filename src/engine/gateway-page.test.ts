import { expect, test } from 'vitest';
import type { Exchange, Expectation } from '../vocabulary.ts';
import { checkOf, failing, readingOf } from './engine.fixture.ts';
import { examiner } from './examine.ts';
import { outageOf } from './outage.ts';

const refused: Expectation = { answer: 'error', mistake: 'key' };

function answer(status: number, body: string, expects: Expectation | null = refused) {
  const changes: Partial<Exchange> = { status, body: Buffer.from(body), headers: [] };
  return readingOf(changes, { expects });
}

test.each([502, 503, 504, 520, 524, 530])(
  'a page under status %i is no answer to a request that asks for an error',
  (status) => {
    expect(outageOf(answer(status, '<html></html>'))).toBe(`status ${status}: a gateway failed`);
    expect(outageOf(answer(status, ''))).not.toBeNull();
    expect(outageOf(answer(status, '{"error":{}}'))).toBeNull();
    expect(outageOf(answer(status, ' {"error":'))).toBeNull();
    expect(outageOf(answer(status, '<html></html>', null))).toBeNull();
  },
);

test.each([200, 400, 401, 500, 501, 505])('a page under status %i is an answer', (status) => {
  expect(outageOf(answer(status, '<html></html>'))).toBeNull();
});

test('the outage itself is judged, and nothing else', () => {
  const page = checkOf('error.gateway-page', failing());
  const other = checkOf('error.auth', failing());
  const { verdict } = examiner(answer(502, '<html></html>'), [page, other]);
  expect(verdict(page).verdict).toBe('fail');
  expect(verdict(other)).toMatchObject({ verdict: 'inconclusive', reason: 'not-tested' });
});

test('an answer is not compared with an outage', () => {
  const compares = [['one', 'other']] as const;
  const comparison = checkOf('parity.error-status', { ...failing(), compares });
  const { verdict } = examiner(answer(401, '{"error":{}}'), [comparison]);
  expect(verdict(comparison, answer(401, '{"error":{}}')).verdict).toBe('fail');
  expect(verdict(comparison, answer(502, '<html></html>'))).toMatchObject({
    verdict: 'inconclusive',
    reason: 'not-tested',
    detail: 'status 502: a gateway failed',
  });
});
