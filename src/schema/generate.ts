/**
 * `npm run generate` writes the types of the wire and of our own files to `src/schema/generated`;
 * with `--check` it compares them with what is there, and exits 1 with one sentence where a file is
 * stale, missing or left over.
 */
import { complainOfTypes, generateTypes, writeTypes } from './types.ts';

const generated = new URL('generated/', import.meta.url);
const texts = await generateTypes();
if (process.argv.includes('--check')) {
  const complaint = complainOfTypes(texts, generated);
  if (complaint !== null) process.stderr.write(`${complaint}\n`);
  process.exitCode = complaint === null ? 0 : 1;
} else {
  writeTypes(texts, generated);
}
