import { answerOf } from '../../exchange/raw-server.ts';
import type { Fault } from '../fault.ts';
import { completion, startPeer } from './answers.ts';

const BUSY = '429 Too Many Requests';
const WORDS = '{"error":{"message":"slow down","type":"requests","param":null,"code":null}}';

/** Rate limits, with and without word of when to come back. */
export const limitFaults: readonly Fault[] = [
  {
    name: '429 without Retry-After, every time',
    probes: ['text-plain'],
    start: () => startPeer((socket) => void socket.end(answerOf(WORDS, [], BUSY))),
    expected: { exit: 3, outcome: null, within: 12, says: /no quota left or limits the rate/ },
  },
  {
    name: '429 with Retry-After, once',
    probes: ['text-plain'],
    start: () => {
      let first = 0;
      return startPeer((socket, nth) => {
        if (nth === 0) {
          first = Date.now();
          socket.end(answerOf(WORDS, ['Content-Type: application/json', 'Retry-After: 1'], BUSY));
        } else if (Date.now() - first < 1000) {
          socket.end(answerOf('{}', [], '400 Bad Request'));
        } else {
          socket.end(answerOf(completion('Back again.')));
        }
      });
    },
    expected: { exit: 0, outcome: 'conforms', within: 12, says: /conforms/ },
  },
];
