import { defineFact } from '../../src/engine/define.ts';
import { isFilterChoice, isFilterChunk, isPromptFilter } from '../../src/engine/dialect.ts';
import type { Check } from '../../src/vocabulary.ts';
import { listOf, member } from '../../src/wire/members.ts';
import { contentFiltering } from './sources.ts';

/** What a declared dialect allows is told by name: it is no silent tolerance. */
export const dialectChecks: readonly Check[] = [
  defineFact({
    id: 'dialect.departures',
    statement: 'The departures that the declared dialect of the target allows',
    reference: `The target, dialect; ${contentFiltering}`,
    on: ['stream'],
    survivesErrorFrame: true,
    facts: (reading) => {
      if (reading.dialect === null || reading.view.kind !== 'stream') return [];
      const { chunks } = reading.view;
      const prompts = chunks.filter((chunk) => isPromptFilter(reading, chunk)).length;
      const choices = chunks
        .filter((chunk) => isFilterChunk(reading, chunk))
        .flatMap((chunk) => listOf(member(chunk.value, 'choices')))
        .filter((choice) => isFilterChoice(reading, choice)).length;
      return [
        prompts > 0 ? `${reading.dialect}: ${prompts} prompt-filter chunk(s) without choices` : '',
        choices > 0 ? `${reading.dialect}: ${choices} filter choice(s) without delta` : '',
      ].filter((fact) => fact !== '');
    },
  }),
];
