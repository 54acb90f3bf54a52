import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { targetAt } from '../exchange/server.fixture.ts';
import { openTransport } from '../exchange/transport.ts';
import type { Exchange } from '../vocabulary.ts';
import { type RunningProxy, startProxy } from './proxy.ts';

const key = 'sk-the-key-of-this-test';

let server: Server;
let proxy: RunningProxy;
let asked: { url: string | undefined; key: string | undefined; body: string }[];
let exchanges: Exchange[];

beforeEach(async () => {
  asked = [];
  exchanges = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      asked.push({ url: request.url, key: request.headers.authorization, body });
      // An endpoint that echoes the key, in the middle of two writes.
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: {"you":"${key.slice(0, 9)}`);
      response.end(`${key.slice(9)}"}\n\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const target = targetAt(`http://127.0.0.1:${port}/api/v1`);
  proxy = await startProxy({
    transport: await openTransport(target, { key, env: {} }),
    port: 0,
    sourceOf: (number) => `proxy-${number}`,
    onExchange: (exchange) => exchanges.push(exchange),
    most: 2,
  });
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

const ask = (path = '/chat/completions', body = '{"model":"m","messages":[]}') =>
  fetch(`${proxy.baseUrl}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer of-the-client', 'content-type': 'application/json' },
    body,
  });

test('a request goes on unchanged but for address and key', async () => {
  await ask();
  expect(asked).toEqual([
    { url: '/api/v1/chat/completions', key: `Bearer ${key}`, body: '{"model":"m","messages":[]}' },
  ]);
});

test('an answer comes back with every echo of the key hidden, as it is recorded', async () => {
  const answer = await ask();
  const text = await answer.text();
  expect(text).toBe(`data: {"you":"${'*'.repeat(key.length)}"}\n\n`);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  expect(Buffer.from(exchanges[0]?.body ?? []).toString()).toBe(text);
  expect(exchanges[0]?.request?.json).toEqual({ model: 'm', messages: [] });
  expect(JSON.stringify(exchanges)).not.toContain(key);
});

test('other paths and further requests are refused, and reach nobody', async () => {
  expect((await ask('/embeddings')).status).toBe(404);
  await ask();
  const late = await ask();
  expect(late.status).toBe(429);
  expect(await late.json()).toMatchObject({ error: { type: 'chatspec_proxy' } });
  expect(asked).toHaveLength(1);
});

test('a target that is down is told as 502', async () => {
  server.close();
  server.closeAllConnections();
  const answer = await ask();
  expect(answer.status).toBe(502);
  expect(exchanges[0]).toMatchObject({ status: null });
});
