import { expect, test } from 'vitest';
import { beforeEnd, chunksBeforeEnd } from './end.ts';
import { bodyReading, readingOf } from './engine.fixture.ts';

const chunk = 'data: {"choices":[]}\n\n';
const done = 'data: [DONE]\n\n';

function numbersOf(body: string) {
  const reading = readingOf({ body: Buffer.from(body) });
  return {
    events: beforeEnd(reading).map(({ event }) => event),
    chunks: chunksBeforeEnd(reading).map(({ event }) => event),
  };
}

test('what follows the first terminator is not before the end', () => {
  expect(numbersOf(chunk + done + chunk + done)).toEqual({ events: [0, 1], chunks: [0] });
  expect(numbersOf(done + chunk)).toEqual({ events: [0], chunks: [] });
});

test('without a terminator all events are before the end', () => {
  expect(numbersOf(chunk + chunk)).toEqual({ events: [0, 1], chunks: [0, 1] });
});

test('an answer that is no stream has no events', () => {
  expect(beforeEnd(bodyReading({ choices: [] }))).toEqual([]);
  expect(chunksBeforeEnd(bodyReading({ choices: [] }))).toEqual([]);
});
