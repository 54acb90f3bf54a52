import type { Probe } from '../../src/vocabulary.ts';
import { ask, askStream, user } from './chat.ts';

const two = {
  messages: [user('Name one animal. Answer with one word.')],
  tokens: 16,
  members: { n: 2 },
};

export const textN: Probe = {
  id: 'text-n',
  suite: 'text',
  title: 'two choices, without streaming',
  needs: ['n'],
  parameters: ['n', 'candidateCount', 'candidate_count'],
  sender: 'http',
  steps: [ask(two)],
  tokens: 32,
};

export const streamN: Probe = {
  id: 'stream-n',
  suite: 'streaming',
  title: 'two choices, with streaming',
  needs: ['n'],
  parameters: ['n', 'candidateCount', 'candidate_count'],
  sender: 'http',
  steps: [askStream(two)],
  tokens: 32,
};

export const textLogprobs: Probe = {
  id: 'text-logprobs',
  suite: 'text',
  title: 'log probabilities of the tokens',
  needs: ['logprobs'],
  parameters: ['logprobs', 'top_logprobs'],
  sender: 'http',
  steps: [
    ask({
      messages: [user('Answer with the one word: yes.')],
      tokens: 8,
      members: { logprobs: true, top_logprobs: 2 },
    }),
  ],
  tokens: 8,
};
