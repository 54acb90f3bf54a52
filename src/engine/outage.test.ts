import { expect, test } from 'vitest';
import type { Exchange, Expectation } from '../vocabulary.ts';
import { bodyReading } from './engine.fixture.ts';
import { outageOf } from './outage.ts';

interface Parts {
  readonly status: number;
  readonly answer?: Expectation['answer'];
  readonly error?: object;
  readonly headers?: NonNullable<Exchange['headers']>;
}

const outage = ({ status, answer = 'error', error = {}, headers = [] }: Parts) =>
  outageOf(
    bodyReading(
      { error: { message: 'no', ...error } },
      { status, headers },
      { expects: { answer } },
    ),
  );

test.each<[string, Parts]>([
  ['a 429 that says when to come again', { status: 429, headers: [['Retry-After', '20']] }],
  ['a 429 with milliseconds', { status: 429, headers: [['retry-after-ms', '20']] }],
  ['a 429 by its code', { status: 429, error: { code: 'rate_limit_exceeded' } }],
  ['a 429 by its type', { status: 429, error: { type: 'tokens' } }],
  ['an exhausted quota', { status: 429, error: { type: 'insufficient_quota' } }],
  ['a 503 that says when to come again', { status: 503, headers: [['RETRY-AFTER', '1']] }],
])('%s refuses the moment, also where an error was asked for', (_, parts) => {
  expect(outage(parts)).toMatch(/^status (?:429|503): /);
});

test.each<[string, Parts]>([
  ['a bare 429', { status: 429 }],
  ['a 429 that speaks of the model', { status: 429, error: { code: 'model_not_found' } }],
  ['a bare 503', { status: 503 }],
  ['a 503 by its code alone', { status: 503, error: { code: 'rate_limit_exceeded' } }],
  ['a 500 with a time', { status: 500, headers: [['Retry-After', '1']] }],
  ['a 400 with a time', { status: 400, headers: [['Retry-After', '1']] }],
  ['a filter', { status: 400, error: { code: 'content_filter' } }],
])('%s is an answer to the mistake', (_, parts) => {
  expect(outage(parts)).toBeNull();
});

test.each([
  { code: 'content_filter' },
  { code: 'content_policy_violation' },
  { code: 'invalid_prompt' },
  { type: 'moderation_error' },
  { code: null, innererror: { code: 'ResponsibleAIPolicyViolation' } },
])('a prompt that a filter refused tells nothing: %j', (error) => {
  const parts = { error, answer: 'completion' } as const;
  expect(outage({ ...parts, status: 400 })).toBe('status 400: a filter refused the prompt');
  expect(outage({ ...parts, status: 200 })).toBeNull();
});

test('a refusal for another reason is judged', () => {
  const error = { code: 'invalid_value', message: 'content_filter is unknown' };
  expect(outage({ status: 400, answer: 'completion', error })).toBeNull();
});
