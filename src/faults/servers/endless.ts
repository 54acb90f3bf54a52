import { brotliCompressSync, gzipSync } from 'node:zlib';
import { CHUNKED_HEAD, chunkOf } from '../../exchange/raw-server.ts';
import type { Fault } from '../fault.ts';
import { chunkEvent, pour, startPeer } from './answers.ts';

const MIB = 1024 * 1024;

/** Bodies without an end, or far larger than anybody asked for. */
export const endlessFaults: readonly Fault[] = [
  {
    name: 'endless stream, to every probe of the contract',
    probes: [],
    start: () => {
      const piece = Buffer.from(chunkOf(chunkEvent({ content: 'more ' })).repeat(200));
      return startPeer((socket) => {
        socket.write(CHUNKED_HEAD);
        pour(socket, piece);
      });
    },
    expected: { exit: 1, outcome: 'violates', within: 60, says: /was cut there/ },
  },
  {
    name: 'endless stream of tiny events, to every probe of the contract',
    probes: [],
    start: () => {
      const piece = Buffer.from(chunkOf('data:1\n\n').repeat(4000));
      return startPeer((socket) => {
        socket.write(CHUNKED_HEAD);
        pour(socket, piece);
      });
    },
    expected: { exit: 1, outcome: 'violates', within: 60, says: /was cut there/ },
  },
  {
    name: 'endless stream in chunks of three bytes',
    probes: ['stream-plain', 'stream-usage', 'stream-echo', 'stream-n'],
    start: () => {
      const piece = Buffer.from(chunkOf(': k').repeat(8000));
      return startPeer((socket) => {
        socket.write(CHUNKED_HEAD);
        pour(socket, piece);
      });
    },
    expected: {
      exit: 3,
      outcome: 'inconclusive',
      within: 30,
      says: /was not complete within 3500 ms|was cut there/,
    },
  },
  {
    // Nothing came that could be judged: it could not be told what the endpoint's stream is like.
    name: 'endless comment',
    probes: ['stream-plain'],
    start: () => {
      const piece = Buffer.from(chunkOf(': keep-alive\n\n'.repeat(1000)));
      return startPeer((socket) => {
        socket.write(CHUNKED_HEAD);
        pour(socket, piece);
      });
    },
    expected: { exit: 3, outcome: 'inconclusive', within: 20, says: /was cut there/ },
  },
  {
    name: 'one line of 100 MiB',
    probes: ['stream-plain'],
    start: () => {
      const piece = Buffer.alloc(MIB, 'x');
      return startPeer((socket) => {
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: `,
        );
        pour(socket, piece, 100 * MIB, '\n\n');
      });
    },
    expected: { exit: 3, outcome: 'inconclusive', within: 20, says: /was cut there/ },
  },
  ...[
    { name: 'gzip bomb', encoding: 'gzip', bomb: () => gzipSync(Buffer.alloc(200 * MIB)) },
    { name: 'brotli bomb', encoding: 'br', bomb: () => brotliCompressSync(Buffer.alloc(64 * MIB)) },
  ].map(
    ({ name, encoding, bomb }): Fault => ({
      name,
      probes: ['text-plain'],
      start: () => {
        const body = bomb();
        return startPeer((socket) => {
          socket.write(
            `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`,
          );
          socket.end(body);
        });
      },
      expected: { exit: 1, outcome: 'violates', within: 20, says: /was cut there/ },
    }),
  ),
];
