import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { judgeHere } from './judge.fixture.ts';
import { runProgram } from './program.ts';

let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  request.resume().on('end', () => answer(response));
});
let baseUrl: string;

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Starts `proxy` in this process, for one request. */
async function start() {
  const listening = Promise.withResolvers<string>();
  let out = '';
  const args = ['proxy', '--base-url', baseUrl, '--most', '1'];
  const code = runProgram(args, {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => listening.resolve(/Listening at (\S+)/.exec(text)?.[1] ?? text),
    env: {},
    cwd: tmpdir(),
    now: () => new Date(),
    isTTY: false,
    readStdin: async () => new Uint8Array(),
    judge: judgeHere,
    interrupted: new AbortController().signal,
  });
  const url = await Promise.race([listening.promise, code.then(String)]);
  return { url, ended: async () => ({ code: await code, out }) };
}

const ask = (url: string, json: object, signal: AbortSignal | null = null) =>
  fetch(`${url}/chat/completions`, { method: 'POST', body: JSON.stringify(json), signal });

it('half a JSON answer that the client itself broke off is held against nobody', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":"chatcmpl-1",');
  };
  const { url, ended } = await start();
  const leaving = new AbortController();
  const back = await ask(url, { model: 'm', messages: [] }, leaving.signal);
  await back.body?.getReader().read();
  leaving.abort();
  const { code, out } = await ended();
  expect(code).toBe(3);
  expect(out).toContain('could not be told');
  expect(out).toContain('the client closed the connection before the answer had ended');
});

it('what was streamed to a client is judged, and the last client is not cut off', async () => {
  const large = `: ${'x'.repeat(700_000)}\n\n`;
  answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${large}data: {"choices":1}\n\ndata: [DONE]\n\n`);
  };
  const { url, ended } = await start();
  const back = await ask(url, { model: 'm', messages: [], stream: true });
  expect((await back.text()).endsWith('data: [DONE]\n\n')).toBe(true);
  const { code, out } = await ended();
  expect(code).toBe(1);
  expect(out).toContain('VIOLATES');
});
