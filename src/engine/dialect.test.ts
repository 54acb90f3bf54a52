import { expect, test } from 'vitest';
import type { JsonObject } from '../vocabulary.ts';
import { contractChunks, isFilterChoice, isFilterChunk, isPromptFilter } from './dialect.ts';
import { bodyReading, streamReading } from './engine.fixture.ts';

const promptFilter = { choices: [], prompt_filter_results: [{}] };
const filterChoice = { index: 0, content_filter_results: {} };
const spoken = { index: 0, delta: { content: 'a' } };

/** Which of these chunks the contract speaks of, by their numbers. */
function kept(dialect: 'azure' | null, ...chunks: readonly JsonObject[]) {
  return contractChunks(streamReading(chunks, {}, { dialect })).map(({ event }) => event);
}

test('reports of the filter are no chunks of the contract where the dialect is declared', () => {
  const chunks = [promptFilter, { choices: [spoken] }, { choices: [filterChoice] }];
  expect(kept('azure', ...chunks)).toEqual([1]);
  expect(kept(null, ...chunks)).toEqual([0, 1, 2]);
});

test('a chunk with an answer in it stays, whatever it reports beside', () => {
  expect(
    kept(
      'azure',
      { ...promptFilter, choices: [spoken] },
      { choices: [{ ...spoken, content_filter_results: {} }] },
      { choices: [filterChoice, spoken] },
      { choices: [] },
    ),
  ).toEqual([0, 1, 2, 3]);
});

test('only a stream has chunks', () => {
  expect(contractChunks(bodyReading({ choices: [] }))).toEqual([]);
  expect(contractChunks(bodyReading({ choices: [] }, {}, { dialect: 'azure' }))).toEqual([]);
});

/** The first chunk of a stream, with its reading. */
function firstOf(chunk: JsonObject, dialect: 'azure' | null = 'azure') {
  const reading = streamReading([chunk], {}, { dialect });
  const [first] = contractChunks({ ...reading, dialect: null });
  if (first === undefined) throw new Error('no chunk was read');
  return [reading, first] as const;
}

test('the filter on the prompt has no choices and the results', () => {
  expect(isPromptFilter(...firstOf(promptFilter))).toBe(true);
  expect(isPromptFilter(...firstOf(promptFilter, null))).toBe(false);
  expect(isPromptFilter(...firstOf({ choices: [] }))).toBe(false);
  expect(isPromptFilter(...firstOf({ ...promptFilter, choices: [spoken] }))).toBe(false);
});

test('a chunk of the filter has choices, and all of them report', () => {
  expect(isFilterChunk(...firstOf({ choices: [filterChoice, filterChoice] }))).toBe(true);
  expect(isFilterChunk(...firstOf({ choices: [filterChoice, spoken] }))).toBe(false);
  expect(isFilterChunk(...firstOf({ choices: [] }))).toBe(false);
  expect(isFilterChunk(...firstOf({ choices: [filterChoice] }, null))).toBe(false);
});

test('a choice of the filter reports results or offsets, and has no delta', () => {
  const azure = streamReading([], {}, { dialect: 'azure' });
  expect(isFilterChoice(azure, filterChoice)).toBe(true);
  expect(isFilterChoice(azure, { content_filter_offsets: {}, delta: null })).toBe(true);
  expect(isFilterChoice(azure, { ...filterChoice, delta: {} })).toBe(false);
  expect(isFilterChoice(azure, { index: 0 })).toBe(false);
  expect(isFilterChoice(azure, null)).toBe(false);
  expect(isFilterChoice(streamReading([]), filterChoice)).toBe(false);
});
