import type { Probe } from '../../src/vocabulary.ts';
import { ask, user } from './chat.ts';

const messages = [user('Give the capital of France as JSON with one member "capital".')];

/** Told as information: readers are advised to use a native format for structured outputs. */
export const textJsonObject: Probe = {
  id: 'text-json-object',
  suite: 'text',
  title: 'response_format json_object',
  needs: ['json'],
  parameters: ['response_format', 'json_object'],
  sender: 'http',
  steps: [ask({ messages, tokens: 64, members: { response_format: { type: 'json_object' } } })],
  tokens: 64,
  informative: true,
};

export const textJsonSchema: Probe = {
  id: 'text-json-schema',
  suite: 'text',
  title: 'response_format json_schema',
  needs: ['json-schema'],
  parameters: ['response_format', 'json_schema', 'schema'],
  sender: 'http',
  steps: [
    ask({
      messages,
      tokens: 64,
      members: {
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'capital',
            strict: true,
            schema: {
              type: 'object',
              properties: { capital: { type: 'string' } },
              required: ['capital'],
              additionalProperties: false,
            },
          },
        },
      },
    }),
  ],
  tokens: 64,
  informative: true,
};
