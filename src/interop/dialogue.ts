import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { countOf, listOf, member, stringOf } from '../wire/members.ts';

/** What the canned model needs to know of a request, however the mock's surface has put it. */
export interface Dialogue {
  readonly model: string;
  /** The text of all messages, in order. */
  readonly prompt: string;
  /** The instruction of a system or developer message. */
  readonly instruction: string;
  /** The text of the last user message; `null` where there is none. */
  readonly question: string | null;
  /** The model has already called a tool for that question. */
  readonly called: boolean;
  /** The tools that may be called: none where the caller forbids it, one where it names it. */
  readonly tools: readonly string[];
  readonly stop: readonly string[];
  /** Greatest number of output tokens; `null`: no limit. */
  readonly limit: number | null;
}

/** Reads the mock's own form of a request, which is that of OpenAI. */
export function readDialogue(request: JsonObject): Dialogue {
  const controls = controlsOf(request);
  const messages = listOf(request['messages']);
  const asked = messages.findLastIndex((message) => member(message, 'role') === 'user');
  const instructions = messages.filter((message) => {
    const role = member(message, 'role');
    return role === 'system' || role === 'developer';
  });
  return {
    model: stringOf(request['model']) ?? '',
    prompt: messages.map(wordsOf).join('\n'),
    instruction: instructions.map(wordsOf).join('\n'),
    question: asked < 0 ? null : wordsOf(messages[asked]),
    called: messages
      .slice(asked + 1)
      .some((message) => listOf(member(message, 'tool_calls')).length > 0),
    tools: toolsOf(request, member(controls, 'tool_choice')),
    stop: [member(controls, 'stop') ?? []].flat().flatMap((word) => stringOf(word) ?? []),
    limit: countOf(request['max_tokens']) ?? countOf(request['max_completion_tokens']),
  };
}

/**
 * The members by which a caller steers the answer. The mock's Gemini surface drops them on the way
 * here, so the relay before it sends them as the mock's context, which is one string.
 */
function controlsOf(request: JsonObject): JsonValue {
  const context = stringOf(request['_context']);
  return context === null ? request : JSON.parse(context);
}

/** The text of a message, whether it is one string or parts. */
function wordsOf(message: JsonValue | undefined): string {
  const content = member(message, 'content');
  if (typeof content === 'string') return content;
  return listOf(content)
    .map((part) => stringOf(member(part, 'text')) ?? '')
    .join('');
}

function toolsOf(request: JsonObject, choice: JsonValue | undefined): readonly string[] {
  if (choice === 'none') return [];
  const named = stringOf(member(member(choice, 'function'), 'name'));
  if (named !== null) return [named];
  return listOf(request['tools']).flatMap(
    (tool) => stringOf(member(member(tool, 'function'), 'name')) ?? [],
  );
}
