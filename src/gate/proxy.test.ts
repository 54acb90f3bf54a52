import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { targetAt } from '../exchange/server.fixture.ts';
import { openTransport } from '../exchange/transport.ts';
import type { Exchange } from '../vocabulary.ts';
import { type ProxyOptions, type RunningProxy, startProxy } from './proxy.ts';

const key = 'sk-the-key-of-this-test';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** An endpoint that echoes the key, in the middle of two writes. */
const echo: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: {"you":"${key.slice(0, 9)}`);
  response.end(`${key.slice(9)}"}\n\n`);
};

let server: Server;
let proxy: RunningProxy;
let answer: Answer;
let asked: { url: string | undefined; key: string | undefined; body: string }[];
let exchanges: Exchange[];
/** Gives an exchange as soon as it is recorded. */
let recorded: AsyncIterator<Exchange>;

beforeEach(async () => {
  asked = [];
  answer = echo;
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      asked.push({ url: request.url, key: request.headers.authorization, body });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = await open();
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

async function open(changes: Partial<ProxyOptions> = {}): Promise<RunningProxy> {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const target = targetAt(`http://127.0.0.1:${port}/api/v1`);
  exchanges = [];
  const came = new ReadableStream<Exchange>({
    start: (queue) => {
      onExchange = (exchange) => {
        exchanges.push(exchange);
        queue.enqueue(exchange);
      };
    },
  });
  recorded = came[Symbol.asyncIterator]();
  return await startProxy({
    transport: await openTransport(target, { key, env: {} }),
    port: 0,
    sourceOf: (number) => `proxy-${number}`,
    onExchange: (exchange) => onExchange(exchange),
    most: 2,
    ...changes,
  });
}

let onExchange: (exchange: Exchange) => void;

const ask = (
  path = '/chat/completions',
  body = '{"model":"m","messages":[]}',
  signal: AbortSignal | null = null,
) =>
  fetch(`${proxy.baseUrl}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer of-the-client', 'content-type': 'application/json' },
    body,
    signal,
  });

/** Reads until that much text has come, or the end. */
async function readText(reader: ReadableStreamDefaultReader<Uint8Array>, characters: number) {
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < characters) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

const readerOf = (response: Response) => {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('an answer without a body');
  return reader;
};

const bodyOf = (exchange: Exchange | undefined) => Buffer.from(exchange?.body ?? []).toString();

test('a request goes on unchanged but for address and key', async () => {
  await ask();
  expect(asked).toEqual([
    { url: '/api/v1/chat/completions', key: `Bearer ${key}`, body: '{"model":"m","messages":[]}' },
  ]);
});

test('an answer comes back with every echo of the key hidden, as it is recorded', async () => {
  const back = await ask();
  const text = await back.text();
  expect(text).toBe(`data: {"you":"${'*'.repeat(key.length)}"}\n\n`);
  expect(back.headers.get('content-type')).toBe('text/event-stream');
  expect(bodyOf(exchanges[0])).toBe(text);
  expect(exchanges[0]?.request?.json).toEqual({ model: 'm', messages: [] });
  expect(JSON.stringify(exchanges)).not.toContain(key);
});

test('other paths and further requests are refused, and reach nobody', async () => {
  for (const path of ['/embeddings', '/', '/chat/completions/x']) {
    expect((await ask(path)).status).toBe(404);
  }
  await ask();
  await ask();
  const late = await ask();
  expect(late.status).toBe(429);
  expect(await late.json()).toMatchObject({ error: { type: 'chatspec_proxy' } });
  expect(asked).toHaveLength(2);
  expect(exchanges.map(({ source }) => source)).toEqual(['proxy-1', 'proxy-2']);
});

test('a target that is down is told as 502', async () => {
  server.close();
  server.closeAllConnections();
  const back = await ask();
  expect(back.status).toBe(502);
  expect(exchanges[0]).toMatchObject({ status: null });
});

describe('an answer that is passed on while it comes', () => {
  const first = 'data: {"choices":[]}\n\n';
  /** Sends the first piece, and leaves the rest to the test. */
  const begun = () => {
    const { promise, resolve } = Promise.withResolvers<ServerResponse>();
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(first);
      resolve(response);
    };
    return promise;
  };

  test('its first piece is with the client before the target has ended it', async () => {
    const upstream = begun();
    const reader = readerOf(await ask());
    expect(await readText(reader, first.length)).toBe(first);
    expect(exchanges).toEqual([]);
    (await upstream).end('data: [DONE]\n\n');
    expect(await readText(reader, 14)).toBe('data: [DONE]\n\n');
    expect((await reader.read()).done).toBe(true);
    const exchange = exchanges[0];
    expect(bodyOf(exchange)).toBe(`${first}data: [DONE]\n\n`);
    expect(exchange).toMatchObject({ ending: 'complete', failure: null });
    expect(exchange?.frames?.map(([, bytes]) => bytes)).toEqual([first.length, 14]);
  });

  test('of a key that comes in two pieces nothing is shown, and what came before it is', async () => {
    const upstream = begun();
    const reader = readerOf(await ask());
    await readText(reader, first.length);
    const response = await upstream;
    response.write(`data: \\u0073${key.slice(1, 12)}`);
    expect(await readText(reader, 6)).toBe('data: ');
    response.end(`${key.slice(12)}!\n\n`);
    expect(await readText(reader, 100)).toBe(`${'*'.repeat(key.length + 5)}!\n\n`);
  });

  test('a client that leaves breaks it off at the target, and the next one is served', async () => {
    const upstream = begun();
    const leaving = new AbortController();
    const reader = readerOf(await ask(undefined, undefined, leaving.signal));
    await readText(reader, first.length);
    leaving.abort();
    await once(await upstream, 'close');
    const { value } = await recorded.next();
    expect(value).toMatchObject({ ending: 'aborted', failure: { kind: 'interrupted' } });
    answer = echo;
    expect((await ask()).status).toBe(200);
  });

  test('a client that leaves after [DONE] breaks nothing off: the rest is recorded', async () => {
    const upstream = begun();
    const leaving = new AbortController();
    const reader = readerOf(await ask(undefined, undefined, leaving.signal));
    const response = await upstream;
    response.write('data: [DONE]\n\n');
    await readText(reader, first.length + 14);
    leaving.abort();
    // By the time that another one was answered, the proxy knows.
    await (await ask('/embeddings')).text();
    response.end('data: more\n\n');
    const { value } = await recorded.next();
    expect(bodyOf(value)).toBe(`${first}data: [DONE]\n\ndata: more\n\n`);
    expect(value).toMatchObject({ ending: 'complete' });
  });

  test('where whole answers are wanted, a client that leaves breaks nothing off', async () => {
    await proxy[Symbol.asyncDispose]();
    proxy = await open({ outlastsClients: true });
    const upstream = begun();
    const leaving = new AbortController();
    const reader = readerOf(await ask(undefined, undefined, leaving.signal));
    await readText(reader, first.length);
    leaving.abort();
    await (await ask('/embeddings')).text();
    (await upstream).end('data: [DONE]\n\n');
    await proxy.idle();
    expect(exchanges).toMatchObject([{ ending: 'complete' }]);
  });

  test('a client that reads nothing slows the recording in nothing, and gets all in the end', async () => {
    const large = 'x'.repeat(1_000_000);
    answer = (response) => response.end(large);
    const socket = connect(Number(new URL(proxy.baseUrl).port), '127.0.0.1');
    socket.pause();
    const head = 'POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';
    socket.write(`${head}Content-Length: 2\r\n\r\n{}`);
    const { value } = await recorded.next();
    expect(value).toMatchObject({ ending: 'complete', body: { length: large.length } });
    let got = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      got += text;
    });
    socket.resume();
    await once(socket, 'close');
    expect(got.match(/x+/g)?.join('')).toHaveLength(large.length);
    expect(got.endsWith('\r\n0\r\n\r\n')).toBe(true);
  });

  test('what breaks off at the target breaks off at the client, after all that came', async () => {
    const upstream = begun();
    const reader = readerOf(await ask());
    expect(await readText(reader, first.length)).toBe(first);
    (await upstream).destroy();
    await expect(reader.read()).rejects.toThrow();
    expect(exchanges[0]).toMatchObject({ ending: 'error', failure: { kind: 'reset' } });
  });

  test('the limits of the target hold for what is passed on', async () => {
    answer = (response) => response.end('x'.repeat(1024 * 1024 + 1));
    const reader = readerOf(await ask());
    let size = 0;
    const reading = (async () => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        size += value.length;
      }
    })();
    await expect(reading).rejects.toThrow();
    expect(size).toBeLessThanOrEqual(1024 * 1024);
    expect(exchanges[0]).toMatchObject({ ending: 'capped' });
  });

  test('a client that leaves in the middle of its request ends nothing', async () => {
    const socket = connect(Number(new URL(proxy.baseUrl).port), '127.0.0.1');
    socket.write('POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{');
    await once(socket, 'ready');
    socket.destroy();
    expect((await ask()).status).toBe(200);
  });
});

describe('headers of an answer', () => {
  test('those that clients act upon are passed on, without the key', async () => {
    answer = (response) => {
      response.writeHead(429, {
        'content-type': 'application/json',
        'retry-after': '7',
        'x-request-id': `req-${key}`,
        'x-ratelimit-remaining-requests': '0',
        'openai-processing-ms': '12',
        'x-should-retry': 'false',
      });
      response.end('{"error":{}}');
    };
    const back = await ask();
    expect(back.status).toBe(429);
    expect(Object.fromEntries(back.headers)).toMatchObject({
      'content-type': 'application/json',
      'retry-after': '7',
      'x-request-id': `req-${'*'.repeat(key.length)}`,
      'x-ratelimit-remaining-requests': '0',
      'openai-processing-ms': '12',
      'x-should-retry': 'false',
    });
    expect(asked).toHaveLength(1);
  });

  test('those of the connection, cookies and redirects are not', async () => {
    answer = (response) => {
      response.writeHead(307, {
        connection: 'keep-alive, x-ratelimit-hop',
        'x-ratelimit-hop': '1',
        'set-cookie': 'a=b',
        location: 'http://elsewhere.invalid/',
        'openai-organization': 'org',
        'content-length': '2',
      });
      response.end('{}');
    };
    const back = await ask();
    expect(await back.text()).toBe('{}');
    const names = [...back.headers.keys()];
    for (const name of ['x-ratelimit-hop', 'set-cookie', 'location', 'openai-organization']) {
      expect(names).not.toContain(name);
    }
    expect(names).not.toContain('content-length');
  });

  test('a body that was compressed against our wish is passed on as it is recorded', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      response.end(gzipSync(`it is ${key}`));
    };
    const back = await ask();
    expect(await back.text()).toBe(`it is ${'*'.repeat(key.length)}`);
    expect(back.headers.get('content-encoding')).toBeNull();
  });
});
