import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Bench } from '../score/bench.ts';
import { type FixtureServer, startFixtureServer } from '../score/fixture-server.ts';
import { mutate } from '../score/mutation.ts';
import type { Operation } from '../score/operation.ts';
import { openOwnBench } from '../score/own-fixtures.ts';
import type { ServedAnswer } from '../score/recognise.ts';
import { ROOT } from './root.ts';
import { type Done, runCommand } from './world.fixture.ts';

/*
 * The gate with `--live`, as a whole: a local endpoint answers the probes and the examples, the
 * suites judge it, and the page rests on the report of that. The clock says 2026-03-22.
 */

const key = 'sk-the-key-of-this-test';
const published = join(ROOT, '../shared/page/gemini-openai-compatible.md');
const absent = !existsSync(published);

let bench: Bench;
let server: FixtureServer;
let answers: readonly ServedAnswer[];
let cwd: string;

beforeAll(async () => {
  bench = await openOwnBench();
  server = await startFixtureServer({ answers: () => answers, timing: 'dropped', port: 0 });
});
afterAll(() => server[Symbol.asyncDispose]());

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
  const target = (models: readonly string[]) => ({
    ...{ baseUrl: server.baseUrl, models, apiKeyEnv: 'PAGE_KEY', modelEcho: 'exact' },
  });
  const targets = {
    acme: target(['acme-small']),
    crazyrouter: target(['gemini-3-pro-preview']),
  };
  await writeFile(join(cwd, 'chatspec.config.json'), JSON.stringify({ targets }));
  serveWith([], () => false);
});
afterEach(() => rm(cwd, { recursive: true }));

/** Serves the sound fixtures, with these operations where they are wanted. */
function serveWith(operations: readonly Operation[], wanted: (streams: boolean) => boolean): void {
  answers = bench.spots.map((spot): ServedAnswer => {
    const exchange = bench.exchangeAt(spot);
    const { answer } = spot.probe.steps[spot.step]?.expects ?? {};
    const chat = answer === 'stream' || answer === 'completion';
    const made = chat && wanted(answer === 'stream') ? mutate(exchange, operations) : exchange;
    return typeof made === 'string'
      ? { spot, exchange, changed: false }
      : { spot, exchange: made, changed: made !== exchange };
  });
}

const gate = (page: string, ...args: string[]): Promise<Done> =>
  runCommand(cwd, ['gate', page, ...args], { PAGE_KEY: key });

interface Line {
  readonly line: number;
  readonly kind: string;
  readonly verdict: string;
}

function linesOf({ out }: Done): readonly Line[] {
  return JSON.parse(out).pages[0].lines;
}

/** The lines that are contradicted, as `line kind`. */
function contradictedIn(done: Done): readonly string[] {
  return linesOf(done).flatMap(({ line, kind, verdict }) =>
    verdict === 'contradicted' ? [`${line} ${kind}`] : [],
  );
}

test('a page whose date is 31 days old is refused, gathers what is missing, and is renewed', async () => {
  const text = await readFile(join(ROOT, 'fixtures/pages/example.md'), 'utf8');
  const page = join(cwd, 'example.md');
  await writeFile(page, text.replace('2026-01-15', '2026-02-19'));
  const old = await gate('example.md', '--write');
  expect(old.code).toBe(3);
  expect(old.out).toContain('31 days');
  expect(await readFile(page, 'utf8')).toContain('2026-02-19');

  const live = await gate('example.md', '--live', '--write');
  expect(live).toMatchObject({ code: 0, err: expect.stringContaining('Gathering live') });
  expect(await readFile(page, 'utf8')).toBe(text.replace('2026-01-15', '2026-03-22'));

  // The evidence is there now: nothing is gathered again, and nothing is left to renew.
  const again = await gate('example.md', '--live', '--write');
  expect(again).toMatchObject({ code: 0, err: 'example.md is up to date.\n' });
  await judgedAgain(page);
});

/** A report of another suite stands as long as its exchanges do; then it is too old. */
async function judgedAgain(page: string): Promise<void> {
  const reports = join(cwd, 'reports');
  const [name = ''] = (await readdir(reports)).filter((each) => each.endsWith('.json'));
  const text = await readFile(join(reports, name), 'utf8');
  await writeFile(join(reports, name), text.replace(/"suite": "\w+"/, '"suite": "an-older-one"'));
  expect((await gate(page)).code).toBe(0);
  const kept = join(reports, name.replace('.json', '.exchanges.jsonl.gz'));
  expect(gunzipSync(await readFile(kept)).toString()).not.toContain(key);
  await rm(kept);
  const alone = await gate(page);
  expect(alone.code).toBe(3);
  expect(alone.out).toContain('was judged by another suite');
}

/** What a broken answer without streaming contradicts, with the line of the sample that shows it. */
const inText = (shape: number): readonly string[] => [
  ...[1, 3, 6, 9, 11, 15, 17].map((line) => `${line} statement`),
  '23 example',
  '43 statement',
  `${shape} shape`,
  '60 statement',
  '62 example',
  '112 statement',
];

/** What a broken stream contradicts. */
const inStream = (shape: number): readonly string[] => [
  '18 statement',
  '84 statement',
  '86 example',
  '102 statement',
  `${shape} shape`,
];

const defects: readonly [
  name: string,
  operations: readonly Operation[],
  wanted: (streams: boolean) => boolean,
  lines: readonly string[],
][] = [
  ['never says [DONE]', [{ op: 'drop', events: 'done' }], (streams) => streams, inStream(107)],
  [
    'leaves out the text',
    [{ op: 'remove', at: '/choices/0/message/content' }],
    (s) => !s,
    inText(53),
  ],
  ['reports another model', [{ op: 'set', at: '/model', value: 'gpt-4' }], (s) => !s, inText(48)],
];

describe.skipIf(absent)(
  `the page as it is published${absent ? ' (SKIPPED: ../shared is not here)' : ''}`,
  () => {
    const name = 'gemini-openai-compatible.md';
    beforeEach(() => copyFile(published, join(cwd, name)));

    test('without live evidence all of it is told, and nothing is verified', async () => {
      const done = await gate(
        name,
        '--json',
        '--reports',
        join(ROOT, 'reports/replay'),
        '--no-send',
      );
      expect(done.code).toBe(3);
      const told = linesOf(done);
      expect(told.filter(({ verdict }) => verdict === 'verified')).toEqual([]);
      const words = new Set(told.map(({ line }) => line));
      const said = [1, 3, 6, 9, 11, 13, 15, 17, 18, 19, 21, 23, 43, 45, 60, 62, 82, 84, 86, 102];
      expect([...said, 104, 110, 112, 113, 115].filter((line) => !words.has(line))).toEqual([]);
    });

    test('against a sound endpoint every claim is verified, and its date is renewed', async () => {
      const before = await readFile(join(cwd, name), 'utf8');
      await writeFile(join(cwd, name), before.replace('2026-03-22', '2026-01-01'));
      const done = await gate(name, '--live', '--write', '--json');
      expect(done.code).toBe(0);
      const claims: { verdict: string }[] = JSON.parse(done.out).pages[0].claims;
      expect(claims.map(({ verdict }) => verdict)).toEqual(Array(4).fill('verified'));
      expect(await readFile(join(cwd, name), 'utf8')).toBe(before);
      for (const file of await readdir(cwd, { recursive: true })) {
        if (!/\.(json|md)$/.test(file)) continue;
        expect(await readFile(join(cwd, file), 'utf8')).not.toContain(key);
      }
      expect(done.out + done.err).not.toContain(key);
    });

    test.each(defects)(
      'an endpoint that %s contradicts its lines',
      async (_, operations, wanted, lines) => {
        serveWith(operations, wanted);
        const done = await gate(name, '--live', '--write', '--json');
        expect(done.code).toBe(1);
        expect(contradictedIn(done)).toEqual(lines);
        expect(await readFile(join(cwd, name), 'utf8')).toBe(await readFile(published, 'utf8'));
      },
    );
  },
);
