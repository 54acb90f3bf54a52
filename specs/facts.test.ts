import { expect, test } from 'vitest';
import { judgeCapture } from '../src/engine/capture.ts';
import type { ReadingFacts } from '../src/engine/reading.ts';
import { noFacts, read } from '../src/engine/reading.ts';
import { exchangeWith, SOUND_STREAM } from '../src/exchange/exchange.fixture.ts';
import type { Exchange, Frame } from '../src/vocabulary.ts';
import { catalogue } from './catalogue.ts';

/** What an INFO check tells of an exchange; none where it has nothing to say. */
function factsOf(id: string, changes: Partial<Exchange>, facts: Partial<ReadingFacts> = {}) {
  const judged = judgeCapture(
    read(exchangeWith(changes), { ...noFacts, ...facts }),
    catalogue.checks,
  );
  const found = judged.find(({ check }) => check.requirement.id === id)?.verdict;
  return found?.verdict === 'pass' ? found.facts : [];
}

const bytes = (text: string) => Buffer.from(text, 'utf8');

/** The sound stream, each of its five events arriving at one of these milliseconds. */
function arriving(...times: readonly number[]): Partial<Exchange> {
  const events = SOUND_STREAM.match(/[^\n]+\n\n/g) ?? [];
  const frames = events.map((event, n): Frame => [times[n] ?? 0, bytes(event).length]);
  return { body: bytes(SOUND_STREAM), frames, endMs: 1_000 };
}

test('times are told in whole milliseconds', () => {
  const stream = arriving(100.4, 250.6, 260, 700, 710);
  expect(factsOf('timing.first-byte', stream)).toEqual([
    'first byte after 100 ms, end after 1000 ms',
  ]);
  expect(factsOf('timing.first-content', stream)).toEqual(['first text after 251 ms']);
  expect(factsOf('timing.longest-gap', stream)).toEqual(['longest silence 440 ms']);
  expect(factsOf('timing.open-after-done', stream)).toEqual(['body open for 290 ms after [DONE]']);
});

test.each([
  [[500, 510, 520, 540, 550], 'all 5 events within 50 ms, after 500 ms: no streaming to be seen'],
  [[500, 510, 520, 540, 551], '5 events over 51 ms'],
  [[499, 499, 499, 499, 499], '5 events over 0 ms'],
])('events at %j: %s', (times, told) => {
  expect(factsOf('timing.all-at-once', arriving(...times))).toEqual([told]);
});

test('without times nothing is told of them', () => {
  for (const { requirement } of catalogue.checks.filter(({ requirement: { id } }) =>
    id.startsWith('timing.'),
  )) {
    expect(factsOf(requirement.id, { frames: null, endMs: null })).toEqual([]);
    expect(factsOf(requirement.id, { frames: [], endMs: 9, body: bytes('') })).toEqual([]);
  }
});

test('what a declared dialect allows is counted by name, and for other targets not at all', () => {
  const filter = 'data: {"choices":[],"prompt_filter_results":[]}\n\n';
  const late = 'data: {"choices":[{"index":0,"content_filter_offsets":{}}]}\n\n';
  const body = bytes(filter + late + late + SOUND_STREAM);
  expect(factsOf('dialect.departures', { body }, { dialect: 'azure' })).toEqual([
    'azure: 1 prompt-filter chunk(s) without choices',
    'azure: 2 filter choice(s) without delta',
  ]);
  expect(factsOf('dialect.departures', { body })).toEqual([]);
  expect(factsOf('dialect.departures', {}, { dialect: 'azure' })).toEqual([]);
});

test.each([
  ['Model not found.', 'status 404: Model not found.'],
  ['模型不存在', 'status 404: 模型不存在 (not in English)'],
  ['models/gemini-9 is unknown', 'status 404: models/gemini-9 is unknown (names an upstream)'],
])('the words of an error are told: %s', (message, told) => {
  const body = bytes(JSON.stringify({ error: { message } }));
  expect(factsOf('error.reported', { status: 404, body })).toEqual([told]);
});
