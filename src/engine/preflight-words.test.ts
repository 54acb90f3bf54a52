import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { targetAt } from '../exchange/server.fixture.ts';
import type { FailureKind, Target } from '../vocabulary.ts';
import { outageOf } from './preflight.ts';

/** What is said to the person on call of one answer to the first request. */
function said(status: number, body: unknown, changes: Partial<Target> = {}): string | null {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return outageOf(
    exchangeWith({ status, body: new TextEncoder().encode(text) }),
    targetAt('http://127.0.0.1/v1', changes),
  );
}

const error = (message: string, more: object = {}) => ({ error: { message, ...more } });

test.each<FailureKind>(['connect', 'dns', 'tls', 'timeout', 'reset', 'refused'])(
  'a network that ends in %s is an outage, told in its own words',
  (kind) => {
    const failure = { kind, message: `the host: ${kind}` };
    const lost = exchangeWith({ status: null, failure, body: new Uint8Array() });
    expect(outageOf(lost, targetAt('http://127.0.0.1/v1'))).toBe(`the host: ${kind}`);
  },
);

test('an exchange without status and failure is none', () => {
  const bare = exchangeWith({ status: null, body: new Uint8Array() });
  expect(outageOf(bare, targetAt('http://127.0.0.1/v1'))).toBeNull();
});

test.each(['insufficient_quota', 'insufficient_user_quota', 'quota_exceeded', 'quotaExceeded'])(
  '%s is an exhausted quota in a refusal, and in nothing else',
  (code) => {
    expect(said(400, error('x', { code }))).toMatch(/no quota left/);
    expect(said(499, error('x', { code }))).toMatch(/no quota left/);
    expect(said(200, error('x', { code }))).toBeNull();
    expect(said(500, error('x', { code }))).toBeNull();
  },
);

test.each(['modelNotFound', 'model_not_found', 'unknownModel', 'unknown_model', 'invalid_model'])(
  'the code %s is an unknown model',
  (code) => {
    expect(said(404, error('x', { code }))).toMatch(/does not know the model/);
    expect(said(409, error('x', { code }))).toBeNull();
  },
);

test.each(['apikey', 'api key', 'authentication', 'a token', 'credentials', 'Forbidden'])(
  'a 403 that speaks of %s refuses the key, and another 403 does not',
  (word) => {
    expect(said(403, error(`${word}!`))).toMatch(/refuses the key in TEST_KEY/);
    expect(said(403, error('a country is blocked'))).toBeNull();
    expect(said(409, error(`the ${word} is invalid`))).toBeNull();
  },
);

test('only a refused max_tokens asks for the newer name of the limit', () => {
  const words = error("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.");
  expect(said(400, words)).toMatch(/takes no max_tokens/);
  expect(said(409, words)).toBeNull();
  expect(said(400, words, { tokenLimit: 'max_completion_tokens' })).toBeNull();
});

test('what an answer says is told on one line, without markup, and not where it says nothing', () => {
  expect(said(401, '<h1>No</h1><p>entry</p>\nhere')).toContain('(401: No entry here)');
  expect(said(401, {})).toContain('(401);');
  expect(said(401, error('no'))).toContain('(401: no)');
  expect(said(401, { error: 'plain' })).toContain('(401: plain)');
  expect(said(401, null)).toContain('(401);');
});
