import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/vocabulary.ts';
import { type Given, plain, reading, told } from './told.fixture.ts';

const place = '/choices/0/message/content';
const used = (completion: number) => ({
  usage: { prompt_tokens: 1, completion_tokens: completion, total_tokens: 1 + completion },
});

test.each<[JsonObject, number, string]>([
  [{ max_tokens: 10 }, 27, 'passes'],
  [{ max_tokens: 10 }, 28, 'at most 10 tokens, not 28'],
  [{ max_completion_tokens: 10, max_tokens: 100 }, 28, 'at most 10 tokens, not 28'],
  [{ max_tokens: 10, n: 2 }, 54, 'passes'],
  [{ max_tokens: 10, n: 2 }, 55, 'at most 10 tokens for each of 2 choices, not 55'],
  [{ max_tokens: 10, n: 1 }, 28, 'at most 10 tokens, not 28'],
  [{}, 9000, 'says nothing'],
])('after %j an answer of %i tokens: %s', (asks, count, words) => {
  const said = told(
    'limits.output-tokens',
    reading(plain({ content: 'Hi' }, 'stop', used(count)), { asks }),
  );
  expect(said.replace('/usage/completion_tokens: ', '')).toBe(words);
});

test('without usage no count of tokens is held against a limit', () => {
  const one = reading(plain({ content: 'Hi' }), { asks: { max_tokens: 10 } });
  expect(told('limits.output-tokens', one)).toBe('says nothing');
});

test.each<[number, boolean, number, string]>([
  [10, true, 600, 'passes'],
  [10, true, 601, `${place}: a text of 10 tokens, not 601 characters, finished with length`],
  [10, false, 800, 'passes'],
  [10, false, 801, `${place}: a text of 10 tokens, not 801 characters, finished with length`],
])('a limit of %i, cut on purpose %j, and %i characters: %s', (limit, cut, length, words) => {
  const facts = { expects: { answer: 'completion' as const, cut } };
  const given: Given = { asks: { max_tokens: limit }, facts };
  const text = 'x'.repeat(length);
  expect(told('limits.output-length', reading(plain({ content: text }, 'length'), given))).toBe(
    words,
  );
  const call = { id: 'a', type: 'function', function: { name: 'go', arguments: text } };
  const calling = reading(plain({ content: null, tool_calls: [call] }, 'length'), given);
  expect(told('limits.output-length', calling)).toBe(words);
});

test('a text far over its limit without a finish reason says so', () => {
  const one = reading(plain({ content: 'x'.repeat(900) }, null), { asks: { max_tokens: 10 } });
  expect(told('limits.output-length', one)).toContain('900 characters, finished with no reason');
  const free = reading(plain({ content: 'x'.repeat(900) }));
  expect(told('limits.output-length', free)).toBe('says nothing');
});

test.each<[JsonObject, string, string]>([
  [{ stop: '5' }, '1 2 3 4 ', 'passes'],
  [{ stop: '5' }, '1 2 5 6', `${place}: a text that ends before "5", not "1 2 5 6"`],
  [{ stop: ['', '9', '6'] }, '1 2 5 6', `${place}: a text that ends before "6", not "1 2 5 6"`],
  [{ stop: ['5'] }, '', 'says nothing'],
  [{ stop: [] }, '1 2 5 6', 'says nothing'],
  [{ stop: '' }, '1 2 5 6', 'says nothing'],
  [{ stop: null }, '1 2 5 6', 'says nothing'],
  [
    { stop: '5' },
    `5${'x'.repeat(130)}`,
    `${place}: a text that ends before "5", not "5${'x'.repeat(119)}"`,
  ],
])('after %j the text %j: %s', (asks, content, words) => {
  expect(told('limits.stop', reading(plain({ content }), { asks }))).toBe(words);
});

test.each([
  ['one two ', 'stop', 'passes'],
  ['one ', 'stop', `${place}: one, two before the stop sequence, not "one "`],
  ['one ', 'length', 'says nothing'],
  ['I would rather not.', 'stop', 'says nothing'],
  [
    `two${'x'.repeat(130)}`,
    'stop',
    `${place}: one, two before the stop sequence, not "two${'x'.repeat(117)}"`,
  ],
])(
  'of the pieces one and two before a stop sequence came %j, finished with %s: %s',
  (content, finish, words) => {
    const facts = { expects: { answer: 'completion' as const, keeps: ['one', 'two'] } };
    const given: Given = { asks: { stop: 'three' }, facts };
    expect(told('limits.stop-keeps-text', reading(plain({ content }, finish), given))).toBe(words);
  },
);
