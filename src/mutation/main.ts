import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { placeBlock } from '../marked-block.ts';
import { type FileScore, type MutationReport, renderScores, scoresOf } from './score.ts';

/*
 * `npm run mutation [-- FOLDER or FILE...]`: changes the judge in small ways, one at a time, runs its
 * tests against each, and writes into MUTATION.md how many were noticed. What was measured of each
 * file is kept, so that one file can be measured anew; the row of a folder says where files are missing.
 * MUTATION_SAMPLE=4/0 tries one mutant in four, from the first.
 */

interface Folder {
  /** The tests at hand for its mutants, in the order in which they are run. */
  readonly tests: readonly string[];
  /** Whether its modules keep nothing between two calls, so that mutants can share them. */
  readonly stateless: boolean;
}

const folders: Readonly<Record<string, Folder>> = {
  'src/wire': { tests: ['src/wire/**/*.test.ts'], stateless: false },
  'src/schema': { tests: ['src/schema/**/*.test.ts'], stateless: false },
  'src/engine': { tests: ['src/engine/**/*.test.ts'], stateless: false },
  // Those that need least time come first.
  'specs/checks': {
    tests: ['specs/*.test.ts', 'specs/checks/*.test.ts', 'specs/checks/families.mutation.ts'],
    stateless: true,
  },
};

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'MUTATION.md');
const KEPT = join(ROOT, 'reports/.stryker');
const VERDICTS = join(KEPT, 'verdicts.json');
/** What was measured of each file; in the repository, so that one can be measured anew anywhere. */
const MEASURED = join(import.meta.dirname, 'measured.json');

/** Default mutators, nothing excluded but what is no code of the judge: tests, fixtures, generated types. */
function filesOf(folder: string): readonly string[] {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT })
    .filter((file) => !/\.(?:test|fixture|mutation)\.ts$/.test(file))
    .filter((file) => !file.startsWith('src/schema/generated/'))
    .toSorted();
}

async function readMeasured(): Promise<readonly FileScore[]> {
  try {
    return JSON.parse(await readFile(MEASURED, 'utf8'));
  } catch {
    return [];
  }
}

async function measure(name: string, folder: Folder, files: readonly string[]) {
  const report = join(KEPT, `${name.replaceAll('/', '-')}.json`);
  const env = {
    ...process.env,
    MUTATION_FILES: files.join(),
    MUTATION_TESTS: folder.tests.join(),
    MUTATION_KEEP: folder.stateless ? 'yes' : 'no',
    MUTATION_REPORT: report,
    MUTATION_VERDICTS: VERDICTS,
  };
  const options = { cwd: ROOT, env, stdio: 'inherit' } as const;
  if (name === 'specs/checks') {
    // What is compared is what fixtures/verdicts.json keeps, so that no score rests on itself.
    const judge = ['--no-install', 'node', 'src/score/verdicts.ts', '--check', '--table', VERDICTS];
    if (spawnSync('npx', judge, options).status !== 0) throw new Error('the verdicts are stale');
  }
  const { status } = spawnSync('npx', ['--no-install', 'stryker', 'run'], options);
  if (status !== 0) throw new Error(`Stryker ended with ${status} in ${name}`);
  const told: MutationReport = JSON.parse(await readFile(report, 'utf8'));
  const day = new Date().toISOString().slice(0, 10);
  const every = Number((process.env['MUTATION_SAMPLE'] ?? '1').split('/', 1)[0]);
  const measured = scoresOf(told, { day, every });
  const others = (await readMeasured()).filter(({ file }) => !files.includes(file));
  const sorted = [...others, ...measured].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  await writeFileAtomic(MEASURED, `${JSON.stringify(sorted, null, 2)}\n`);
}

async function writePage(): Promise<void> {
  const measured = new Map((await readMeasured()).map((score) => [score.file, score]));
  const table = renderScores(
    Object.keys(folders).map((folder) => {
      const all = filesOf(folder);
      const files = all.map((file) => measured.get(file)).filter((score) => score !== undefined);
      return { folder, files, of: all.length };
    }),
  );
  const before = await readFile(PAGE, 'utf8');
  await writeFileAtomic(PAGE, placeBlock(before, 'mutation', table) ?? `${before}\n${table}\n`);
  process.stdout.write(`${table}\n`);
}

const given = process.argv.slice(2).map((path) => path.replace(/\/$/, ''));
const all = Object.keys(folders).flatMap(filesOf);
const wanted = all.filter(
  (file) =>
    given.length === 0 || given.some((path) => file === path || file.startsWith(`${path}/`)),
);
if (wanted.length === 0) {
  process.stderr.write(
    `Nothing of the judge lies there: name files or folders in ${Object.keys(folders).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  await mkdir(KEPT, { recursive: true });
  for (const [name, folder] of Object.entries(folders)) {
    const files = wanted.filter((file) => file.startsWith(`${name}/`));
    if (files.length > 0) await measure(name, folder, files);
  }
  await writePage();
}
