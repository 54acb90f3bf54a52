import { expect, test } from 'vitest';
import { noFacts, read } from '../../src/engine/reading.ts';
import { exchangeWith } from '../../src/exchange/exchange.fixture.ts';
import type { Answer, Reading } from '../../src/vocabulary.ts';
import { atEnvelope, atFinish, atText, atUsage } from './places.ts';

const chunk = (members: object, ...choices: object[]): string =>
  `data: ${JSON.stringify({ ...members, choices })}\n\n`;
const say = (index: number, content: string, finish_reason: string | null = null) => ({
  index,
  delta: { content },
  finish_reason,
});

const chunks = [
  chunk({}, say(0, 'one ')),
  chunk({ id: 'c1', model: 'm' }, say(1, 'uno'), say(0, 'two')),
  chunk({ id: 'c1', model: 'm' }, say(0, '', 'length'), say(1, '', 'stop')),
  chunk({ id: 'c1', model: 'm', usage: { prompt_tokens: 1 } }),
];
const offsets = chunks.map((_one, n) => chunks.slice(0, n).join('').length);
const stream = read(exchangeWith({ body: Buffer.from(chunks.join('')) }), noFacts);
const whole = read(
  exchangeWith({
    body: Buffer.from('{"choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}]}'),
  }),
  noFacts,
);

function answerOf({ view }: Reading, index: number): Answer {
  const answer = view.answers.find((one) => one.index === index);
  if (answer === undefined) throw new Error(`there is no choice ${index}`);
  return answer;
}

test('a finish reason of a stream is placed in the chunk and the choice that give it', () => {
  const at = { event: 2, offset: offsets[2] };
  expect(atFinish(stream, answerOf(stream, 0))).toEqual({
    ...at,
    pointer: '/choices/0/finish_reason',
  });
  expect(atFinish(stream, answerOf(stream, 1))).toEqual({
    ...at,
    pointer: '/choices/1/finish_reason',
  });
});

test('a text is placed in the piece of its own choice that holds what is meant', () => {
  const place = atText(stream, answerOf(stream, 0), 'two');
  expect(place).toEqual({ event: 1, offset: offsets[1], pointer: '/choices/1/delta/content' });
  expect(atText(stream, answerOf(stream, 0), 'elsewhere').event).toBe(0);
});

test('usage and the envelope are placed in the chunk that has them', () => {
  const usage = { event: 3, offset: offsets[3], pointer: '/usage/prompt_tokens' };
  expect(atUsage(stream, '/prompt_tokens')).toEqual(usage);
  expect(atEnvelope(stream, 'model')).toEqual({ event: 1, offset: offsets[1], pointer: '/model' });
});

test('in a completion the pointer alone says the place', () => {
  const answer = answerOf(whole, 0);
  expect(atFinish(whole, answer)).toEqual({ pointer: '/choices/0/finish_reason' });
  expect(atText(whole, answer)).toEqual({ pointer: '/choices/0/message/content' });
  expect(atUsage(whole, '/total_tokens')).toEqual({ pointer: '/usage/total_tokens' });
  expect(atEnvelope(whole, 'id')).toEqual({ pointer: '/id' });
});
