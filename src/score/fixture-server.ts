import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem, wordsOf } from '../problem.ts';
import type { JsonValue } from '../vocabulary.ts';
import { member, stringOf } from '../wire/members.ts';
import { type PlayOptions, playAnswer } from './play-answer.ts';
import { type Incoming, recognise, type ServedAnswer } from './recognise.ts';

/** A server that answers from fixtures. */
export interface FixtureServer extends AsyncDisposable {
  /** With `/v1`. */
  readonly baseUrl: string;
}

export interface FixtureServerOptions {
  /** Asked anew for each request. */
  readonly answers: () => readonly ServedAnswer[];
  readonly timing: PlayOptions['timing'];
  /** 0: any free port. */
  readonly port: number;
  /** Told of each request and the fixture that answers it; `null`: none does. */
  readonly onAnswer?: (request: string, answer: ServedAnswer | null) => void;
}

/** Greatest request body, in bytes. */
const largestRequest = 32 * 1024 * 1024;

/** Listens on 127.0.0.1 and answers every request by the nearest fixture. A `Problem` for its port. */
export async function startFixtureServer(options: FixtureServerOptions): Promise<FixtureServer> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    answer(request, response, options, closing.signal).catch((error) => {
      if (!response.headersSent && !closing.signal.aborted) refuse(response, 500, wordsOf(error));
      else response.destroy();
    });
  });
  const port = await listen(server, options.port);
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { answers, timing, onAnswer }: FixtureServerOptions,
  signal: AbortSignal,
): Promise<void> {
  request.socket.setNoDelay(true);
  const text = await readBody(request);
  if (text === null) {
    refuse(response, 413, `this server reads ${largestRequest} bytes at most`);
    return;
  }
  const incoming = incomingOf(request, text);
  const found = recognise(incoming, answers());
  onAnswer?.(`${incoming.method} ${incoming.path}`, found);
  if (found === null) {
    refuse(response, 404, `no fixture answers ${incoming.method} ${incoming.path}`);
    return;
  }
  const model = stringOf(member(incoming.json, 'model'));
  await playAnswer(response, found.exchange, { timing, model, signal });
}

function incomingOf(request: IncomingMessage, text: string): Incoming {
  const { method = 'GET', url = '/', headers } = request;
  return {
    method,
    path: url,
    json: jsonOf(text),
    authorization: headers.authorization ?? null,
    userAgent: headers['user-agent'] ?? '',
  };
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
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

function refuse(response: ServerResponse, status: number, message: string): void {
  const error = { message, type: 'chatspec_serve', param: null, code: null };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ error })}\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new Problem('usage', `port ${port} cannot be used (${wordsOf(error)}): choose another one`),
      ),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address() as AddressInfo;
      resolve(address.port);
    });
  });
}
