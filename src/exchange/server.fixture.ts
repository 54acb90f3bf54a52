import { createServer, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import type { Target } from '../vocabulary.ts';

/** Servers of tests: raw sockets on 127.0.0.1, closed after each test. */

export interface RawServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseUrl: string;
  /** Each request as it came, head and body. */
  readonly requests: string[];
}

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Answers the nth request, from 0, by writing to its socket whatever it likes. */
export async function serve(
  answer: (socket: Socket, nth: number, request: string) => void,
): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      requests.push(text);
      const whole = text;
      text = '';
      answer(socket, requests.length - 1, whole);
    });
  });
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return { port, baseUrl: `http://127.0.0.1:${port}/v1`, requests };
}

/** A port of 127.0.0.1 at which nothing listens any more. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** A whole answer as bytes, with its length announced. */
export function answerOf(
  body: string | Uint8Array,
  headers: readonly string[] = ['Content-Type: application/json'],
  status = '200 OK',
): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`, '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), bytes]);
}

/** The head of a chunked answer. */
export const CHUNKED_HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

/** One chunk of a chunked answer; the empty one ends it. */
export const chunkOf = (text: string): string =>
  `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** A target for tests, with short limits. */
export function targetAt(baseUrl: string, changes: Partial<Target> = {}): Target {
  return {
    name: 'local',
    baseUrl,
    model: 'test-model',
    models: ['test-model'],
    apiKeyEnv: 'TEST_KEY',
    headers: {},
    query: {},
    body: {},
    tokenLimit: 'max_tokens',
    reasoningAllowance: 0,
    capabilities: {},
    modelEcho: 'any',
    dialect: null,
    proxy: null,
    caFile: null,
    timeouts: { connect: 2000, firstByte: 2000, gap: 2000, exchange: 5000 },
    limits: { body: 1024 * 1024, head: 16 * 1024 },
    price: null,
    ...changes,
  };
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /content-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? '0';
  if (/transfer-encoding: *chunked/i.test(text.slice(0, end))) return text.endsWith('0\r\n\r\n');
  return text.length >= end + 4 + Number(length);
}
