import type { ChunkEvent, JsonValue, Reading } from '../vocabulary.ts';
import { isObject, listOf, member } from '../wire/members.ts';

/**
 * The chunk by which Azure reports its filter on the prompt: no choices, empty envelope. Legal only
 * where the target declares the dialect; for every other target it stays the violation that it is.
 */
export function isPromptFilter(reading: Reading, chunk: ChunkEvent): boolean {
  return (
    reading.dialect === 'azure' &&
    listOf(member(chunk.value, 'choices')).length === 0 &&
    member(chunk.value, 'prompt_filter_results') !== undefined
  );
}

/** A choice by which Azure's asynchronous filter reports on text already sent: it has no delta. */
export function isFilterChoice(reading: Reading, choice: JsonValue | undefined): boolean {
  return (
    reading.dialect === 'azure' &&
    isObject(choice) &&
    (member(choice, 'content_filter_results') !== undefined ||
      member(choice, 'content_filter_offsets') !== undefined) &&
    !isObject(member(choice, 'delta'))
  );
}

/** A chunk whose only choices are reports of Azure's asynchronous filter: its envelope is empty. */
export function isFilterChunk(reading: Reading, chunk: ChunkEvent): boolean {
  const choices = listOf(member(chunk.value, 'choices'));
  return choices.length > 0 && choices.every((choice) => isFilterChoice(reading, choice));
}

/** The chunks that the contract speaks of, without those that a declared dialect allows. */
export function contractChunks(reading: Reading): readonly ChunkEvent[] {
  if (reading.view.kind !== 'stream') return [];
  if (reading.dialect === null) return reading.view.chunks;
  return reading.view.chunks.filter(
    (chunk) => !isPromptFilter(reading, chunk) && !isFilterChunk(reading, chunk),
  );
}
