import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { excerptAt } from './excerpt.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('an excerpt begins at the line of the place and says that the body goes on', () => {
  const body = bytes(`data: first\n\ndata: second\n\ndata: ${'x'.repeat(500)}\n\n`);
  const excerpt = excerptAt(exchangeWith({ body }), { offset: 19 });
  expect(excerpt).toMatch(/^…data: second\n\ndata: x+…$/);
});

test('an event without an offset is found by its number', () => {
  const excerpt = excerptAt(exchangeWith(), { event: 1 });
  expect(excerpt).toMatch(/^…data: \{/);
  expect(excerptAt(exchangeWith(), { event: 0 })).toMatch(/^data: \{/);
});

test('a place far inside a line keeps a little of what comes before', () => {
  const body = bytes(`{"a":"${'y'.repeat(1000)}HERE${'z'.repeat(1000)}"}`);
  const excerpt = excerptAt(exchangeWith({ body }), { offset: 1006 });
  expect(excerpt).toMatch(/^…y{80}HEREz+…$/);
});

test('no character is cut in two', () => {
  const body = bytes('é'.repeat(1000));
  for (const offset of [301, 302, 303]) {
    expect(excerptAt(exchangeWith({ body }), { offset })).not.toContain('\ufffd');
  }
});

test('an empty body has no excerpt, and a place beyond the end does no harm', () => {
  expect(excerptAt(exchangeWith({ body: bytes('') }), { offset: 3 })).toBeNull();
  expect(excerptAt(exchangeWith({ body: bytes('{}') }), { offset: 99 })).toBe('{}');
});
