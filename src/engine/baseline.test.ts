import { expect, test } from 'vitest';
import { matchesCase, standingOf } from './baseline.ts';

const judged = { id: 'text-plain/http.status' };

test('without an entry a failure violates and everything else is as wanted', () => {
  expect(standingOf(judged, 'fail', [])).toBe('violating');
  expect(standingOf(judged, 'pass', [])).toBe('as-wanted');
  expect(standingOf(judged, 'inconclusive', [])).toBe('as-wanted');
});

test('an entry makes a failure expected and a pass a surprise', () => {
  const entries = [{ case: 'text-plain/http.status' }];
  expect(standingOf(judged, 'fail', entries)).toBe('expected-failure');
  expect(standingOf(judged, 'pass', entries)).toBe('surprise-pass');
  expect(standingOf(judged, 'skip', entries)).toBe('as-wanted');
});

test('a pattern may name cases that pass', () => {
  const entries = [{ case: 'text-*/http.status' }];
  expect(standingOf(judged, 'fail', entries)).toBe('expected-failure');
  expect(standingOf(judged, 'pass', entries)).toBe('as-wanted');
});

test('only the asterisk has a meaning in a pattern', () => {
  expect(matchesCase('a/b.c', 'a/bxc')).toBe(false);
  expect(matchesCase('a/*', 'a/b.c')).toBe(true);
  expect(matchesCase('*/b', 'a/b.c')).toBe(false);
});
