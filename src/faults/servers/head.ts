import { generate } from 'selfsigned';
import { answerOf, startRawServer } from '../../exchange/raw-server.ts';
import type { Fault } from '../fault.ts';
import { completion, startPeer } from './answers.ts';

/** What goes wrong before the body: TLS, the status line, the headers. */
export const headFaults: readonly Fault[] = [
  {
    name: '1 MiB of headers',
    probes: ['text-plain'],
    start: () => {
      const line = `X-Filler: ${'x'.repeat(1000)}`;
      const headers = Array.from({ length: 1040 }, () => line);
      return startPeer((socket) => void socket.end(answerOf(completion('Hi.'), headers)));
    },
    expected: { exit: 3, outcome: 'inconclusive', within: 12, says: /head beyond the size limit/ },
  },
  {
    name: 'invalid status line',
    probes: ['text-plain'],
    start: () => startPeer((socket) => void socket.end('HTTP/1.1 OK two hundred\r\n\r\nhello')),
    expected: { exit: 3, outcome: 'inconclusive', within: 12, says: /broke the framing of HTTP/ },
  },
  {
    name: 'TLS with a wrong certificate',
    probes: ['text-plain'],
    start: async () => {
      const { cert, private: key } = await generate([{ name: 'commonName', value: 'elsewhere' }]);
      const server = await startRawServer(
        (socket) => void socket.end(answerOf(completion('Hi.'))),
        {
          cert,
          key,
        },
      );
      return { ...server, requests: () => server.requests.length };
    },
    expected: { exit: 3, outcome: null, within: 10, says: /TLS with .* failed/ },
    inspect: async ({ peer }) =>
      peer.requests() === 0 ? [] : ['a request was sent over a connection that is not trusted'],
  },
  redirect(),
];

/** The key must not travel: the other host may not even hear of the request. */
function redirect(): Fault {
  let heard = 0;
  return {
    name: 'redirect to another host',
    probes: ['text-plain', 'sdk-plain'],
    start: async () => {
      const other = await startPeer((socket) => {
        heard += 1;
        socket.end(answerOf(completion('Hi.')));
      });
      const elsewhere = other.baseUrl.replace('127.0.0.1', 'localhost');
      const peer = await startPeer((socket) => {
        const headers = [`Location: ${elsewhere}/chat/completions`];
        socket.end(answerOf('', headers, '307 Temporary Redirect'));
      });
      return {
        ...peer,
        close: () => {
          peer.close();
          other.close();
        },
      };
    },
    expected: { exit: 1, outcome: 'violates', within: 12, says: /307/ },
    inspect: async () => (heard === 0 ? [] : [`the other host was asked ${heard} times`]),
  };
}
