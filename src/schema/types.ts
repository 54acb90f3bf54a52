import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { compile, type Options } from 'json-schema-to-typescript';
import { bundleWire } from './bundle.ts';
import { wireFiles } from './wire.ts';

type TypedSchema = Parameters<typeof compile>[0];

const files = new URL('../../schemas/files/', import.meta.url);

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
export async function generateTypes(): Promise<ReadonlyMap<string, string>> {
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

/** The names of the files in a folder that are not what they should be, missing, or too many. */
function staleTypes(texts: ReadonlyMap<string, string>, folder: URL): readonly string[] {
  const changed = [...texts].filter(([name, text]) => readText(new URL(name, folder)) !== text);
  return [...changed.map(([name]) => name), ...leftOver(texts, folder)];
}

/** What is to be said of a folder that is not as the schemas say; `null` where it is. */
export function complainOfTypes(texts: ReadonlyMap<string, string>, folder: URL): string | null {
  const names = staleTypes(texts, folder).map((name) => `src/schema/generated/${name}`);
  if (names.length === 0) return null;
  return `${names.join(', ')}: not what the schemas say; run \`npm run generate\`.`;
}

/** Writes the files into a folder and takes away what else is there. */
export function writeTypes(texts: ReadonlyMap<string, string>, folder: URL): void {
  mkdirSync(folder, { recursive: true });
  for (const name of leftOver(texts, folder)) rmSync(new URL(name, folder));
  for (const [name, text] of texts) writeFileSync(new URL(name, folder), text);
}

function readText(path: URL): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function leftOver(texts: ReadonlyMap<string, string>, folder: URL): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => !texts.has(name));
}
