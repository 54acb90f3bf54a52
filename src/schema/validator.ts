import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

/** Counts how often each subschema with a requirement was held against a value. */
export interface SubjectCounter {
  count(schema: object): void;
}

/** The one Ajv instance: compiling a second schema on it costs a tenth of the first. */
export const validator = new Ajv2020({
  strict: true,
  allErrors: true,
  verbose: true,
  passContext: true,
  allowUnionTypes: true,
  // A test holds our schemas against the meta-schema: to compile that one at each start takes longer
  // than to compile all of ours.
  validateSchema: false,
});

// The package is CommonJS: its function arrives as `default` of the module or of the namespace.
const addFormats = typeof ajvFormats === 'function' ? ajvFormats : ajvFormats.default;
addFormats(validator, ['date', 'date-time', 'uri', 'uri-reference', 'regex']);

/** A type that a branch without `type` speaks of, by the keywords that it has. */
function spokenOf(schema: object): 'string' | 'object' | null {
  if ('type' in schema) return null;
  if ('minLength' in schema) return 'string';
  return 'required' in schema ? 'object' : null;
}

validator.addKeyword({
  keyword: 'requirement',
  errors: false,
  compile: (_annotation, schema) => {
    const type = spokenOf(schema);
    // `valid: true` would say the same, but Ajv then drops the call, whose answer nobody reads.
    return function countSubject(this: SubjectCounter, value: unknown): boolean {
      // A branch such as `minLength` says nothing of a number, so a number is none of its subjects.
      if (type === null || typeof value === type) this.count(schema);
      return true;
    };
  },
});
