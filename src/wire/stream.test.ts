import { expect, test } from 'vitest';
import { exchangeWith, SOUND_STREAM } from '../exchange/exchange.fixture.ts';
import type { Exchange, Frame } from '../vocabulary.ts';
import { looksLikeDone, viewStream } from './stream.ts';

const viewOf = (body: string, changes: Partial<Exchange> = {}) =>
  viewStream(exchangeWith({ body: Buffer.from(body), ...changes }));
const kindsOf = (...data: readonly string[]) =>
  viewOf(data.map((one) => `data: ${one}\n\n`).join('')).events.map(({ kind }) => kind);

test('a sound stream is read into chunks, an end, and one answer', () => {
  const view = viewStream(exchangeWith());
  expect(view.kind).toBe('stream');
  expect(view.events.map(({ kind }) => kind)).toEqual([...Array(4).fill('chunk'), 'done']);
  expect(view.chunks.map(({ event }) => event)).toEqual([0, 1, 2, 3]);
  expect(view.answers).toMatchObject([{ content: 'Grüße 🌍', finishReasons: ['stop'] }]);
  expect(view.textFragments.map(({ text }) => text)).toEqual(['', 'Grüße ', '🌍']);
  expect(view).toMatchObject({ errors: [], tail: null, usage: null, model: 'test-model' });
});

test('an object with choices, or with two members of a chunk, means to be a chunk', () => {
  expect(kindsOf('{"choices":[]}', '{"choices":5}', '{"id":"a","model":"m"}')).toEqual(
    Array(3).fill('chunk'),
  );
  expect(kindsOf('{"object":"x","created":1}')).toEqual(['chunk']);
  expect(kindsOf('{"id":"a"}', '{}', '[]', '5', 'null')).toEqual(Array(5).fill('foreign'));
});

test('text that is no JSON is unreadable', () => {
  expect(kindsOf('{"choices":[', 'hello', '')).toEqual(Array(3).fill('unreadable'));
});

test('an error is an error even with members of a chunk, but not beside an answer', () => {
  expect(kindsOf('{"error":{"message":"m"}}', '{"id":"a","object":"o","error":"x"}')).toEqual([
    'error',
    'error',
  ]);
  expect(kindsOf('{"error":{},"choices":[{}]}', '{"error":null,"choices":[]}')).toEqual([
    'chunk',
    'chunk',
  ]);
  const view = viewOf('data: {"choices":[]}\n\ndata: {"error":{"message":"m"}}\n\n');
  expect(view.errors.map(({ event }) => event)).toEqual([1]);
});

test.each([
  '[DONE]',
  ' [DONE] ',
  '[done]',
  'DONE',
  '"[DONE]"',
  '<DONE>',
  '{DONE}',
  "'done'",
  '`done`',
  '(done).',
  'done!',
  '{"done": true}',
  '{"done":true}',
  ' {"event" : "[DONE]"} ',
  '{"status":"done"}',
  '{"status":"done"}  ',
  '[DONE] and more',
  '[DONE]x',
  '[DONE',
  '[END]',
  '[eof]',
  '[eos]',
  '[stop]',
  '[finish]',
  '[finished]',
  '[complete]',
  '[completed]',
  ' \t"[ \tEND\t ]" \t',
  '`[END]`',
  "'[END]'",
  '{"done" : true }',
  '{ "done": true}',
])('%j means to be the end of a stream', (data) => {
  expect(looksLikeDone(data)).toBe(true);
});

test.each([
  '',
  'all done',
  'done deal',
  '{"a": true}',
  '{"done": false}',
  '{"done": true, "a": 1}',
  'x{"done": true}',
  '{"done": true}x',
  'x [DONE] y',
  '[DONE]\nmore',
  `[DONE]${' '.repeat(34)}`,
  'undone',
  'x[END]',
  '[END]x',
  'x"[END]"',
  '[xEND]',
  '[ENDx]',
  '""[END]',
  '[END]""',
  '{x"done":true}',
  '{"done":truex}',
])('%j does not mean to be the end of a stream', (data) => {
  expect(looksLikeDone(data)).toBe(false);
});

test('39 characters may still mean the end, 40 do not', () => {
  expect(looksLikeDone(`[DONE]${' '.repeat(33)}`)).toBe(true);
});

test('an end is an end before it is anything else', () => {
  expect(kindsOf('{"done":true}', '"[DONE]"')).toEqual(['done', 'done']);
});

test('a block that the body leaves open is the tail and no event', () => {
  const view = viewOf('data: {"choices":[]}\n\ndata: {"choices":[{}]}\n');
  expect(view.events).toHaveLength(1);
  expect(view.chunks).toHaveLength(1);
  expect(view.tail).toMatchObject({ kind: 'chunk', event: 1, offset: 22 });
});

test('a block without data is no event, closed or not', () => {
  const view = viewOf('event: ping\n\ndata: [DONE]\n\nevent: ping\n');
  expect(view.events.map(({ kind, event }) => [kind, event])).toEqual([['done', 0]]);
  expect(view.tail).toBeNull();
});

test('usage is the last one that is an object, and the model the first that is named', () => {
  const view = viewOf(
    [
      { choices: [] },
      { choices: [], usage: { n: 1 }, model: '' },
      { choices: [], usage: { n: 2 }, model: 'a' },
      { choices: [], usage: null, model: 'b' },
      { choices: [], usage: [], model: 5 },
    ]
      .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
      .join(''),
  );
  expect(view.usage).toEqual({ n: 2 });
  expect(view.model).toBe('a');
});

test('without any model or usage both are null', () => {
  expect(viewOf('data: {"choices":[]}\n\n')).toMatchObject({ usage: null, model: null });
});

test('an event came with the arrival that held its last byte', () => {
  const body = 'data: [DONE]\n\n'.repeat(3);
  const timesOf = (frames: readonly Frame[] | null) =>
    viewOf(body, { frames }).events.map(({ ms }) => ms);
  expect(timesOf([[5, 42]])).toEqual([5, 5, 5]);
  expect(
    timesOf([
      [5, 14],
      [6, 13],
      [7, 1],
      [8, 14],
    ]),
  ).toEqual([5, 7, 8]);
  expect(
    timesOf([
      [5, 15],
      [6, 27],
    ]),
  ).toEqual([5, 6, 6]);
});

test('without times no event has one, and the last arrival stands for bytes beyond it', () => {
  const body = 'data: [DONE]\n\n'.repeat(2);
  const timesOf = (frames: readonly Frame[] | null) =>
    viewOf(body, { frames }).events.map(({ ms }) => ms);
  expect(timesOf(null)).toEqual([null, null]);
  expect(timesOf([])).toEqual([null, null]);
  expect(timesOf([[5, 3]])).toEqual([5, 5]);
});

test('where the network cut the bytes changes nothing but the times', () => {
  const bytes = Buffer.from(SOUND_STREAM);
  const untimed = (frames: readonly Frame[]) => {
    const view = viewStream(exchangeWith({ body: bytes, frames }));
    return JSON.stringify(view, (key, value) => (key === 'ms' ? undefined : value));
  };
  const whole = untimed([[1, bytes.length]]);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(
      untimed([
        [1, cut],
        [2, bytes.length - cut],
      ]),
    ).toBe(whole);
  }
});
