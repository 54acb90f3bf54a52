import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Report } from '../report/format.ts';
import { parseReport } from '../report/read.ts';
import { ROOT } from './root.ts';
import type { Done } from './world.fixture.ts';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(out, { recursive: true }));

const KEY = 'sk-of-this-test-0123456789';

/** Runs the command line as a person does, who presses Ctrl-C once `enough` is there. */
function chatspec(args: readonly string[], enough?: Promise<void>): Promise<Done> {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], TEST_KEY: KEY },
  });
  const done = { code: 0, out: '', err: '' };
  child.stdout.on('data', (data) => {
    done.out += data;
  });
  child.stderr.on('data', (data) => {
    done.err += data;
  });
  enough?.then(() => child.kill('SIGINT'));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ ...done, code: code ?? -1 }));
  });
}

test('the shipped recordings conform, and --json prints the report and nothing else', async () => {
  const done = await chatspec(['revalidate', '--json', '--out', out]);
  expect(done.err).not.toContain('failed');
  expect(done.code).toBe(0);
  const report = parseReport(done.out, 'stdout');
  expect(report.footer.judged).toBe(report.header.planned);
  expect(report.rows.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  const files = await readdir(out);
  expect(files).toHaveLength(2);
  const json = files.find((name) => name.endsWith('.json')) ?? '';
  expect(await readFile(join(out, json), 'utf8')).toBe(done.out);
});

test('one damaged byte of a structural member reddens the one right row', async () => {
  const fixtures = join(out, 'fixtures');
  await cp(join(ROOT, 'fixtures/exchanges/crazyrouter'), join(fixtures, 'crazyrouter'), {
    recursive: true,
  });
  const body = join(fixtures, 'crazyrouter/text-plain.body');
  const text = await readFile(body, 'utf8');
  await writeFile(body, text.replace('"chat.completion"', '"chat.completiom"'));
  const done = await chatspec(['revalidate', '--json', '--out', out, '--fixtures', fixtures]);
  expect(done.code).toBe(1);
  expect(done.err).toContain('SHA-256');
  const failed = parseReport(done.out, 'stdout').rows.filter(({ verdict }) => verdict === 'fail');
  expect(failed.map((row) => row.case)).toEqual(['text-plain/completion.object']);
});

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function serve(answer: Answer) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => {
      body += data;
    });
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const echoing: Answer = (request, response, body) => {
  const head = { id: 'chatcmpl-1', created: Math.floor(Date.now() / 1000), model: 'm' };
  const content = `You sent ${request.headers.authorization}`;
  const end = { index: 0, logprobs: null, finish_reason: 'stop' };
  if (!body.includes('"stream":true')) {
    const message = { role: 'assistant', content, refusal: null };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ ...head, object: 'chat.completion', choices: [{ ...end, message }] }),
    );
    return;
  }
  const chunk = { ...head, object: 'chat.completion.chunk' };
  const delta = { role: 'assistant', content };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  // The stream ends without its terminator.
  response.end(`data: ${JSON.stringify({ ...chunk, choices: [{ ...end, delta }] })}\n\n`);
};

test('a live run finds what is wrong, and the key that the server echoes reaches no file', async () => {
  await using server = await serve(echoing);
  const done = await chatspec([
    ...['revalidate', '--base-url', server.url, '--model', 'm', '--api-key-env', 'TEST_KEY'],
    ...['--probe', 'stream-plain', '--out', out],
  ]);
  expect(done.code).toBe(1);
  expect(done.out).toMatch(/PARTIAL: Only these probes were chosen: stream-plain/);
  expect(done.out).toMatch(/MUST failed {2}stream-plain\/terminator\.present/);
  const files = await Promise.all(
    (await readdir(out)).map((name) => readFile(join(out, name), 'utf8')),
  );
  for (const text of [...files, done.out, done.err]) expect(text).not.toContain(KEY);
  expect(files.join()).toContain('Bearer $TEST_KEY');
});

test('an interrupted run reports what there is, says PARTIAL and ends with 130', async () => {
  const enough = Promise.withResolvers<void>();
  let asked = 0;
  await using server = await serve((request, response, body) => {
    asked += 1;
    // The preflight and one more are answered; the rest waits for ever.
    if (asked <= 2) echoing(request, response, body);
    else enough.resolve();
  });
  const done = await chatspec(
    ['revalidate', '--base-url', server.url, '--model', 'm', '--out', out, '--concurrency', '1'],
    enough.promise,
  );
  expect(done.code).toBe(130);
  const json = (await readdir(out)).find((name) => name.endsWith('.json')) ?? '';
  const report: Report = parseReport(await readFile(join(out, json), 'utf8'), json);
  expect(report.header.partialReasons).toContain('It was interrupted.');
  expect(report.footer.judged).toBe(report.header.planned);
});
