import type { ChunkEvent, Reading } from '../vocabulary.ts';
import { hasError, member } from '../wire/members.ts';
import { asksForAudio } from './reading.ts';

/** OpenAI's own notices of moderation have no choices. */
const notices = ['moderation', 'moderation_results', 'moderation_result'];

/**
 * Whether a chunk has one fault that makes all others pointless: it ought not to be there. Its choices
 * are empty and it carries nothing else. `stream.empty-choices` tells it, and the envelope of such a
 * chunk is not judged.
 */
export function isOutOfPlace(reading: Reading, { value }: ChunkEvent): boolean {
  const choices = member(value, 'choices');
  if (!Array.isArray(choices) || choices.length > 0 || asksForAudio(reading)) return false;
  const carries = hasError(value) || (member(value, 'usage') ?? null) !== null;
  return !carries && notices.every((name) => member(value, name) === undefined);
}
