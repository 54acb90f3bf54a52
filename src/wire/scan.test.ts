import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanJson } from './scan.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function accepts(text: string): boolean {
  return scanJson(text, {}) === null;
}

/** Characters of which JSON and its near misses are made. */
const jsonish = fc.string({
  unit: fc.constantFrom(
    ...'{}[]:,"\\/bfnrtu0123456789aAeEdD+-.truefalsn \t\n\r\v\0\u0001\u001f\u007f\ufeff\ud83d\ude00é',
  ),
  maxLength: 24,
});

/** JSON with one character cut out, doubled or replaced. */
const mutated = fc
  .tuple(fc.json(), fc.nat(), fc.constantFrom('cut', 'double', 'replace'), jsonish)
  .map(([text, seed, how, other]) => {
    const at = seed % Math.max(1, text.length);
    const came = how === 'cut' ? '' : how === 'double' ? text.slice(at, at + 1).repeat(2) : other;
    return text.slice(0, at) + came + text.slice(at + 1);
  });

test.each([
  ['arbitrary text', fc.string({ unit: 'binary' })],
  ['text of the characters of JSON', jsonish],
  ['valid JSON', fc.json()],
  ['JSON with one fault', mutated],
])('the scanner and JSON.parse agree on %s', (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => accepts(text) === parses(text)),
    { numRuns: 1_500 },
  );
});

test.each([
  ...[
    '',
    ' ',
    '0',
    '-0',
    '-',
    '01',
    '1.',
    '.1',
    '1.5',
    '1e5',
    '1E+5',
    '1e',
    '1e+',
    '-1.5e-3',
    '+1',
  ],
  ...['NaN', 'Infinity', '-Infinity', 'nul', 'nulll', 'true', 'tru', 'True', 'undefined', '0x10'],
  ...['"', '""', '"a', "'a'", '"\\"', '"\\""', '"\\u12"', '"\\u12g4"', '"\\uD83D"', '"\\x41"'],
  ...['"\u0000"', '"\u001f"', '"\n"', '"\u007f"', '"\u2028"', '"\ufeff"', '\ufeff1', '1\ufeff'],
  ...['[', '[]', '[ ]', '[1,]', '[,1]', '[1 2]', '[1,2]', ' [ 1 , 2 ] ', ']', '[1]]', '[[]'],
  ...['{', '{}', '{ }', '{"a"}', '{"a":}', '{"a":1}', '{"a":1,}', '{,"a":1}', '{a:1}', '{1:1}'],
  ...['{"a" : 1 , "b" : [ { } ] }', '{"a":1 "b":2}', '{"a":1}}', '[}', '{]', '1 2', '1\v', '\f1'],
  ...['//x\n1', '1//x', '[1/**/]', '{"__proto__":1}', '\u00a01', '1\u00a0', '{"a":1,"a":2}'],
])('the scanner and JSON.parse agree on %j', (text) => {
  expect(accepts(text)).toBe(parses(text));
});

test.each([
  ['', 0, 'a JSON value', 'the end of the text'],
  ['nope', 0, 'a JSON value', '"nope"'],
  ['[1,]', 3, 'a JSON value', '"]"'],
  ['[1 2]', 3, 'a comma or ]', '"2]"'],
  ['{"a":1 "b":2}', 7, 'a comma or }', '"\\"b\\":2}"'],
  ['{"a" 1}', 5, 'a colon', '"1}"'],
  ['{"a":1,}', 7, 'a member name', '"}"'],
  ['{a:1}', 1, 'a member name', '"a:1}"'],
  ['"a\nb"', 2, 'an escape, not a bare control', '"\\nb\\""'],
  ['{"a\tb":1}', 3, 'an escape, not a bare control', '"\\tb\\":1}"'],
  ['"a\\xb"', 2, 'an escape that JSON knows', '"\\\\xb\\""'],
  ['"a\\u12"', 2, 'an escape that JSON knows', '"\\\\u12\\""'],
  ['{"a":"b', 7, 'a closing quotation mark', 'the end of the text'],
  ['{"a', 3, 'a closing quotation mark', 'the end of the text'],
  ['{"a":1}{"b":2}', 7, 'the end of the text after one JSON value', '"{\\"b\\":2}"'],
  ['[0,1,2,3,4,5,6,7,8,9', 20, 'a comma or ]', 'the end of the text'],
  ['xabcdefghijklmnop', 0, 'a JSON value', '"xabcdefghijk"'],
])(
  'the error of %j names the index, what was expected and what came',
  (text, index, expected, found) => {
    expect(scanJson(text, {})).toEqual({ message: `${found} instead of ${expected}`, index });
  },
);

interface Told {
  readonly values: [string, number, number][];
  readonly numbers: [string, string, number][];
  readonly strings: [string, string, number][];
  readonly duplicates: string[];
}

function tell(text: string): Told {
  const told: Told = { values: [], numbers: [], strings: [], duplicates: [] };
  scanJson(text, {
    value: (pointer, index, depth) => told.values.push([pointer(), index, depth]),
    number: (raw, pointer, index) => told.numbers.push([raw, pointer(), index]),
    string: (raw, pointer, index) => told.strings.push([raw, pointer(), index]),
    duplicate: (pointer) => told.duplicates.push(pointer()),
  });
  return told;
}

test('the visitor is told every value with its pointer, index and depth', () => {
  expect(tell(' {"a": [true, {"b": null}], "c": {}, "d": []} ').values).toEqual([
    ['', 1, 0],
    ['/a', 7, 1],
    ['/a/0', 8, 2],
    ['/a/1', 14, 2],
    ['/a/1/b', 20, 3],
    ['/c', 33, 1],
    ['/d', 42, 1],
  ]);
});

test('the visitor is told the characters of numbers and strings as they stand', () => {
  const told = tell('[-1.50e+2, "a\\u00e9\\"", 7]');
  expect(told.numbers).toEqual([
    ['-1.50e+2', '/0', 1],
    ['7', '/2', 24],
  ]);
  expect(told.strings).toEqual([['a\\u00e9\\"', '/1', 11]]);
});

test('a duplicate member is told by its name without escapes, once for each further one', () => {
  expect(tell('{"a":1,"\\u0061":2,"b":3,"a":4}').duplicates).toEqual(['/a', '/a']);
  expect(tell('{"a":{"a":1},"b":{"a":1}}').duplicates).toEqual([]);
  expect(tell('[{"x":1},{"x":1,"x":{"y":1,"y":2}}]').duplicates).toEqual(['/1/x', '/1/x/y']);
});

test('names of the prototype chain are names like any other', () => {
  const text = '{"__proto__":{"constructor":1,"constructor":2},"__proto__":0,"toString":1}';
  expect(tell(text).duplicates).toEqual(['/__proto__/constructor', '/__proto__']);
  expect(tell(text).numbers.map(([, pointer]) => pointer)).toContain('/toString');
});

test('a pointer escapes the tilde and the slash of names (RFC 6901)', () => {
  expect(tell('{"a/b~c":{"~1":1},"":2}').numbers).toEqual([
    ['1', '/a~1b~0c/~01', 15],
    ['2', '/', 21],
  ]);
});

test('100,000 levels are read without a stack overflow', () => {
  const levels = 100_000;
  expect(accepts('['.repeat(levels) + ']'.repeat(levels))).toBe(true);
  expect(accepts(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)).toBe(true);
  expect(scanJson('['.repeat(levels), {})).toEqual({
    message: 'the end of the text instead of a JSON value',
    index: levels,
  });
});

test('nesting beyond any sense is refused instead of costing memory', () => {
  const most = 250_000;
  expect(accepts(`${'['.repeat(most)}1${']'.repeat(most)}`)).toBe(true);
  expect(scanJson(`${'['.repeat(most + 1)}1${']'.repeat(most + 1)}`, {})).toEqual({
    message: '"1]]]]]]]]]]]" instead of at most 250000 levels',
    index: most + 1,
    beyond: true,
  });
});

test('long tokens are read without overflowing the stack of regular expressions', () => {
  const long = 2_000_000;
  expect(accepts(`"${'a'.repeat(long)}"`)).toBe(true);
  expect(accepts(`"${'\\n'.repeat(long)}"`)).toBe(true);
  expect(accepts(`1${'0'.repeat(long)}`)).toBe(true);
  expect(accepts(`${' '.repeat(long)}1${'\n'.repeat(long)}`)).toBe(true);
});

test('a text of more values than may be read is given up, and says so', () => {
  let counted = 0;
  const visit = {
    end: (values: number) => {
      counted = values;
    },
  };
  expect(scanJson('[1,[2],{"a":3}]', visit, 6)).toBeNull();
  expect(counted).toBe(6);
  expect(scanJson('[1,[2],{"a":3}]', visit, 5)).toEqual({
    message: '"3}]" instead of at most 5 values',
    index: 12,
    beyond: true,
  });
});
