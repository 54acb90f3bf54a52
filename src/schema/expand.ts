import type { JsonObject, JsonValue, Requirement } from '../vocabulary.ts';
import { readAnnotation } from './annotation.ts';
import { isArray, isObject, pointerStep } from './json.ts';

/** Finds the schema that a `$ref` names; `file` is empty for the schema's own file. */
export type FindSchema = (file: string, pointer: string) => JsonValue | undefined;

/** A schema without references, in which every use of a subschema is an object of its own. */
export interface ExpandedSchema {
  readonly schema: JsonObject;
  /** The requirement that stands on the subschema or on the nearest one around it. */
  readonly owner: WeakMap<object, Requirement>;
  /**
   * For each subschema, the one that states what is wanted at its place: a branch of `anyOf` is
   * worded as the whole, so that a finding says everything that would have been right.
   */
  readonly wording: WeakMap<object, JsonObject>;
  /** For each subschema, the members of its place by name; for a branch those of the whole. */
  readonly members: WeakMap<object, ReadonlyMap<string, JsonObject>>;
  /** The subschemas that speak of the same place as the schema around them: `allOf`, `else`, ... */
  readonly branches: WeakSet<object>;
  /** The subschemas that carry a requirement themselves, in the order of the file. */
  readonly annotated: ReadonlyMap<object, Requirement>;
}

/** Keywords that say something about the instance by themselves. */
const assertions = new Set([
  ...['type', 'enum', 'const', 'required', 'minLength', 'maxLength', 'pattern', 'format'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
  'dependentRequired',
]);
/** Keywords for readers: the referring schema may say them anew. */
const remarks = new Set(['title', 'description', '$comment', 'examples', 'default']);
const lists = new Set(['allOf', 'anyOf', 'oneOf']);
/** Keywords whose schemas speak of other places: of items, names and further members. */
const elsewhere = new Set([
  ...['items', 'contains', 'propertyNames', 'additionalProperties', 'unevaluatedProperties'],
]);
const conditions = new Set(['if', 'then', 'else', 'not']);
/** An error in one of these is no error of the whole, so no finding can be owed to it. */
const speculative = new Set(['anyOf', 'oneOf', 'if', 'not']);

interface Surroundings {
  readonly where: string;
  /** Base file of the references in the subschema. */
  readonly file: string;
  readonly owner: Requirement | null;
  readonly wording: JsonObject | null;
  readonly members: ReadonlyMap<string, JsonObject>;
  readonly speculative: boolean;
  readonly open: readonly string[];
}

/**
 * The requirement that the absence of a member breaks: that of the branch which asks for it, where
 * the branch is a requirement of its own, and otherwise that of the member.
 */
export function ownerOfMissing(
  expanded: ExpandedSchema,
  schema: object,
  name: string,
): Requirement | undefined {
  const branch = expanded.branches.has(schema) ? expanded.annotated.get(schema) : undefined;
  if (branch !== undefined) return branch;
  return expanded.owner.get(expanded.members.get(schema)?.get(name) ?? schema);
}

/**
 * Expands a schema for judging: references are replaced by copies, and each copy knows the
 * requirement that its errors belong to. Ajv's own paths do not tell: they are relative to the
 * referenced subschema, and most errors have no annotation in the schema that they name.
 *
 * Throws a `TypeError` where a schema says something that no finding could be owed to: recursion,
 * boolean schemas (with `owned`), annotations under `anyOf`, `oneOf`, `not` or `if`, and, with `owned`, assertions
 * outside of every requirement (but for the type of the root).
 */
export function expandSchema(
  root: JsonValue,
  find: FindSchema,
  { file = '', owned = true }: { file?: string; owned?: boolean } = {},
): ExpandedSchema {
  const owner = new WeakMap<object, Requirement>();
  const wording = new WeakMap<object, JsonObject>();
  const members = new WeakMap<object, ReadonlyMap<string, JsonObject>>();
  const branches = new WeakSet();
  const annotated = new Map<object, Requirement>();

  /** Puts the members of the referenced schema beside those of the referring one. */
  function resolve(schema: JsonObject, around: Surroundings): [JsonObject, Surroundings] {
    const { $ref: reference, $id: _id, $schema: _dialect, $defs: _parts, ...beside } = schema;
    if (reference === undefined) return [beside, around];
    if (typeof reference !== 'string') throw new TypeError(`${around.where}: $ref is not a string`);
    const [named = '', pointer = ''] = reference.split('#', 2);
    const target = named === '' ? around.file : named;
    const place = `${target}#${pointer}`;
    if (around.open.includes(place)) throw new TypeError(`${around.where}: ${place} holds itself`);
    const found = find(target, pointer);
    if (!isObject(found)) throw new TypeError(`${around.where}: ${place} is not a schema object`);
    const twice = Object.keys(beside).find((keyword) => keyword in found && !remarks.has(keyword));
    if (twice !== undefined) throw new TypeError(`${around.where}: ${place} says ${twice}, too`);
    const inner = { ...around, file: target, open: [...around.open, place] };
    return resolve({ ...found, ...beside }, inner);
  }

  function expand(value: JsonValue | undefined, outer: Surroundings): JsonObject {
    if (!isObject(value)) throw new TypeError(`${outer.where}: a schema must be an object`);
    const [source, around] = resolve(value, outer);
    const annotation = source['requirement'];
    if (annotation !== undefined && around.speculative) {
      throw new TypeError(
        `${around.where}: no requirement can stand under anyOf, oneOf, not or if`,
      );
    }
    const own = annotation === undefined ? null : readAnnotation(annotation, around.where);
    const result: Record<string, JsonValue> = {};
    const mine = own ?? around.owner;
    if (mine !== null) owner.set(result, mine);
    if (own !== null) annotated.set(result, own);
    const worded = own === null ? (around.wording ?? result) : result;
    wording.set(result, worded);
    if (around.wording !== null) branches.add(result);

    const known = new Map(around.members);
    const inside = (where: string): Surroundings => ({ ...around, where, owner: mine });
    const properties = source['properties'];
    const expandedProperties: Record<string, JsonValue> = {};
    if (isObject(properties)) {
      for (const [name, member] of Object.entries(properties)) {
        const place = `${around.where}/properties${pointerStep(name)}`;
        const child = expand(member, { ...inside(place), wording: null, members: new Map() });
        expandedProperties[name] = child;
        // A branch names a member only to require it: what is wanted of the member is what the
        // schema around the branch says.
        if (!known.has(name)) known.set(name, child);
      }
    }
    members.set(result, known);

    for (const [keyword, content] of Object.entries(source)) {
      const where = `${around.where}/${keyword}`;
      const branch: Surroundings = {
        ...inside(where),
        wording: worded,
        members: known,
        speculative: around.speculative || speculative.has(keyword),
      };
      const fresh: Surroundings = { ...inside(where), wording: null, members: new Map() };
      if (keyword === 'properties') result[keyword] = expandedProperties;
      else if (lists.has(keyword) && isArray(content)) {
        result[keyword] = content.map((item, n) =>
          expand(item, { ...branch, where: `${where}/${n}` }),
        );
      } else if (conditions.has(keyword)) result[keyword] = expand(content, branch);
      else if (elsewhere.has(keyword) && (isObject(content) || owned)) {
        result[keyword] = expand(content, fresh);
      } else result[keyword] = content;
    }
    if (owned && mine === null) refuseUnowned(source, around, known);
    return result;
  }

  /** An assertion that no requirement owns would find faults that no row can show. */
  function refuseUnowned(
    source: JsonObject,
    around: Surroundings,
    known: ReadonlyMap<string, JsonObject>,
  ): void {
    for (const keyword of Object.keys(source).filter((name) => assertions.has(name))) {
      if (keyword === 'type' && around.where === '#') continue;
      const names = source[keyword];
      const lone = !isArray(names)
        ? keyword
        : names.find((name) => {
            const member = typeof name === 'string' ? known.get(name) : undefined;
            return keyword !== 'required' || member === undefined || !owner.has(member);
          });
      if (lone !== undefined) {
        throw new TypeError(`${around.where}/${keyword}: belongs to no requirement`);
      }
    }
  }

  const schema = expand(root, {
    where: '#',
    file,
    owner: null,
    wording: null,
    members: new Map(),
    speculative: false,
    open: [],
  });
  return { schema, owner, wording, members, branches, annotated };
}
