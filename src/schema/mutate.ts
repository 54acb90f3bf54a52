import type { JsonObject, JsonValue, Requirement } from '../vocabulary.ts';
import { type ExpandedSchema, ownerOfMissing } from './expand.ts';
import { isArray, isObject, pointerStep } from './json.ts';
import { validator } from './validator.ts';
import { type WireSchema, wireSchemas } from './wire.ts';

/** A corruption that a wire schema forbids, made for one value. */
export interface SchemaDefect {
  /** Unique for the value: `null /choices/0/message`. */
  readonly name: string;
  /** Id of the one requirement that must find it. */
  readonly requirement: string;
  readonly pointer: string;
  readonly mutate: 'remove' | 'null' | 'type';
  /** A copy of the value with the corruption; the value itself stays as it is. */
  readonly apply: (value: JsonValue) => JsonValue;
}

type Path = readonly (string | number)[];

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  return isArray(value) ? 'array' : typeof value;
}

/** The types that a schema lets through; `null` where it says nothing of types. */
function typesOf(schema: JsonObject): ReadonlySet<string> | null {
  const { type, enum: allowed, anyOf } = schema;
  if (schema['const'] !== undefined) return new Set([typeOf(schema['const'])]);
  if (isArray(allowed)) return new Set(allowed.map(typeOf));
  if (type !== undefined) return new Set((isArray(type) ? type : [type]).map(String));
  if (!isArray(anyOf)) return null;
  const forms = anyOf.filter(isObject).map(typesOf);
  return new Set(forms.flatMap((types) => [...(types ?? [])]));
}

/** A value of another type that is hard to tell from a sound one; with a fraction it is no integer. */
function foreignValue(types: ReadonlySet<string>): JsonValue {
  return types.has('string') ? 7.5 : 'seven';
}

const conditions = new WeakMap<object, ReturnType<typeof validator.compile>>();

/** Whether the condition of an `if` holds for an object. */
function holds(condition: JsonObject, value: JsonObject): boolean {
  const known = conditions.get(condition);
  // Inside of its schema the condition knows that it speaks of an object; alone it must say so.
  const validate = known ?? validator.compile({ type: 'object', ...condition });
  if (known === undefined) conditions.set(condition, validate);
  return validate(value) === true;
}

/** The names that a schema requires of an object, each with the requirement that asks for it. */
function requiredOf(
  schema: JsonObject,
  value: JsonObject,
  expanded: ExpandedSchema,
): ReadonlyMap<string, Requirement> {
  const names = new Map<string, Requirement>();
  const required = schema['required'];
  for (const name of isArray(required) ? required : []) {
    const owner = ownerOfMissing(expanded, schema, String(name));
    if (owner !== undefined) names.set(String(name), owner);
  }
  const { if: condition, then: yes, else: no, allOf } = schema;
  const branches = isArray(allOf) ? [...allOf] : [];
  if (isObject(condition)) {
    const chosen = holds(condition, value) ? yes : no;
    if (chosen !== undefined) branches.push(chosen);
  }
  for (const branch of branches.filter(isObject)) {
    for (const [name, owner] of requiredOf(branch, value, expanded)) names.set(name, owner);
  }
  return names;
}

/** The value with the one at the path replaced, or removed where the replacement is `undefined`. */
function replaceAt(value: JsonValue, path: Path, replacement: JsonValue | undefined): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) return replacement ?? null;
  const inner = (old: JsonValue): JsonValue => replaceAt(old, rest, replacement);
  if (isArray(value)) return value.map((item, n) => (n === step ? inner(item) : item));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, old]): [string, JsonValue][] => {
    if (name !== step) return [[name, old]];
    return rest.length === 0 && replacement === undefined ? [] : [[name, inner(old)]];
  });
  return Object.fromEntries(entries);
}

/** What may be wrong with the value at a path, apart from being absent. */
function wrongValues(schema: JsonObject, value: JsonValue): ['null' | 'type', JsonValue][] {
  const types = typesOf(schema);
  if (types === null) return [];
  const foreign: [['type', JsonValue]] = [['type', foreignValue(types)]];
  return types.has('null') || value === null ? foreign : [['null', null], ...foreign];
}

function collect(
  schema: JsonObject,
  value: JsonValue,
  path: Path,
  expanded: ExpandedSchema,
): readonly SchemaDefect[] {
  const defect = (
    mutate: SchemaDefect['mutate'],
    at: Path,
    owner: Requirement | undefined,
    replacement?: JsonValue,
  ): SchemaDefect[] => {
    if (owner === undefined) return [];
    const pointer = at.map(pointerStep).join('');
    const apply = (whole: JsonValue): JsonValue => replaceAt(whole, at, replacement);
    return [{ name: `${mutate} ${pointer}`, requirement: owner.id, pointer, mutate, apply }];
  };
  const wrong = (inner: JsonObject, held: JsonValue, at: Path): SchemaDefect[] =>
    wrongValues(inner, held).flatMap(([mutate, replacement]) =>
      defect(mutate, at, expanded.owner.get(inner), replacement),
    );
  const { items, properties } = schema;
  if (isArray(value) && isObject(items)) {
    return value.flatMap((item, n) => [
      ...wrong(items, item, [...path, n]),
      ...collect(items, item, [...path, n], expanded),
    ]);
  }
  if (!isObject(value) || !isObject(properties)) return [];
  const required = requiredOf(schema, value, expanded);
  return Object.entries(value).flatMap(([name, member]) => {
    const inner = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const at = [...path, name];
    if (!isObject(inner)) return [];
    return [
      ...(required.has(name) ? defect('remove', at, required.get(name)) : []),
      ...wrong(inner, member, at),
      ...collect(inner, member, at, expanded),
    ];
  });
}

/**
 * Every corruption of a sound body that its schema forbids: each member that it has removed (where
 * required), set to null (where not nullable), given another type; each array item set to null and
 * given another type. Each names the one requirement that must find it.
 */
export function schemaDefects(schema: WireSchema, value: JsonValue): readonly SchemaDefect[] {
  const expanded = wireSchemas[schema];
  return collect(expanded.schema, value, [], expanded);
}
