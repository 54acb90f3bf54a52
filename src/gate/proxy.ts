import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Cut, say } from '../exchange/failure.ts';
import { send } from '../exchange/send.ts';
import type { Transport } from '../exchange/transport.ts';
import { wordsOf } from '../problem.ts';
import type { Exchange, JsonValue } from '../vocabulary.ts';
import { PassOn } from './pass-on.ts';

/** Where a proxy listens, and how it is closed. */
export interface RunningProxy extends AsyncDisposable {
  /** With `/v1`. */
  readonly baseUrl: string;
  /** Settles when every request that has come so far is answered and recorded, and never rejects. */
  readonly idle: () => Promise<void>;
}

export interface ProxyOptions {
  readonly transport: Transport;
  /** 0: any free port. */
  readonly port: number;
  /** Names the nth exchange, from 1. */
  readonly sourceOf: (number: number) => string;
  /** Called when an answer has ended, be its client slower or gone. */
  readonly onExchange: (exchange: Exchange) => void;
  /** Requests beyond this number are refused; one that is not passed on does not count. */
  readonly most: number;
  /** Records an answer to its end even where its client goes away first; else it is broken off. */
  readonly outlastsClients?: boolean;
  readonly signal?: AbortSignal;
}

/** Greatest request body, in bytes. */
const largestRequest = 32 * 1024 * 1024;

/**
 * Listens on 127.0.0.1 and passes chat requests on to the target. Only the proxy holds the key: a
 * client's own Authorization is dropped. Each piece of an answer is passed on as it comes, with every
 * echo of the key hidden; only what may be the beginning of one waits for what comes next. A slow
 * client slows nobody but itself: the recording goes on, and has the times of the target.
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  // The first two searches compile the patterns of the key; in the first answer they would hold up
  // its pieces, and the times of them.
  for (let times = 0; times < 2; times += 1) options.transport.redact.bytes(new Uint8Array(1));
  let passedOn = 0;
  /** The number of a request that is to be passed on; `null` where there were enough. */
  const take = () => {
    if (passedOn >= options.most) return null;
    passedOn += 1;
    return passedOn;
  };
  const running = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const answered = forward(request, response, take, options)
      .catch((error) => {
        if (!response.headersSent) refuse(response, 502, wordsOf(error));
        else response.destroy();
      })
      .finally(() => running.delete(answered));
    running.add(answered);
  });
  const idle = async () => void (await Promise.all(running));
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    idle,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  take: () => number | null,
  options: ProxyOptions,
): Promise<void> {
  const path = pathOf(request);
  if (path === null) {
    refuse(response, 404, 'this proxy passes on POST /v1/chat/completions and GET /v1/models only');
    return;
  }
  const text = await readBody(request);
  if (text === null) {
    refuse(response, 413, `this proxy passes on ${largestRequest} bytes at most`);
    return;
  }
  const number = take();
  if (number === null) {
    refuse(response, 429, `this proxy passes on ${options.most} requests at most`);
    return;
  }
  const { transport } = options;
  const type = request.headers['content-type'];
  const headers = {
    ...transport.target.headers,
    ...(type === undefined ? {} : { 'content-type': type }),
  };
  const method = request.method === 'GET' ? 'GET' : 'POST';
  const passing = new PassOn(response, transport.target.timeouts.gap);
  const exchange = await send(method === 'GET' ? { method, path } : { method, path, text }, {
    transport: { ...transport, target: { ...transport.target, headers } },
    source: options.sourceOf(number),
    // Watched, so sent once: the client decides whether it asks again.
    watcher: passing,
    signal: endOf(passing, options),
  });
  options.onExchange(withJson(exchange, text));
  if (exchange.status === null) {
    refuse(response, 502, exchange.failure?.message ?? 'the target did not answer');
  } else {
    await passing.finish(exchange);
  }
}

/** What ends a request before its answer does: whoever runs the proxy, or a client that left. */
function endOf(passing: PassOn, { signal, outlastsClients }: ProxyOptions): AbortSignal {
  const left = new AbortController();
  if (outlastsClients !== true) {
    const why = say('interrupted', 'the client closed the connection before the answer had ended');
    passing.onAbandoned(() => left.abort(new Cut(why)));
  }
  return signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
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

function refuse(response: ServerResponse, status: number, message: string): void {
  const error = { message, type: 'chatspec_proxy', param: null, code: null };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ error })}\n`);
}
