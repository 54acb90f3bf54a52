import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReportRow } from '../report/format.ts';
import { sampleReport, sampleRow } from '../report/report.fixture.ts';
import { suiteVersion } from '../report/suite-version.ts';
import { ROOT } from './root.ts';
import { runCommand } from './world.fixture.ts';

const key = 'sk-the-key-of-this-test';
const today = '2026-03-22';

/** What the endpoint gets wrong; nothing at all by default. */
interface Fault {
  readonly done?: boolean;
  readonly object?: string;
  readonly content?: string | null;
  readonly model?: string;
  readonly status?: number;
}

let cwd: string;
let server: Server;
let fault: Fault;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
  fault = {};
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const { type, body } = answerTo(JSON.parse(text), fault);
      response.writeHead(fault.status ?? 200, { 'content-type': type });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = { baseUrl: base(), models: ['acme-small'], apiKeyEnv: 'ACME_KEY' };
  await writeFile(
    join(cwd, 'chatspec.config.json'),
    JSON.stringify({ defaultTarget: 'acme', targets: { acme: target } }),
  );
  await mkdir(join(cwd, 'reports'));
  await copyFile(join(ROOT, 'fixtures/pages/example.md'), join(cwd, 'example.md'));
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(cwd, { recursive: true });
});

function base(): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`;
}

function answerTo(asked: { model: string; stream?: boolean }, wrong: Fault) {
  const common = {
    id: 'chatcmpl-1',
    created: Math.floor(Date.now() / 1000),
    model: wrong.model ?? asked.model,
  };
  const content = wrong.content === undefined ? `Blue, not ${key}` : wrong.content;
  if (wrong.status !== undefined) {
    const error = {
      message: 'no such parameter',
      type: 'invalid_request_error',
      param: 'max_tokens',
      code: null,
    };
    return { type: 'application/json', body: JSON.stringify({ error }) };
  }
  if (asked.stream !== true) {
    const message = { role: 'assistant', content, refusal: null };
    const choices = [{ index: 0, message, finish_reason: 'stop', logprobs: null }];
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const body = { ...common, object: wrong.object ?? 'chat.completion', choices, usage };
    return { type: 'application/json', body: JSON.stringify(body) };
  }
  const chunk = (delta: object, finish_reason: string | null) => {
    const choices = [{ index: 0, delta, finish_reason }];
    const object = wrong.object ?? 'chat.completion.chunk';
    return `data: ${JSON.stringify({ ...common, object, choices })}\n\n`;
  };
  const end = wrong.done === false ? '' : 'data: [DONE]\n\n';
  const body = `${chunk({ role: 'assistant', content: '' }, null)}${chunk({ content }, null)}${chunk({}, 'stop')}${end}`;
  return { type: 'text/event-stream', body };
}

/** Writes a live report of that day in which both claims hold, unless rows say otherwise. */
async function report(
  day: string,
  rows: readonly ReportRow[] = [],
  header: object = {},
): Promise<void> {
  const good = ['text-plain/http.status', 'stream-plain/http.status'].map((id) => sampleRow(id));
  const started = `${day}T08:00:00.000Z`;
  const made = sampleReport({
    header: {
      target: 'acme',
      baseUrl: base(),
      model: { asked: 'acme-small', reported: 'acme-small' },
      suite: await suiteVersion(ROOT),
      started,
      evidence: { kind: 'live', date: started },
      ...header,
    },
    rows: [...good, ...rows],
  });
  await writeFile(join(cwd, 'reports', `${day}.json`), JSON.stringify(made));
}

/** What a terminal obeys, or what hides or turns what it shows; a line feed alone is none. */
const obeyed = /(?!\n)[\p{Cc}\u202e\u2028\u2029]/u;

test.each(['--init', '--no-send'])(
  'nothing of a page is obeyed by a terminal with %s',
  async (option) => {
    const claims = join(cwd, 'claims.json');
    await writeFile(
      join(cwd, 'example.md'),
      '# \u001b[2J \u009b `stream`\n\nSee \u202e `top_p`.\n',
    );
    const common = ['gate', 'example.md', '--claims', claims] as const;
    await runCommand(cwd, [...common, '--init']);
    if (option === '--init') await rm(claims);
    const done = await runCommand(cwd, [...common, option]);
    expect(done.out + done.err).toContain('\\u{1b}');
    expect(done.out + done.err).not.toMatch(obeyed);
  },
);

test('a page of thousands of statements, each of them quoted, is judged to its end', async () => {
  const claims = join(cwd, 'claims.json');
  const page = Array.from({ length: 3_000 }, (_, n) => `Part ${n} of \`stream\`.`).join('\n\n');
  await writeFile(join(cwd, 'example.md'), `# P\n\n${page}\n`);
  await runCommand(cwd, ['gate', 'example.md', '--claims', claims, '--init']);
  const done = await runCommand(cwd, ['gate', 'example.md', '--claims', claims, '--no-send']);
  expect(done).toMatchObject({ code: 3, err: '' });
});

const gate = (...args: string[]) =>
  runCommand(cwd, ['gate', 'example.md', ...args], { ACME_KEY: key });

/** The contradicted lines of the JSON result, as `line kind`. */
function contradictedIn(json: string): readonly string[] {
  const [page] = JSON.parse(json).pages;
  return page.lines
    .filter(({ verdict }: { verdict: string }) => verdict === 'contradicted')
    .map((each: { line: number; kind: string }) => `${each.line} ${each.kind}`);
}

test('a page whose claims live evidence verifies, and whose date is renewed, may go out', async () => {
  await report(today);
  const first = await gate('--write');
  expect(first).toMatchObject({
    code: 0,
    err: expect.stringContaining('renewed: verified on 2026-03-22'),
  });
  const before = await readFile(join(ROOT, 'fixtures/pages/example.md'), 'utf8');
  const after = await readFile(join(cwd, 'example.md'), 'utf8');
  expect(after).toBe(before.replace('2026-01-15', today));
  const second = await gate('--write');
  expect(second).toMatchObject({ code: 0, err: expect.stringContaining('up to date') });
  expect(await readFile(join(cwd, 'example.md'), 'utf8')).toBe(after);
});

test('a page whose date is 31 days old is refused until a live run renews it', async () => {
  await report('2026-02-19');
  const page = await readFile(join(cwd, 'example.md'), 'utf8');
  await writeFile(join(cwd, 'example.md'), page.replace('2026-01-15', '2026-02-19'));
  const old = await gate();
  expect(old.code).toBe(3);
  expect(old.out).toContain('31 days');
  expect((await gate('--write')).code).toBe(3);
  await report(today);
  expect((await gate('--write')).code).toBe(0);
  expect(await readFile(join(cwd, 'example.md'), 'utf8')).toContain(today);
});

test('without evidence every claim is unverified, and nothing is written', async () => {
  const done = await gate('--write');
  expect(done.code).toBe(3);
  expect(done.err).toContain('Not renewed');
  expect(done.out).toContain('there is no report of acme-small');
});

test.each([
  ['a replay', { mode: 'replay' }, 'is a replay'],
  [
    'recorded evidence',
    { evidence: { kind: 'recorded', date: null } },
    'rests on recorded evidence',
  ],
  [
    'synthetic evidence',
    { evidence: { kind: 'synthetic', date: null } },
    'rests on synthetic evidence',
  ],
  ['a part of the suites', { partial: true, partialReasons: ['Only one.'] }, 'is PARTIAL'],
  ['another suite', { suite: 'other' }, 'another suite'],
  ['another address', { baseUrl: 'http://127.0.0.1:1/v1' }, 'another address'],
  ['another model', { model: { asked: 'acme-big', reported: null } }, 'another model'],
])('a report of %s verifies nothing', async (_, header, words) => {
  await report(today, [], header);
  const done = await gate('--no-send');
  expect(done.code).toBe(3);
  expect(done.out).toContain(words);
});

test('a claim whose case failed is contradicted at its lines, with case and finding', async () => {
  await report(today, [sampleRow('stream-plain/sse.done', { verdict: 'fail' })]);
  const done = await gate('--write');
  expect(done.code).toBe(1);
  expect(done.out).toMatch(/example\.md:13:3 {2}CONTRADICTED/);
  expect(done.out).toContain('stream-plain/sse.done failed: expected this, got that');
  expect(await readFile(join(cwd, 'example.md'), 'utf8')).toContain('2026-01-15');
});

test.each<[string, Fault, readonly string[]]>([
  ['never says [DONE]', { done: false }, ['47 example', '64 shape']],
  [
    'calls every object "thing"',
    { object: 'thing' },
    ['18 example', '33 shape', '47 example', '62 shape'],
  ],
  ['sends no text', { content: null }, ['35 shape']],
  ['answers as another model', { model: 'acme-large' }, ['34 shape', '62 shape']],
  ['refuses the examples', { status: 400 }, ['18 example', '47 example']],
])('an endpoint that %s contradicts the page at the right lines', async (_, wrong, lines) => {
  await report(today);
  fault = wrong;
  const done = await gate('--json');
  expect(done.code).toBe(1);
  expect(contradictedIn(done.out)).toEqual(lines);
});

test('a typing error in the name of a parameter is found at its place', async () => {
  await report(today);
  const page = await readFile(join(cwd, 'example.md'), 'utf8');
  await writeFile(join(cwd, 'example.md'), page.replace('"max_tokens": 64', '"max_token": 64'));
  const done = await gate();
  expect(done.code).toBe(1);
  expect(done.out).toMatch(
    /example\.md:25:5 {2}CONTRADICTED {2}max_token\n.*\n.*write "max_tokens"/,
  );
});

test('the key is in no file and no output, though the endpoint echoes it', async () => {
  await report(today);
  const outputs = await Promise.all([
    gate('--write'),
    gate('--json'),
    gate('--format', 'sarif'),
    gate('--format', 'github'),
  ]);
  for (const { out, err } of outputs) expect(out + err).not.toContain(key);
  for (const name of await readdir(cwd, { recursive: true })) {
    if (!/\.\w+$/.test(name)) continue;
    expect(await readFile(join(cwd, name), 'utf8')).not.toContain(key);
  }
});

test('without the key examples are not sent, and that is said', async () => {
  await report(today);
  const done = await runCommand(cwd, ['gate', 'example.md'], {});
  expect(done.code).toBe(3);
  expect(done.out).toContain('the variable ACME_KEY is not set');
});

test('SARIF and annotations name the page, line and column', async () => {
  const sarif = JSON.parse((await gate('--format', 'sarif')).out);
  expect(sarif.runs[0].results[0]).toMatchObject({
    ruleId: expect.stringMatching(/^page\./),
    locations: [{ physicalLocation: { artifactLocation: { uri: 'example.md' } } }],
  });
  const { out } = await gate('--format', 'github');
  expect(out).toMatch(/^::(warning|error|notice) file=example\.md,line=1,col=3,title=/);
});

test('a page without claims file is wrong use, and --init drafts one', async () => {
  await copyFile(join(cwd, 'example.md'), join(cwd, 'new.md'));
  const claims = join(cwd, 'claims.json');
  const missing = await runCommand(cwd, ['gate', 'new.md', '--claims', claims]);
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('gate --init new.md') });
  const drafted = await runCommand(cwd, ['gate', 'new.md', '--claims', claims, '--init']);
  expect(drafted).toMatchObject({ code: 0, err: expect.stringContaining('To decide: line') });
  expect(JSON.parse(await readFile(claims, 'utf8'))).toMatchObject({ models: ['acme-small'] });
  const again = await runCommand(cwd, ['gate', 'new.md', '--claims', claims, '--init']);
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('cannot be written') });
  await report(today);
  const judged = await runCommand(cwd, ['gate', 'new.md', '--claims', claims], { ACME_KEY: key });
  expect(judged.code).toBe(3);
  expect(judged.out).toContain('still undecided');
});

test.each([
  ['is no text', 'nothing\0', 'holds NUL bytes'],
  ['is UTF-16', Buffer.from('\uFEFF# A page', 'utf16le'), 'is UTF-16: save it as UTF-8'],
  ['is Latin-1', Buffer.from('# Gr\u00f6\u00dfe', 'latin1'), 'is not UTF-8: save it as UTF-8'],
  ['is too large', 'word '.repeat(300_000), 'are read at most'],
  ['is nested too deeply', `\`\`\`json\n${'['.repeat(20_000)}`, 'cannot be read'],
])('a page that %s is refused in one sentence', async (_, text, words) => {
  await writeFile(join(cwd, 'example.md'), text);
  const done = await gate('--no-send');
  expect(done).toMatchObject({ code: 2, out: expect.not.stringContaining('at ') });
  expect(done.err).toContain(words);
});

test.each([
  ['with carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
  ['with a byte order mark', (text: string) => `\uFEFF${text}`],
])('a page %s is judged at the same lines', async (_, change) => {
  await report(today);
  const places = ({ out }: { out: string }) =>
    JSON.parse(out).pages[0].lines.map((each: { line: number; verdict: string }) => [
      each.line,
      each.verdict,
    ]);
  const plain = places(await gate('--json', '--no-send'));
  const page = await readFile(join(cwd, 'example.md'), 'utf8');
  await writeFile(join(cwd, 'example.md'), change(page));
  expect(places(await gate('--json', '--no-send'))).toEqual(plain);
});
