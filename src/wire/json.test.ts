import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowance, readJson, readJsonText } from './json.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the value is the one that JSON.parse gives, for any JSON', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const { value, error } = readJsonText(text);
      expect(error).toBeNull();
      expect(value).toEqual(JSON.parse(text));
    }),
  );
});

test('bytes of any kind are read without a throw, to a value or to an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const { value, error } = readJson(bytes);
      expect(value === undefined).toBe(error !== null);
      if (error !== null) expect(error.offset).toBeLessThanOrEqual(bytes.length);
    }),
  );
});

test('what is not JSON has no value, and an error at its offset', () => {
  expect(readJsonText('{"a":1')).toMatchObject({
    value: undefined,
    error: { message: 'the end of the text instead of a comma or }', offset: 6 },
  });
});

test('a byte order mark before a body is skipped, and counts in the offset of an error', () => {
  expect(readJson(bytesOf('\ufeff{"a":1}'))).toMatchObject({ value: { a: 1 }, error: null });
  expect(readJson(bytesOf('\ufeff{"a":x}')).error?.offset).toBe(3 + 5);
  expect(readJson(bytesOf('\ufeff\ufeff1')).error?.offset).toBe(3);
});

test('a byte order mark in decoded text is no JSON, as for JSON.parse', () => {
  expect(readJsonText('\ufeff1').error?.offset).toBe(0);
});

test('the offset of an error counts bytes, also behind wide characters and broken ones', () => {
  expect(readJson(bytesOf('["é","漢","🌍",x]')).error?.offset).toBe(1 + 5 + 6 + 7);
  const broken = Uint8Array.of(0x5b, 0x22, 0xe2, 0x82, 0x22, 0x2c, 0x22, 0xff, 0x22, 0x2c, 0x78);
  expect(readJson(broken).error?.offset).toBe(10);
});

test('the offset of an error in decoded text counts UTF-16 units', () => {
  expect(readJsonText('["🌍",x]').error?.offset).toBe(6);
});

test('members that occur twice are named by pointer', () => {
  expect(readJsonText('{"a":{"b":1,"b":2},"c":3}').duplicates).toEqual(['/a/b']);
  expect(readJsonText('{"__proto__":1,"__proto__":2}').duplicates).toEqual(['/__proto__']);
});

test.each([
  ['12', null],
  ['-12', null],
  ['0', null],
  ['-0', null],
  ['12.0', '12.0'],
  ['1e3', '1e3'],
  ['1.5E1', '1.5E1'],
  ['-0.0', '-0.0'],
  ['1e400', '1e400'],
  ['-1e400', '-1e400'],
  ['12.5', null],
  ['-0.25e-3', null],
  ['123456789012345678901234567890', null],
])('the number %s is kept as %s: only what is whole, and not written so, is odd', (raw, kept) => {
  const { rawNumbers } = readJsonText(`{"n":[${raw}]}`);
  expect([...rawNumbers]).toEqual(kept === null ? [] : [['/n/0', kept]]);
});

test.each([
  ['"\\ud83d"', ['']],
  ['["\\uDE00 alone"]', ['/0']],
  ['"\\ud83d\\ude00"', []],
  ['"\\ude00\\ud83d"', ['']],
  ['"\\\\ud83d"', []],
  ['"\\ud7ff\\ue000"', []],
  ['{"a":"x\\uDBFFx","b":"\\uDFFF"}', ['/a', '/b']],
  ['"plain 🌍"', []],
])('the lone surrogates of %s are at %j', (text, pointers) => {
  expect(readJsonText(text).loneSurrogates).toEqual(pointers);
});

test('a fraction in every token of the log probabilities does not hide a count written 12.0', () => {
  const logprobs = Array.from({ length: 5_000 }, () => '{"logprob":-0.25}').join(',');
  const { rawNumbers } = readJsonText(`{"logprobs":[${logprobs}],"usage":{"total_tokens":12.0}}`);
  expect([...rawNumbers]).toEqual([['/usage/total_tokens', '12.0']]);
});

test('what is kept of oddities is bounded, however many there are and however deep they lie', () => {
  const many = 50_000;
  const numbers = readJsonText(`[${'1.0,'.repeat(many)}1]`).rawNumbers.size;
  expect(numbers).toBeGreaterThan(30_000);
  expect(numbers).toBeLessThan(40_000);

  const deep = 20_000;
  const pairs = '"a":"\\ud83d",'.repeat(200);
  const text = `${'['.repeat(deep)}{${pairs}"b":1.0}${']'.repeat(deep)}`;
  const { duplicates, loneSurrogates, rawNumbers } = readJsonText(text);
  expect(duplicates.length + loneSurrogates.length + rawNumbers.size).toBeLessThan(105);
  expect(loneSurrogates[0]).toBe(`${'/0'.repeat(deep)}/a`);
});

test('texts of one body share the room for oddities', () => {
  const room = allowance();
  const before = room.left;
  readJsonText('{"a":1.0,"a":"\\ud800"}', room);
  expect(room.left).toBe(before - 3 * (2 + 100));
  room.left = 0;
  const doc = readJsonText('{"a":1.0,"a":"\\ud800"}', room);
  expect(doc).toMatchObject({ duplicates: [], loneSurrogates: [], error: null });
  expect(doc.rawNumbers.size).toBe(0);
});

test('the events of one body share how many values are read of it', () => {
  const room = { ...allowance(), values: 5 };
  expect(readJsonText('[1,2]', room).error).toBeNull();
  expect(readJsonText('[1,2]', room).error?.message).toContain('at most 2 values');
});
