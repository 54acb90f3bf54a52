import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../vocabulary.ts';
import { examineBySchema } from './examine.ts';
import { schemaDefects } from './mutate.ts';
import { schemaRequirements } from './requirements.ts';
import { soundChunk, soundCompletion, soundError } from './sound.ts';
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
  });
});
