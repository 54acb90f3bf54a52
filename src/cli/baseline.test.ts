import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseReport } from '../report/read.ts';
import { ROOT } from './root.ts';
import { runCommand } from './world.fixture.ts';

/** The day of every run here is 2026-03-22. */
const ENTRY = {
  reason: 'the router drops it; a mend is announced',
  owner: 'router team',
  link: 'https://example.com/1',
  expires: '2026-03-22',
};
const FAILS = 'text-plain/completion.object';
const REPORT = 'reports/replay/2026-03-22T101500Z--mine--gemini-3-pro-preview.json';
const FILE = 'specs/baselines/mine.json';

let cwd: string;

/** A project with one target, whose recording of one probe has a misspelled object. */
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
  const model = 'gemini-3-pro-preview';
  const config = { targets: { mine: { baseUrl: 'https://host.example/v1', models: [model] } } };
  await writeFile(join(cwd, 'chatspec.config.json'), JSON.stringify(config));
  for (const name of ['text-plain.json', 'text-plain.body']) {
    const from = join(ROOT, 'fixtures/exchanges/crazyrouter', name);
    await cp(from, join(cwd, 'fixtures/mine', name));
  }
  const body = join(cwd, 'fixtures/mine/text-plain.body');
  const text = await readFile(body, 'utf8');
  await writeFile(body, text.replace('"chat.completion"', '"chat.completiom"'));
});
afterEach(() => rm(cwd, { recursive: true }));

async function expectFailures(...entries: readonly object[]): Promise<void> {
  await mkdir(dirname(join(cwd, FILE)), { recursive: true });
  await writeFile(join(cwd, FILE), JSON.stringify({ entries }, null, 2));
}

async function run(...more: readonly string[]) {
  const args = ['revalidate', '--fixtures', 'fixtures', '--target', 'mine', '--json', ...more];
  const done = await runCommand(cwd, args);
  return { ...done, report: done.out === '' ? null : parseReport(done.out, 'stdout') };
}

test('without a baseline the failure violates, and one is started from the report', async () => {
  const { code, report } = await run();
  expect(code).toBe(1);
  const failed = report?.rows.filter(({ verdict }) => verdict === 'fail');
  expect(failed?.map((row) => [row.case, row.standing])).toEqual([[FAILS, 'violating']]);
  expect((await runCommand(cwd, ['baseline', '--update', '--target', 'mine'])).code).toBe(0);
  expect(JSON.parse(await readFile(join(cwd, FILE), 'utf8')).entries).toHaveLength(1);
  // What a person has not filled in is refused.
  expect(await run()).toMatchObject({ code: 2, out: '' });
});

test('an expected failure still runs, is shown as expected, and is not red', async () => {
  await expectFailures({ case: FAILS, ...ENTRY });
  const { code, report } = await run();
  expect(code).toBe(0);
  const row = report?.rows.find((one) => one.case === FAILS);
  expect(row).toMatchObject({ verdict: 'fail', standing: 'expected-failure' });
  expect(row?.findings).not.toEqual([]);
  const { out } = await runCommand(cwd, ['render', REPORT]);
  expect(out).toMatch(/### Expected, MUST: `text-plain\/completion\.object`/);
  expect(out).toContain(ENTRY.reason);
  expect(out).toContain(ENTRY.owner);
});

test('each entry that must be changed ends with 1 and its line', async () => {
  await expectFailures(
    { pattern: 'text-plain/completion.o*', ...ENTRY },
    { ...ENTRY, case: 'text-plain/http.status' },
    { ...ENTRY, pattern: 'text-plain/http.st*' },
    { ...ENTRY, case: FAILS, expires: '2026-03-21' },
    { ...ENTRY, case: 'text-plain/no.such' },
    { ...ENTRY, pattern: 'txt-*/*' },
  );
  const { code, err, report } = await run();
  expect(code).toBe(1);
  expect(report?.footer.outcome).toBe('violates');
  const told = err.split('\n').filter((line) => line.startsWith('Baseline: '));
  const lines = [
    [10, /the failure of text-plain\/http\.status is expected, but it passes/],
    [17, /every case that it names passes/],
    [24, /expired on 2026-03-21/],
    [31, /no case is called text-plain\/no\.such/],
    [38, /no case is called txt-\*\/\*/],
  ] as const;
  expect(told).toHaveLength(lines.length);
  for (const [at, [line, words]] of lines.entries()) {
    expect(told[at]).toMatch(words);
    expect(told[at]).toContain(`Baseline: specs/baselines/mine.json:${line}: `);
  }
});

test('an expected failure contradicts the claim of a page, and the run is not red for it', async () => {
  await rename(join(cwd, 'fixtures/mine'), join(cwd, 'fixtures/crazyrouter'));
  const config = await readFile(join(cwd, 'chatspec.config.json'), 'utf8');
  await writeFile(join(cwd, 'chatspec.config.json'), config.replace('mine', 'crazyrouter'));
  await expectFailures({ case: FAILS, ...ENTRY });
  const args = ['revalidate', '--fixtures', 'fixtures', '--json'];
  const known = await runCommand(cwd, [...args, '--baseline', FILE]);
  expect(known.code).toBe(0);
  const [claim] = parseReport(known.out, 'stdout').footer.claims;
  expect(claim).toMatchObject({
    verdict: 'contradicted',
    why: expect.stringMatching(/failed: .*; the baseline expects it\.$/),
  });
});

test.each([
  ['no reason', { reason: '' }, /mine\.json:5: entries\/0\/reason/],
  ['no owner', { owner: '' }, /mine\.json:6: entries\/0\/owner/],
  ['no date', { expires: '' }, /mine\.json:8: entries\/0\/expires/],
])('an entry with %s is refused with 2 and its line', async (_title, more, words) => {
  await expectFailures({ case: FAILS, ...ENTRY, ...more });
  const done = await run();
  expect(done).toMatchObject({ code: 2, out: '' });
  expect(done.err).toMatch(words);
  expect(done.err.trim().split('\n')).toHaveLength(1);
});

test('a proposal is made from the newest report, filled in by a person, and then fits', async () => {
  await expectFailures({ case: 'text-plain/http.status', ...ENTRY });
  await run();
  const shown = await runCommand(cwd, ['baseline', '--target', 'mine']);
  expect(shown.code).toBe(0);
  expect(JSON.parse(shown.out).entries).toEqual([
    { case: FAILS, reason: '', owner: '', link: '', expires: '' },
  ]);
  expect(await readFile(join(cwd, FILE), 'utf8')).toContain('http.status');

  const done = await runCommand(cwd, ['baseline', '--update', REPORT]);
  expect(done).toMatchObject({ code: 0, out: '' });
  expect(done.err).toMatch(/^Out: text-plain\/http\.status: it passes\.\nIn: /);
  const proposed = await readFile(join(cwd, FILE), 'utf8');
  expect(proposed).toBe(shown.out);

  await expectFailures({ case: FAILS, ...ENTRY });
  const settled = await runCommand(cwd, ['baseline', '--update', '--target', 'mine']);
  expect(settled.err).toMatch(/fits the report: nothing to change/);
});

test('without any report the sentence says what to do', async () => {
  const done = await runCommand(cwd, ['baseline', '--target', 'mine']);
  expect(done).toMatchObject({ code: 2, out: '' });
  expect(done.err).toMatch(/no report of mine in reports.*run revalidate first/);
});
