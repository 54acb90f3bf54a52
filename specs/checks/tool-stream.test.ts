import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/vocabulary.ts';
import { event, reading, stream, told } from './told.fixture.ts';

const fragment = (members: JsonObject, index = 0): JsonObject => ({
  tool_calls: [{ index, ...members }],
});
const opening = (
  more: JsonObject = {},
  args: JsonObject = { arguments: '' },
  index = 0,
): JsonObject =>
  fragment(
    { id: `call_${index}`, type: 'function', function: { name: 'go', ...args }, ...more },
    index,
  );
const piece = (text: string): JsonObject => fragment({ function: { arguments: text } });
const say = (id: string, deltas: readonly JsonObject[], finish = 'tool_calls') =>
  told(id, reading(stream(deltas, finish)));
const at = '/choices/0/delta/tool_calls/0';

test('a call that is opened once and then brings its arguments is sound in each way', () => {
  const deltas = [opening(), piece('{"a"'), piece(':1}')];
  for (const name of [
    'id',
    'type',
    'name',
    'arguments',
    'one-call-per-index',
    'indexes-from-zero',
    'arguments-incremental',
    'name-continuation',
    'name-once',
    'id-once',
    'name-whole',
  ]) {
    expect(say(`tool-stream.${name}`, deltas)).toBe('passes');
    expect(say(`tool-stream.${name}`, [{ content: 'Hi' }], 'stop')).toBe('says nothing');
  }
});

test.each([
  [
    'id',
    [fragment({ type: 'function', function: { name: 'go', arguments: '' } })],
    'none in any fragment',
  ],
  [
    'type',
    [fragment({ id: 'a', function: { name: 'go', arguments: '' } })],
    'none in any fragment',
  ],
  ['type', [opening({ type: 'tool' })], '"tool"'],
  [
    'name',
    [fragment({ id: 'a', type: 'function', function: { arguments: '' } })],
    'none in any fragment',
  ],
])('a call without %s is told at its first fragment', (name, deltas, actual) => {
  const words = `${at}: ${name} in one fragment of call 0, not ${actual}`;
  expect(say(`tool-stream.${name}`, deltas)).toBe(words);
});

test('a custom call has a type of its own, and neither name nor arguments of a function', () => {
  const custom = [fragment({ id: 'a', type: 'custom', custom: { name: 'go', input: 'x' } })];
  expect(say('tool-stream.type', custom)).toBe('passes');
  expect(say('tool-stream.id', custom)).toBe('passes');
  expect(say('tool-stream.name', custom)).toBe('says nothing');
  expect(say('tool-stream.arguments', custom)).toBe('says nothing');
});

test.each([
  ['tool_calls', `${at}: arguments in one fragment of call 0, not none in any fragment`],
  ['length', 'says nothing'],
  ['content_filter', 'says nothing'],
])('a call without arguments that ends with %s: %s', (finish, words) => {
  expect(say('tool-stream.arguments', [opening({}, {})], finish)).toBe(words);
});

test('a stream that did not come to its end has lost nothing of its calls', () => {
  const body = event(fragment({ function: { arguments: '' } }));
  for (const ending of ['capped', 'aborted'] as const) {
    const cut = reading(body, { exchange: { ending } });
    for (const name of ['id', 'type', 'name', 'arguments']) {
      expect(told(`tool-stream.${name}`, cut)).toBe('says nothing');
    }
  }
});

test('ids that share an index are told, the first four of them', () => {
  const deltas = ['a', 'b', 'c', 'd', 'e'].map((id) => opening({ id }));
  expect(say('tool-stream.one-call-per-index', deltas)).toBe(
    `${at}: one id at index 0, not a, b, c, d`,
  );
});

test.each([
  [[0, 1], 'passes'],
  [[1, 0], 'passes'],
  [[1], `indexes 0 to 0 for choice 0, not 1`],
  [[0, 2], `indexes 0 to 1 for choice 0, not 0, 2`],
  [[10, 9], `indexes 0 to 1 for choice 0, not 9, 10`],
])('calls with the indexes %j: %s', (indexes, words) => {
  const deltas = indexes.map((index) => opening({}, { arguments: '{}' }, index));
  const said = say('tool-stream.indexes-from-zero', deltas);
  expect(said.replace(/^\/\S+: /, '')).toBe(words);
});

test.each([
  [['{', '{"a"', '{"a":1}'], true],
  [['{"', '{"a":1}'], true],
  [['{}', '{"a":1}'], false],
  [['{"a":1}', '{"a":1}', '{"a":1}'], false],
  [['1', '11', '111'], false],
  [['1', '11', '1111'], true],
  [['{"a":', '"x"}'], false],
  [['{"a":1', '}'], false],
  [['{', '{', '{"a'], false],
])('pieces of arguments %j repeat each other: %j', (texts, repeat) => {
  const said = say('tool-stream.arguments-incremental', [opening(), ...texts.map(piece)]);
  const words = `${at}: pieces that add up, not each piece repeats the one before: ${texts.join(' | ')}`;
  expect(said).toBe(repeat ? words : 'passes');
});

test.each([
  [[{ name: '', arguments: '{}' }], `${at}: no name, not name: ""`],
  [[{ name: null, arguments: '{}' }], `${at}: no name, not name: null`],
  [[{ arguments: '{}' }], 'passes'],
  [[{ name: 'go', arguments: '{}' }], 'passes'],
])('a fragment after the first with %j: %s', (functions, words) => {
  const deltas = [opening(), ...functions.map((one) => fragment({ function: one }))];
  expect(say('tool-stream.name-continuation', deltas)).toBe(words);
});

test('an empty name before the name is no continuation', () => {
  const deltas = [
    fragment({ id: 'a', type: 'function', function: { name: '' } }),
    opening({ id: 'a' }),
  ];
  expect(say('tool-stream.name-continuation', deltas)).toBe('says nothing');
});

test('members that are sent again and again are told with their number', () => {
  const again = fragment({ id: 'call_0', function: { name: 'go', arguments: '{}' } });
  expect(say('tool-stream.name-once', [opening(), again])).toBe(
    `${at}: name on the first fragment alone, not go on 2 fragments`,
  );
  expect(say('tool-stream.id-once', [opening(), again])).toBe(
    `${at}: id on the first fragment alone, not call_0 on 2 fragments`,
  );
});

test('a name in two pieces is told with both', () => {
  const rest = fragment({ function: { name: '_on', arguments: '{}' } });
  expect(say('tool-stream.name-whole', [opening(), rest])).toBe(
    `${at}: the whole name at once, not go + _on`,
  );
  expect(say('tool-stream.name-once', [opening(), rest])).toBe('passes');
});
