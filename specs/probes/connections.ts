import type { Probe } from '../../src/vocabulary.ts';
import { ask, askStream, user } from './chat.ts';

const words = ['KOALA', 'ZEBRA'] as const;

function dictate(word: string, foreign: string) {
  return askStream({
    messages: [user(`Write the word ${word} five times, separated by spaces, and nothing else.`)],
    tokens: 32,
    expects: { foreign },
    together: 'streams',
  });
}

export const streamTogether: Probe = {
  id: 'stream-together',
  suite: 'streaming',
  title: 'two streams at once, whose texts must not mix',
  needs: [],
  sender: 'http',
  steps: [dictate(words[0], words[1]), dictate(words[1], words[0])],
  tokens: 64,
};

const long = askStream({
  messages: [user('Count from 1 to 60, separated by commas.')],
  tokens: 128,
});

export const streamLeft: Probe = {
  id: 'stream-left',
  suite: 'streaming',
  title: 'a stream that the client leaves early, after which the endpoint still answers',
  needs: [],
  sender: 'http',
  steps: [
    {
      ...long,
      request: (run) => {
        const request = long.request(run);
        return typeof request === 'string' ? request : { ...request, leaveAfterBytes: 1 };
      },
    },
    ask({ messages: [user('Answer with the one word: yes.')], tokens: 16 }),
  ],
  tokens: 144,
};
