import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Exchange, OutgoingRequest, Target } from '../vocabulary.ts';
import { systemClock } from './clock.ts';
import { RETRY } from './retry.ts';
import { type SendOptions, send } from './send.ts';
import { answerOf, CHUNKED_HEAD, chunkOf, deadPort, serve, targetAt } from './server.fixture.ts';
import { openTransport } from './transport.ts';

const KEY = 'sk-test-0123456789';
const CHAT: OutgoingRequest = {
  method: 'POST',
  path: '/chat/completions',
  json: { model: 'test-model', messages: [{ role: 'user', content: 'Hi' }] },
};
const ONCE = { ...RETRY, attempts: 1 };

/** Waits that only write down how long they would have been. */
const waits: number[] = [];
const clock = { ...systemClock, sleep: async (ms: number) => void waits.push(ms) };

async function sendTo(
  target: Target,
  request: OutgoingRequest = CHAT,
  options: Partial<SendOptions> = {},
  env: Record<string, string> = {},
): Promise<Exchange> {
  waits.length = 0;
  const transport = await openTransport(target, { key: KEY, env, clock, random: () => 1 });
  return await send(request, { transport, source: 'probe', retry: ONCE, ...options });
}

const textOf = (exchange: Exchange) => new TextDecoder().decode(exchange.body);

describe('send', () => {
  it('records raw header pairs, each arrival and the complete end', async () => {
    const { baseUrl, requests } = await serve((socket) => {
      socket.write(
        CHUNKED_HEAD + chunkOf('data: a\n\n') + chunkOf('data: [DONE]\n\n') + chunkOf(''),
      );
    });
    const exchange = await sendTo(targetAt(baseUrl));
    expect(exchange.status).toBe(200);
    expect(exchange.headers).toEqual([
      ['Content-Type', 'text/event-stream'],
      ['Transfer-Encoding', 'chunked'],
    ]);
    expect(textOf(exchange)).toBe('data: a\n\ndata: [DONE]\n\n');
    expect(exchange.frames?.map(([, bytes]) => bytes)).toEqual([9, 14]);
    expect([exchange.ending, exchange.failure]).toEqual(['complete', null]);
    expect(exchange.attempts).toHaveLength(1);
    expect(exchange.evidence).toBe('live');
    expect(requests[0]).toContain(`authorization: Bearer ${KEY}`);
    expect(requests[0]).toContain('accept-encoding: identity');
    expect(exchange.request?.headers).toContainEqual(['authorization', 'Bearer ***']);
    expect(JSON.stringify(exchange.request)).not.toContain(KEY);
  });

  it("adds the target's headers, query and body members, and never in place of the probe's", async () => {
    const { baseUrl, requests } = await serve((socket) => socket.write(answerOf('{}')));
    const exchange = await sendTo(
      targetAt(baseUrl, {
        headers: { 'X-Route': 'one', 'X-Secret-Token': 'not-for-files' },
        query: { 'api-version': '2026-01-01', key: 'query-secret' },
        body: { model: 'other', user: 'me' },
      }),
    );
    expect(requests[0]).toContain(
      'POST /v1/chat/completions?api-version=2026-01-01&key=query-secret',
    );
    expect(requests[0]).toContain('x-route: one');
    expect(exchange.request?.json).toMatchObject({ model: 'test-model', user: 'me' });
    expect(JSON.stringify(exchange.request)).not.toMatch(/not-for-files|query-secret/);
  });

  it('sends no Authorization header, the right key or a wrong one, as the probe says', async () => {
    const { baseUrl, requests } = await serve((socket) => socket.write(answerOf('{}')));
    await sendTo(targetAt(baseUrl), { ...CHAT, key: 'none' });
    await sendTo(targetAt(baseUrl), { ...CHAT, key: 'wrong' });
    expect(requests[0]).not.toMatch(/authorization/i);
    expect(requests[1]).toContain('Bearer sk-chatspec-wrong-key');
  });

  it('sends a malformed body as it is', async () => {
    const { baseUrl, requests } = await serve((socket) => socket.write(answerOf('{}')));
    const exchange = await sendTo(targetAt(baseUrl), {
      method: 'POST',
      path: '/chat/completions',
      text: '{"model": ',
    });
    expect(requests[0]?.endsWith('{"model": ')).toBe(true);
    expect(exchange.request).toMatchObject({ json: null, text: '{"model": ' });
  });

  it('hides an echoed key in body, headers and escapes, and keeps the length', async () => {
    const body = `{"error":{"message":"bad key ${KEY} \\u0073k-test-0123456789"}}`;
    const { baseUrl } = await serve((socket) =>
      socket.write(answerOf(body, [`X-Request-Id: req-${KEY}`, `Set-Cookie: k=${KEY}`])),
    );
    const exchange = await sendTo(targetAt(baseUrl));
    expect(exchange.body).toHaveLength(body.length);
    expect(textOf(exchange)).not.toContain('0123456789');
    expect(JSON.stringify(exchange)).not.toContain(KEY);
    expect(exchange.headers?.map(([name]) => name)).toEqual(['X-Request-Id', 'Content-Length']);
  });

  it('does not follow a redirect and keeps only the host that it points to', async () => {
    const { baseUrl, requests } = await serve((socket) =>
      socket.write(
        answerOf('', ['Location: https://other.invalid/steal?token=abc'], '307 Temporary Redirect'),
      ),
    );
    const exchange = await sendTo(targetAt(baseUrl));
    expect(exchange.status).toBe(307);
    expect(exchange.headers).toContainEqual(['Location', 'https://other.invalid/']);
    expect(requests).toHaveLength(1);
  });

  it('leaves a stream early when the probe asks for it', async () => {
    const { baseUrl } = await serve((socket) => {
      socket.write(CHUNKED_HEAD + chunkOf('data: first\n\n'));
    });
    const exchange = await sendTo(targetAt(baseUrl), { ...CHAT, leaveAfterBytes: 5 });
    expect([exchange.ending, exchange.failure]).toEqual(['aborted', null]);
    expect(textOf(exchange)).toBe('data: first\n\n');
  });

  it('tells an interrupted run', async () => {
    const { baseUrl } = await serve(() => controller.abort());
    const controller = new AbortController();
    const exchange = await sendTo(targetAt(baseUrl), CHAT, {
      signal: controller.signal,
      retry: RETRY,
    });
    expect([exchange.status, exchange.failure?.kind]).toEqual([null, 'interrupted']);
  });
});

describe('limits', () => {
  const { timeouts: short, limits } = targetAt('http://127.0.0.1/v1');

  it.each([
    ['a head that never comes', 'firstByte', ''],
    ['a head that stops half-way', 'firstByte', 'HTTP/1.1 200 OK\r\nContent-'],
    ['a body that stops', 'gap', `${CHUNKED_HEAD}${chunkOf('data: a\n\n')}`],
  ])('%s is cut by %s', async (_title, limit, bytes) => {
    const { baseUrl } = await serve((socket) => socket.write(bytes));
    const exchange = await sendTo(targetAt(baseUrl, { timeouts: { ...short, [limit]: 30 } }));
    expect(exchange.failure?.kind).toBe('timeout');
    expect(exchange.failure?.message).toContain(`30 ms (${limit})`);
    expect(exchange.ending).toBe(limit === 'gap' ? 'capped' : null);
  });

  it.each(['http', 'sdk'] as const)(
    'a connection that never stands is given up (%s)',
    async (sender) => {
      // It takes the connection and never speaks TLS.
      const { port } = await serve(() => {});
      const target = targetAt(`https://127.0.0.1:${port}/v1`, {
        timeouts: { ...short, connect: 40 },
      });
      const exchange = await sendTo(target, CHAT, { sender });
      expect(exchange.failure?.kind).toBe('connect');
      expect(exchange.failure?.message).toContain('40 ms (connect)');
    },
  );

  it('an answer that drips is cut as a whole', async () => {
    const { baseUrl } = await serve((socket) => {
      socket.write(CHUNKED_HEAD);
      const drip = setInterval(() => socket.write(chunkOf('x')), 5);
      socket.on('close', () => clearInterval(drip));
    });
    const exchange = await sendTo(targetAt(baseUrl, { timeouts: { ...short, exchange: 60 } }));
    expect(exchange.failure?.message).toContain('60 ms (exchange)');
    expect(exchange.ending).toBe('capped');
    expect(exchange.body.length).toBeGreaterThan(0);
  });

  it('an endless stream is cut at the size limit, in bounded memory', async () => {
    const chunk = chunkOf(`data: ${'x'.repeat(65_000)}\n\n`);
    const { baseUrl } = await serve((socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.write(CHUNKED_HEAD);
      socket.on('drain', pour);
      pour();
    });
    const before = process.memoryUsage().rss;
    const exchange = await sendTo(
      targetAt(baseUrl, { limits: { ...limits, body: 4_000_000, events: 100 } }),
    );
    expect(exchange.body).toHaveLength(4_000_000);
    expect([exchange.ending, exchange.failure?.kind]).toEqual(['capped', 'too-large']);
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
  });

  it('a body of chunks of one byte costs a bounded number of frames', async () => {
    const many = chunkOf('x').repeat(70_000);
    const { baseUrl } = await serve((socket) => socket.write(CHUNKED_HEAD + many + chunkOf('')));
    const exchange = await sendTo(targetAt(baseUrl));
    expect(exchange.body).toHaveLength(70_000);
    expect(exchange.frames?.length).toBeLessThanOrEqual(1_024);
    expect(exchange.frames?.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(70_000);
  });

  it.each([
    ['too many events', { events: 3 }, 'data: a\n\n'.repeat(5), 3 * 9, 'more than 3 events'],
    ['too many comments', { events: 2 }, ': k\r\n\r\n'.repeat(4), 2 * 7, 'more than 2 events'],
    ['too large an event', { event: 20 }, `data: a\n\ndata: ${'x'.repeat(50)}`, 9 + 20, '20 bytes'],
  ])('%s cut a stream, and what came before is kept', async (_title, limit, body, kept, words) => {
    const { baseUrl } = await serve((socket) => socket.write(CHUNKED_HEAD + chunkOf(body)));
    const exchange = await sendTo(targetAt(baseUrl, { limits: { ...limits, ...limit } }));
    expect(exchange.failure?.message).toContain(words);
    expect([exchange.ending, exchange.failure?.kind]).toEqual(['capped', 'too-large']);
    expect(textOf(exchange).trimEnd()).toBe(body.slice(0, kept).trimEnd());
  });

  it('events are counted in streams only', async () => {
    const body = `{"a":${'\n\n'.repeat(50)}1}`;
    const { baseUrl } = await serve((socket) => socket.write(answerOf(body)));
    const few = { ...limits, events: 3, event: 10 };
    expect((await sendTo(targetAt(baseUrl, { limits: few }))).ending).toBe('complete');
  });

  it('a head beyond its limit is refused', async () => {
    const { baseUrl } = await serve((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nX-Filler: ${'x'.repeat(1024 * 1024)}\r\n\r\n`),
    );
    const exchange = await sendTo(targetAt(baseUrl));
    expect(exchange.failure?.kind).toBe('too-large');
    expect(exchange.failure?.message).toContain('head');
  });
});

describe('secrets of the config', () => {
  it('in headers and members are hidden wherever they come back, and never stored', async () => {
    const { baseUrl } = await serve((socket, _nth, request) =>
      socket.end(answerOf(`{"seen":${JSON.stringify(request)}}`)),
    );
    const target = targetAt(baseUrl, {
      headers: { Authorization: 'header-key-without-scheme', 'x-api-key': 'Bearer other-key-123' },
      query: { token: 'query-token-456' },
      body: { api_key: 'member-key-789' },
    });
    const exchange = await sendTo(target);
    const stored = `${JSON.stringify(exchange.request)}${textOf(exchange)}`;
    expect(stored).not.toMatch(/without-scheme|other-key|token-456|key-789|0123456789/);
    expect(exchange.request?.headers).toContainEqual(['authorization', '***']);
  });
});

describe('compression against our wish', () => {
  it('is undone, and the header tells of it', async () => {
    const body = gzipSync('{"object":"chat.completion"}');
    const { baseUrl } = await serve((socket) =>
      socket.write(answerOf(body, ['Content-Encoding: gzip'])),
    );
    const exchange = await sendTo(targetAt(baseUrl));
    expect(textOf(exchange)).toBe('{"object":"chat.completion"}');
    expect(exchange.headers).toContainEqual(['Content-Encoding', 'gzip']);
    expect(exchange.ending).toBe('complete');
  });

  it('does not unpack a bomb beyond the size limit', async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const { baseUrl } = await serve((socket) =>
      socket.write(answerOf(bomb, ['Content-Encoding: gzip'])),
    );
    const exchange = await sendTo(targetAt(baseUrl));
    expect(exchange.body).toHaveLength(1024 * 1024);
    expect([exchange.ending, exchange.failure?.kind]).toEqual(['capped', 'too-large']);
    expect(exchange.failure?.message).toContain('unpacks to more than 1048576 bytes');
  });

  it('does not let more through than a body may have', async () => {
    const noise = gzipSync(Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * at) % 251)));
    const { baseUrl } = await serve((socket) =>
      socket.write(answerOf(noise, ['Content-Encoding: gzip'])),
    );
    const { limits } = targetAt(baseUrl);
    const exchange = await sendTo(targetAt(baseUrl, { limits: { ...limits, body: 40 } }));
    expect(exchange.failure?.message).toContain('is larger than 40 bytes');
  });

  it('that cannot be undone is a broken body', async () => {
    const { baseUrl } = await serve((socket) =>
      socket.write(answerOf('{"not":"gzip"}', ['Content-Encoding: gzip'])),
    );
    const exchange = await sendTo(targetAt(baseUrl));
    expect([exchange.ending, exchange.failure?.kind]).toEqual(['error', 'protocol']);
  });
});

describe('failures', () => {
  it('a closed port is told as a refused connection', async () => {
    const exchange = await sendTo(targetAt(`http://127.0.0.1:${await deadPort()}/v1`));
    expect(exchange.failure?.kind).toBe('connect');
    expect(exchange.failure?.message).toMatch(/^127\.0\.0\.1:\d+ refused the connection/);
    expect([exchange.status, exchange.ending, exchange.headers]).toEqual([null, null, null]);
  });

  it('a name that does not resolve is told as such', async () => {
    // A label of 64 characters is refused before anybody is asked.
    const exchange = await sendTo(targetAt(`http://${'x'.repeat(64)}.invalid/v1`));
    expect(exchange.failure?.kind).toBe('dns');
  });

  it('a reset before the head, an invalid status line and a cut body are told apart', async () => {
    const reset = await serve((socket) => socket.destroy());
    const noise = await serve((socket) => socket.end('HELO who is there\r\n\r\n'));
    const cut = await serve((socket) => socket.end(CHUNKED_HEAD + chunkOf('data: a\n\n')));
    const short = await serve((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"id"'),
    );
    const exchanges = await Promise.all(
      [reset, noise, cut, short].map(({ baseUrl }) => sendTo(targetAt(baseUrl))),
    );
    expect(exchanges.map(({ failure, ending }) => [failure?.kind, ending])).toEqual([
      ['reset', null],
      ['protocol', null],
      ['reset', 'error'],
      ['reset', 'error'],
    ]);
    expect(exchanges.map(textOf)).toEqual(['', '', 'data: a\n\n', '{"id"']);
  });

  it('a certificate that nobody vouches for is a TLS failure, unless its file is given', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    const folder = await mkdtemp(join(tmpdir(), 'chatspec-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, cert);
    const server = createTlsServer({ cert, key }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answerOf('{}')));
    });
    onTestFinished(() => void server.close());
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const exchange = await sendTo(targetAt(`https://localhost:${port}/v1`), CHAT, { retry: RETRY });
    expect(exchange.failure?.kind).toBe('tls');
    expect(exchange.attempts).toHaveLength(1);
    const vouched = await sendTo(targetAt(`https://localhost:${port}/v1`, { caFile }));
    expect([vouched.status, vouched.failure]).toEqual([200, null]);
  });

  it('a CA file that cannot be read is told before anything is sent', async () => {
    await expect(
      sendTo(targetAt('https://localhost/v1', { caFile: 'nowhere.pem' })),
    ).rejects.toThrow(/^caFile nowhere\.pem cannot be read/);
  });
});

describe('retries', () => {
  it('waits as the server asks, keeps every attempt and gives the answer that came', async () => {
    const { baseUrl } = await serve((socket, nth) => {
      if (nth === 0) socket.end(answerOf('busy', ['Retry-After: 7'], '429 Too Many Requests'));
      else if (nth === 1) socket.end(answerOf('', [], '503 Service Unavailable'));
      else socket.end(answerOf('{"ok":true}'));
    });
    const exchange = await sendTo(targetAt(baseUrl), CHAT, { retry: RETRY });
    expect(textOf(exchange)).toBe('{"ok":true}');
    expect(exchange.attempts.map(({ status, waited }) => [status, waited])).toEqual([
      [429, 7700],
      [503, 1000],
      [200, null],
    ]);
    expect(waits).toEqual([7700, 1000]);
  });

  it('never waits longer than the longest wait', async () => {
    const late = new Date(Date.now() + 3_600_000).toUTCString();
    const { baseUrl } = await serve((socket, nth) => {
      if (nth === 0) socket.end(answerOf('', [`Retry-After: ${late}`], '429 Too Many Requests'));
      else socket.end(answerOf('{}'));
    });
    await sendTo(targetAt(baseUrl), CHAT, { retry: RETRY });
    expect(waits).toEqual([RETRY.longestWait]);
  });

  it('leaves a status alone where the probe asks for an error', async () => {
    const { baseUrl, requests } = await serve((socket) =>
      socket.end(answerOf('{}', [], '503 Service Unavailable')),
    );
    await sendTo(targetAt(baseUrl), CHAT, { retry: { ...RETRY, statuses: [] } });
    expect(requests).toHaveLength(1);
  });

  it('a body that is cut on every attempt stays cut', async () => {
    const { baseUrl } = await serve((socket) => socket.end(CHUNKED_HEAD + chunkOf('data: a\n\n')));
    const exchange = await sendTo(targetAt(baseUrl), CHAT, { retry: RETRY });
    expect(exchange.attempts).toHaveLength(3);
    expect(exchange.ending).toBe('error');
  });

  it('asks before each attempt, and what is denied is not sent', async () => {
    const { baseUrl, requests } = await serve((socket) =>
      socket.end(answerOf('', [], '502 Bad Gateway')),
    );
    let left = 2;
    const admit = async () =>
      left-- > 0 ? null : ({ kind: 'budget', message: 'the budget is spent' } as const);
    const exchange = await sendTo(targetAt(baseUrl), CHAT, { retry: RETRY, admit });
    expect(requests).toHaveLength(2);
    expect(exchange.status).toBe(502);
    const denied = await sendTo(targetAt(baseUrl), CHAT, { retry: RETRY, admit });
    expect([denied.failure?.kind, denied.attempts.length]).toEqual(['budget', 0]);
  });
});

describe('proxies', () => {
  it('sends through the proxy of the target, and hides its password', async () => {
    const { port, requests } = await serve((socket) => socket.end(answerOf('{}')));
    const proxy = `http://user:proxy-password@127.0.0.1:${port}`;
    const exchange = await sendTo(targetAt('http://behind.invalid/v1', { proxy }));
    expect(exchange.status).toBe(200);
    expect(requests[0]).toContain('POST http://behind.invalid/v1/chat/completions');
    expect(JSON.stringify(exchange)).not.toContain('proxy-password');
  });

  it.each([
    ['https', '403 Forbidden'],
    ['http', '407 Proxy Authentication Required'],
  ])('a proxy that refuses the way to an %s host is told as such', async (scheme, status) => {
    const { port } = await serve((socket) => socket.end(answerOf('', [], status)));
    const proxy = `http://user:proxy-password@127.0.0.1:${port}`;
    const exchange = await sendTo(targetAt(`${scheme}://behind.invalid/v1`, { proxy }));
    expect(exchange.failure?.kind).toBe('refused');
    expect(exchange.failure?.message).toMatch(/^the proxy refused the way to behind\.invalid/);
  });

  it('a proxy that is no address is told before anything is sent', async () => {
    const env = { HTTPS_PROXY: 'user:proxy-password@nowhere' };
    await expect(sendTo(targetAt('http://h/v1'), CHAT, {}, env)).rejects.toThrow(
      /^the proxy in http/,
    );
    await expect(sendTo(targetAt('http://h/v1'), CHAT, {}, env)).rejects.not.toThrow(/proxy-pass/);
  });

  it('takes the proxy of the environment, but never for this machine', async () => {
    const proxy = await serve((socket) => socket.end(answerOf('{"by":"proxy"}')));
    const direct = await serve((socket) => socket.end(answerOf('{"by":"server"}')));
    const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
    const far = await sendTo(targetAt('http://behind.invalid/v1'), CHAT, {}, env);
    const near = await sendTo(targetAt(direct.baseUrl), CHAT, {}, env);
    expect([textOf(far), textOf(near)]).toEqual(['{"by":"proxy"}', '{"by":"server"}']);
  });
});

describe('sending by the openai SDK', () => {
  it('records what the SDK asked and every byte, also after [DONE]', async () => {
    const chunk = '{"id":"a","object":"chat.completion.chunk","choices":[]}';
    const { baseUrl, requests } = await serve((socket) => {
      socket.write(CHUNKED_HEAD + chunkOf(`data: ${chunk}\n\ndata: [DONE]\n\n`));
      setTimeout(() => socket.write(chunkOf(': late\n\n') + chunkOf('')), 10);
    });
    const exchange = await sendTo(
      targetAt(baseUrl),
      { ...CHAT, json: { ...CHAT.json, stream: true } },
      { sender: 'sdk' },
    );
    expect(textOf(exchange)).toBe(`data: ${chunk}\n\ndata: [DONE]\n\n: late\n\n`);
    expect(exchange.ending).toBe('complete');
    expect(requests[0]).toMatch(/accept-encoding: identity/i);
    expect(requests[0]).toContain(`Bearer ${KEY}`);
    expect(requests[0]).toContain('"stream":true');
    expect(JSON.stringify(exchange.request)).not.toContain(KEY);
  });

  it('records an error answer and a dead host alike', async () => {
    const { baseUrl } = await serve((socket) =>
      socket.end(answerOf('{"error":{"message":"no"}}', [], '401 Unauthorized')),
    );
    const refused = await sendTo(targetAt(baseUrl), CHAT, { sender: 'sdk' });
    const dead = await sendTo(targetAt(`http://127.0.0.1:${await deadPort()}/v1`), CHAT, {
      sender: 'sdk',
    });
    expect([refused.status, refused.ending]).toEqual([401, 'complete']);
    expect(dead.failure?.kind).toBe('connect');
  });
});
