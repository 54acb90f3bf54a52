import { readFileSync } from 'node:fs';
import { Problem, wordsOf } from '../problem.ts';
import type { JsonValue } from '../vocabulary.ts';
import { expandSchema } from './expand.ts';
import { tellProblems } from './tell.ts';
import { validator } from './validator.ts';
import { findPointer } from './wire.ts';

type Validate = ReturnType<typeof validator.compile>;

const compiled = new Map<string, Validate>();

function readSchema(file: string): JsonValue {
  const text = readFileSync(new URL(`../../schemas/files/${file}`, import.meta.url), 'utf8');
  return JSON.parse(text);
}

function validateFor(name: string): Validate {
  const ready = compiled.get(name);
  if (ready !== undefined) return ready;
  try {
    const file = `${name}.schema.json`;
    const texts = new Map([[file, readSchema(file)]]);
    const find = (other: string, pointer: string): JsonValue | undefined => {
      const known = texts.get(other) ?? readSchema(other);
      texts.set(other, known);
      return findPointer(known, pointer);
    };
    const { schema } = expandSchema(texts.get(file) ?? {}, find, { file, owned: false });
    const validate = validator.compile(schema);
    compiled.set(name, validate);
    return validate;
  } catch (cause) {
    const file = `schemas/files/${name}.schema.json`;
    throw new Problem('internal', `${file} cannot be used; mend it: ${wordsOf(cause)}`, { cause });
  }
}

/**
 * Holds one of our own files against `schemas/files/<name>.schema.json`. Gives the problems as plain
 * sentences that begin with the place (`targets/x/modelEcho: must be one of any, snapshot, exact`);
 * none where the file is valid. The schema is compiled when it is first asked for.
 */
export function checkFile(name: string, value: unknown): readonly string[] {
  const validate = validateFor(name);
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  validate.errors = null;
  return tellProblems(errors);
}
