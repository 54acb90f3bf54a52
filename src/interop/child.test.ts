import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { run, serve } from './child.ts';

const options = { cwd: tmpdir(), env: {}, timeoutMs: 10_000 };

/** A server that asks for every address, as the gateway does, and tells which one it got. */
const greedy = `
  const server = require('node:http').createServer((request, response) => {
    response.end(server.address().address);
  });
  server.listen(0, '0.0.0.0');`;

test('a server that asks for every address gets 127.0.0.1, and is gone once stopped', async () => {
  const server = await serve('greedy', ['-e', greedy], options);
  const address = `http://127.0.0.1:${server.port}`;
  expect(await (await fetch(address)).text()).toBe('127.0.0.1');
  await server.stop();
  await expect(fetch(address)).rejects.toThrow();
});

test('a server that ends before it listens is told with its last words', async () => {
  const failing = serve('failing', ['-e', 'console.error("no luck"); process.exit(3)'], options);
  await expect(failing).rejects.toThrow(/failing did not start listening: no luck/);
});

test('a server that never listens is given up', async () => {
  const silent = serve('silent', ['-e', 'setInterval(() => {}, 1e6)'], {
    ...options,
    timeoutMs: 50,
  });
  await expect(silent).rejects.toThrow(Problem);
});

test('a program is ended when the signal fires', async () => {
  const stop = new AbortController();
  const running = run(['-e', 'setInterval(() => {}, 1e6)'], {
    cwd: tmpdir(),
    env: {},
    signal: stop.signal,
  });
  stop.abort(new Problem('untold', 'Interrupted.'));
  await expect(running).rejects.toThrow('Interrupted.');
});
