import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleReport, sampleRow } from '../report/report.fixture.ts';
import { runCommand } from './world.fixture.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(cwd, { recursive: true }));

async function save(name: string, report: ReturnType<typeof sampleReport>): Promise<string> {
  await writeFile(join(cwd, name), JSON.stringify(report));
  return name;
}

/** One sentence, no stack. */
function expectSentence(err: string) {
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).not.toMatch(/\n\s+at |Error:/);
}

test('help and version go to stdout and end well', async () => {
  const help = await runCommand(cwd, ['--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const command of [
    'revalidate',
    'record',
    'check',
    'gate',
    'list',
    'explain',
    'render',
    'merge',
    'baseline',
    'diff',
    'history',
  ]) {
    expect(help.out).toContain(command);
  }
  expect(await runCommand(cwd, ['--version'])).toMatchObject({ code: 0, err: '' });
});

test.each([
  [['revalidat'], /revalidate/],
  [['revalidate', '--lvie'], /--live/],
  [['revalidate', '--concurrency', '0'], /whole number/],
  [['render', 'x.json', '--format', 'pdf'], /markdown/],
  [['list', '--level', 'MAY'], /MUST/],
  [['revalidate', '--nope'], /^Unknown option '--nope'; chatspec revalidate --help tells/],
  [['nope'], /^Unknown command 'nope'; chatspec --help names the commands\.$/m],
  [['check', '--dialect', 'nope', 'x'], /Allowed choices are azure; chatspec check --help/],
  [['check'], /^Missing required argument 'file'; chatspec check --help/],
  [['merge', 'absent'], /^The report or folder absent cannot be read/],
  [['check', '--request', 'absent', 'x'], /^The request absent cannot be read/],
])('%j is wrong use: 2, and a sentence that says what would be right', async (args, words) => {
  const done = await runCommand(cwd, args);
  expect(done).toMatchObject({ code: 2, out: '' });
  expect(done.err).toMatch(words);
  expectSentence(done.err);
});

test.each([
  [['revalidate', '--probe', 'text-plian'], /no probe text-plian\. Did you mean text-plain\?/],
  [['revalidate', '--replay', '--base-url', 'http://127.0.0.1:1/v1'], /leave out --replay/],
  [['revalidate', '--replay', '--live'], /not both/],
  [['revalidate'], /chatspec\.config\.json/],
  [['revalidate', '--base-url', 'http://127.0.0.1:1/v1'], /--model/],
  [['explain', 'no.such-check'], /no check no\.such-check/],
  [['list', '--probe', 'text-plian'], /Did you mean text-plain/],
  [['render', 'absent.json'], /cannot be read/],
  [['history', '--reports', 'absent'], /cannot be read/],
])('%j ends with 2 and one sentence', async (args, words) => {
  const done = await runCommand(cwd, args);
  expect(done).toMatchObject({ code: 2, out: '' });
  expect(done.err).toMatch(words);
  expectSentence(done.err);
});

test('an unreadable config is 2 with its place', async () => {
  await writeFile(join(cwd, 'chatspec.config.json'), '{"targets":{"a":{"baseURL":"x"}}}');
  const done = await runCommand(cwd, ['revalidate']);
  expect(done.code).toBe(2);
  expect(done.err).toContain('targets/a');
  expectSentence(done.err);
});

test('a target without any recording is 3', async () => {
  const config = { targets: { a: { baseUrl: 'http://127.0.0.1:1/v1', models: ['m'] } } };
  await writeFile(join(cwd, 'chatspec.config.json'), JSON.stringify(config));
  const done = await runCommand(cwd, ['revalidate', '--fixtures', 'none']);
  expect(done).toMatchObject({ code: 3, out: '' });
  expect(done.err).toMatch(/no recording of a .*--live/);
  expectSentence(done.err);
});

test('a dry run prints the plan and sends nothing', async () => {
  const args = ['revalidate', '--base-url', 'http://127.0.0.1:1/v1', '--model', 'm', '--dry-run'];
  const done = await runCommand(cwd, [...args, '--probe', 'text-plain']);
  expect(done.code).toBe(0);
  expect(done.out).toMatch(/1 request.*128 output tokens/);
});

test('the catalogue is listed as JSON, with what it costs', async () => {
  const { code, out } = await runCommand(cwd, ['list', '--json', '--suite', 'text']);
  expect(code).toBe(0);
  const listing = JSON.parse(out);
  expect(listing.probes.map(({ id }: { id: string }) => id)).toContain('text-plain');
  expect(listing.probes.every(({ suite }: { suite: string }) => suite === 'text')).toBe(true);
  expect(listing.cost.requests).toBeGreaterThanOrEqual(listing.probes.length);
});

test('the whole contract costs at most 48 requests and 3,000 output tokens', async () => {
  const { out } = await runCommand(cwd, ['list', '--json']);
  const { cost } = JSON.parse(out);
  expect(cost.requests).toBeLessThanOrEqual(48);
  expect(cost.tokens).toBeLessThanOrEqual(3000);
});

test('a requirement is explained with where it is written and what judges it', async () => {
  const { out } = await runCommand(cwd, ['list', '--json']);
  const [first] = JSON.parse(out).requirements;
  const explained = await runCommand(cwd, ['explain', `text-plain/${first.id}`]);
  expect(explained.code).toBe(0);
  expect(explained.out).toContain(first.statement);
  expect(explained.out).toContain(first.reference);
});

test('a report is rendered again', async () => {
  const file = await save('r.json', sampleReport());
  const summary = join(cwd, 'summary.md');
  expect((await runCommand(cwd, ['render', file])).out).toMatch(/^# sample/);
  expect((await runCommand(cwd, ['render', file, '--format', 'junit'])).out).toMatch(/^<\?xml/);
  const env = { GITHUB_STEP_SUMMARY: summary };
  const github = await runCommand(cwd, ['render', file, '--format', 'github'], env);
  expect(github.out).toMatch(/^::notice /);
  expect(await readFile(summary, 'utf8')).toMatch(/^# sample/);
});

test('diff names what got worse and exits 1 for it', async () => {
  const a = await save('a.json', sampleReport({ rows: [sampleRow('p/a.b'), sampleRow('p/c.d')] }));
  const failed = sampleRow('p/a.b', { verdict: 'fail' });
  const b = await save('b.json', sampleReport({ rows: [failed, sampleRow('p/c.d')] }));
  const worse = await runCommand(cwd, ['diff', a, b]);
  expect(worse).toMatchObject({ code: 1, err: '' });
  expect(worse.out).toBe('worse  MUST   p/a.b: pass -> fail\n1 worse, 0 better, 0 other\n');
  expect(await runCommand(cwd, ['diff', b, a])).toMatchObject({ code: 0 });
  expect(await runCommand(cwd, ['diff', a, a])).toMatchObject({
    code: 0,
    out: 'No verdict changed.\n',
  });
});

test('before the first run there is no history, and that is no mistake', async () => {
  const done = await runCommand(cwd, ['history']);
  expect(done).toMatchObject({ code: 0, out: 'No report found.\n', err: '' });
});

test('history tells the reports of a target, oldest first, and names what is no report', async () => {
  const failed = sampleRow('text-plain/http.status', { verdict: 'fail' });
  const later = { header: { started: '2026-04-01T00:00:00.000Z' }, rows: [failed] };
  await save('later.json', sampleReport(later));
  await save('first.json', sampleReport());
  await save('other.json', sampleReport({ header: { target: 'other' } }));
  await writeFile(join(cwd, 'broken.json'), '{');
  const done = await runCommand(cwd, ['history', '--reports', '.', '--target', 'sample']);
  expect(done.code).toBe(0);
  expect(done.out.match(/^\S+/gm)).toEqual(['2026-03-22T10:15Z', '2026-04-01T00:00Z']);
  expect(done.err).toContain('broken.json');
  expect(done.out).toMatch(/1 MUST and 0 SHOULD failed; since the one before 1 worse, 0 better\n$/);
  expect(done.out.match(/since the one before/g)).toHaveLength(1);
});
