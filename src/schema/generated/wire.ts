/* Generated from schemas/wire by `npm run generate`: change the schema, not this. */

/**
 * Any body of the contract.
 */
export type WireBody = Completion | Chunk | ErrorBody;
export type Id = string;
export type Created = number;
export type Model = string;
export type ChoiceIndex = number;
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';
export type Logprobs = {
  content: ListedTokenLogprob[] | null;
  refusal?: ListedTokenLogprob[] | null;
  [k: string]: unknown;
} | null;
export type TokenText = string;
export type TokenChance = number;
export type TokenBytes = number[] | null;
export type Usage = {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: {
    cached_tokens?: number | null;
    audio_tokens?: number | null;
    [k: string]: unknown;
  } | null;
  completion_tokens_details?: {
    reasoning_tokens?: number | null;
    audio_tokens?: number | null;
    accepted_prediction_tokens?: number | null;
    rejected_prediction_tokens?: number | null;
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
} | null;
export type ServiceTier = string | null;
export type SystemFingerprint = string | null;

/**
 * The body of an answer that is not streamed. Open: vendors add members, and clients must live with that.
 */
export interface Completion {
  id: Id;
  object: 'chat.completion';
  created: Created;
  model: Model;
  /**
   * @minItems 1
   */
  choices: Choice[];
  usage?: Usage;
  service_tier?: ServiceTier;
  system_fingerprint?: SystemFingerprint;
  [k: string]: unknown;
}
export interface Choice {
  index: ChoiceIndex;
  message: Message;
  finish_reason: FinishReason;
  logprobs?: Logprobs;
  [k: string]: unknown;
}
export interface Message {
  role: 'assistant';
  content: string | null;
  refusal?: string | null;
  tool_calls?: ToolCall[] | null;
  function_call?: {
    name: string;
    arguments: string;
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}
export interface ToolCall {
  id: string;
  type: 'function' | 'custom';
  function?: {
    name: string;
    arguments: string;
    [k: string]: unknown;
  };
  custom?: {
    name: string;
    input: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
export interface ListedTokenLogprob {
  token: TokenText;
  logprob: TokenChance;
  bytes: TokenBytes;
  top_logprobs: TokenLogprob[];
  [k: string]: unknown;
}
export interface TokenLogprob {
  token: TokenText;
  logprob: TokenChance;
  bytes: TokenBytes;
  [k: string]: unknown;
}
/**
 * The data of one event of a stream. Open: vendors add members, and clients must live with that.
 */
export interface Chunk {
  id: Id;
  object: 'chat.completion.chunk';
  created: Created;
  model: Model;
  choices: ChunkChoice[];
  usage?: Usage;
  service_tier?: ServiceTier;
  system_fingerprint?: SystemFingerprint;
  [k: string]: unknown;
}
export interface ChunkChoice {
  index: ChoiceIndex;
  delta: Delta;
  finish_reason: FinishReason | null;
  logprobs?: Logprobs;
  [k: string]: unknown;
}
export interface Delta {
  role?: 'assistant' | null;
  content?: string | null;
  refusal?: string | null;
  tool_calls?: ToolCallDelta[] | null;
  function_call?: {
    name?: string | null;
    arguments?: string;
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}
export interface ToolCallDelta {
  index: number;
  id?: string | null;
  type?: string | null;
  function?: {
    name?: string | null;
    arguments?: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
/**
 * The body of a failed request, and of an error event in a stream.
 */
export interface ErrorBody {
  error: {
    message: string;
    type: string;
    param?: string | null;
    code?: string | null;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
