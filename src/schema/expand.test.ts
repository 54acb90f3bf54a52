import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { expandSchema, ownerOfMissing } from './expand.ts';
import { isObject } from './json.ts';
import { findPointer } from './wire.ts';

function requirement(id: string): JsonObject {
  return { id, level: 'MUST', statement: `${id} holds`, reference: 'here', breaks: 'All.' };
}

function expand(schema: JsonObject): ReturnType<typeof expandSchema> {
  return expandSchema(schema, (_file, pointer) => findPointer(schema, pointer));
}

function property(schema: JsonValue | undefined, name: string): JsonObject {
  const members = isObject(schema) ? schema['properties'] : undefined;
  const member = isObject(members) ? members[name] : undefined;
  if (!isObject(member)) throw new Error(`no property ${name}`);
  return member;
}

describe('expanding a schema', () => {
  const text = { type: 'string' };
  const shared = { $defs: { text }, type: 'object' };

  it('gives every use of a reference an object and an owner of its own', () => {
    const { schema, owner } = expand({
      ...shared,
      properties: {
        a: { requirement: requirement('x.a'), $ref: '#/$defs/text' },
        b: { requirement: requirement('x.b'), $ref: '#/$defs/text' },
      },
    });
    expect(property(schema, 'a')['type']).toBe('string');
    expect(owner.get(property(schema, 'a'))?.id).toBe('x.a');
    expect(owner.get(property(schema, 'b'))?.id).toBe('x.b');
  });

  it('hands the nearest requirement down to what has none', () => {
    const { schema, owner } = expand({
      type: 'object',
      properties: {
        a: { requirement: requirement('x.a'), type: 'object', properties: { b: text } },
      },
    });
    expect(owner.get(property(property(schema, 'a'), 'b'))?.id).toBe('x.a');
  });

  it('owes the absence of a member to the member, or to the branch that asks for it', () => {
    const expanded = expand({
      type: 'object',
      properties: { a: { requirement: requirement('x.a'), ...text } },
      required: ['a'],
      allOf: [{ requirement: requirement('x.a-present'), required: ['a'], properties: { a: {} } }],
    });
    const branch = [...expanded.annotated].find(([, { id }]) => id === 'x.a-present')?.[0] ?? {};
    expect(ownerOfMissing(expanded, expanded.schema, 'a')?.id).toBe('x.a');
    expect(ownerOfMissing(expanded, branch, 'a')?.id).toBe('x.a-present');
  });

  const refused: readonly [string, JsonObject, RegExp][] = [
    ['recursion', { properties: { a: { $ref: '#' } } }, /holds itself/],
    ['a boolean schema', { properties: { a: true } }, /must be an object/],
    ['closed objects', { additionalProperties: false }, /must be an object/],
    ['a reference to nothing', { properties: { a: { $ref: '#/$defs/no' } } }, /not a schema/],
    [
      'a keyword said beside a reference and in it',
      { ...shared, properties: { a: { $ref: '#/$defs/text', type: 'number' } } },
      /says type, too/,
    ],
    [
      'an assertion without a requirement',
      { properties: { a: text } },
      /belongs to no requirement/,
    ],
    [
      'a required member without a requirement',
      { required: ['a'], properties: { a: {} } },
      /belongs to no requirement/,
    ],
    [
      'a requirement without a statement',
      { properties: { a: { requirement: { ...requirement('x.a'), statement: ' ' } } } },
      /has no statement/,
    ],
    [
      'a requirement of an unknown level',
      { properties: { a: { requirement: { ...requirement('x.a'), level: 'MAY' } } } },
      /MUST, SHOULD or INFO/,
    ],
    [
      'a requirement with a member that says nothing',
      { properties: { a: { requirement: { ...requirement('x.a'), note: '' } } } },
      /note says nothing here/,
    ],
    ['a requirement that is no object', { requirement: 'x.a' }, /not an object/],
  ];
  for (const [name, schema, message] of refused) {
    it(`refuses ${name}`, () => {
      expect(() => expand({ type: 'object', ...schema })).toThrow(message);
    });
  }

  for (const keyword of ['anyOf', 'oneOf', 'not', 'if']) {
    it(`refuses a requirement under ${keyword}`, () => {
      const deep = { properties: { b: { requirement: requirement('x.b'), ...text } } };
      const inner = keyword === 'not' || keyword === 'if' ? deep : [deep];
      const member = { requirement: requirement('x.a'), type: 'object', [keyword]: inner };
      expect(() => expand({ type: 'object', properties: { a: member } })).toThrow(
        /no requirement can stand under/,
      );
    });
  }
});
