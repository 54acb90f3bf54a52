import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { Problem, wordsOf } from '../problem.ts';
import { type PipelineStep, required, runChatspec, type World } from './world.ts';

const runFile = promisify(execFile);

/**
 * `gate`: judges the documented pages that a pull request touches, by themselves or by their claims
 * file. It sends nothing and runs nothing of a page: who may open a pull request is anybody, so no
 * key is here and nobody's code is run. Pages rest on the live reports in the repository.
 */
export const gate: PipelineStep = async (world) => {
  const pages = await touchedPages(world);
  if (pages.length === 0) {
    world.stdout('No documented page is touched.\n');
    return 0;
  }
  world.stdout(`Pages: ${pages.join(', ')}\n`);
  const { code, out } = await runChatspec(world, [
    ...['gate', '--no-send', '--format', 'github', '--'],
    ...pages,
  ]);
  world.stdout(out);
  return code;
};

/** Pages with a claims file, of which one or the other differs from where the branch began. */
async function touchedPages(world: World): Promise<readonly string[]> {
  const range = `${required(world, 'BASE')}...${required(world, 'HEAD')}`;
  const changed = new Set(await gitLines(world, 'diff', '--name-only', '-z', range));
  // What lies in fixtures/ is made for tests and documents nothing.
  const patterns = ['*.md', '*.mdx', ':!fixtures/**'];
  const pages = await gitLines(world, 'ls-files', '-z', '--', ...patterns);
  const documented = await Promise.all(
    pages.map(async (page) => {
      const claims = `specs/pages/${basename(page).replace(/\.[^.]+$/, '')}.json`;
      const known = await access(join(world.cwd, claims)).then(
        () => true,
        () => false,
      );
      return known && (changed.has(page) || changed.has(claims)) ? [page] : [];
    }),
  );
  return documented.flat();
}

async function gitLines({ cwd }: World, ...args: readonly string[]): Promise<readonly string[]> {
  try {
    const { stdout } = await runFile('git', args, { cwd, maxBuffer: 64 * 1024 * 1024 });
    return stdout.split('\0').filter((line) => line !== '');
  } catch (error) {
    throw new Problem('untold', `git ${args[0]} failed: ${wordsOf(error)}.`);
  }
}
