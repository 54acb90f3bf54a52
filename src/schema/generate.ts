/**
 * `npm run generate` writes the types of the wire and of our own files to `src/schema/generated`;
 * with `--check` it compares them with what is there, and exits 1 with one sentence where a file is
 * stale, missing or left over.
 */
import { generateTypes, staleTypes, writeTypes } from './types.ts';

const generated = new URL('generated/', import.meta.url);
const texts = await generateTypes();
if (process.argv.includes('--check')) {
  const names = staleTypes(texts, generated).map((name) => `src/schema/generated/${name}`);
  if (names.length > 0) {
    process.stderr.write(
      `${names.join(', ')}: not what the schemas say; run \`npm run generate\`.\n`,
    );
    process.exitCode = 1;
  }
} else {
  writeTypes(texts, generated);
}
