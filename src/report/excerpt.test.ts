import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { excerptAt } from './excerpt.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('an excerpt begins at a line before the place and says that the body goes on', () => {
  const body = bytes(`data: ${'w'.repeat(200)}\n\ndata: here\n\ndata: ${'x'.repeat(500)}\n\n`);
  const excerpt = excerptAt(exchangeWith({ body }), { offset: 214 });
  expect(excerpt).toMatch(/^…\ndata: here\n\ndata: x+…$/);
});

test('a place at the end of the body shows what stands before it', () => {
  const body = bytes(`${'data: x\n\n'.repeat(100)}data: last\n\n`);
  const excerpt = excerptAt(exchangeWith({ body }), { offset: body.length });
  expect(excerpt).toMatch(/^…\n*data: x\n[\s\S]*data: last\n\n$/);
});

test('where the last line is long, its end is shown', () => {
  const body = bytes(`data: ${'x'.repeat(900)}END\n\n`);
  const excerpt = excerptAt(exchangeWith({ body }), { offset: body.length });
  expect(excerpt).toMatch(/^…x{200,}END\n\n$/);
});

test('an event without an offset is found by its number', () => {
  const body = bytes(`${`data: {"choices":[],"id":"${'i'.repeat(600)}"}\n\n`.repeat(3)}`);
  expect(excerptAt(exchangeWith({ body }), { event: 2 })).toMatch(/^…\ndata: \{/);
  expect(excerptAt(exchangeWith({ body }), { event: 0 })).toMatch(/^data: \{/);
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
