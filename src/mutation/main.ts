import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { placeBlock } from '../marked-block.ts';
import { type FolderScore, type MutationReport, renderScores, scoreOf } from './score.ts';

/*
 * `npm run mutation [-- FOLDER...]`: changes the judge in small ways, one at a time, runs its tests
 * against each, and writes into MUTATION.md how many were noticed. Takes from minutes to an hour.
 */

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'MUTATION.md');

/** The tests at hand for the mutants of a folder, in the order in which they are run. */
const tests: Readonly<Record<string, readonly string[]>> = {
  'src/wire': ['src/wire/**/*.test.ts'],
  'src/schema': ['src/schema/**/*.test.ts'],
  'src/engine': ['src/engine/**/*.test.ts'],
  // The tables of defects and of legal variations, cut by family.
  'specs/checks': ['specs/**/*.test.ts', 'specs/**/*.mutation.ts'],
};
/** Folders whose modules keep nothing between two calls, so that mutants can share them. */
const stateless = ['specs/checks'];
const FOLDERS = Object.keys(tests);

const given = process.argv.slice(2);
const unknown = given.filter((folder) => !FOLDERS.includes(folder));
if (unknown.length > 0) {
  process.stderr.write(
    `Nothing is mutated in ${unknown.join(', ')}: name ${FOLDERS.join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  const scores: FolderScore[] = [];
  for (const folder of given.length === 0 ? FOLDERS : given) scores.push(await measure(folder));
  const before = await readFile(PAGE, 'utf8');
  const table = renderScores(scores, new Date().toISOString().slice(0, 10), before);
  await writeFileAtomic(PAGE, placeBlock(before, 'mutation', table) ?? `${before}\n${table}\n`);
  process.stdout.write(`${table}\n`);
}

async function measure(folder: string): Promise<FolderScore> {
  const name = folder.replaceAll('/', '-');
  const env = {
    ...process.env,
    MUTATION_FOLDER: folder,
    MUTATION_NAME: name,
    MUTATION_TESTS: (tests[folder] ?? []).join(),
    MUTATION_KEEP: stateless.includes(folder) ? 'yes' : 'no',
  };
  const { status } = spawnSync('npx', ['--no-install', 'stryker', 'run'], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status} in ${folder}`);
  const path = join(ROOT, 'reports/.stryker', `${name}.json`);
  const report: MutationReport = JSON.parse(await readFile(path, 'utf8'));
  return scoreOf(folder, report);
}
