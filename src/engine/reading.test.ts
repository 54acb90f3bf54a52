import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import type { ContextNeed, Exchange, JsonValue } from '../vocabulary.ts';
import { readingOf } from './engine.fixture.ts';
import { asked, askedUsage, asksForAudio, missingContext, noFacts, read } from './reading.ts';

const { request } = exchangeWith();
if (request === null) throw new Error('the exchange of tests has a request');

const asking = (json: JsonValue, text: string | null = null) =>
  readingOf({ request: { ...request, json, text } });

test('a reading is the exchange, its view, its request and what is known beside', () => {
  const exchange = exchangeWith();
  const facts = { ...noFacts, dialect: 'azure', modelEcho: 'exact' } as const;
  expect(read(exchange, facts)).toMatchObject({
    exchange,
    view: { kind: 'stream' },
    request: { model: 'test-model' },
    expects: null,
    sdk: null,
    dialect: 'azure',
    modelEcho: 'exact',
  });
});

test('of captured traffic nothing is known beside the bytes', () => {
  expect(noFacts).toEqual({ expects: null, sdk: null, dialect: null, modelEcho: 'any' });
});

test('a request without a JSON object is an empty one; an unknown request is null', () => {
  expect(asking(null, '{"model":').request).toEqual({});
  expect(asking([1]).request).toEqual({});
  expect(readingOf({ request: null }).request).toBeNull();
});

test('what is missing is told by name, in the order asked for', () => {
  const bare: Partial<Exchange> = {
    request: null,
    status: null,
    headers: null,
    frames: null,
    ending: null,
    fidelity: 'text',
    date: null,
  };
  const needs: readonly ContextNeed[] = [
    ...(['request', 'status', 'headers', 'times', 'ending'] as const),
    ...(['bytes', 'date', 'expectation', 'sdk'] as const),
  ];
  expect(missingContext(readingOf(bare), needs)).toBe(
    'the exchange has no request, no status, no headers, no times, no ending, no bytes, no date, no expectation, no sdk',
  );
  expect(missingContext(readingOf(bare), [])).toBeNull();
  expect(missingContext(readingOf(), ['expectation', 'status'])).toBe(
    'the exchange has no expectation',
  );
  expect(missingContext(readingOf(), needs.slice(0, 7))).toBeNull();
});

test('times are known where arrivals and the end are', () => {
  expect(missingContext(readingOf({ endMs: null }), ['times'])).toMatch(/no times/);
  expect(missingContext(readingOf({ frames: null }), ['times'])).toMatch(/no times/);
});

test('a member of the request is undefined where the request or the member is not known', () => {
  expect(asked(asking({ n: 2 }), 'n')).toBe(2);
  expect(asked(asking({ n: 2 }), 'stop')).toBeUndefined();
  expect(asked(readingOf({ request: null }), 'n')).toBeUndefined();
});

test('usage was asked for where include_usage is true, and nothing else', () => {
  expect(askedUsage(asking({ stream_options: { include_usage: true } }))).toBe(true);
  expect(askedUsage(asking({ stream_options: { include_usage: 'true' } }))).toBe(false);
  expect(askedUsage(asking({ stream_options: {} }))).toBe(false);
  expect(askedUsage(asking({ include_usage: true }))).toBe(false);
});

test('sound was asked for where it is one of the modalities', () => {
  expect(asksForAudio(asking({ modalities: ['text', 'audio'] }))).toBe(true);
  expect(asksForAudio(asking({ modalities: ['text'] }))).toBe(false);
  expect(asksForAudio(asking({ modalities: 'audio' }))).toBe(false);
  expect(asksForAudio(asking({}))).toBe(false);
});
