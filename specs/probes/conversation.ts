import type { Probe } from '../../src/vocabulary.ts';
import { ask, user } from './chat.ts';

export const textMultiTurn: Probe = {
  id: 'text-multi-turn',
  suite: 'text',
  title: 'a conversation of several turns with the documented optional members',
  needs: [],
  parameters: ['seed', 'user', 'top_p', 'frequency_penalty', 'presence_penalty'],
  sender: 'http',
  steps: [
    ask({
      messages: [
        user('My favourite colour is teal. Answer with one word: noted.'),
        { role: 'assistant', content: 'Noted.' },
        user('Which colour did I name? Answer with one word.'),
      ],
      tokens: 32,
      members: {
        temperature: 0,
        top_p: 1,
        frequency_penalty: 0,
        presence_penalty: 0,
        seed: 7,
        user: 'chatspec',
      },
    }),
  ],
  tokens: 32,
};

export const textDeveloper: Probe = {
  id: 'text-developer',
  suite: 'text',
  title: 'an instruction in the developer role',
  needs: ['developer-role'],
  parameters: ['developer', 'role', 'messages'],
  sender: 'http',
  steps: [
    ask({
      messages: [
        { role: 'developer', content: 'Answer with the one word BANANA, whatever is asked.' },
        user('What is the capital of France?'),
      ],
      tokens: 16,
    }),
  ],
  tokens: 16,
};
