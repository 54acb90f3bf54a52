import type { CannedAnswer } from './canned-model.ts';

/** The surface of the mock on which an answer goes out. */
export type Surface = 'openai' | 'gemini';

/** What the mock takes as the response of a fixture. */
export type CannedReply = {
  readonly finishReason?: string;
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
} & (
  | { readonly content: string }
  | { readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[] }
);

/** An answer as a fixture's response. The mock puts token counts and `length` in each surface's words. */
export function replyOf(answer: CannedAnswer, surface: Surface): CannedReply {
  const usage = {
    prompt_tokens: answer.promptTokens,
    completion_tokens: answer.completionTokens,
  };
  if (answer.calls.length > 0) {
    // The real Gemini ends a function call with STOP; the mock's own word for it is not Gemini's.
    const finish = surface === 'gemini' ? { finishReason: 'STOP' } : {};
    return { toolCalls: answer.calls, usage, ...finish };
  }
  return { content: answer.content, usage, ...(answer.cut ? { finishReason: 'length' } : {}) };
}
