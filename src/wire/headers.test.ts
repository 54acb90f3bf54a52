import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { headerOf, mediaTypeOf } from './headers.ts';

test('a header is found whatever its case, the first of several', () => {
  const exchange = exchangeWith({
    headers: [
      ['X-Other', 'a'],
      ['x-Request-ID', 'b'],
      ['X-Request-Id', 'c'],
    ],
  });
  expect(headerOf(exchange, 'X-REQUEST-id')).toBe('b');
  expect(headerOf(exchange, 'x-missing')).toBeNull();
});

test('where the headers are not known, none is found', () => {
  const exchange = exchangeWith({ headers: null });
  expect(headerOf(exchange, 'content-type')).toBeNull();
  expect(mediaTypeOf(exchange)).toBeNull();
});

test.each([
  ['application/json', 'application/json'],
  ['Text/Event-Stream ; charset=utf-8', 'text/event-stream'],
  ['text/html;charset=utf-8;x=y', 'text/html'],
  ['', ''],
])('the media type of %j is %j', (header, wanted) => {
  expect(mediaTypeOf(exchangeWith({ headers: [['content-type', header]] }))).toBe(wanted);
});
