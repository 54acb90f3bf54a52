import type { JsonValue, Level, Requirement } from '../vocabulary.ts';
import { isObject } from './json.ts';

const members = ['id', 'level', 'statement', 'reference', 'breaks', 'decision'];

function isLevel(value: JsonValue | undefined): value is Level {
  return value === 'MUST' || value === 'SHOULD' || value === 'INFO';
}

/**
 * Reads a `requirement` annotation. Throws where it is not whole: a schema with a broken annotation
 * would judge without being able to say by which sentence.
 */
export function readAnnotation(annotation: JsonValue, where: string): Requirement {
  if (!isObject(annotation)) throw new TypeError(`${where}: the requirement is not an object`);
  const unknown = Object.keys(annotation).find((member) => !members.includes(member));
  if (unknown !== undefined) throw new TypeError(`${where}: ${unknown} says nothing here`);
  const text = (member: string): string => {
    const value = annotation[member];
    if (typeof value === 'string' && value.trim() !== '') return value;
    throw new TypeError(`${where}: the requirement has no ${member}`);
  };
  const level = annotation['level'];
  if (!isLevel(level)) throw new TypeError(`${where}: the level is not MUST, SHOULD or INFO`);
  return {
    id: text('id'),
    level,
    statement: text('statement'),
    reference: text('reference'),
    breaks: text('breaks'),
    ...(annotation['decision'] === undefined ? {} : { decision: text('decision') }),
  };
}
