import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, serve } from '../exchange/server.fixture.ts';
import type { Report, ReportRow } from '../report/format.ts';
import { parseReport } from '../report/read.ts';
import { sampleReport } from '../report/report.fixture.ts';
import { reportJson } from '../report/write.ts';
import { ROOT } from './root.ts';
import { type Done, runCommand } from './world.fixture.ts';

/** Its recordings pass, fail, skip and leave cases open: every kind of row has to be joined. */
const TARGET = 'portkey-gemini';

let out: string;
let whole: Done;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
  whole = await revalidate('whole');
});
afterAll(() => rm(out, { recursive: true }));

function revalidate(folder: string, ...more: readonly string[]): Promise<Done> {
  const to = ['--out', join(out, folder), '--json'];
  return runCommand(ROOT, ['revalidate', '--target', TARGET, ...to, ...more]);
}

/** The folder of one of the four shards. */
const shard = (number: number) => join(out, `shard-${number}`);

const merge = (...places: readonly string[]) =>
  runCommand(ROOT, ['merge', ...places, '--json', '--out', join(out, 'merged')]);

test('four shards give the very report of one run', async () => {
  const report = parseReport(whole.out, 'the whole');
  expect(new Set(report.rows.map(({ verdict }) => verdict)).size).toBe(4);
  for (const number of [1, 2, 3, 4]) {
    await revalidate(`shard-${number}`, '--shard', `${number}/4`);
  }
  // The order in which the folders are given says nothing.
  const merged = await merge(shard(3), shard(1), shard(4), shard(2));
  expect(merged.code).toBe(whole.code);
  expect(merged.out).toBe(whole.out);
});

/** The report file of a shard. */
async function fileOf(number: number): Promise<string> {
  const [name = ''] = (await readdir(shard(number))).filter((one) => one.endsWith('.json'));
  return join(shard(number), name);
}

test('shards are merged from their files, too', async () => {
  const merged = await merge(...(await Promise.all([1, 2, 3, 4].map(fileOf))));
  expect(merged.out).toBe(whole.out);
});

let files = 0;
async function save(report: Report): Promise<string> {
  files += 1;
  const path = join(out, `case-${files}.json`);
  await writeFile(path, reportJson(report));
  return path;
}

/** A shard, as if its header had said something else. */
async function changed(number: number, header: Partial<Report['header']>): Promise<string> {
  const file = await fileOf(number);
  const report = parseReport(await readFile(file, 'utf8'), file);
  return save({ ...report, header: { ...report.header, ...header } });
}

test.each<[string, number, RegExp, () => Promise<readonly string[]>]>([
  [
    'a missing shard',
    3,
    /Of 4 shards 1, 3 are missing: run --shard 1\/4, --shard 3\/4 again\./,
    async () => [shard(2), shard(4)],
  ],
  [
    'a shard that is there twice',
    2,
    /Shard 2 of 4 is there twice/,
    async () => [shard(2), shard(2)],
  ],
  [
    'shards of two cuts',
    2,
    /differ in their number of shards \(4 and 2\)/,
    async () => [shard(1), await changed(2, { shard: { number: 2, of: 2 } })],
  ],
  [
    'the report of a whole run',
    2,
    /is the report of a whole run and no shard/,
    async () => [join(out, 'whole'), shard(1)],
  ],
  [
    'another target',
    2,
    /differ in their target \(portkey-gemini and other\)/,
    async () => [shard(1), await changed(2, { target: 'other' })],
  ],
  [
    'another model',
    2,
    /differ in their model/,
    async () => [shard(1), await changed(2, { model: { asked: 'other', reported: null } })],
  ],
  [
    'another suite in one of them',
    2,
    /differ in their suite/,
    async () => [shard(1), await changed(2, { suite: 'abc' })],
  ],
  [
    'another suite than this one in both',
    2,
    /merge with the version that wrote it/,
    async () => [await changed(1, { suite: 'abc' }), await changed(2, { suite: 'abc' })],
  ],
  ['a report of something else', 2, /no shard/, async () => [await save(sampleReport())]],
  ['a folder without reports', 3, /There is no report in/, async () => [await emptyFolder()]],
  ['a folder that is not there', 2, /cannot be read/, async () => [join(out, 'absent')]],
])('%s is refused with %i and one sentence', async (_title, code, words, places) => {
  const done = await merge(...(await places()));
  expect(done).toMatchObject({ code, out: '' });
  expect(done.err).toMatch(words);
  expect(done.err.trim().split('\n')).toHaveLength(1);
});

/** A row without what it says of time, which no two runs share. */
function untimed(row: ReportRow): ReportRow {
  return row.check.startsWith('timing.') ? { ...row, facts: [] } : row;
}

const emptyFolder = () => mkdtemp(join(out, 'empty-'));

/** Whatever is asked, the same bytes: what differs between two runs is not the endpoint's doing. */
const FIXED = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_774_174_500,
  model: 'm',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hi', refusal: null },
      finish_reason: 'stop',
    },
  ],
});

test('live shards of an endpoint with fixed answers have the rows of one live run', async () => {
  const { baseUrl } = await serve((socket) => socket.end(answerOf(FIXED)));
  const live = (folder: string, ...more: readonly string[]) =>
    runCommand(ROOT, [
      ...['revalidate', '--base-url', baseUrl, '--model', 'm', '--json'],
      ...['--probe', 'text-plain', '--probe', 'stream-plain', '--probe', 'error-unknown-model'],
      ...['--probe', 'text-multi-turn', '--out', join(out, folder), ...more],
    ]);
  const one = await live('live');
  await live('live-1', '--shard', '1/2');
  await live('live-2', '--shard', '2/2');
  const merged = await merge(join(out, 'live-1'), join(out, 'live-2'));
  expect(merged.code).toBe(one.code);
  const [a, b] = [parseReport(one.out, 'one'), parseReport(merged.out, 'merged')];
  expect(b.rows.map(untimed)).toEqual(a.rows.map(untimed));
  expect(b.footer).toEqual({ ...a.footer, claims: b.footer.claims });
  expect(b.footer.claims.map(({ verdict }) => verdict)).toEqual(
    a.footer.claims.map(({ verdict }) => verdict),
  );
  expect(b.header).toEqual({ ...a.header, evidence: b.header.evidence });
  expect(b.exchanges.map(({ source }) => source)).toEqual(a.exchanges.map(({ source }) => source));
});
