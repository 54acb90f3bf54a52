import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../vocabulary.ts';
import { locateValues, nearestOffset } from './locate.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

test('every value lies at the offset at which its bytes begin', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', '\ufeff'), (value, mark) => {
      const body = encode(mark + JSON.stringify(value));
      for (const [pointer, offset] of locateValues(body)) {
        const rest = Buffer.from(body.subarray(offset)).toString('utf8');
        const wanted: JsonValue = JSON.parse(JSON.stringify(value));
        expect(rest.startsWith(JSON.stringify(lookUp(wanted, pointer)))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

function lookUp(value: JsonValue, pointer: string): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    at =
      typeof at === 'object' && at !== null
        ? Object.entries(at).find(([n]) => n === name)?.[1]
        : undefined;
  }
  return at;
}

test('offsets count bytes behind a mark, wide characters and broken ones', () => {
  const body = Uint8Array.from([
    ...encode('\ufeff{"é":1,"x":"'),
    0xff,
    0xe2,
    0x82,
    ...encode('","y":2}'),
  ]);
  const found = locateValues(body);
  expect([...found]).toEqual([
    ['', 3],
    ['/é', 9],
    ['/x', 15],
    ['/y', 25],
  ]);
  expect(body[25]).toBe('2'.charCodeAt(0));
});

test('of members that occur twice the first is found', () => {
  expect(locateValues(encode('{"a":1,"a":2}')).get('/a')).toBe(5);
});

test('what precedes the first fault of a body is found', () => {
  expect(locateValues(encode('{"a":1,"b":')).get('/a')).toBe(5);
});

test('at most 20,000 values, 64 levels deep, are told apart', () => {
  const found = locateValues(encode(`[${'1,'.repeat(20_000)}1]`));
  expect(found.size).toBe(20_000);
  const deep = locateValues(encode(`${'['.repeat(100)}${']'.repeat(100)}`));
  expect(deep.size).toBe(65);
  expect(deep.get('/0'.repeat(64))).toBe(64);
});

test.each([
  ['/a/b', 7],
  ['/a/b/c/d', 7],
  ['/a/x', 4],
  ['/x', 1],
  ['', 1],
])('what is missing at %j is placed at the nearest value around it', (pointer, offset) => {
  const found = new Map([
    ['', 1],
    ['/a', 4],
    ['/a/b', 7],
  ]);
  expect(nearestOffset(found, pointer)).toBe(offset);
});

test('nothing is placed where nothing was found', () => {
  expect(nearestOffset(new Map(), '/a')).toBeNull();
});

test('a pointer of a million steps is looked up by its beginning, not step by step', () => {
  const found = new Map([['', 0]]);
  expect(nearestOffset(found, '/0'.repeat(1_000_000))).toBe(0);
});
