import { answerOf, CHUNKED_HEAD, chunkOf } from '../../exchange/raw-server.ts';
import { type Fault, KEY } from '../fault.ts';
import { chunkEvent, completion, startPeer } from './answers.ts';

/** A server that repeats the key wherever it can; the table looks for it in all that is written. */
export const secretFaults: readonly Fault[] = [
  {
    name: 'answers that echo the key in body, header and error',
    probes: ['text-plain', 'error-unknown-model', 'stream-plain'],
    start: () =>
      startPeer((socket, _nth, request) => {
        const headers = [
          'Content-Type: application/json',
          `X-Request-Id: ${KEY}`,
          `Set-Cookie: session=${KEY}`,
          `WWW-Authenticate: Bearer realm="${KEY}"`,
        ];
        const words = [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64')];
        const fault = { message: `bad ${words.join(' ')}`, type: KEY, param: KEY, code: KEY };
        const unknown = request.includes('no-such-model');
        if (unknown) {
          socket.end(answerOf(JSON.stringify({ error: fault }), headers, '404 Not Found'));
        } else if (request.includes('"stream":true')) {
          socket.end(
            answerOf(`data: {"error":${JSON.stringify(fault)}}\n\ndata: ${KEY}\n\n`, headers),
          );
        } else {
          socket.end(answerOf(completion(words.join(' ')), headers));
        }
      }),
    expected: { exit: 1, outcome: 'violates', within: 15, says: /\*\*\*/ },
    play: async ({ run }) => [await run({ command: 'record', args: ['--fixtures', 'fixtures'] })],
  },
  {
    name: 'a key echoed in chunks of one byte, and cut in the middle',
    probes: ['stream-plain', 'text-plain'],
    start: () =>
      startPeer((socket, _nth, request) => {
        if (!request.includes('"stream":true')) {
          socket.end(answerOf(completion('Hi.')));
          return;
        }
        const said = `${chunkEvent({ role: 'assistant', content: KEY })}: ${KEY}\n\ndata: ${KEY}`;
        socket.write(CHUNKED_HEAD);
        for (const character of said.slice(0, -4)) socket.write(chunkOf(character));
        setTimeout(() => socket.resetAndDestroy(), 50);
      }),
    expected: { exit: 1, outcome: 'violates', within: 15, says: /\*\*\*/ },
    play: async ({ run }) => [await run({ command: 'record', args: ['--fixtures', 'fixtures'] })],
  },
  {
    name: 'a refused key that is echoed',
    probes: ['text-plain'],
    start: () =>
      startPeer((socket) => {
        const body = JSON.stringify({ error: { message: `Incorrect API key: ${KEY}` } });
        socket.end(answerOf(body, ['Content-Type: application/json'], '401 Unauthorized'));
      }),
    expected: { exit: 3, outcome: null, within: 10, says: /refuses the key in FAULT_KEY/ },
  },
];
