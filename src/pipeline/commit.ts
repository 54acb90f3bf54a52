import { execFile } from 'node:child_process';
import { constants, copyFile, mkdir, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Problem, wordsOf } from '../problem.ts';
import { exchangesPath } from '../report/exchanges.ts';
import { countOf } from '../report/words.ts';
import { isReport } from './issues.ts';
import { artifactsIn } from './note.ts';
import { type PipelineStep, required, type World } from './world.ts';

const runFile = promisify(execFile);
const TRIES = 3;

/**
 * `commit`: puts the reports of a run into the repository, with the badge of each target and model.
 * Reports are never overwritten; a badge always says the newest.
 */
export const commit: PipelineStep = async (world) => {
  const branch = required(world, 'BRANCH');
  const copied = await copyReports(world, resolve(world.cwd, required(world, 'REPORTS')));
  if (copied === 0) {
    world.stdout('No report to commit.\n');
    return 0;
  }
  await git(world, 'add', '--', 'reports');
  const who = ['-c', 'user.name=chatspec', '-c', 'user.email=chatspec@users.noreply.github.com'];
  await git(world, ...who, 'commit', '-m', `Add ${countOf(copied, 'report')} of the scheduled run`);
  for (let left = TRIES; ; left -= 1) {
    try {
      await git(world, 'push', 'origin', `HEAD:${branch}`);
      world.stdout(`${countOf(copied, 'report')} committed.\n`);
      return 0;
    } catch (error) {
      if (left === 1) throw error;
      // Somebody else was faster: reports are new files, so nothing can collide.
      await git(world, 'fetch', 'origin', branch);
      await git(world, ...who, 'rebase', 'FETCH_HEAD');
    }
  }
};

/** Copies every report with its Markdown, and the badges; gives the number of reports. */
async function copyReports({ cwd }: World, from: string): Promise<number> {
  const to = join(cwd, 'reports');
  await mkdir(join(to, 'badges'), { recursive: true });
  let copied = 0;
  for (const folder of await artifactsIn(from)) {
    const names = await readdir(folder);
    const stem = names.filter(isReport).map((name) => basename(name, '.json'))[0];
    if (stem === undefined) continue;
    // A job that is run again finds its reports there already.
    if (!(await copyNew(join(folder, `${stem}.json`), join(to, `${stem}.json`)))) continue;
    await copyNew(join(folder, `${stem}.md`), join(to, `${stem}.md`));
    const exchanges = names.find((name) => name === exchangesPath(`${stem}.json`));
    if (exchanges !== undefined) await copyNew(join(folder, exchanges), join(to, exchanges));
    const badge = join(to, 'badges', `${stem.slice(stem.indexOf('--') + 2)}.json`);
    if (names.includes('badge.json')) await copyFile(join(folder, 'badge.json'), badge);
    copied += 1;
  }
  return copied;
}

async function copyNew(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new Problem('file', `The report cannot be copied to ${to}: ${wordsOf(error)}.`);
  }
}

async function git({ cwd }: World, ...args: readonly string[]): Promise<string> {
  try {
    return (await runFile('git', args, { cwd })).stdout;
  } catch (error) {
    const verb = args.find((arg) => /^[a-z]+$/.test(arg));
    throw new Problem('untold', `git ${verb} failed: ${wordsOf(error)}.`);
  }
}
