import type { ChunkEvent, JsonValue } from '../../src/vocabulary.ts';
import { isObject, listOf, member, stringOf } from '../../src/wire/members.ts';

/** The choices of a chunk; none where they are no array. */
export function choicesOf(chunk: ChunkEvent): readonly JsonValue[] {
  return listOf(member(chunk.value, 'choices'));
}

/** Whether `choices` is there and holds nothing. */
export function hasEmptyChoices(chunk: ChunkEvent): boolean {
  const choices = member(chunk.value, 'choices');
  return Array.isArray(choices) && choices.length === 0;
}

/** What a delta adds to the answer, in words; `null` where it adds nothing. */
export function contentOf(delta: JsonValue | undefined): string | null {
  const text = stringOf(member(delta, 'content')) ?? '';
  if (text !== '') return `the text ${JSON.stringify(text.slice(0, 60))}`;
  const refusal = stringOf(member(delta, 'refusal')) ?? '';
  if (refusal !== '') return `the refusal ${JSON.stringify(refusal.slice(0, 60))}`;
  if (listOf(member(delta, 'tool_calls')).length > 0) return 'a tool call';
  return isObject(member(delta, 'function_call')) ? 'a function call' : null;
}
