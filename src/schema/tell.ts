import type { ErrorObject } from 'ajv/dist/types/index.js';
import { distance } from 'fastest-levenshtein';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { describeSchema, describeType, joinWords } from './describe.ts';
import { isArray, isObject, pointerStep } from './json.ts';

/** Most sentences told of one file. */
const mostSentences = 50;

const formats: Readonly<Record<string, string>> = {
  date: 'a date such as 2026-01-31',
  'date-time': 'a time such as 2026-01-31T12:00:00Z',
  uri: 'a full address, with https: or the like',
};

/** `targets/x/modelEcho`: a JSON pointer without its first slash. */
function placeOf(pointer: string): string {
  return pointer === '' ? 'top level' : pointer.slice(1);
}

/** The known word nearest to a misspelled one, where one is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | null {
  const far = Math.max(2, Math.floor(word.length / 3));
  const ranked = known
    .map((candidate) => ({
      candidate,
      edits: distance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ edits }) => edits <= far)
    .toSorted((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate ?? null;
}

/** What came, by kind only: a value of our own files may be a key that went to the wrong place. */
function kindOf(value: unknown): string {
  if (value === null || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'an array';
  if (value === '') return 'empty';
  return describeType(typeof value, {});
}

function schemaOf(error: ErrorObject): JsonObject {
  return error.parentSchema ?? {};
}

/** The names of the members that the schema of an error knows. */
function membersOf(error: ErrorObject): readonly string[] {
  const properties = schemaOf(error)['properties'];
  return isObject(properties) ? Object.keys(properties) : [];
}

function suggest(word: unknown, known: readonly string[]): string {
  const meant = typeof word === 'string' ? nearest(word, known) : null;
  return meant === null ? '' : `; did you mean ${meant}?`;
}

function plainValue(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One error of Ajv as a sentence that begins with the place. */
function tellError(error: ErrorObject): string | null {
  const { keyword, params, instancePath, data } = error;
  const schema = schemaOf(error);
  const place = placeOf(instancePath);
  const inside = (member: unknown): string => placeOf(instancePath + pointerStep(String(member)));
  switch (keyword) {
    case 'if':
      return null;
    case 'required': {
      const name: unknown = params['missingProperty'];
      const properties = schema['properties'];
      const member = isObject(properties) ? properties[String(name)] : undefined;
      const wanted = isObject(member) ? describeSchema(member) : 'any value';
      const must = wanted === 'any value' ? '' : ` and must be ${wanted}`;
      return `${inside(name)}: is missing${must}`;
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'];
      const known = membersOf(error);
      const list = known.length === 0 ? '' : `; known are ${joinWords(known, 'and')}`;
      return `${inside(name)}: is not known here${suggest(name, known) || list}`;
    }
    case 'propertyNames':
      return `${inside(params['propertyName'])}: is no possible name here`;
    case 'enum': {
      const allowed = isArray(schema['enum']) ? schema['enum'].map(plainValue) : [];
      return `${place}: must be one of ${allowed.join(', ')}${suggest(data, allowed)}`;
    }
    case 'pattern': {
      const told = schema['description'];
      const hint = typeof told === 'string' ? ` (${told})` : '';
      return `${place}: must match the pattern ${String(schema['pattern'])}${hint}`;
    }
    case 'format': {
      const format = String(schema['format']);
      return `${place}: must be ${formats[format] ?? `of the format ${format}`}`;
    }
    case 'type':
    case 'const':
    case 'minLength':
    case 'minItems':
    case 'minimum':
      return `${place}: must be ${describeSchema(schema)}; it is ${kindOf(data)}`;
    default:
      return `${place}: ${error.message ?? `breaks ${keyword}`}`;
  }
}

/** How badly a branch of `anyOf` fails: the least is the one that was meant. */
function distanceOf(errors: readonly ErrorObject[], root: string): number {
  return errors.reduce((sum, { keyword, instancePath }) => {
    if (keyword === 'type' && instancePath === root) return sum + 1000;
    return sum + (keyword === 'const' || keyword === 'enum' ? 100 : 1);
  }, 0);
}

/** The sentences of one failed `anyOf` or `oneOf`: those of the branch that was most likely meant. */
function tellChoice(choice: ErrorObject, within: readonly ErrorObject[]): readonly string[] {
  const root = choice.instancePath;
  const place = placeOf(root);
  const branches = Object.values(
    Object.groupBy(within, ({ schemaPath }) =>
      schemaPath
        .slice(choice.schemaPath.length + 1)
        .split('/', 1)
        .join(),
    ),
  ).filter((errors) => errors !== undefined);
  const absent = branches.map(([first, ...rest]) =>
    first?.keyword === 'required' && first.instancePath === root && rest.length === 0
      ? String(first.params['missingProperty'])
      : null,
  );
  const alternatives = absent.filter((name) => name !== null);
  if (branches.length === 0) return [`${place}: fits two forms at once; keep one of them`];
  if (alternatives.length === branches.length) {
    return [`${place}: must have ${joinWords(alternatives, 'or')}`];
  }
  const ranked = branches.toSorted((a, b) => distanceOf(a, root) - distanceOf(b, root));
  const meant = ranked[0] ?? [];
  if (meant.some(({ keyword, instancePath }) => keyword === 'type' && instancePath === root)) {
    return [`${place}: must be ${describeSchema(schemaOf(choice))}; it is ${kindOf(choice.data)}`];
  }
  return tellErrors(meant);
}

function tellErrors(errors: readonly ErrorObject[]): readonly string[] {
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const isWithin = (error: ErrorObject, choice: ErrorObject): boolean =>
    error.schemaPath.startsWith(`${choice.schemaPath}/`) &&
    `${error.instancePath}/`.startsWith(`${choice.instancePath}/`);
  const outer = choices.filter((choice) => !choices.some((other) => isWithin(choice, other)));
  return errors.flatMap((error) => {
    if (outer.includes(error)) {
      // A value of the wrong type is told as such: which form it was to have does not matter then.
      if (mistyped.has(error.instancePath) && 'type' in schemaOf(error)) return [];
      return tellChoice(
        error,
        errors.filter((other) => isWithin(other, error)),
      );
    }
    if (outer.some((choice) => isWithin(error, choice))) return [];
    return tellError(error) ?? [];
  });
}

/** The errors of Ajv as plain sentences, each once, at most 50 of them. */
export function tellProblems(errors: readonly ErrorObject[]): readonly string[] {
  const sentences = [...new Set(tellErrors(errors.slice(0, 1000)))];
  if (sentences.length <= mostSentences) return sentences;
  const more = sentences.length - mostSentences;
  return [...sentences.slice(0, mostSentences), `top level: ${more} more problems`];
}
