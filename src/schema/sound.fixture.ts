import type { JsonObject } from '../vocabulary.ts';

/**
 * Sound bodies for tests to corrupt: between them they hold every member that a wire schema speaks
 * of. The values are invented.
 */
export const soundCompletion: JsonObject = {
  id: 'answer-1',
  object: 'chat.completion',
  created: 1_767_225_600,
  model: 'model-a',
  service_tier: 'default',
  system_fingerprint: null,
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      logprobs: {
        content: [
          {
            token: 'Hi',
            logprob: -0.25,
            bytes: [72, 105],
            top_logprobs: [{ token: 'Hi', logprob: -0.25, bytes: null }],
          },
        ],
        refusal: null,
      },
      message: {
        role: 'assistant',
        content: 'Hi',
        refusal: null,
        function_call: { name: 'look_up', arguments: '{}' },
        tool_calls: [
          { id: 'call-1', type: 'function', function: { name: 'look_up', arguments: '{"a":1}' } },
          { id: 'call-2', type: 'custom', custom: { name: 'note', input: 'b' } },
        ],
      },
    },
  ],
  usage: {
    prompt_tokens: 9,
    completion_tokens: 12,
    total_tokens: 21,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 3, accepted_prediction_tokens: null },
  },
};

export const soundChunk: JsonObject = {
  id: 'answer-2',
  object: 'chat.completion.chunk',
  created: 1_767_225_600,
  model: 'model-a',
  service_tier: null,
  system_fingerprint: 'fp-1',
  choices: [
    {
      index: 0,
      finish_reason: null,
      logprobs: { content: [{ token: 'a', logprob: -1, bytes: null, top_logprobs: [] }] },
      delta: {
        role: 'assistant',
        content: 'a',
        refusal: null,
        function_call: { name: 'look_up', arguments: '' },
        tool_calls: [
          { index: 0, id: 'call-1', type: 'function', function: { name: 'f', arguments: '' } },
          { index: 0, id: null, type: null, function: { name: null, arguments: '{}' } },
        ],
      },
    },
  ],
  usage: { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10, prompt_tokens_details: {} },
};

export const soundError: JsonObject = {
  error: {
    message: 'The model does not exist.',
    type: 'invalid_request_error',
    param: 'model',
    code: 'model_not_found',
  },
};
