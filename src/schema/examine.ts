import type { ErrorObject } from 'ajv/dist/types/index.js';
import type { JsonObject, JsonValue, Requirement } from '../vocabulary.ts';
import { boundItems } from './bound.ts';
import { describeSchema, describeValue } from './describe.ts';
import { type ExpandedSchema, ownerOfMissing } from './expand.ts';
import { isObject, pointerStep } from './json.ts';
import { type SubjectCounter, validator } from './validator.ts';
import { type SchemaName, wireSchemas } from './wire.ts';

/** Where a value departs from its schema, what was wanted there and what came, in plain words. */
export interface SchemaFinding {
  /** JSON pointer into the value; for a missing member, where it was to be. */
  readonly pointer: string;
  readonly expected: string;
  readonly actual: string;
}

/** What the schema says of a value by one requirement. */
export interface SchemaExamination {
  /** Places examined: for a required member its parents, for an optional one the members. */
  readonly subjects: number;
  readonly findings: readonly SchemaFinding[];
}

export type SchemaExaminations = ReadonlyMap<string, SchemaExamination>;

/** Most array items looked at in one value. */
const mostItems = 10_000;
/** Most findings of one requirement on one value: more tell nobody more. */
const mostFindings = 20;
/** Shapes that are remembered; an adversary may make more. */
const mostShapes = 1_000;

/** An examination that is under way. */
interface Tally {
  subjects: number;
  readonly findings: SchemaFinding[];
}

interface Examiner {
  readonly expanded: ExpandedSchema;
  readonly validate: ReturnType<typeof validator.compile>;
  readonly known: WeakMap<object, SchemaExaminations>;
  /** Answers without findings by their counts: the chunks of a stream are of very few shapes. */
  readonly shapes: Map<string, SchemaExaminations>;
}

const examiners = new Map<SchemaName, Examiner>();

function examinerFor(name: SchemaName): Examiner {
  const ready = examiners.get(name);
  if (ready !== undefined) return ready;
  const expanded = wireSchemas[name];
  const validate = validator.compile(expanded.schema);
  const examiner = {
    expanded,
    validate,
    known: new WeakMap<object, SchemaExaminations>(),
    shapes: new Map<string, SchemaExaminations>(),
  };
  examiners.set(name, examiner);
  return examiner;
}

/** The requirement and the finding that an error of Ajv amounts to. */
function attribute(
  error: ErrorObject,
  expanded: ExpandedSchema,
): { owner: Requirement; finding: SchemaFinding; absent: JsonObject | undefined } | null {
  const schema = error.parentSchema;
  // `if` only repeats that the branch which it led to has errors of its own.
  if (schema === undefined || error.keyword === 'if') return null;
  const missing: unknown =
    error.keyword === 'required' ? error.params['missingProperty'] : undefined;
  if (typeof missing === 'string') {
    const owner = ownerOfMissing(expanded, schema, missing);
    const member = expanded.members.get(schema)?.get(missing);
    if (owner === undefined) return null;
    return {
      owner,
      finding: {
        pointer: error.instancePath + pointerStep(missing),
        expected: describeSchema(member ?? {}),
        actual: describeValue(undefined),
      },
      absent: expanded.branches.has(schema) && expanded.annotated.has(schema) ? undefined : member,
    };
  }
  const owner = expanded.owner.get(schema);
  if (owner === undefined) return null;
  return {
    owner,
    finding: {
      pointer: error.instancePath,
      expected: describeSchema(expanded.wording.get(schema) ?? schema),
      actual: describeValue(error.data),
    },
    absent: undefined,
  };
}

function examine(examiner: Examiner, value: JsonValue): SchemaExaminations {
  const { expanded, validate } = examiner;
  const tallies = new Map<string, Tally>();
  for (const { id } of expanded.annotated.values()) {
    tallies.set(id, { subjects: 0, findings: [] });
  }
  const counter: SubjectCounter = {
    count: (schema) => {
      const tally = tallies.get(expanded.annotated.get(schema)?.id ?? '');
      if (tally !== undefined) tally.subjects += 1;
    },
  };
  // Without an owner for its root, a schema says nothing of values that are no objects.
  if (isObject(value) || expanded.owner.has(expanded.schema)) {
    validate.call(counter, boundItems(value, expanded.schema, mostItems));
    for (const error of validate.errors ?? []) {
      const found = attribute(error, expanded);
      const tally = tallies.get(found?.owner.id ?? '');
      if (found === null || tally === undefined) continue;
      // An absent member was never visited: it is a subject of its requirement all the same.
      if (found.absent !== undefined && expanded.annotated.has(found.absent)) tally.subjects += 1;
      // `type` and `enum` may both speak of one wrong value: it is one finding.
      const { pointer } = found.finding;
      const told = tally.findings.some((finding) => finding.pointer === pointer);
      if (!told && tally.findings.length < mostFindings) tally.findings.push(found.finding);
    }
    validate.errors = null;
  }
  return shared(examiner, tallies);
}

/** The same answer for values of the same shape, so that a long stream costs no more than one. */
function shared({ shapes }: Examiner, tallies: ReadonlyMap<string, Tally>): SchemaExaminations {
  const all = [...tallies.values()];
  if (all.some(({ findings }) => findings.length > 0)) return tallies;
  const shape = all.map(({ subjects }) => subjects).join();
  const known = shapes.get(shape);
  if (known !== undefined) return known;
  if (shapes.size < mostShapes) shapes.set(shape, tallies);
  return tallies;
}

/**
 * Holds a body, or a message assembled from a stream, against its wire schema. The answer has an
 * entry for every requirement of that schema; one without a subject on this value has 0 subjects.
 * A value that is not an object has subjects only for an error body: for completions and chunks it
 * is the reading, not the schema, that tells what else it is. Never throws.
 *
 * Each wrong member gives a finding of exactly one requirement; at most 20 findings of each are
 * kept, and of arrays with more than 10,000 items in all only as many are examined. A value is
 * examined once: values are immutable, and the same answer is given again for the same object.
 */
export function examineBySchema(schema: SchemaName, value: JsonValue): SchemaExaminations {
  const examiner = examinerFor(schema);
  if (typeof value !== 'object' || value === null) return examine(examiner, value);
  const known = examiner.known.get(value);
  if (known !== undefined) return known;
  const answer = examine(examiner, value);
  examiner.known.set(value, answer);
  return answer;
}
