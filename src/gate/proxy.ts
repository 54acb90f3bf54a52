import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { headerOf } from '../exchange/headers.ts';
import { RETRY } from '../exchange/retry.ts';
import { send } from '../exchange/send.ts';
import type { Transport } from '../exchange/transport.ts';
import { wordsOf } from '../problem.ts';
import type { Exchange, JsonValue } from '../vocabulary.ts';

/** Where a proxy listens, and how it is closed. */
export interface RunningProxy extends AsyncDisposable {
  /** With `/v1`. */
  readonly baseUrl: string;
}

export interface ProxyOptions {
  readonly transport: Transport;
  /** 0: any free port. */
  readonly port: number;
  /** Names the nth exchange, from 1. */
  readonly sourceOf: (number: number) => string;
  readonly onExchange: (exchange: Exchange) => void;
  /** Requests beyond this number are refused. */
  readonly most: number;
  readonly signal?: AbortSignal;
}

/** Greatest request body, in bytes. */
const largestRequest = 32 * 1024 * 1024;

/**
 * Listens on 127.0.0.1 and passes chat requests on to the target. Only the proxy holds the key: a
 * client's own Authorization is dropped. An answer is passed on when it has ended and every echo of
 * the key in it is hidden; so a client sees the bytes and their pieces, but not their times.
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  let number = 0;
  const server = createServer((request, response) => {
    number += 1;
    forward(request, response, number, options).catch((error) => {
      if (!response.headersSent) refuse(response, 502, wordsOf(error));
      else response.destroy();
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  number: number,
  options: ProxyOptions,
): Promise<void> {
  const path = pathOf(request);
  if (path === null) {
    refuse(response, 404, 'this proxy passes on POST /v1/chat/completions and GET /v1/models only');
    return;
  }
  if (number > options.most) {
    refuse(response, 429, `this proxy passes on ${options.most} requests at most`);
    return;
  }
  const text = await readBody(request);
  if (text === null) {
    refuse(response, 413, `this proxy passes on ${largestRequest} bytes at most`);
    return;
  }
  const { transport, signal } = options;
  const type = request.headers['content-type'];
  const headers = {
    ...transport.target.headers,
    ...(type === undefined ? {} : { 'content-type': type }),
  };
  const method = request.method === 'GET' ? 'GET' : 'POST';
  const exchange = await send(method === 'GET' ? { method, path } : { method, path, text }, {
    transport: { ...transport, target: { ...transport.target, headers } },
    source: options.sourceOf(number),
    // The client decides whether it asks again.
    retry: { ...RETRY, attempts: 1 },
    ...(signal === undefined ? {} : { signal }),
  });
  options.onExchange(withJson(exchange, text));
  passBack(exchange, response);
}

/** The path below the base URL; `null` for what is not passed on. */
function pathOf({ method, url = '' }: IncomingMessage): string | null {
  const path = url
    .replace(/[?#].*$/, '')
    .replace(/^\/v1(?=\/)/, '')
    .replace(/\/+$/, '');
  if (method === 'POST' && path === '/chat/completions') return path;
  return method === 'GET' && path === '/models' ? path : null;
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestRequest) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function withJson(exchange: Exchange, text: string): Exchange {
  const { request } = exchange;
  if (request === null || text === '') return exchange;
  try {
    const json: JsonValue = JSON.parse(text);
    return { ...exchange, request: { ...request, json, text: null } };
  } catch {
    return exchange;
  }
}

/** Gives the recorded answer to the client, piece by piece, and breaks off where it broke off. */
function passBack(exchange: Exchange, response: ServerResponse): void {
  if (exchange.status === null) {
    refuse(response, 502, exchange.failure?.message ?? 'the target did not answer');
    return;
  }
  response.statusCode = exchange.status;
  const type = headerOf(exchange.headers, 'content-type');
  if (type !== null) response.setHeader('content-type', type);
  let at = 0;
  for (const [, bytes] of exchange.frames ?? []) {
    response.write(exchange.body.subarray(at, at + bytes));
    at += bytes;
  }
  if (at < exchange.body.length) response.write(exchange.body.subarray(at));
  if (exchange.ending === 'complete') response.end();
  else response.destroy();
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const error = { message, type: 'chatspec_proxy', param: null, code: null };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ error })}\n`);
}
