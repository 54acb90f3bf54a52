import { expect, test } from 'vitest';
import { bodyReading, streamReading } from './engine.fixture.ts';
import { isPage } from './page.ts';

test('a page, bare words and nothing at all are no answer that was meant as JSON', () => {
  for (const body of ['<html>', 'Bad Gateway', '', ' ', 'x {"error":', 'x\n[']) {
    expect(isPage(bodyReading(body, { status: 502 }))).toBe(true);
  }
});

test('JSON, and what begins like it, was meant as JSON', () => {
  for (const body of ['{"error":{}}', '"Bad Gateway"', '{"error":', ' \n[{"error"', '[']) {
    expect(isPage(bodyReading(body, { status: 502 }))).toBe(false);
  }
});

test('a stream is no page', () => {
  expect(isPage(streamReading(['hello']))).toBe(false);
});

test('of a body the first 64 bytes are looked at', () => {
  expect(isPage(bodyReading(`${' '.repeat(63)}{"a":`))).toBe(false);
  expect(isPage(bodyReading(`${' '.repeat(64)}{"a":`))).toBe(true);
});
