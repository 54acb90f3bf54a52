import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { examineBySchema } from './examine.ts';
import { isArray, isObject } from './json.ts';
import { schemaDefects } from './mutate.ts';
import { schemaRequirements } from './requirements.ts';
import { soundChunk, soundCompletion, soundError } from './sound.fixture.ts';
import type { WireSchema } from './wire.ts';

const bodies: readonly [WireSchema, JsonObject][] = [
  ['completion', soundCompletion],
  ['chunk', soundChunk],
  ['error', soundError],
];

for (const [schema, body] of bodies) {
  describe(`the defects of a ${schema}`, () => {
    const defects = schemaDefects(schema, body);

    for (const { name, requirement, apply } of defects) {
      it(`are found by the requirement that each names: ${name} by ${requirement}`, () => {
        const found = [...examineBySchema(schema, apply(body))];
        expect(found.filter(([, one]) => one.findings.length > 0).map(([id]) => id)).toEqual([
          requirement,
        ]);
      });
    }

    it('have names of their own', () => {
      expect(new Set(defects.map(({ name }) => name)).size).toBe(defects.length);
    });

    it('name every requirement of the schema but those that only bound a value', () => {
      const named = new Set(defects.map(({ requirement }) => requirement));
      const all = schemaRequirements().filter(({ schemas }) => schemas.includes(schema));
      const unnamed = all.map(({ requirement }) => requirement.id).filter((id) => !named.has(id));
      expect(unnamed).toEqual(schema === 'error' ? ['error.message-text'] : []);
    });

    it('leave the sound body as it is', () => {
      const before = JSON.stringify(body);
      for (const { apply } of defects) apply(body);
      expect(JSON.stringify(body)).toBe(before);
    });
  });
}

describe('the defects of a custom tool call', () => {
  it('do not take away the function that it does not have', () => {
    const at = '/choices/0/message/tool_calls/1';
    const names = schemaDefects('completion', soundCompletion).map(({ name }) => name);
    expect(names).toContain(`remove ${at}/type`);
    expect(names).not.toContain(`remove ${at}/function`);
    const removed = (more: JsonObject) => {
      const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '' }, ...more };
      const message = { role: 'assistant', tool_calls: [call] };
      const defects = schemaDefects('completion', { choices: [{ message }] });
      return defects.map(({ name }) => name).filter((name) => /^remove .*function$/.test(name));
    };
    expect(removed({ custom: {} })).toEqual([]);
    expect(removed({})).toEqual(['remove /choices/0/message/tool_calls/0/function']);
  });
});

/** The value at a pointer, through arrays, too. */
function valueAt(value: JsonValue, pointer: string): JsonValue | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>((held, step) => {
      if (isArray(held)) return held[Number(step)];
      return isObject(held) ? held[step] : undefined;
    }, value);
}

/** Every defect of a value with what it puts in place of the member, `undefined` where it takes it away. */
function listed(schema: WireSchema, value: JsonObject): readonly (readonly [string, unknown])[] {
  return schemaDefects(schema, value).map(({ name, pointer, apply }) => [
    name,
    valueAt(apply(value), pointer),
  ]);
}

describe('the defects that a schema forbids', () => {
  it('are, of a required member: removed, null and of another type', () => {
    expect(
      listed('error', { error: { message: 'm', type: 't', param: null, code: null } }),
    ).toEqual([
      ['remove /error', undefined],
      ['null /error', null],
      ['type /error', 'seven'],
      ['remove /error/message', undefined],
      ['null /error/message', null],
      ['type /error/message', 7.5],
      ['remove /error/type', undefined],
      ['null /error/type', null],
      ['type /error/type', 7.5],
      ['remove /error/param', undefined],
      ['type /error/param', 7.5],
      ['remove /error/code', undefined],
      ['type /error/code', 7.5],
    ]);
  });

  it('are, of an optional member, of another type, and null only where it may not be null', () => {
    const delta = { role: 'assistant', content: 'a', tool_calls: [{ index: 0, id: 'a' }] };
    const found = listed('chunk', { choices: [{ index: 0, delta, finish_reason: null }] });
    expect(found.filter(([name]) => name.includes('/choices/0/'))).toEqual([
      ['remove /choices/0/index', undefined],
      ['null /choices/0/index', null],
      ['type /choices/0/index', 'seven'],
      ['remove /choices/0/delta', undefined],
      ['null /choices/0/delta', null],
      ['type /choices/0/delta', 'seven'],
      ['type /choices/0/delta/role', 7.5],
      ['type /choices/0/delta/content', 7.5],
      ['type /choices/0/delta/tool_calls', 'seven'],
      ['null /choices/0/delta/tool_calls/0', null],
      ['type /choices/0/delta/tool_calls/0', 'seven'],
      ['remove /choices/0/delta/tool_calls/0/index', undefined],
      ['null /choices/0/delta/tool_calls/0/index', null],
      ['type /choices/0/delta/tool_calls/0/index', 'seven'],
      ['type /choices/0/delta/tool_calls/0/id', 7.5],
      ['remove /choices/0/finish_reason', undefined],
      ['type /choices/0/finish_reason', 7.5],
    ]);
  });

  it('change nothing beside the member that they name', () => {
    for (const { pointer, apply } of schemaDefects('completion', soundCompletion)) {
      const changed = apply(soundCompletion);
      const parent = pointer.slice(0, pointer.lastIndexOf('/'));
      const name = pointer.slice(parent.length + 1);
      const [before, after] = [soundCompletion, changed].map((one) => valueAt(one, parent));
      const rest = (value: unknown) =>
        Object.entries(value ?? {}).filter(([member]) => member !== name);
      expect(rest(after)).toEqual(rest(before));
      for (const member of ['id', 'object', 'created', 'model', 'choices', 'usage']) {
        if (pointer.startsWith(`/${member}`)) continue;
        expect(changed).toHaveProperty(member, soundCompletion[member]);
      }
    }
  });

  it('are none of a member that the schema does not know, nor of a body that is no object', () => {
    expect(listed('error', { error: { message: 'm', type: 't', note: 5 } }).join()).not.toContain(
      'note',
    );
    expect(schemaDefects('error', 'x')).toEqual([]);
    expect(schemaDefects('chunk', { choices: 'x' }).map(({ name }) => name)).toEqual([
      'remove /choices',
      'null /choices',
      'type /choices',
    ]);
  });
});
