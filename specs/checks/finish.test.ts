import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/vocabulary.ts';
import { plain, reading, told } from './told.fixture.ts';

const at = '/choices/0/finish_reason';
const used = (completion: number, hidden = 0) => ({
  usage: {
    prompt_tokens: 5,
    completion_tokens: completion,
    total_tokens: 5 + completion + hidden,
  },
});

test.each<[number, number, JsonObject, string]>([
  [49, 0, { max_tokens: 100 }, `${at}: stop, not length after 49 of 100 tokens`],
  [50, 0, { max_tokens: 100 }, 'passes'],
  [1, 49, { max_tokens: 100 }, 'passes'],
  [1, 48, { max_tokens: 100 }, `${at}: stop, not length after 1 of 100 tokens`],
  [0, 0, { max_tokens: 100 }, 'passes'],
  [1, 0, { max_tokens: 100, reasoning: { effort: 'low' } }, 'passes'],
  [1, 0, {}, 'says nothing'],
])('length after %i tokens and %i hidden ones, asked with %j: %s', (count, hidden, asks, words) => {
  const one = reading(plain({ content: 'Hi' }, 'length', used(count, hidden)), { asks });
  expect(told('finish.length-unreached', one)).toBe(words);
});

const half = 'length: the arguments end in the middle at the limit of tokens';
test.each([
  ['{"a":', 100, 'tool_calls', `${at}: ${half}, not tool_calls`],
  ['{"a":', 99, 'stop', `${at}: ${half}, not stop`],
  ['[1,', 100, 'tool_calls', `${at}: ${half}, not tool_calls`],
  ['{"a":', 98, 'tool_calls', 'says nothing'],
  ['{"a":', 100, 'length', 'passes'],
  ['{"a":1}', 100, 'tool_calls', 'says nothing'],
  ['words', 100, 'tool_calls', 'says nothing'],
  ['', 100, 'tool_calls', 'says nothing'],
])('arguments %j at %i of 100 tokens that finish with %s: %s', (text, count, finish, words) => {
  const call = { id: 'a', type: 'function', function: { name: 'go', arguments: text } };
  const body = plain({ content: null, tool_calls: [call] }, finish, used(count));
  expect(told('finish.cut-call', reading(body, { asks: { max_tokens: 100 } }))).toBe(words);
});

const empty = `${at}: text, a call or a refusal, not an empty answer`;
test.each<[JsonObject, JsonObject, string]>([
  [{ content: '' }, {}, empty],
  [{ content: null }, { modalities: ['text'] }, empty],
  [{ content: null }, { modalities: ['text', 'audio'] }, 'passes'],
  [{ content: null }, { functions: [] }, 'passes'],
  [{ content: null, refusal: 'No.' }, {}, 'passes'],
  [{ content: null, audio: { id: 'a' } }, {}, 'passes'],
  [{ content: null, images: [{ type: 'image_url' }] }, {}, 'passes'],
  [{ content: null, images: [] }, {}, empty],
  [{ content: null, annotations: [{ type: 'note' }] }, {}, 'passes'],
])('an answer that stops with %j, asked with %j: %s', (message, asks, words) => {
  expect(told('finish.empty-stop', reading(plain(message), { asks }))).toBe(words);
});
