// Above 200 lines: one night from the matrix to the commit, whose steps share what the last one left.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerOf, deadPort, serve } from '../exchange/server.fixture.ts';
import { isReport } from './issues.ts';
import { runStep } from './main.ts';
import { readNote } from './note.ts';
import { fakeWorld } from './world.fixture.ts';

const KEY = 'sk-of-this-test-0123456789';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(cwd, { recursive: true }));

/** An endpoint that gives the same completion to whatever it is asked. */
const ANSWER = answerOf(
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_774_174_500,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  }),
);

async function configure(baseUrl: string): Promise<void> {
  const config = { targets: { mine: { baseUrl, models: ['m'], apiKeyEnv: 'MINE_KEY' } } };
  await writeFile(join(cwd, 'chatspec.config.json'), JSON.stringify(config));
}

/**
 * What a job of the matrix does, artifacts included. The report of the one target is the only one of
 * its night, so its artifact is unpacked without a folder of its own.
 */
async function send(number: number): Promise<number> {
  const world = fakeWorld(cwd, {
    ...{ TARGET: 'mine', MODEL: 'm', SHARD: `${number}/2`, OUT: 'shard' },
    ...{ KEY_NAME: 'MINE_KEY', KEY, MAX_TOKENS: '', REPEAT: '' },
  });
  const code = await runStep('run', world);
  expect(world.printed.out + world.printed.err).not.toContain(KEY);
  await mkdir(join(cwd, 'shards'), { recursive: true });
  await rename(join(cwd, 'shard'), join(cwd, `shards/shard--mine--m--${number}`));
  return code;
}

async function report(): Promise<{ code: number; out: string; summary: string }> {
  const summary = join(cwd, 'summary.md');
  const env = { TARGET: 'mine', MODEL: 'm', SHARDS: 'shards', OUT: 'results' };
  const world = fakeWorld(cwd, { ...env, GITHUB_STEP_SUMMARY: summary });
  const code = await runStep('report', world);
  return { code, out: world.printed.out, summary: await readFile(summary, 'utf8') };
}

interface Call {
  readonly call: string;
  readonly body: { title?: string; body?: string; state?: string; labels?: string[] };
}

/** GitHub's issues, as far as they are needed. */
async function fakeGithub() {
  const calls: Call[] = [];
  const issues: { number: number; body: string; state: string }[] = [];
  const server: Server = createServer(async (request, response) => {
    const text = Buffer.concat(await Array.fromAsync(request)).toString();
    const body: Call['body'] = text === '' ? {} : JSON.parse(text);
    calls.push({ call: `${request.method} ${request.url}`, body });
    const number = Number(/\/issues\/(\d+)$/.exec(request.url ?? '')?.[1]);
    if (request.headers.authorization !== 'Bearer token-of-the-job') response.statusCode = 401;
    else if (request.url?.endsWith('/labels')) response.statusCode = 422;
    else if (request.method === 'POST' && request.url?.endsWith('/issues')) {
      issues.push({ number: issues.length + 1, body: body.body ?? '', state: 'open' });
    } else if (request.method === 'PATCH') {
      Object.assign(issues.find((one) => one.number === number) ?? {}, body);
    }
    const open = issues.filter(({ state }) => state === 'open');
    response.end(JSON.stringify(request.method === 'GET' ? open : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    calls,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}

function tellGithub(url: string, token = 'token-of-the-job') {
  const env = { GITHUB_API_URL: url, GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: token };
  const world = fakeWorld(cwd, { ...env, REPORTS: 'results' });
  return runStep('issues', world).then((code) => ({ code, out: world.printed.out }));
}

test('a violation is sent in shards, joined, shown, told once and kept', async () => {
  const { baseUrl } = await serve((socket) => socket.end(ANSWER));
  await configure(baseUrl);
  expect([await send(1), await send(2)]).toEqual([0, 0]);

  const { code, out, summary } = await report();
  expect(code).toBe(1);
  expect(summary).toMatch(/^# mine, m: violates the contract, 2026-03-22\n/);
  expect(out).toMatch(/^::notice title=mine%2C m%3A violates the contract.*\n::error title=MUST /);
  const results = join(cwd, 'results');
  const names = await readdir(results);
  const own = ['badge.json', 'junit.xml', 'report.html', 'run.note'];
  expect(names).toEqual(expect.arrayContaining(own));
  expect(names.filter((name) => /^2026-.*\.(json|md)$/.test(name))).toHaveLength(2);
  const xml = await readFile(join(results, 'junit.xml'), 'utf8');
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(JSON.parse(await readFile(join(results, 'badge.json'), 'utf8'))).toMatchObject({
    schemaVersion: 1,
    label: 'mine m',
    color: 'red',
  });
  for (const name of names) expect(await readFile(join(results, name), 'utf8')).not.toContain(KEY);

  await using github = await fakeGithub();
  expect(await tellGithub(github.url)).toEqual({ code: 0, out: 'mine: open\n' });
  expect(github.calls.at(-1)?.body).toMatchObject({
    title: 'chatspec: mine violates the contract',
    labels: ['chatspec'],
  });
  expect(await tellGithub(github.url)).toEqual({ code: 0, out: 'mine: nothing has changed\n' });
  expect(github.calls.map(({ call }) => call.split('?')[0])).toEqual([
    'GET /repos/o/r/issues',
    'POST /repos/o/r/labels',
    'POST /repos/o/r/issues',
    'GET /repos/o/r/issues',
  ]);
  await endOfTheNight(github.url);
  expect(github.calls.at(-2)?.body).toMatchObject({
    title: 'chatspec: mine conforms again',
    state: 'closed',
  });

  await keepReports(names.find(isReport) ?? '');
});

/** The next night the same report conforms. */
async function endOfTheNight(url: string): Promise<void> {
  const folder = join(cwd, 'results');
  const name = (await readdir(folder)).find(isReport) ?? '';
  const text = await readFile(join(folder, name), 'utf8');
  const recovered = text.replace('"outcome": "violates"', '"outcome": "conforms"');
  await writeFile(join(folder, name), recovered);
  expect(await tellGithub(url)).toEqual({ code: 0, out: 'mine: close\n' });
  await writeFile(join(folder, name), text);
}

/** Commits into a clone whose branch has moved on meanwhile. */
async function keepReports(name: string): Promise<void> {
  const git = (folder: string, ...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: join(cwd, folder),
      stdio: 'pipe',
    }).toString();
  await mkdir(join(cwd, 'origin'));
  git('origin', 'init', '--bare', '--initial-branch=main');
  git('.', 'clone', '-q', 'origin', 'first');
  await writeFile(join(cwd, 'first/README.md'), 'x');
  git('first', 'add', '.');
  git('first', 'commit', '-qm', 'first');
  git('first', 'push', '-q', 'origin', 'HEAD:main');
  git('.', 'clone', '-q', '--branch', 'main', 'origin', 'checkout');
  await writeFile(join(cwd, 'first/other'), 'y');
  git('first', 'add', '.');
  git('first', 'commit', '-qm', 'meanwhile');
  git('first', 'push', '-q', 'origin', 'HEAD:main');

  const world = fakeWorld(join(cwd, 'checkout'), { REPORTS: join(cwd, 'results'), BRANCH: 'main' });
  expect([await runStep('commit', world), world.printed.out]).toEqual([0, '1 report committed.\n']);
  const files = git('origin', 'ls-tree', '-r', '--name-only', 'main').split('\n');
  expect(files).toEqual(
    expect.arrayContaining(['other', `reports/${name}`, 'reports/badges/mine--m.json']),
  );
  // A job that is run again has nothing new to say.
  expect(await runStep('commit', world)).toBe(0);
  expect(world.printed.out).toMatch(/No report to commit\.\n$/);
}

test('an outage leaves no report, and its sentence reaches the page and the issue', async () => {
  await configure(`http://127.0.0.1:${await deadPort()}/v1`);
  expect(await send(1)).toBe(0);
  const { code, summary } = await report();
  expect(code).toBe(3);
  expect(summary).toMatch(/^# mine, m: could not be told\n\n.*refused the connection/);
  const note = await readNote(join(cwd, 'results'));
  expect(note).toMatchObject({ target: 'mine', model: 'm', exitCode: 3 });

  await using github = await fakeGithub();
  expect(await tellGithub(github.url)).toEqual({ code: 0, out: 'mine: open\n' });
  expect(github.calls.at(-1)?.body.title).toBe('chatspec: mine could not be judged');
  expect(github.calls.at(-1)?.body.body).toContain('refused the connection');
  const refused = await tellGithub(github.url, 'another');
  expect(refused).toEqual({
    code: 3,
    out: '::error title=chatspec::GitHub refuses GET /issues?state=open&labels=chatspec&per_page=100 with 401.\n',
  });
});

test('shards that left nothing at all are told, and a key that is not set is wrong use', async () => {
  await mkdir(join(cwd, 'shards/shard--mine--m--1'), { recursive: true });
  const { code, summary } = await report();
  expect(code).toBe(3);
  expect(summary).toContain('No shard of this run left a report.');
  await configure('https://host.example/v1');
  const env = {
    TARGET: 'mine',
    MODEL: 'm',
    SHARD: '1/2',
    OUT: 'shard',
    KEY_NAME: 'MINE_KEY',
    KEY: '',
  };
  expect(await runStep('run', fakeWorld(cwd, env))).toBe(2);
  expect(await readNote(join(cwd, 'shard'))).toMatchObject({
    exitCode: 2,
    words: expect.stringContaining('MINE_KEY'),
  });
});
