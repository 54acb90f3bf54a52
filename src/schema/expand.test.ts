import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { expandSchema, ownerOfMissing } from './expand.ts';
import { isArray, isObject } from './json.ts';
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

  const bounds = [
    ...['type', 'enum', 'const', 'minLength', 'maxLength', 'pattern', 'format', 'minimum'],
    ...['maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minItems', 'maxItems'],
    ...['uniqueItems', 'minProperties', 'maxProperties', 'dependentRequired', 'required'],
  ];
  for (const keyword of bounds) {
    it(`refuses ${keyword} where no requirement stands around it, and says where`, () => {
      const schema = { type: 'object', properties: { 'a/b': { [keyword]: 'x' } } };
      expect(() => expand(schema)).toThrow(
        `#/properties/a~1b/${keyword}: belongs to no requirement`,
      );
    });
  }

  for (const remark of ['title', 'description', '$comment', 'examples', 'default']) {
    it(`lets a schema say ${remark} anew beside a reference`, () => {
      const { schema } = expand({
        type: 'object',
        properties: { a: { $ref: '#/$defs/part', [remark]: 'mine' } },
        $defs: { part: { [remark]: 'theirs' } },
      });
      expect(property(schema, 'a')).toEqual({ [remark]: 'mine' });
    });
  }

  for (const keyword of [
    ...['items', 'contains', 'propertyNames', 'additionalProperties', 'unevaluatedProperties'],
  ]) {
    it(`reads the schema under ${keyword} as one of another place`, () => {
      const { schema, branches, owner } = expand({
        type: 'object',
        requirement: requirement('x.a'),
        [keyword]: { $ref: '#/$defs/part' },
        $defs: { part: { minLength: 1 } },
      });
      const inner = schema[keyword];
      expect(inner).toEqual({ minLength: 1 });
      if (!isObject(inner)) throw new Error('the schema is gone');
      expect([branches.has(inner), owner.get(inner)?.id]).toEqual([false, 'x.a']);
    });
  }

  for (const keyword of ['if', 'then', 'else', 'not']) {
    it(`reads the schema under ${keyword} as one of the same place`, () => {
      const { schema, branches, wording, members } = expand({
        type: 'object',
        requirement: requirement('x.a'),
        properties: { a: {} },
        [keyword]: { $ref: '#/$defs/part' },
        $defs: { part: { minProperties: 1 } },
      });
      const inner = schema[keyword];
      if (!isObject(inner)) throw new Error('the schema is gone');
      expect(inner).toEqual({ minProperties: 1 });
      expect(branches.has(inner)).toBe(true);
      expect(wording.get(inner)).toBe(schema);
      expect(members.get(inner)?.get('a')).toBe(property(schema, 'a'));
    });
  }

  it('reads each schema of a list as one of the same place, and says where it stands', () => {
    const schema = (inner: JsonValue): JsonObject => ({
      type: 'object',
      requirement: requirement('x.a'),
      anyOf: [{ type: 'object' }, inner],
    });
    const { schema: expanded, branches } = expand(schema({ minProperties: 1 }));
    const forms = expanded['anyOf'];
    if (!isArray(forms)) throw new Error('the list is gone');
    expect(forms.filter(isObject).map((form) => branches.has(form))).toEqual([true, true]);
    expect(() => expand(schema(7))).toThrow('#/anyOf/1: a schema must be an object');
  });

  it('says where a schema is that is none', () => {
    expect(() => expand({ items: 7 })).toThrow('#/items: a schema must be an object');
    expect(() => expand({ properties: { 'a/b': 7 } })).toThrow(
      '#/properties/a~1b: a schema must be an object',
    );
    expect(() => expand({ items: { $ref: 7 } })).toThrow('#/items: $ref is not a string');
    expect(() => expand({ items: { $ref: '#/no' } })).toThrow('#/no is not a schema object');
  });

  it('lets a branch with a requirement of its own be worded by itself', () => {
    const { wording, annotated, branches } = expand({
      type: 'object',
      allOf: [{ requirement: requirement('x.a'), type: 'object', minProperties: 1 }],
    });
    const [branch] = annotated.keys();
    if (branch === undefined) throw new Error('the requirement is gone');
    expect(wording.get(branch)).toBe(branch);
    expect(branches.has(branch)).toBe(true);
  });

  it('has no branch at the root, and no owner where no requirement stands', () => {
    const { schema, branches, owner, annotated } = expand({ type: 'object' });
    expect(branches.has(schema)).toBe(false);
    expect(owner.has(schema)).toBe(false);
    expect(annotated.size).toBe(0);
  });

  it('follows a reference into another file, from which further ones are read', () => {
    const files: Record<string, JsonObject> = {
      '': { $ref: 'b.json#/$defs/one' },
      'b.json': { $defs: { one: { $ref: '#/$defs/two' }, two: { title: 'two' } } },
    };
    const asked: string[] = [];
    const { schema } = expandSchema(files[''] ?? {}, (file, pointer) => {
      asked.push(`${file}#${pointer}`);
      return findPointer(files[file], pointer);
    });
    expect(schema).toEqual({ title: 'two' });
    expect(asked).toEqual(['b.json#/$defs/one', 'b.json#/$defs/two']);
  });

  it('leaves out what only names a schema, and keeps what is no schema', () => {
    const { schema } = expand({
      $id: 'x',
      $schema: 'y',
      $defs: {},
      title: 't',
      properties: { a: { title: 'u' } },
    });
    expect(schema).toEqual({ title: 't', properties: { a: { title: 'u' } } });
  });

  it('of our own files lets assertions stand without a requirement, and objects be closed', () => {
    const schema = { type: 'object', properties: { a: text }, additionalProperties: false };
    expect(expandSchema(schema, () => undefined, { owned: false }).schema).toEqual(schema);
  });

  it('owes a required member to its requirement, and refuses one that has none', () => {
    const schema = (required: JsonValue): JsonObject => ({
      type: 'object',
      properties: { a: { requirement: requirement('x.a'), ...text }, b: {} },
      required,
    });
    expect(() => expand(schema(['a']))).not.toThrow();
    expect(() => expand(schema(['a', 'b']))).toThrow('#/required: belongs to no requirement');
    expect(() => expand(schema(['a', 'c']))).toThrow('#/required: belongs to no requirement');
    expect(() => expand(schema([7]))).toThrow('#/required: belongs to no requirement');
    expect(() => expand({ ...schema(['a']), enum: ['a'] })).toThrow('#/enum: belongs to');
  });
});
