import { expect, test } from 'vitest';
import type { Row } from '../vocabulary.ts';
import { parseBaseline } from './baseline-file.ts';
import { proposeBaseline } from './baseline-update.ts';

const ENTRY = {
  reason: 'the vendor mends it',
  owner: 'router team',
  link: 'https://example.com/1',
  expires: '2026-12-31',
};

const KNOWN = ['a/x', 'a/y', 'a/z', 'b/x'];

function row(id: string, verdict: Row['verdict']): Pick<Row, 'case' | 'verdict' | 'reason'> {
  return { case: id, verdict, reason: null };
}

function textOf(...entries: readonly object[]): string {
  return `${JSON.stringify({ $schema: 'x.json', entries }, null, 2)}\n`;
}

function propose(
  text: string,
  rows: readonly ReturnType<typeof row>[],
  binds: (id: string) => boolean = () => true,
) {
  const entries = parseBaseline(text, 'b.json');
  return proposeBaseline(text, { entries, day: '2026-03-22', known: KNOWN, rows, binds });
}

test('a failure without an entry comes in, with nothing said that a person has to say', () => {
  const { text, added } = propose(textOf(), [row('a/x', 'fail'), row('a/y', 'pass')]);
  expect(added).toEqual(['a/x']);
  expect(JSON.parse(text)).toEqual({
    $schema: 'x.json',
    entries: [{ case: 'a/x', reason: '', owner: '', link: '', expires: '' }],
  });
  expect(() => parseBaseline(text, 'b.json')).toThrow(/b\.json:\d+: entries\/0\/reason/);
});

test('entries whose cases fail stay as they are written, and cover what they name', () => {
  const before = textOf({ case: 'a/x', ...ENTRY }, { pattern: 'b/*', ...ENTRY });
  const { text } = propose(before, [row('a/x', 'fail'), row('b/x', 'fail')]);
  expect(text).toBe(before);
});

test('what passes and what names no case goes out; the others keep their reasons', () => {
  const before = textOf(
    { case: 'a/x', ...ENTRY },
    { case: 'a/y', ...ENTRY, reason: 'another' },
    { case: 'a/typo', ...ENTRY },
  );
  const { text, removed } = propose(before, [row('a/x', 'pass'), row('a/y', 'fail')]);
  expect(removed).toEqual([
    { names: 'a/x', why: 'passes' },
    { names: 'a/typo', why: 'unknown' },
  ]);
  expect(parseBaseline(text, 'b.json')).toMatchObject([{ names: 'a/y', reason: 'another' }]);
});

test('an expired entry stays with its date: a new one is a decision', () => {
  const before = textOf({ case: 'a/x', ...ENTRY, expires: '2026-03-21' });
  const { text, expired, added } = propose(before, [row('a/x', 'fail')]);
  expect({ text, expired, added }).toEqual({ text: before, expired: ['a/x'], added: [] });
});

test('what was not planned, and what does not count, changes nothing', () => {
  const before = textOf({ case: 'a/x', ...ENTRY });
  expect(propose(before, [row('a/y', 'fail')], (id) => id !== 'a/y').text).toBe(before);
});

test('a proposal that is filled in is read, and needs no other', () => {
  const rows = [row('a/x', 'fail'), row('a/y', 'fail')];
  const { text } = propose(textOf({ case: 'b/x', ...ENTRY }), [...rows, row('b/x', 'pass')]);
  const filled = text
    .replaceAll('"reason": ""', '"reason": "r"')
    .replaceAll('"owner": ""', '"owner": "o"')
    .replaceAll('"link": ""', '"link": "https://example.com/2"')
    .replaceAll('"expires": ""', '"expires": "2026-04-01"');
  expect(propose(filled, rows).text).toBe(filled);
});
