import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeCapture } from '../engine/capture.ts';
import { defineCheck, defineFact } from '../engine/define.ts';
import { noFacts, read } from '../engine/reading.ts';
import { writeFixture } from '../exchange/fixture.ts';
import { bareExchange } from '../exchange/import/capture.ts';
import { Problem } from '../problem.ts';
import type { ContextNeed, Level, Reading } from '../vocabulary.ts';
import type { Judge } from './check/judged.ts';
import { check } from './check.ts';
import { judgeHere } from './judge.fixture.ts';

const every = ['completion', 'stream', 'error', 'unknown'] as const;
const textOf = (reading: Reading) => new TextDecoder().decode(reading.exchange.body);

const partsOf = (id: string, level: Level) => ({
  id,
  level,
  statement: `${id} holds`,
  reference: 'a text',
  breaks: 'a client',
  on: every,
});

/** Fails where the body holds the word: the command is tested here, not the catalogue. */
const failing = (id: string, level: Level, word: string) =>
  defineCheck({
    ...partsOf(id, level),
    subjects: (reading) => (textOf(reading).includes(word) ? [textOf(reading)] : []),
    examine: (text) => ({
      at: { event: 0, offset: 6, pointer: '/x' },
      expected: 'other',
      actual: text,
    }),
  });

const passing = (id: string, when: (reading: Reading) => boolean, context: ContextNeed[] = []) =>
  defineCheck({
    ...partsOf(id, 'MUST'),
    context,
    subjects: (reading) => (when(reading) ? [reading] : []),
    examine: () => null,
  });

const checks = [
  failing('a.soft', 'SHOULD', 'SOFT'),
  failing('a.hard', 'MUST', 'HARD'),
  passing('a.good', (reading) => textOf(reading).includes('GOOD')),
  passing('a.broken', (reading) => {
    if (textOf(reading).includes('BROKEN')) throw new Error('oh');
    return false;
  }),
  passing('a.asked', () => true, ['request']),
  passing('a.azure', ({ dialect }) => dialect === 'azure'),
  defineFact({ ...partsOf('a.fact', 'INFO'), facts: () => ['a fact'] }),
];

const judge: Judge = (exchange, dialect) => {
  const reading = read(exchange, { ...noFacts, dialect });
  return { reading, verdicts: judgeCapture(reading, checks) };
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatspec-check-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let saved = 0;
function save(content: string | Uint8Array): string {
  const name = `answer-${saved++}`;
  writeFileSync(join(folder, name), content);
  return name;
}

async function run(args: readonly string[], stdin: string | Uint8Array = '') {
  const out: string[] = [];
  const err: string[] = [];
  let code: number | null = null;
  const program = new Command().exitOverride().configureOutput({
    writeErr: (text) => err.push(text),
    writeOut: (text) => out.push(text),
  });
  check(
    program,
    {
      stdout: (text) => out.push(text),
      stderr: (text) => err.push(text),
      env: {},
      cwd: folder,
      now: () => new Date(0),
      isTTY: false,
      readStdin: async () => Buffer.from(stdin),
      judge: judgeHere,
      interrupted: new AbortController().signal,
      exitWith: (wanted) => {
        code = wanted;
      },
    },
    async () => judge,
  );
  await program.parseAsync(['check', ...args], { from: 'user' });
  return { code, out: out.join(''), err: err.join('') };
}

const linesOf = (out: string) =>
  out.trimEnd() === ''
    ? []
    : out
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line));

const good = () => save('data: GOOD\n\n');
const bad = () => save('data: GOOD HARD\n\n');

describe('check', () => {
  it('prints one line of JSON per exchange, of exactly the agreed members', async () => {
    const file = save('data: HARD SOFT GOOD\n\n');
    const { code, out } = await run(['--json', file]);
    const at = { event: 0, offset: 6, pointer: '/x' };
    const actual = 'data: HARD SOFT GOOD\n\n';
    expect(linesOf(out)).toEqual([
      {
        source: file,
        kind: 'stream',
        outcome: 'violates',
        findings: [
          { check: 'a.hard', level: 'MUST', at, expected: 'other', actual },
          { check: 'a.soft', level: 'SHOULD', at, expected: 'other', actual },
        ],
      },
    ]);
    expect(code).toBe(1);
  });

  it.each([
    ['conforms where a MUST passed', 'data: GOOD\n\n', [], 'conforms', 0],
    ['tells a SHOULD and still conforms', 'data: GOOD SOFT\n\n', [], 'conforms', 0],
    ['counts SHOULD as MUST when strict', 'data: GOOD SOFT\n\n', ['--strict'], 'violates', 1],
    ['cannot tell where no MUST passed', 'data: \n\n', [], 'inconclusive', 3],
    ['cannot tell of an empty file', '', [], 'inconclusive', 3],
    ['owns up where a check failed itself', 'data: GOOD BROKEN\n\n', [], 'error', 2],
    ['hands the dialect on', 'data: \n\n', ['--dialect', 'azure'], 'conforms', 0],
  ])('%s', async (_, content, options, outcome, code) => {
    const ran = await run(['--json', ...options, save(content)]);
    expect(linesOf(ran.out)).toMatchObject([{ outcome }]);
    expect(ran.code).toBe(code);
  });

  it('judges the others where a file cannot be read, and says in a sentence which and why', async () => {
    const files = ['missing', '.', bad(), good()];
    const { code, out, err } = await run(['--json', ...files]);
    expect(linesOf(out)).toMatchObject([{ outcome: 'violates' }, { outcome: 'conforms' }]);
    expect(err).toBe(
      'missing cannot be read: there is no such file\n' +
        '. cannot be read: it is a directory; name a file\n',
    );
    expect(code).toBe(2);
  });

  it.each([
    ['1 before 3', () => [save(''), bad(), good()], 1],
    ['2 before 1', () => [bad(), 'missing'], 2],
    ['2 before 3', () => [save(''), 'missing'], 2],
    ['3 where one could not be told', () => [good(), save('')], 3],
    ['0 where all conform', () => [good(), good()], 0],
  ])('exits with the weightiest code: %s', async (_, files, code) => {
    expect((await run(files())).code).toBe(code);
  });

  it('reads standard input for -, once', async () => {
    const { code, out } = await run(['--json', '-'], 'HTTP/1.1 200 OK\r\n\r\ndata: GOOD\n\n');
    expect(linesOf(out)).toMatchObject([{ source: '-', kind: 'stream', outcome: 'conforms' }]);
    expect(code).toBe(0);
    await expect(run(['-', '-'])).rejects.toThrow(Problem);
  });

  it('names the entries of a HAR, gives no byte offsets where it is text, and hides its keys', async () => {
    const key = 'sk-key-of-a-reader';
    const entry = (text: string, encoding?: string) => ({
      request: {
        method: 'POST',
        url: 'http://127.0.0.1/v1/chat/completions',
        headers: [{ name: 'Authorization', value: `Bearer ${key}` }],
        postData: { text: '{"stream":true}' },
      },
      response: { status: 200, headers: [], content: { text, encoding } },
    });
    const text = `data: HARD ${key}\n\n`;
    const entries = [{}, entry(text), entry(Buffer.from(text).toString('base64'), 'base64')];
    const file = save(JSON.stringify({ log: { entries } }));
    const { out, err } = await run(['--json', file]);
    const actual = `data: HARD ${'*'.repeat(key.length)}\n\n`;
    expect(linesOf(out)).toMatchObject([
      { source: `${file}#1`, findings: [{ at: { event: 0, pointer: '/x' }, actual }] },
      { source: `${file}#2`, findings: [{ at: { event: 0, offset: 6, pointer: '/x' } }] },
    ]);
    expect(out.split('\n')[0]).not.toContain('offset');
    expect(err).toContain('skipped 1 of 3');
    expect((await run([file])).out).not.toContain(key);
  });

  it('reads an exchange file with the body beside it, and warns where the body is another', async () => {
    const answer = { ...bareExchange('stream-plain', Buffer.from('data: GOOD\n\n')), status: 200 };
    const path = await writeFixture(folder, answer);
    const whole = await run(['--json', path]);
    expect(linesOf(whole.out)).toMatchObject([
      { source: path, kind: 'stream', outcome: 'conforms' },
    ]);
    expect(whole.err).toBe('');
    writeFileSync(path.replace(/json$/, 'body'), 'data: HARD\n\n');
    const damaged = await run(['--json', path]);
    expect(linesOf(damaged.out)).toMatchObject([{ outcome: 'violates' }]);
    expect(damaged.err).toContain('SHA-256');
    rmSync(path.replace(/json$/, 'body'));
    expect(await run(['--json', path])).toMatchObject({ code: 2, out: '' });
  });

  it('holds half a JSON answer that a browser broke off against nobody, and judges what is whole', async () => {
    const left = (text: string) => ({
      _error: 'net::ERR_ABORTED',
      request: { method: 'POST', url: 'http://127.0.0.1/v1/chat/completions' },
      response: { status: 200, headers: [], content: { text } },
    });
    const entries = [
      left('{"object":"chat.completion","id":"HARD'),
      left('{"object":"chat.completion","id":"HARD"}'),
      left('data: {"id":"HARD"}\n\ndata: {"i'),
    ];
    const file = save(JSON.stringify({ log: { entries } }));
    const { code, out } = await run(['--json', file]);
    expect(linesOf(out)).toMatchObject([
      { source: `${file}#0`, outcome: 'inconclusive', findings: [] },
      { source: `${file}#1`, outcome: 'violates' },
      { source: `${file}#2`, outcome: 'violates' },
    ]);
    expect(code).toBe(1);
    expect((await run([file])).out).toContain('the client broke the answer off');
  });

  it('tells of a HAR without chat completions that there was nothing to judge', async () => {
    const { code, out, err } = await run(['--json', save('{"log":{"entries":[]}}')]);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('no request to .../chat/completions');
  });

  it('tells of an entry whose body was not kept that it could not be told, and why', async () => {
    const entry = {
      request: { url: '/chat/completions' },
      response: { status: 200, content: { size: 40 } },
    };
    const ran = await run(['--json', save(JSON.stringify({ log: { entries: [entry] } }))]);
    expect(linesOf(ran.out)).toMatchObject([
      { kind: 'unknown', outcome: 'inconclusive', findings: [] },
    ]);
    expect(ran.err).toContain('did not keep its body');
    expect(ran.code).toBe(3);
  });

  it('takes the request that belongs to a bare answer from its option', async () => {
    const request = save('{"model":"m","messages":[]}');
    const { code, out } = await run(['--json', '--request', request, save('{"x":1}')]);
    expect(linesOf(out)).toMatchObject([{ outcome: 'conforms' }]);
    expect(code).toBe(0);
  });

  it.each([
    ['a request that is not there', ['--request', 'missing', 'x'], Problem],
    ['an unknown dialect', ['--dialect', 'klingon', 'x'], /Allowed choices are azure/],
    ['an unknown option', ['--loud', 'x'], /unknown option/],
    ['no file', [], /missing required argument/],
  ])('refuses %s before anything is judged', async (_, args, problem) => {
    await expect(run(args)).rejects.toThrow(problem);
  });

  it('shows a person the failures first: statement, place, bytes and what breaks', async () => {
    const { out } = await run([save('data: HARD SOFT\n\n'), good()]);
    expect(out).toContain('(stream): VIOLATES the contract');
    expect(out).toContain('MUST a.hard: a.hard holds');
    expect(out).toContain('at        event 0, byte 6, /x');
    expect(out).toContain('expected  other');
    expect(out).toContain('actual    data: HARD');
    expect(out).toContain('bytes     data: HARD SOFT');
    expect(out).toContain('breaks    a client');
    expect(out.indexOf('a.hard')).toBeLessThan(out.indexOf('a.soft'));
    expect(out).toContain('not tested, 1 check: the exchange has no request');
    expect(out).toContain('2 exchanges, 1 violating, 1 conforming');
  });

  it('lets no terminal obey what a server or a file name says', async () => {
    const file = save('data: HARD \u001b[31m\u009b2J\u202e\u0007\r\n\n');
    for (const args of [[file], ['--json', file], ['--json', 'mis\u001b[2Jsing']]) {
      const { out, err } = await run(args);
      const live = [...(out + err)].filter((one) => /[\p{Cc}\p{Cf}]/u.test(one) && one !== '\n');
      expect(live).toEqual([]);
    }
  });

  it('hands the same verdicts out for the same file, however it is named', async () => {
    const file = bad();
    const [plain, absolute] = [
      await run(['--json', file]),
      await run(['--json', join(folder, file)]),
    ];
    expect(plain.code).toBe(absolute.code);
    expect(plain.out.replace(file, '')).toBe(absolute.out.replace(join(folder, file), ''));
  });
});
