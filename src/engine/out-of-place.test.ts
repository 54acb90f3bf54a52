import { expect, test } from 'vitest';
import type { JsonObject } from '../vocabulary.ts';
import { chunksOfAnswer } from './end.ts';
import { streamReading } from './engine.fixture.ts';

/** Whether a chunk counts as part of the answer. */
function counts(chunk: JsonObject, request?: JsonObject): boolean {
  const reading = streamReading([chunk]);
  const known = request === undefined ? reading : { ...reading, request };
  return chunksOfAnswer(known).length === 1;
}

test('a chunk that holds neither a choice nor usage is out of place', () => {
  expect(counts({ choices: [] })).toBe(false);
  expect(counts({ id: 'a', choices: [], usage: null })).toBe(false);
  expect(counts({ choices: [], prompt_filter_results: [] })).toBe(false);
});

test.each<JsonObject>([
  { choices: [{}] },
  { choices: [null] },
  { choices: null, id: 'a', model: 'm' },
  { choices: [], usage: {} },
  { choices: [], usage: 'many' },
  { choices: [], moderation: {} },
  { choices: [], moderation_results: [] },
])('a chunk that carries something is part of the answer: %j', (chunk) => {
  expect(counts(chunk)).toBe(true);
});

test('an answer with sound has chunks without choices', () => {
  expect(counts({ choices: [] }, { modalities: ['text', 'audio'] })).toBe(true);
});
