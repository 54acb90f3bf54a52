import { expect, test } from 'vitest';
import type { Row } from '../vocabulary.ts';
import {
  type BaselineEntry,
  type BaselineReview,
  entriesInForce,
  matchesCase,
  reviewBaseline,
  standingOf,
} from './baseline.ts';

const judged = { id: 'text-plain/http.status' };

function entry(names: string, expires = '2026-12-31'): BaselineEntry {
  return {
    names,
    reason: 'the vendor mends it',
    owner: 'router team',
    link: 'https://example.com/1',
    expires,
    at: 'b.json:3',
  };
}

test('without an entry a failure violates and everything else is as wanted', () => {
  expect(standingOf(judged, 'fail', [])).toBe('violating');
  expect(standingOf(judged, 'pass', [])).toBe('as-wanted');
  expect(standingOf(judged, 'inconclusive', [])).toBe('as-wanted');
});

test('an entry makes a failure expected and a pass a surprise', () => {
  const entries = [entry('text-plain/http.status')];
  expect(standingOf(judged, 'fail', entries)).toBe('expected-failure');
  expect(standingOf(judged, 'pass', entries)).toBe('surprise-pass');
  expect(standingOf(judged, 'skip', entries)).toBe('as-wanted');
});

test('a pattern may name cases that pass', () => {
  const entries = [entry('text-*/http.status')];
  expect(standingOf(judged, 'fail', entries)).toBe('expected-failure');
  expect(standingOf(judged, 'pass', entries)).toBe('as-wanted');
});

test('only the asterisk has a meaning in a pattern, and it ends at the slash', () => {
  expect(matchesCase('a/b.c', 'a/bxc')).toBe(false);
  expect(matchesCase('a/*', 'a/b.c')).toBe(true);
  expect(matchesCase('*/b', 'a/b.c')).toBe(false);
  expect(matchesCase('a*c', 'a/b.c')).toBe(false);
});

test('an entry holds through its last day, and expects nothing afterwards', () => {
  const entries = [entry('a/b', '2026-03-22')];
  expect(entriesInForce(entries, '2026-03-22')).toEqual(entries);
  expect(entriesInForce(entries, '2026-03-23')).toEqual([]);
});

const KNOWN = ['a/x', 'a/y', 'b/x'];

function row(id: string, verdict: Row['verdict'] = 'pass', reason: string | null = null) {
  return { case: id, verdict, reason };
}

function review(entries: readonly BaselineEntry[], more: Partial<BaselineReview> = {}) {
  const rows = [row('a/x', 'fail'), row('a/y'), row('b/x', 'inconclusive', 'no-subject')];
  return reviewBaseline({ entries, day: '2026-03-22', known: KNOWN, rows, ...more });
}

test('an entry whose case fails needs no change', () => {
  expect(review([entry('a/x'), entry('*/x'), entry('a/*')])).toEqual([]);
});

test('a surprise pass is told with its line', () => {
  expect(review([entry('a/y')])).toEqual([
    { at: 'b.json:3', problem: expect.stringMatching(/a\/y is expected, but it passes/) },
  ]);
});

test('a pattern of which every case passes is a surprise, too', () => {
  expect(review([entry('a/y*')])).toEqual([
    { at: 'b.json:3', problem: expect.stringMatching(/every case that it names passes/) },
  ]);
});

test('an expired entry is told, whether its case fails or could not be judged', () => {
  const expired = { at: 'b.json:3', problem: expect.stringMatching(/expired on 2026-03-21/) };
  expect(review([entry('a/x', '2026-03-21')])).toEqual([expired]);
  expect(review([entry('b/x', '2026-03-21')])).toEqual([expired]);
});

test('an entry that matches no case of the contract is told', () => {
  expect(review([entry('a/z')])[0]?.problem).toMatch(/no case is called a\/z/);
  expect(review([entry('c*/*')])[0]?.problem).toMatch(/no case is called c\*\/\*/);
});

test('a case that was not planned or not tested says nothing against its entry', () => {
  expect(review([entry('a/y'), entry('a/*')], { rows: [] })).toEqual([]);
  const rows = [row('a/y', 'inconclusive', 'not-tested')];
  expect(review([entry('a/y')], { rows })).toEqual([]);
});

test('a pattern of which only a part was planned is not called stale for what passes', () => {
  const rows = [row('a/y')];
  expect(review([entry('a/*')], { rows })).toEqual([]);
});
