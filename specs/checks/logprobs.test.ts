import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/vocabulary.ts';
import { DONE, event, plain, reading, told } from './told.fixture.ts';

const asks = { logprobs: true, top_logprobs: 1 };
const token = (text: string, more: JsonObject = {}): JsonObject => ({
  token: text,
  logprob: -0.5,
  bytes: [...Buffer.from(text, 'utf8')],
  top_logprobs: [],
  ...more,
});
/** A completion that says this text, with these tokens. */
function saying(content: string, tokens: readonly JsonValue[], asked: JsonObject = asks) {
  const logprobs = { content: [...tokens], refusal: null };
  const choice = {
    index: 0,
    message: { role: 'assistant', content },
    logprobs,
    finish_reason: 'stop',
  };
  return reading(plain({}, 'stop', { choices: [choice] }), { asks: asked });
}
const first = '/choices/0/logprobs/content/0';

test.each([
  [0, 'passes'],
  [0.01, 'passes'],
  [0.02, `${first}/logprob: at most 0, not 0.02`],
  [-9999, 'passes'],
])('a log probability of %d: %s', (logprob, words) => {
  expect(told('logprobs.range', saying('Hi', [token('Hi', { logprob })]))).toBe(words);
});

test.each<[string, readonly JsonValue[], JsonObject, string]>([
  ['Hi', [token('Hi')], asks, 'passes'],
  ['Hi', [], asks, '/choices/0: tokens in logprobs.content, not none'],
  ['Hi', [], {}, 'says nothing'],
  ['Hi', [], { logprobs: false }, 'says nothing'],
  ['', [], asks, 'says nothing'],
])('the text %j with the tokens %j after %j: %s', (content, tokens, asked, words) => {
  expect(told('logprobs.sent', saying(content, tokens, asked))).toBe(words);
});

const missing = (told: string, listed: string) =>
  `/choices/0: tokens of "${told}", not tokens of "${listed}"`;
test.each<[string, readonly string[], string]>([
  ['Hi you', ['Hi', ' you'], 'passes'],
  [' Hi you\n', ['Hi', ' you', '<end>'], 'passes'],
  ['Hi you', ['Hi'], missing('Hi you', 'Hi')],
  ['x'.repeat(70), ['y'.repeat(70)], missing('x'.repeat(60), 'y'.repeat(60))],
  [' \n', ['Hi'], 'says nothing'],
])('the text %j is covered by the tokens %j: %s', (content, texts, words) => {
  const tokens = texts.map((text) => token(text));
  expect(told('logprobs.covers-text', saying(content, tokens))).toBe(words);
  expect(told('logprobs.covers-text', saying(content, tokens, {}))).toBe('says nothing');
});

test('a token without bytes stands for its text', () => {
  const one = saying('Größe', [token('Gr'), token('öße', { bytes: null })]);
  expect(told('logprobs.covers-text', one)).toBe('passes');
});

test('the tokens of one choice do not cover the text of another', () => {
  const choice = (index: number, content: string, text: string) => ({
    index,
    delta: { content },
    logprobs: { content: [token(text)], refusal: null },
    finish_reason: null,
  });
  const chunk = event({}, null, { choices: [choice(0, 'Hi', 'Hi'), choice(1, 'Ho', 'Hi')] });
  const end = [0, 1].map((index) => ({ index, delta: {}, finish_reason: 'stop' }));
  const body = chunk + event({}, null, { choices: end }) + DONE;
  expect(told('logprobs.covers-text', reading(body, { asks: { ...asks, n: 2 } }))).toBe(
    '/choices/1: tokens of "Ho", not tokens of "Hi"',
  );
});

test.each<[string, readonly number[], string]>([
  ['é', [0xc3, 0xa9], 'passes'],
  ['é', [0xe9], `${first}/bytes: the bytes of "é", not the bytes of "\ufffd"`],
  ['\ufffd', [0xf0], 'says nothing'],
  ['\\xf0', [0xf0], 'says nothing'],
  ['bytes:\\xf0', [0xf0], 'says nothing'],
  ['bytes:240', [0xf0], 'says nothing'],
  ['a bytes:', [...Buffer.from('a bytes:')], 'passes'],
])('a token %j with the bytes %j: %s', (text, bytes, words) => {
  expect(told('logprobs.bytes', saying(text, [token(text, { bytes: [...bytes] })]))).toBe(words);
});

test.each<[number, JsonObject, string]>([
  [1, asks, 'passes'],
  [2, asks, `${first}/top_logprobs: at most 1, not 2`],
  [1, { logprobs: true }, `${first}/top_logprobs: at most 0, not 1`],
  [2, { top_logprobs: 1 }, 'says nothing'],
])('%i top log probabilities after %j: %s', (count, asked, words) => {
  const top = Array.from({ length: count }, () => ({ token: 'Hi', logprob: -1, bytes: null }));
  const one = saying('Hi', [token('Hi', { top_logprobs: top })], asked);
  expect(told('logprobs.top-count', one)).toBe(words);
});
