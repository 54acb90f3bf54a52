import { describe, expect, it } from 'vitest';
import { schemaRequirements } from './requirements.ts';
import { wireFiles, wireSchemas } from './wire.ts';

const requirements = schemaRequirements().map(({ requirement }) => requirement);

describe('the requirements of the wire schemas', () => {
  it('have ids of the form family.property, and no two share one', () => {
    for (const { id } of requirements) expect(id).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
  });

  it('say the same wherever the same id stands', () => {
    const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]));
    for (const { annotated } of Object.values(wireSchemas)) {
      for (const requirement of annotated.values()) {
        expect(requirement).toEqual(byId.get(requirement.id));
      }
    }
  });

  it('have statements of their own, under 100 characters, that do not say should', () => {
    expect(new Set(requirements.map(({ statement }) => statement)).size).toBe(requirements.length);
    for (const { statement } of requirements) {
      expect(statement.length).toBeLessThan(100);
      expect(statement).not.toMatch(/\bshould\b/i);
      expect(statement).not.toMatch(/\.$/);
    }
  });

  it('have one sentence each that tells what breaks', () => {
    for (const { breaks } of requirements) expect(breaks).toMatch(/^\S.*\.$/);
  });

  it('are told once for all bodies that they speak of', () => {
    const index = schemaRequirements().find(({ requirement }) => requirement.id === 'choice.index');
    expect(index?.schemas).toEqual(['completion', 'chunk']);
  });
});

describe('the wire schemas', () => {
  it('are open', () => {
    expect(JSON.stringify(wireFiles)).not.toMatch(/additionalProperties|unevaluatedProperties/);
  });
});
