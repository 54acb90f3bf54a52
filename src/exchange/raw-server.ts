import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** Servers of tests and of the fault table: raw sockets on 127.0.0.1, so that any bytes can be sent. */

export interface RawServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseUrl: string;
  /** Each request as it came, head and body. */
  readonly requests: string[];
  /** Closes at once, whatever is still being sent. */
  readonly close: () => void;
}

/** Answers the nth request, from 0, by writing to its socket whatever it likes. */
export type Answer = (socket: Socket, nth: number, request: string) => void;

/** Starts a server; with `tls` it speaks TLS first. */
export async function startRawServer(answer: Answer, tls?: TlsOptions): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      const whole = text;
      requests.push(whole);
      text = '';
      answer(socket, requests.length - 1, whole);
    });
  };
  const server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  const port = await listen(server);
  return {
    port,
    baseUrl: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/v1`,
    requests,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A port of 127.0.0.1 at which nothing listens any more. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  return await new Promise((resolve) => server.close(() => resolve(port)));
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

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /content-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? '0';
  if (/transfer-encoding: *chunked/i.test(text.slice(0, end))) return text.endsWith('0\r\n\r\n');
  return text.length >= end + 4 + Number(length);
}
