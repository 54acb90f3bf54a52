import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseBaseline, readBaseline } from './baseline-file.ts';

const ENTRY = {
  reason: 'the vendor mends it',
  owner: 'router team',
  link: 'https://example.com/1',
  expires: '2026-12-31',
};

function textOf(...entries: readonly object[]): string {
  return JSON.stringify({ entries }, null, 2);
}

function problemOf(text: string): string {
  try {
    parseBaseline(text, 'b.json');
  } catch (problem) {
    return String(problem);
  }
  return 'nothing is wrong';
}

test('entries by case and by pattern are read, each with its line', () => {
  const text = textOf({ case: 'a/x', ...ENTRY }, { pattern: 'text-*/http.*', ...ENTRY });
  expect(parseBaseline(text, 'b.json')).toEqual([
    { names: 'a/x', ...ENTRY, at: 'b.json:3' },
    { names: 'text-*/http.*', ...ENTRY, at: 'b.json:10' },
  ]);
});

test('no file is no baseline', async () => {
  expect(await readBaseline(join(import.meta.dirname, 'absent.json'), 'absent.json')).toBeNull();
});

test.each([
  ['no reason', { case: 'a/x', ...ENTRY, reason: '' }, /b\.json:5: entries\/0\/reason.*empty/],
  ['no owner', { case: 'a/x', ...ENTRY, owner: '' }, /b\.json:6: entries\/0\/owner/],
  ['no link', { case: 'a/x', ...ENTRY, link: '' }, /b\.json:7: entries\/0\/link/],
  ['no date', { case: 'a/x', ...ENTRY, expires: '' }, /b\.json:8: entries\/0\/expires/],
  ['no such day', { case: 'a/x', ...ENTRY, expires: '2026-02-30' }, /entries\/0\/expires/],
  ['neither case nor pattern', ENTRY, /b\.json:3: entries\/0/],
  ['case and pattern', { case: 'a/x', pattern: 'a/*', ...ENTRY }, /b\.json:3: entries\/0/],
  ['a pattern as a case', { case: 'a/*', ...ENTRY }, /b\.json:4: entries\/0\/case/],
  [
    'a misspelled member',
    { case: 'a/x', ...ENTRY, expire: 'x' },
    /b\.json:9: entries\/0\/expire.*expires\?/,
  ],
])('%s is refused with the line to change', (_title, entry, words) => {
  expect(problemOf(textOf(entry))).toMatch(words);
});

test('what is not JSON is told in a sentence', () => {
  expect(problemOf('{"entries": [')).toMatch(
    /^Problem: the baseline b\.json is not JSON \(.*\); mend it there$/,
  );
});

test('a file that cannot be read is told, where it is there', async () => {
  await expect(readBaseline(import.meta.dirname, 'baselines')).rejects.toThrow(
    /^the baseline baselines cannot be read: /,
  );
});

test('a mistake of the whole file is told with its first line', () => {
  expect(problemOf('\n[]')).toMatch(/b\.json:[12]: top level: must be an object/);
  expect(problemOf('{}')).toMatch(/b\.json:1: entries: is missing/);
});

test('the line of the eleventh entry is its own', () => {
  const sound = { case: 'a/x', ...ENTRY };
  const entries = [...Array(10).fill(sound), { ...sound, reason: '' }];
  expect(problemOf(textOf(...entries))).toMatch(/b\.json:75: entries\/10\/reason/);
});
