import type {
  Expectation,
  JsonObject,
  JsonValue,
  Step,
  StepContext,
} from '../../src/vocabulary.ts';

/** A message of a request. */
export type Message = JsonObject;

export const user = (content: JsonValue): Message => ({ role: 'user', content });
export const system = (content: string): Message => ({ role: 'system', content });

/** What a chat request holds beside the model and the limit of its output. */
export interface ChatParts {
  readonly messages: readonly Message[];
  /** Output tokens asked for, before the target's allowance. */
  readonly tokens: number;
  readonly members?: JsonObject;
  readonly expects?: Partial<Expectation>;
  readonly together?: string;
}

/** One chat request without the `stream` member. */
export function ask(parts: ChatParts): Step {
  return chatStep(parts, { answer: 'completion', ...parts.expects }, {});
}

/** The same with `stream: true`. */
export function askStream(parts: ChatParts): Step {
  return chatStep(parts, { answer: 'stream', ...parts.expects }, { stream: true });
}

/** A stream with the usage chunk asked for. */
export function askStreamWithUsage(parts: ChatParts): Step {
  const members = { stream: true, stream_options: { include_usage: true } };
  return chatStep(parts, { answer: 'stream', ...parts.expects }, members);
}

function chatStep(parts: ChatParts, expects: Expectation, mode: JsonObject): Step {
  return {
    expects,
    ...(parts.together === undefined ? {} : { together: parts.together }),
    request: ({ model, limit }) => ({
      method: 'POST',
      path: '/chat/completions',
      json: { model, messages: parts.messages, ...limit(parts.tokens), ...parts.members, ...mode },
    }),
  };
}

/** A chat request of the documented page: sent unchanged, so its limit is `max_tokens` as printed. */
export function askAsPrinted(json: JsonObject, answer: 'completion' | 'stream'): Step {
  return {
    expects: { answer },
    request: ({ model }: StepContext) => ({
      method: 'POST',
      path: '/chat/completions',
      json: { model, ...json },
    }),
  };
}
