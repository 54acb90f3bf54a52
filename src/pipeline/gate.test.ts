import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../cli/root.ts';
import { runStep } from './main.ts';
import { fakeWorld } from './world.fixture.ts';

let cwd: string;

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', [...who, ...args], { cwd, stdio: 'pipe' })
    .toString()
    .trim();
}

/** A repository with a documented page and another one. */
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
  await mkdir(join(cwd, 'docs'));
  await cp(join(ROOT, 'fixtures/pages/example.md'), join(cwd, 'docs/example.md'));
  await cp(join(ROOT, 'specs/pages/example.json'), join(cwd, 'specs/pages/example.json'));
  await writeFile(join(cwd, 'notes.md'), 'x');
  const config = {
    targets: { acme: { baseUrl: 'https://api.acme.example/v1', models: ['acme-small'] } },
  };
  await writeFile(join(cwd, 'chatspec.config.json'), JSON.stringify(config));
  git('init', '-q', '--initial-branch=main');
  git('add', '.');
  git('commit', '-qm', 'first');
});
afterEach(() => rm(cwd, { recursive: true }));

async function gateAfter(file: string, text: string) {
  const base = git('rev-parse', 'HEAD');
  await mkdir(dirname(join(cwd, file)), { recursive: true });
  await writeFile(join(cwd, file), text, { flag: 'a' });
  git('add', '.');
  git('commit', '-qm', 'next');
  const world = fakeWorld(cwd, { BASE: base, HEAD: git('rev-parse', 'HEAD') });
  return { code: await runStep('gate', world), ...world.printed };
}

test.each(['notes.md', 'fixtures/pages/example.md'])(
  'a pull request that touches %s alone touches no documented page',
  async (file) => {
    expect(await gateAfter(file, 'y')).toEqual({
      code: 0,
      out: 'No documented page is touched.\n',
      err: '',
    });
  },
);

test.each([
  ['the page', 'docs/example.md', '\n'],
  ['its claims', 'specs/pages/example.json', '\n'],
])(
  'a pull request that touches %s is judged on the reports in the repository',
  async (_what, file, text) => {
    const { code, out } = await gateAfter(file, text);
    expect(out).toMatch(/^Pages: docs\/example\.md\n::/);
    // Nothing was ever revalidated here, so nothing can be told, and nothing is sent to find out.
    expect(code).toBe(3);
  },
);

test('a base that is not there is told in one annotation', async () => {
  const world = fakeWorld(cwd, { BASE: '0'.repeat(40), HEAD: 'HEAD' });
  expect(await runStep('gate', world)).toBe(3);
  expect(world.printed.out).toMatch(/^::error title=chatspec::git diff failed: /);
});
