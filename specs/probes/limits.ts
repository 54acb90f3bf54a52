import type { Probe } from '../../src/vocabulary.ts';
import { ask, askStream, askStreamWithUsage, user } from './chat.ts';

const common = { suite: 'limits', sender: 'http' } as const;

const counting = {
  messages: [user('Count from 1 to 200 in digits, separated by commas. Write every number.')],
  tokens: 16,
  expects: { cut: true },
};

export const limitMaxTokens: Probe = {
  ...common,
  id: 'limit-max-tokens',
  title: 'an answer that cannot fit into the limit',
  needs: [],
  steps: [ask(counting)],
  tokens: 16,
};

export const limitMaxTokensStream: Probe = {
  ...common,
  id: 'limit-max-tokens-stream',
  title: 'an answer that cannot fit into the limit, with streaming',
  needs: [],
  steps: [askStreamWithUsage(counting)],
  tokens: 16,
};

export const limitMaxCompletionTokens: Probe = {
  ...common,
  id: 'limit-max-completion-tokens',
  title: 'the same limit by its newer name',
  needs: ['max-completion-tokens'],
  parameters: ['max_completion_tokens'],
  steps: [
    {
      expects: { answer: 'completion', cut: true },
      request: ({ model, limit }) => ({
        method: 'POST',
        path: '/chat/completions',
        json: {
          model,
          messages: counting.messages,
          max_completion_tokens: Object.values(limit(16))[0] ?? 16,
        },
      }),
    },
  ],
  tokens: 16,
};

const stopping = {
  messages: [user('Count from 1 to 9 in digits, separated by commas. Write nothing else.')],
  tokens: 48,
  members: { stop: ['5'] },
  expects: { keeps: ['1', '2', '3', '4'] },
};

export const limitStop: Probe = {
  ...common,
  id: 'limit-stop',
  title: 'a stop sequence',
  needs: ['stop'],
  parameters: ['stop', 'stopSequences', 'stop_sequences'],
  steps: [ask(stopping)],
  tokens: 48,
};

export const limitStopStream: Probe = {
  ...common,
  id: 'limit-stop-stream',
  title: 'a stop sequence, with streaming',
  needs: ['stop'],
  parameters: ['stop', 'stopSequences', 'stop_sequences'],
  steps: [askStream(stopping)],
  tokens: 48,
};
