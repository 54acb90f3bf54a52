import { answerOf, chunkOf, deadPort } from '../../exchange/raw-server.ts';
import type { Fault } from '../fault.ts';
import { chunkEvent, completion, openStream, startPeer } from './answers.ts';

/** Connections that are refused, reset, or end before what was announced. */
export const connectionFaults: readonly Fault[] = [
  {
    name: 'refused connection',
    probes: ['text-plain'],
    start: async () => ({
      baseUrl: `http://127.0.0.1:${await deadPort()}/v1`,
      requests: () => 0,
      close: () => {},
    }),
    expected: { exit: 3, outcome: null, within: 12, says: /refused the connection/ },
  },
  {
    name: 'reset before the head',
    probes: ['text-plain'],
    start: () => startPeer((socket) => void socket.resetAndDestroy()),
    expected: { exit: 3, outcome: null, within: 12, says: /closed the connection before it answ/ },
  },
  {
    name: 'reset in the middle of the body, every time',
    probes: ['stream-plain'],
    start: () =>
      startPeer((socket) => {
        socket.write(openStream(), () => setTimeout(() => socket.resetAndDestroy(), 30));
      }),
    expected: { exit: 1, outcome: 'violates', within: 15, says: /in the middle of the body/ },
  },
  {
    name: 'chunked coding that is cut off',
    probes: ['stream-plain'],
    start: () => startPeer((socket) => void socket.end(`${openStream()}ffff\r\ndata: {`)),
    expected: { exit: 1, outcome: 'violates', within: 15, says: /transport\.body-complete/ },
  },
  {
    name: 'chunked coding that is nonsense',
    probes: ['stream-plain'],
    start: () => startPeer((socket) => void socket.end(`${openStream()}zz\r\nnonsense`)),
    expected: { exit: 1, outcome: 'violates', within: 15, says: /broke the framing of HTTP/ },
  },
  {
    name: 'content-length too long',
    probes: ['text-plain'],
    start: () =>
      startPeer((socket) => {
        const body = completion('Short.');
        const length = Buffer.byteLength(body) + 100;
        socket.end(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
        );
      }),
    expected: { exit: 1, outcome: 'violates', within: 15, says: /transport\.body-complete/ },
  },
  {
    name: 'content-length too short',
    probes: ['text-plain'],
    start: () =>
      startPeer((socket) => {
        const body = completion('Long.');
        const length = Buffer.byteLength(body) - 40;
        socket.end(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
        );
      }),
    expected: { exit: 1, outcome: 'violates', within: 12, says: /JSON/ },
  },
  {
    name: 'a server that fails every other request',
    probes: ['text-plain', 'stream-plain'],
    start: () =>
      startPeer((socket, nth, request) => {
        if (nth % 2 === 0) socket.end(answerOf('oops', [], '500 Internal Server Error'));
        else if (request.includes('"stream":true')) socket.end(soundStream());
        else socket.end(answerOf(completion('Sound.')));
      }),
    expected: {
      exit: 0,
      outcome: 'conforms',
      shows: 'what passed at a later try only as unstable',
      within: 15,
      says: /Unstable/,
    },
  },
];

const soundStream = (): string =>
  `${openStream()}${chunkOf(chunkEvent({}, 'stop'))}${chunkOf('data: [DONE]\n\n')}${chunkOf('')}`;
