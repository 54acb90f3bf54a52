import type { Requirement } from '../vocabulary.ts';
import { type WireSchema, wireSchemas } from './wire.ts';

/** A requirement that a wire schema states, and the bodies that it speaks of. */
export interface SchemaRequirement {
  readonly requirement: Requirement;
  readonly schemas: readonly WireSchema[];
}

const names: readonly WireSchema[] = ['completion', 'chunk', 'error'];

function collect(): readonly SchemaRequirement[] {
  const found = new Map<string, { requirement: Requirement; schemas: WireSchema[] }>();
  for (const schema of names) {
    for (const requirement of wireSchemas[schema].annotated.values()) {
      const entry = found.get(requirement.id);
      if (entry === undefined) found.set(requirement.id, { requirement, schemas: [schema] });
      else if (!entry.schemas.includes(schema)) entry.schemas.push(schema);
    }
  }
  return [...found.values()];
}

const collected = collect();

/** Every requirement of the wire schemas, in the order of completion, chunk, error; each id once. */
export function schemaRequirements(): readonly SchemaRequirement[] {
  return collected;
}
