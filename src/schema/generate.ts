/**
 * `npm run generate` writes the types of the wire and of our own files to `src/schema/generated`;
 * with `--check` it compares them with what is there, and exits 1 with one sentence where a file is
 * stale, missing or left over.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { compile, type Options } from 'json-schema-to-typescript';
import { bundleWire } from './bundle.ts';
import { wireFiles } from './wire.ts';

type TypedSchema = Parameters<typeof compile>[0];

const files = new URL('../../schemas/files/', import.meta.url);
const generated = new URL('generated/', import.meta.url);

function optionsFor(source: string): Partial<Options> {
  return {
    bannerComment: `/* Generated from schemas/${source} by \`npm run generate\`: change the schema, not this. */`,
    additionalProperties: true,
    unknownAny: true,
    ignoreMinAndMaxItems: true,
    cwd: files.pathname,
    style: { singleQuote: true, printWidth: 100 },
  };
}

/** The text of every generated file, by its name. */
async function generateTypes(): Promise<ReadonlyMap<string, string>> {
  const { 'parts.schema.json': parts = {}, ...bodies } = wireFiles;
  const roots = Object.fromEntries(
    Object.values(bodies).map((schema) => [String(schema['title']), schema]),
  );
  const texts = new Map<string, string>();
  const add = async (name: string, schema: TypedSchema, source: string): Promise<void> => {
    texts.set(`${name}.ts`, await compile(schema, name, optionsFor(source)));
  };
  await add('wire', JSON.parse(JSON.stringify(bundleWire(roots, parts))), 'wire');
  for (const file of readdirSync(files).toSorted()) {
    if (!file.endsWith('.schema.json')) continue;
    const schema: TypedSchema = JSON.parse(readFileSync(new URL(file, files), 'utf8'));
    await add(file.replace('.schema.json', ''), schema, `files/${file}`);
  }
  return texts;
}

function readGenerated(name: string): string | null {
  const path = new URL(name, generated);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function leftOver(texts: ReadonlyMap<string, string>): readonly string[] {
  if (!existsSync(generated)) return [];
  return readdirSync(generated).filter((name) => !texts.has(name));
}

const texts = await generateTypes();
const stale = [
  ...[...texts].filter(([name, text]) => readGenerated(name) !== text).map(([name]) => name),
  ...leftOver(texts),
];
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    const names = stale.map((name) => `src/schema/generated/${name}`).join(', ');
    process.stderr.write(`${names}: not what the schemas say; run \`npm run generate\`.\n`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(generated, { recursive: true });
  for (const name of leftOver(texts)) rmSync(new URL(name, generated));
  for (const [name, text] of texts) writeFileSync(new URL(name, generated), text);
}
