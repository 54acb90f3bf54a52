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

describe('the nearest word', () => {
  it('is found whatever its case, and not at any price', () => {
    expect(nearest('BASEURL', ['baseUrl', 'model'])).toBe('baseUrl');
    expect(nearest('modle', ['baseUrl', 'model'])).toBe('model');
    expect(nearest('timeout', ['baseUrl', 'model'])).toBe(null);
  });
});
