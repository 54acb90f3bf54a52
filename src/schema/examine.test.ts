import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { examineBySchema, type SchemaFinding } from './examine.ts';
import { isArray, isObject } from './json.ts';
import { schemaDefects } from './mutate.ts';
import { schemaRequirements } from './requirements.ts';
import { soundChunk, soundCompletion, soundError } from './sound.fixture.ts';
import type { SchemaName, WireSchema } from './wire.ts';

const sound: Readonly<Record<WireSchema, JsonObject>> = {
  completion: soundCompletion,
  chunk: soundChunk,
  error: soundError,
};
const schemas: readonly WireSchema[] = ['completion', 'chunk', 'error'];

/** The findings by requirement; requirements without findings are left out. */
function findingsOf(
  schema: SchemaName,
  value: JsonValue,
): Readonly<Record<string, readonly SchemaFinding[]>> {
  const found = [...examineBySchema(schema, value)].filter(([, one]) => one.findings.length > 0);
  return Object.fromEntries(found.map(([id, { findings }]) => [id, findings]));
}

function subjectsOf(schema: SchemaName, value: JsonValue, id: string): number | undefined {
  return examineBySchema(schema, value).get(id)?.subjects;
}

/** The sound body with one of its members replaced, by path. */
function replaced(value: JsonValue, [step, ...rest]: readonly string[], by: JsonValue): JsonValue {
  if (step === undefined) return by;
  if (isArray(value)) return value.map((v, n) => (String(n) === step ? replaced(v, rest, by) : v));
  return isObject(value) ? { ...value, [step]: replaced(value[step] ?? null, rest, by) } : value;
}

/** What each required member is wanted to be, and its pointer in the sound bodies. */
const required: readonly [WireSchema, string, string, string][] = [
  ['completion', '/id', 'envelope.id', 'a non-empty string'],
  ['completion', '/object', 'completion.object', '"chat.completion"'],
  ['completion', '/created', 'envelope.created', 'an integer'],
  ['completion', '/model', 'envelope.model', 'a non-empty string'],
  ['completion', '/choices', 'completion.choices', 'an array of at least 1 item'],
  ['completion', '/choices/0/index', 'choice.index', 'an integer of at least 0'],
  ['completion', '/choices/0/message', 'choice.message', 'an object'],
  [
    'completion',
    '/choices/0/finish_reason',
    'choice.finish-reason',
    '"stop", "length", "tool_calls", "content_filter" or "function_call"',
  ],
  ['completion', '/choices/0/message/role', 'message.role', '"assistant"'],
  ['completion', '/choices/0/message/content', 'message.content', 'a string or null'],
  ['completion', '/choices/0/message/tool_calls/0/id', 'tool-call.id', 'a non-empty string'],
  [
    'completion',
    '/choices/0/message/tool_calls/0/type',
    'tool-call.type',
    '"function" or "custom"',
  ],
  ['completion', '/choices/0/message/tool_calls/0/function', 'tool-call.function', 'an object'],
  [
    'completion',
    '/choices/0/message/tool_calls/0/function/name',
    'tool-call.name',
    'a non-empty string',
  ],
  [
    'completion',
    '/choices/0/message/tool_calls/0/function/arguments',
    'tool-call.arguments',
    'a string',
  ],
  ['completion', '/choices/0/logprobs/content', 'logprobs.shape', 'an array of objects or null'],
  ['completion', '/usage/prompt_tokens', 'usage.prompt-tokens', 'an integer of at least 0'],
  ['completion', '/usage/completion_tokens', 'usage.completion-tokens', 'an integer of at least 0'],
  ['completion', '/usage/total_tokens', 'usage.total-tokens', 'an integer of at least 0'],
  ['chunk', '/id', 'envelope.id', 'a non-empty string'],
  ['chunk', '/object', 'chunk.object', '"chat.completion.chunk"'],
  ['chunk', '/created', 'envelope.created', 'an integer'],
  ['chunk', '/model', 'envelope.model', 'a non-empty string'],
  ['chunk', '/choices', 'chunk.choices', 'an array of objects'],
  ['chunk', '/choices/0/index', 'choice.index', 'an integer of at least 0'],
  ['chunk', '/choices/0/delta', 'choice.delta', 'an object'],
  [
    'chunk',
    '/choices/0/finish_reason',
    'chunk-choice.finish-reason',
    '"stop", "length", "tool_calls", "content_filter", "function_call" or null',
  ],
  ['chunk', '/choices/0/delta/tool_calls/0/index', 'tool-delta.index', 'an integer of at least 0'],
  ['chunk', '/usage/total_tokens', 'usage.total-tokens', 'an integer of at least 0'],
  ['error', '/error', 'error.object', 'an object'],
  ['error', '/error/message', 'error.message', 'a string'],
  ['error', '/error/type', 'error.type', 'a string'],
];

describe('a sound body', () => {
  for (const schema of schemas) {
    it(`has no findings as ${schema}`, () => {
      expect(findingsOf(schema, sound[schema])).toEqual({});
    });
  }

  for (const { requirement, schemas: where } of schemaRequirements()) {
    for (const schema of where) {
      it(`holds a subject of ${requirement.id} as ${schema}`, () => {
        expect(subjectsOf(schema, sound[schema], requirement.id)).toBeGreaterThan(0);
      });
    }
  }
});

describe('a required member', () => {
  for (const [schema, pointer, id, expected] of required) {
    const path = pointer.slice(1).split('/');
    const defects = schemaDefects(schema, sound[schema]).filter((one) => one.pointer === pointer);

    it(`that is missing is found by ${id} alone: ${schema} ${pointer}`, () => {
      const defect = defects.find(({ mutate }) => mutate === 'remove');
      const broken = defect?.apply(sound[schema]) ?? null;
      expect(findingsOf(schema, broken)).toEqual({
        [id]: [{ pointer, expected, actual: 'missing' }],
      });
      expect(subjectsOf(schema, broken, id)).toBe(subjectsOf(schema, sound[schema], id));
    });

    it(`of another type is found by ${id} alone: ${schema} ${pointer}`, () => {
      for (const wrong of [true, 7.5, {}, []]) {
        const found = findingsOf(schema, replaced(sound[schema], path, wrong));
        const allowed = expected.includes('array of objects') && isArray(wrong);
        if (allowed || (expected.includes('an object') && isObject(wrong))) continue;
        expect(Object.keys(found)).toEqual([id]);
        expect(found[id]?.map((finding) => finding.pointer)).toEqual([pointer]);
        expect(found[id]?.map((finding) => finding.expected)).toEqual([expected]);
      }
    });

    it(`set to null is found by ${id} unless null is let through: ${schema} ${pointer}`, () => {
      const found = findingsOf(schema, replaced(sound[schema], path, null));
      const finding = { pointer, expected, actual: 'null' };
      expect(found).toEqual(expected.endsWith('null') ? {} : { [id]: [finding] });
    });
  }
});

describe('a member with bounds', () => {
  const wrong: readonly [WireSchema, string, JsonValue, string, string][] = [
    ['completion', '/id', '', 'envelope.id', 'an empty string'],
    ['chunk', '/model', '', 'envelope.model', 'an empty string'],
    ['completion', '/created', 12.5, 'envelope.created', 'the number 12.5'],
    ['completion', '/choices', [], 'completion.choices', 'an empty array'],
    ['chunk', '/choices/0/finish_reason', '', 'chunk-choice.finish-reason', 'an empty string'],
    ['chunk', '/choices/0/finish_reason', 'eos', 'chunk-choice.finish-reason', 'the string "eos"'],
    ['completion', '/choices/0/finish_reason', null, 'choice.finish-reason', 'null'],
    ['completion', '/choices/0/index', -1, 'choice.index', 'the number -1'],
    ['completion', '/choices/0/message/role', 'model', 'message.role', 'the string "model"'],
    ['completion', '/choices/0/message/content', [{}], 'message.content', 'an array of 1 item'],
    ['completion', '/choices/0/message/tool_calls', {}, 'message.tool-calls', 'an object'],
    ['completion', '/choices/0/message/tool_calls/0', 'x', 'message.tool-calls', 'the string "x"'],
    ['completion', '/choices/0/logprobs', -0.5, 'logprobs.shape', 'the number -0.5'],
    ['chunk', '/choices/0/delta/role', '', 'delta.role', 'an empty string'],
    ['chunk', '/choices/0/delta/role', 'user', 'delta.role', 'the string "user"'],
    ['chunk', '/choices/0/delta/tool_calls/0/id', 5, 'tool-delta.id', 'the number 5'],
    [
      'chunk',
      '/choices/0/delta/tool_calls/0/function/arguments',
      null,
      'tool-delta.arguments',
      'null',
    ],
    ['chunk', '/usage/prompt_tokens', -1, 'usage.prompt-tokens', 'the number -1'],
    ['chunk', '/usage/prompt_tokens', '9', 'usage.prompt-tokens', 'the string "9"'],
    ['completion', '/usage', [], 'usage.object', 'an empty array'],
    ['error', '/error/message', '', 'error.message-text', 'an empty string'],
    ['error', '/error/code', 429, 'error.code', 'the number 429'],
    ['error', '/error', 'no', 'error.object', 'the string "no"'],
  ];
  for (const [schema, pointer, value, id, actual] of wrong) {
    it(`is found by ${id} alone: ${schema} ${pointer} as ${actual}`, () => {
      const found = findingsOf(schema, replaced(sound[schema], pointer.slice(1).split('/'), value));
      expect(Object.keys(found)).toEqual([id]);
      expect(found[id]?.map((finding) => [finding.pointer, finding.actual])).toEqual([
        [pointer, actual],
      ]);
    });
  }
});

describe('a legal variation', () => {
  const legal: readonly [string, WireSchema, string, JsonValue][] = [
    ['null usage', 'chunk', '/usage', null],
    ['no choices at all', 'chunk', '/choices', []],
    ['an empty delta', 'chunk', '/choices/0/delta', {}],
    ['a null role in a delta', 'chunk', '/choices/0/delta/role', null],
    ['null content in a delta', 'chunk', '/choices/0/delta/content', null],
    ['null tool calls in a delta', 'chunk', '/choices/0/delta/tool_calls', null],
    [
      'a continuation of index and arguments only',
      'chunk',
      '/choices/0/delta/tool_calls/1',
      { index: 0, function: { arguments: '1' } },
    ],
    ['null logprobs', 'completion', '/choices/0/logprobs', null],
    ['null details of usage', 'completion', '/usage/prompt_tokens_details', null],
    ['a tier of tomorrow', 'completion', '/service_tier', 'turbo'],
    ['an id of any form', 'completion', '/id', 'gen-1'],
    ['null tool calls', 'completion', '/choices/0/message/tool_calls', null],
    [
      'arguments that are no JSON',
      'completion',
      '/choices/0/message/tool_calls/0/function/arguments',
      '{"a',
    ],
    ['a null code', 'error', '/error/code', null],
    ['a null param', 'error', '/error/param', null],
  ];
  for (const [name, schema, pointer, value] of legal) {
    it(`is let through: ${name}`, () => {
      const varied = replaced(sound[schema], pointer.slice(1).split('/'), value);
      expect(findingsOf(schema, varied)).toEqual({});
    });
  }

  it('is let through: members that nobody knows, anywhere', () => {
    const grow = (value: JsonValue): JsonValue => {
      if (isArray(value)) return value.map(grow);
      if (!isObject(value)) return value;
      const grown = Object.entries(value).map(([name, member]) => [name, grow(member)]);
      return { ...Object.fromEntries(grown), x_more: { y: [1] } };
    };
    for (const schema of schemas) expect(findingsOf(schema, grow(sound[schema]))).toEqual({});
  });
});

describe('an error body', () => {
  it('without param and code departs from SHOULD requirements only', () => {
    expect(findingsOf('error', { error: { message: 'm', type: 't' } })).toEqual({
      'error.param-present': [
        { pointer: '/error/param', expected: 'a string or null', actual: 'missing' },
      ],
      'error.code-present': [
        { pointer: '/error/code', expected: 'a string or null', actual: 'missing' },
      ],
    });
  });

  it('that is an array is found by error.object', () => {
    expect(findingsOf('error', [{ error: { message: 'm', type: 't' } }])).toEqual({
      'error.object': [{ pointer: '', expected: 'an object', actual: 'an array of 1 item' }],
    });
  });
});

describe('a message that was put together from a stream', () => {
  it('is held against the schema of a message', () => {
    expect(findingsOf('message', { role: 'assistant', content: null })).toEqual({});
    expect(findingsOf('message', { role: 'assistant' })).toEqual({
      'message.content': [{ pointer: '/content', expected: 'a string or null', actual: 'missing' }],
    });
  });
});

describe('subjects', () => {
  it('of an optional member are the members that are there', () => {
    const bare = { role: 'assistant', content: 'a' };
    expect(subjectsOf('message', bare, 'message.refusal')).toBe(0);
    expect(subjectsOf('message', { ...bare, refusal: null }, 'message.refusal')).toBe(1);
  });

  it('of a required member are the parents, whether or not it is there', () => {
    const chunk = { choices: [{ index: 0 }, {}, 7] };
    expect(subjectsOf('chunk', chunk, 'choice.index')).toBe(2);
    expect(subjectsOf('chunk', chunk, 'choice.delta')).toBe(2);
  });

  it('are none where a value is no object', () => {
    for (const value of [null, 7, 'x', [], true]) {
      const subjects = [...examineBySchema('chunk', value).values()].map((one) => one.subjects);
      expect(new Set(subjects)).toEqual(new Set([0]));
    }
  });
});

describe('a hostile value', () => {
  it('of 100,000 levels is examined like any other', () => {
    let deep: JsonValue = 'end';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const found = findingsOf(
      'completion',
      replaced(soundCompletion, ['choices', '0', 'message', 'content'], deep),
    );
    expect(found).toEqual({
      'message.content': [
        {
          pointer: '/choices/0/message/content',
          expected: 'a string or null',
          actual: 'an array of 1 item',
        },
      ],
    });
  });

  it('with millions of wrong items gives few findings in bounded time', () => {
    const items: JsonValue[] = new Array(2_000_000).fill(0);
    const { 'chunk.choices': findings } = findingsOf('chunk', { ...soundChunk, choices: items });
    expect(findings?.length).toBe(20);
    expect(findings?.[0]).toEqual({
      pointer: '/choices/0',
      expected: 'an object',
      actual: 'the number 0',
    });
  });

  it('is told in a short text that splits no character', () => {
    const { 'message.role': found } = findingsOf('message', {
      role: '😀'.repeat(1e6),
      content: null,
    });
    expect(found?.[0]?.actual).toBe(`the string "${'😀'.repeat(80)}" (cut)`);
  });

  it('of any shape never makes the examination throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...schemas, 'message' as const), fc.json(), (schema, text) => {
        for (const { findings, subjects } of examineBySchema(schema, JSON.parse(text)).values()) {
          if (findings.length > 0) expect(subjects).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('with members named like those of every object is read by its own members', () => {
    const value: JsonValue = JSON.parse('{"__proto__":{"id":"x"},"constructor":1,"toString":2}');
    expect(Object.keys(findingsOf('chunk', value))).toEqual([
      'envelope.id',
      'chunk.object',
      'envelope.created',
      'envelope.model',
      'chunk.choices',
    ]);
  });
});

describe('an examination', () => {
  it('is made once for a value, and its answer given again', () => {
    const wrong = { ...soundChunk, id: 7 };
    const answer = examineBySchema('chunk', wrong);
    expect(answer.get('envelope.id')?.findings).toHaveLength(1);
    expect(examineBySchema('chunk', wrong)).toBe(answer);
    expect(examineBySchema('chunk', { ...wrong })).toEqual(answer);
    expect(examineBySchema('chunk', { ...wrong })).not.toBe(answer);
  });

  it('of values of one shape is one answer, where nothing is wrong with them', () => {
    const answer = examineBySchema('chunk', soundChunk);
    expect(examineBySchema('chunk', { ...soundChunk, id: 'another' })).toBe(answer);
    expect(examineBySchema('chunk', { ...soundChunk, choices: [] })).not.toBe(answer);
  });

  it('of a value that is no object has subjects and findings for an error alone', () => {
    for (const value of ['x', 7, null, true]) {
      expect([...examineBySchema('chunk', value).values()].every((one) => one.subjects === 0)).toBe(
        true,
      );
      expect(findingsOf('chunk', value)).toEqual({});
      expect(Object.keys(findingsOf('error', value))).not.toEqual([]);
    }
    expect(findingsOf('completion', [1])).toEqual({});
  });
});
