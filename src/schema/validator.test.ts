import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../schemas');

test.each(globSync('**/*.json', { cwd: ROOT }))(
  '%s is a schema by JSON Schema 2020-12, each requirement an object',
  (path) => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addKeyword({ keyword: 'requirement', metaSchema: { type: 'object' } });
    expect(ajv.validateSchema(JSON.parse(readFileSync(join(ROOT, path), 'utf8')))).toBe(true);
    expect(ajv.errorsText()).toBe('No errors');
  },
);
