import { defineCheck } from '../../src/engine/define.ts';
import { chunksBeforeEnd } from '../../src/engine/end.ts';
import { isOutOfPlace } from '../../src/engine/out-of-place.ts';
import { atEvent } from '../../src/engine/place.ts';
import { askedUsage, asksForAudio } from '../../src/engine/reading.ts';
import type { Check, ChunkEvent, Reading } from '../../src/vocabulary.ts';
import { isObject, member } from '../../src/wire/members.ts';
import { hasEmptyChoices } from './deltas.ts';
import { chunkResponse, streamOptions } from './sources.ts';

/** Whether a chunk does nothing but carry usage. */
function isUsageChunk(chunk: ChunkEvent): boolean {
  return hasEmptyChoices(chunk) && isObject(member(chunk.value, 'usage'));
}

const common = { on: ['stream'] } as const;

/** Where a chunk without choices may stand. */
export const emptyChoicesChecks: readonly Check[] = [
  defineCheck({
    ...common,
    id: 'stream.empty-choices',
    level: 'MUST',
    statement: 'Only the last chunk, which carries usage, has empty choices',
    reference: `${chunkResponse}, choices; ${streamOptions}`,
    breaks:
      'The documented loop reads chunk.choices[0].delta: IndexError in Python, a TypeError in JavaScript.',
    decision:
      'OpenAI sends moderation notices without choices, and audio after the usage chunk: those are let through. A second usage chunk is told by usage.once.',
    survivesErrorFrame: true,
    restsOn: ['usage.object'],
    subjects: (reading) => (asksForAudio(reading) ? [] : beforeUsage(reading)),
    examine: ({ chunk, early }, reading) => {
      const at = atEvent(chunk, '/choices');
      if (isOutOfPlace(reading, chunk)) {
        return { at, expected: 'a choice, or usage', actual: 'empty choices, no usage' };
      }
      return isUsageChunk(chunk) && early
        ? {
            at,
            expected: 'no chunk after the usage chunk',
            actual: 'empty choices before the last chunk',
          }
        : null;
    },
  }),
  defineCheck({
    ...common,
    id: 'stream.unasked-usage-chunk',
    level: 'MUST',
    statement: 'A chunk with empty choices comes only when include_usage was asked for',
    reference: `${chunkResponse}: choices may be empty "for the last chunk if you set stream_options"`,
    breaks:
      'The documented loop reads chunk.choices[0].delta: its single most common crash, IndexError or TypeError.',
    context: ['request'],
    subjects: (reading) => chunksBeforeEnd(reading).slice(-1),
    examine: (chunk, reading) => {
      if (!isUsageChunk(chunk) || askedUsage(reading)) return null;
      return {
        at: atEvent(chunk, '/choices'),
        expected: 'a choice on every chunk: include_usage was not asked for',
        actual: 'a usage chunk with empty choices',
      };
    },
  }),
];

/** Every chunk, and whether another than one of usage follows it. */
function beforeUsage(
  reading: Reading,
): readonly { readonly chunk: ChunkEvent; readonly early: boolean }[] {
  const chunks = chunksBeforeEnd(reading);
  const last = chunks.findLastIndex((chunk) => !isUsageChunk(chunk));
  return chunks.map((chunk, n) => ({ chunk, early: n < last }));
}
