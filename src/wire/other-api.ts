import type { Exchange, JsonValue } from '../vocabulary.ts';
import { listOf, member, stringOf } from './members.ts';

/** What OpenAI's other interfaces call their answers. */
const objects = new Set(['list', 'response', 'model', 'text_completion', 'conversation']);

/** The first event of the responses interface. */
const firstEvent = /^\s*(?:event:\s*response\.|data:\s*\{\s*"type"\s*:\s*"response\.)/;

/**
 * Whether a captured answer says itself that it comes from another of OpenAI's interfaces (models,
 * embeddings, responses, the older completions). That is no fault unless it is known to answer a
 * request for a chat completion. An answer with a message under a wrong name stays a completion.
 */
export function isOtherApi(exchange: Exchange, value: JsonValue | undefined): boolean {
  if (asksForChat(exchange)) return false;
  if (value === undefined) {
    return firstEvent.test(Buffer.from(exchange.body.subarray(0, 256)).toString('latin1'));
  }
  const choices = listOf(member(value, 'choices'));
  const speaks = choices.some((one) => ['message', 'delta'].some((name) => member(one, name)));
  return !speaks && objects.has(stringOf(member(value, 'object')) ?? '');
}

function asksForChat({ request }: Exchange): boolean {
  return request !== null && /\/chat\/completions\/?(?:\?|$)/.test(request.url);
}
