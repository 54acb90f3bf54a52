import { CHUNKED_HEAD, chunkOf } from '../../exchange/raw-server.ts';
import type { Fault } from '../fault.ts';
import { openStream, startPeer, streamStart } from './answers.ts';

/** Servers that are too slow, or never come to an end of waiting. */
export const slowFaults: readonly Fault[] = [
  {
    name: 'stalled head',
    probes: ['text-plain'],
    start: () => startPeer(() => {}),
    expected: { exit: 3, outcome: null, within: 10, says: /did not answer within 3000 ms/ },
  },
  {
    name: 'stalled body',
    probes: ['stream-plain'],
    start: () => startPeer((socket) => void socket.write(openStream())),
    expected: {
      exit: 3,
      outcome: 'inconclusive',
      within: 12,
      says: /no further byte of the body for 1500 ms/,
    },
  },
  {
    name: 'one byte a second',
    probes: ['stream-plain'],
    start: () =>
      startPeer((socket) => {
        const text = streamStart();
        let at = 0;
        socket.write(CHUNKED_HEAD);
        const timer = setInterval(() => socket.write(chunkOf(text.charAt(at++) || ' ')), 1000);
        socket.on('close', () => clearInterval(timer));
      }),
    expected: {
      exit: 3,
      outcome: 'inconclusive',
      within: 15,
      says: /was not complete within 3500 ms/,
    },
  },
];
