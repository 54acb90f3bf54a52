import { describe, expect, it } from 'vitest';
import { nearest, tellProblems } from './tell.ts';
import { validator } from './validator.ts';

function tell(schema: object, value: unknown): readonly string[] {
  const validate = validator.compile(schema);
  validate(value);
  return tellProblems(validate.errors ?? []);
}

describe('telling what is wrong with a file', () => {
  it('lists the words that are allowed, and the one that was likely meant', () => {
    const schema = { enum: ['any', 'snapshot', 'exact'] };
    expect(tell(schema, 'exakt')).toEqual([
      'top level: must be one of any, snapshot, exact; did you mean exact?',
    ]);
    expect(tell(schema, 7)).toEqual(['top level: must be one of any, snapshot, exact']);
  });

  it('never quotes a string, which may be a key in the wrong place', () => {
    const schema = {
      type: 'object',
      properties: {
        apiKeyEnv: { type: 'string', pattern: '^[A-Z_]+$' },
        port: { type: 'integer' },
      },
    };
    const told = tell(schema, { apiKeyEnv: 'sk-very-secret', port: 'sk-very-secret' });
    expect(told).toHaveLength(2);
    expect(told.join()).not.toContain('secret');
  });

  it('tells of a choice by its kind only the form that was meant', () => {
    const form = (kind: string, member: string): object => ({
      type: 'object',
      properties: { kind: { const: kind }, [member]: { type: 'integer' } },
      required: ['kind', member],
    });
    const schema = { oneOf: [form('plain', 'a'), form('stream', 'b')] };
    expect(tell(schema, { kind: 'stream', b: 'x' })).toEqual([
      'b: must be an integer; it is a string',
    ]);
  });

  it('tells of a choice between types all of them', () => {
    const schema = { anyOf: [{ type: 'string' }, { type: 'null' }] };
    expect(tell(schema, 7)).toEqual(['top level: must be a string or null; it is 7']);
  });
});

describe('the sentence of each kind of mistake', () => {
  const object = (properties: object, more: object = {}): object => ({
    type: 'object',
    properties,
    ...more,
  });
  const told: readonly (readonly [string, object, unknown, readonly string[]])[] = [
    ['a missing member', object({ a: {} }, { required: ['a'] }), {}, ['a: is missing']],
    [
      'a missing member of a known type',
      object({ a: { type: 'integer' } }, { required: ['a'] }),
      {},
      ['a: is missing and must be an integer'],
    ],
    [
      'a member too many, where none is known',
      object({}, { additionalProperties: false }),
      { b: 1 },
      ['b: is not known here'],
    ],
    [
      'a member too many after what a condition allows',
      object({ alpha: {}, beta: {} }, { unevaluatedProperties: false }),
      { gamma: 1 },
      ['gamma: is not known here; known are alpha and beta'],
    ],
    [
      'a name that is none',
      object({}, { propertyNames: { maxLength: 1 } }),
      { bb: 1 },
      ['top level: must NOT have more than 1 characters', 'bb: is no possible name here'],
    ],
    [
      'a pattern',
      { type: 'string', pattern: '^[a-z]+$' },
      'A',
      ['top level: must match the pattern ^[a-z]+$'],
    ],
    [
      'a pattern with a description',
      { type: 'string', pattern: '^[a-z]+$', description: 'small letters' },
      'A',
      ['top level: must match the pattern ^[a-z]+$ (small letters)'],
    ],
    [
      'a date',
      { type: 'string', format: 'date' },
      'x',
      ['top level: must be a date such as 2026-01-31'],
    ],
    [
      'a time',
      { type: 'string', format: 'date-time' },
      'x',
      ['top level: must be a time such as 2026-01-31T12:00:00Z'],
    ],
    [
      'a format without words of its own',
      { type: 'string', format: 'regex' },
      '[',
      ['top level: must be of the format regex'],
    ],
    ['a constant', { const: 'x' }, 'y', ['top level: must be "x"; it is a string']],
    [
      'a bound',
      { type: 'integer', minimum: 1 },
      0,
      ['top level: must be an integer of at least 1; it is 0'],
    ],
    [
      'a length of a list',
      { type: 'array', minItems: 1 },
      [],
      ['top level: must be an array of at least 1 item; it is an array'],
    ],
    [
      'an empty text',
      { type: 'string', minLength: 1 },
      '',
      ['top level: must be a non-empty string; it is empty'],
    ],
    ['null', { type: 'integer' }, null, ['top level: must be an integer; it is null']],
    ['true', { type: 'integer' }, true, ['top level: must be an integer; it is true or false']],
    ['an object', { type: 'integer' }, {}, ['top level: must be an integer; it is an object']],
    [
      'words that are no text',
      { enum: [1, null, 'x'] },
      'xx',
      ['top level: must be one of 1, null, x; did you mean x?'],
    ],
    [
      'anything else, in the words of the validator',
      { type: 'integer', maximum: 3 },
      5,
      ['top level: must be <= 3'],
    ],
    [
      'a condition, by what it leads to',
      object(
        { a: {} },
        {
          if: { type: 'object', required: ['a'], properties: { a: {} } },
          else: { type: 'object', required: ['b'], properties: { b: {} } },
        },
      ),
      {},
      ['b: is missing'],
    ],
  ];
  for (const [what, schema, value, sentences] of told) {
    it(`tells of ${what}: ${sentences.join(' ')}`, () => {
      expect(tell(schema, value)).toEqual(sentences);
    });
  }

  it('begins with the place, however deep', () => {
    const schema = object({ a: { type: 'array', items: object({ 'b/c': { type: 'integer' } }) } });
    expect(tell(schema, { a: [{}, { 'b/c': 'x' }] })).toEqual([
      'a/1/b~1c: must be an integer; it is a string',
    ]);
  });
});

describe('a choice between forms', () => {
  const form = (kind: string, more: object): object => ({
    type: 'object',
    properties: { kind: { const: kind }, ...more },
    required: ['kind'],
  });

  it('is told by the form whose constants fit, however many mistakes it has', () => {
    const schema = {
      anyOf: [
        form('a', { x: { type: 'integer' }, y: { type: 'integer' } }),
        form('b', { x: { type: 'string' }, y: { type: 'string' } }),
      ],
    };
    expect(tell(schema, { kind: 'a', x: 'no', y: 'no' })).toEqual([
      'x: must be an integer; it is a string',
      'y: must be an integer; it is a string',
    ]);
    expect(tell(schema, { kind: 'b', x: 1, y: 2 })).toEqual([
      'x: must be a string; it is 1',
      'y: must be a string; it is 2',
    ]);
  });

  it('is told by the form whose words fit', () => {
    const worded = (word: string, type: string): object => ({
      type: 'object',
      properties: { kind: { enum: [word] }, x: { type }, y: { type } },
    });
    const schema = { anyOf: [worded('a', 'integer'), worded('b', 'string')] };
    expect(tell(schema, { kind: 'b', x: 1, y: 2 })).toEqual([
      'x: must be a string; it is 1',
      'y: must be a string; it is 2',
    ]);
  });

  it('is told by the form of the right type, before any other', () => {
    const schema = { anyOf: [{ type: 'string' }, form('a', { x: { type: 'integer' } })] };
    expect(tell(schema, { kind: 'b', x: 'no' })).toEqual([
      'kind: must be "a"; it is a string',
      'x: must be an integer; it is a string',
    ]);
  });

  it('of which each form only lacks another member is told as one of them', () => {
    const having = (name: string): object => ({
      type: 'object',
      required: [name],
      properties: { [name]: {} },
    });
    expect(tell({ anyOf: [having('a'), having('b')] }, {})).toEqual([
      'top level: must have a or b',
    ]);
    const more = { type: 'object', required: ['b', 'c'], properties: { b: {}, c: {} } };
    expect(tell({ anyOf: [having('a'), more] }, {})).toEqual(['a: is missing']);
    const deep = { type: 'object', properties: { d: having('b') } };
    expect(tell({ anyOf: [having('a'), deep] }, { d: {} })).toEqual(['a: is missing']);
  });

  it('within a choice is told once, by the outer one', () => {
    const inner = { anyOf: [{ type: 'integer' }, { type: 'boolean' }] };
    const schema = { anyOf: [{ type: 'object', properties: { a: inner } }, { type: 'null' }] };
    expect(tell(schema, { a: 'x' })).toEqual([
      'a: must be an integer or true or false; it is a string',
    ]);
  });

  it('leaves mistakes in other places as they are', () => {
    const choice = { anyOf: [{ type: 'integer' }, { type: 'null' }] };
    const schema = { type: 'object', properties: { a: choice, ab: { type: 'integer' } } };
    expect(tell(schema, { a: 'x', ab: 'x' })).toEqual([
      'a: must be an integer or null; it is a string',
      'ab: must be an integer; it is a string',
    ]);
  });

  it('of a value of the wrong type is told by the type alone', () => {
    const schema = {
      type: 'object',
      oneOf: [
        { type: 'object', required: ['a'], properties: { a: {} } },
        { type: 'object', required: ['b'], properties: { b: {} } },
      ],
    };
    expect(tell(schema, 7)).toEqual(['top level: must be an object; it is 7']);
  });
});

describe('many problems', () => {
  const schema = { type: 'array', items: { type: 'integer' } };
  const wrong = (count: number) => tell(schema, Array(count).fill('x'));

  it('of 50 all are told, of 51 the last is counted', () => {
    expect(wrong(50)).toHaveLength(50);
    expect(wrong(50).at(-1)).toBe('49: must be an integer; it is a string');
    expect(wrong(51)).toHaveLength(51);
    expect(wrong(51).at(-1)).toBe('top level: 1 more problems');
  });

  it('beyond 1,000 are not counted', () => {
    expect(wrong(1_200).at(-1)).toBe('top level: 950 more problems');
  });
});

describe('the nearest word', () => {
  it('is found whatever its case, and not at any price', () => {
    expect(nearest('BASEURL', ['baseUrl', 'model'])).toBe('baseUrl');
    expect(nearest('modle', ['baseUrl', 'model'])).toBe('model');
    expect(nearest('timeout', ['baseUrl', 'model'])).toBe(null);
    expect(nearest('ab', ['abcd', 'abc', 'abx1'])).toBe('abc');
    expect(nearest('timeoutsgap', ['timeoutsxyz', 'timeoutswxyz'])).toBe('timeoutsxyz');
    expect(nearest('modelling', ['model'])).toBe(null);
    expect(nearest('x', [])).toBe(null);
  });
});
