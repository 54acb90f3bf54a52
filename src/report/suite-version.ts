import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whatever decides a verdict: the contract, the probes, and the code that reads and judges. */
const PARTS = [
  'schemas/wire',
  'specs/checks',
  'specs/probes',
  'src/engine',
  'src/schema',
  'src/wire',
] as const;

/**
 * A short digest of everything that decides a verdict. Two reports with the same digest can be
 * compared row by row; it needs no number that somebody must remember to raise.
 */
export async function suiteVersion(root: string): Promise<string> {
  const files = (await Promise.all(PARTS.map((part) => filesIn(root, part)))).flat().sort();
  const hash = createHash('sha256');
  for (const text of await Promise.all(files.map((file) => readFile(join(root, file))))) {
    hash.update(text).update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}

async function filesIn(root: string, part: string): Promise<readonly string[]> {
  const names = await readdir(join(root, part), { recursive: true });
  return names
    .filter((name) => /\.(ts|json)$/.test(name) && !/\.(test|fixture)\.ts$/.test(name))
    .map((name) => `${part}/${name.replaceAll('\\', '/')}`);
}
