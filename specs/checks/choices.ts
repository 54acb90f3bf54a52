import { defineCheck } from '../../src/engine/define.ts';
import { documentsOf } from '../../src/engine/documents.ts';
import { asked } from '../../src/engine/reading.ts';
import type { Check, Reading } from '../../src/vocabulary.ts';
import { countOf, hasError, isObject, listOf, member } from '../../src/wire/members.ts';
import { chatRequest, completionResponse, sdks } from './sources.ts';

/** How many choices were asked for. */
function wanted(reading: Reading): number {
  return countOf(asked(reading, 'n')) ?? 1;
}

/** The choices of each document on the wire, each with its place: one list per body or chunk. */
function listsOfChoices(reading: Reading) {
  return documentsOf(reading).map(({ value, at }) =>
    listOf(member(value, 'choices')).flatMap((choice, n) =>
      isObject(choice) ? [{ choice, at: (path: string) => at(`/choices/${n}${path}`) }] : [],
    ),
  );
}

/** Every choice on the wire with the place of its document. */
function choicesOf(reading: Reading) {
  return listsOfChoices(reading).flat();
}

export const choicesChecks: readonly Check[] = [
  defineCheck({
    id: 'choices.index-range',
    level: 'MUST',
    statement: 'The index of a choice is below n',
    reference: `${completionResponse}: "The index of the choice in the list of choices"`,
    breaks: 'SDK accumulators open a new choice for every index: one answer becomes hundreds.',
    on: ['completion', 'stream'],
    context: ['request'],
    subjects: (reading) =>
      choicesOf(reading).filter(({ choice }) => countOf(member(choice, 'index')) !== null),
    examine: ({ choice, at }, reading) => {
      const index = countOf(member(choice, 'index')) ?? 0;
      return index < wanted(reading)
        ? null
        : {
            at: at('/index'),
            expected: `an index from 0 to ${wanted(reading) - 1}`,
            actual: String(index),
          };
    },
  }),
  defineCheck({
    id: 'choices.index-unique',
    level: 'MUST',
    statement: 'Two choices of one answer or chunk have different indexes',
    reference: `${completionResponse}: choices "can be more than one if n is greater than 1"`,
    breaks:
      'Programs on openai-python or openai-node that order choices by index mix two answers into one.',
    decision:
      'In a stream the same index comes again in the next chunk; twice in one chunk, a program that reads choices[0] loses the second piece.',
    on: ['completion', 'stream'],
    subjects: (reading) => listsOfChoices(reading).filter((choices) => choices.length > 0),
    examine: (choices) => {
      const seen = new Set<number>();
      return choices.flatMap(({ choice, at }) => {
        const index = countOf(member(choice, 'index'));
        if (index === null) return [];
        if (!seen.has(index)) {
          seen.add(index);
          return [];
        }
        return [
          { at: at('/index'), expected: 'an index of its own', actual: `index ${index} once more` },
        ];
      });
    },
  }),
  defineCheck({
    id: 'choices.count',
    level: 'MUST',
    statement: 'An answer has as many choices as n asks for',
    reference: `${chatRequest}, n`,
    breaks:
      'In openai-python choices[1] is an IndexError where two answers were asked for, in openai-node it is undefined.',
    decision: 'A clean refusal of n is "unsupported", not a violation.',
    on: ['completion', 'stream'],
    context: ['request', 'ending'],
    restsOn: [
      'completion.choices',
      'chunk.choices',
      'choices.index-range',
      'choices.index-unique',
      'stream.framed',
      'framing',
      'stream.foreign',
      'stream.chunks',
      'stream.after-finish',
      'http.mode',
      'json.body',
    ],
    subjects: (reading) => (reading.exchange.ending === 'complete' ? [reading] : []),
    examine: (reading) => {
      const came = reading.view.answers.length;
      return came >= wanted(reading) || (reading.view.kind === 'stream' && came === 0)
        ? null
        : {
            at: { pointer: '/choices' },
            expected: `${wanted(reading)} choices`,
            actual: String(came),
          };
    },
  }),
  defineCheck({
    id: 'envelope.no-error',
    level: 'MUST',
    statement: 'A successful answer has no error beside its choices',
    reference: `${sdks}: a truthy data.error is taken for a failure`,
    breaks: 'openai-node throws an APIError and drops an answer that is good.',
    decision:
      'error: null is harmless. With finish_reason "error" the finish reason is the finding.',
    on: ['completion', 'stream'],
    survivesErrorFrame: true,
    subjects: (reading) => documentsOf(reading).filter(({ schema }) => schema !== 'error'),
    examine: ({ value, at }) => {
      const choices = listOf(member(value, 'choices'));
      const failed = choices.some((choice) => member(choice, 'finish_reason') === 'error');
      return hasError(value) && choices.length > 0 && !failed
        ? { at: at('/error'), expected: 'no error, or null', actual: 'an error beside choices' }
        : null;
    },
  }),
];
