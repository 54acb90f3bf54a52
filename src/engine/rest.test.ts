import { expect, test } from 'vitest';
import { causeOf, sayRest } from './rest.ts';

const row = (detail: string | null, probes: readonly string[] = ['p', 'q']) => ({ detail, probes });

test('what a case rests on can be read back from its detail, on either answer', () => {
  expect(causeOf(row(sayRest('json.body', 'the same answer')))).toBe('p/json.body');
  expect(causeOf(row(sayRest('json.body', 'the answer to compare with')))).toBe('q/json.body');
});

test('any other detail names no cause, nor does an answer that the row does not have', () => {
  expect(causeOf(row(null))).toBeNull();
  expect(causeOf(row('the exchange has no status'))).toBeNull();
  expect(causeOf(row(`x ${sayRest('a.b', 'the same answer')}`))).toBeNull();
  expect(causeOf(row(`${sayRest('a.b', 'the same answer')} x`))).toBeNull();
  expect(causeOf(row(sayRest('a.b', 'the answer to compare with'), ['p']))).toBeNull();
  expect(causeOf(row(sayRest('a.b', 'the same answer'), []))).toBeNull();
});
