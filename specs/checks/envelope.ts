import { defineCheck, defineFact } from '../../src/engine/define.ts';
import { chunksOfAnswer } from '../../src/engine/end.ts';
import { atEvent, atPointer } from '../../src/engine/place.ts';
import { asked } from '../../src/engine/reading.ts';
import type { Check, JsonValue, Place, Reading } from '../../src/vocabulary.ts';
import { member, stringOf } from '../../src/wire/members.ts';
import { chunkResponse, completionResponse } from './sources.ts';

const day = 86_400;
/** Seconds beyond this are milliseconds: as seconds it is the year 5138. */
const farthest = 100_000_000_000;
/** Before this second (September 2001) no chat completion was made. */
const earliest = 1_000_000_000;

/** `created` of a completion, or of the first chunk that has one: constancy is judged elsewhere. */
function createdOf(reading: Reading): readonly { readonly value: number; readonly at: Place }[] {
  return placesOf(reading, 'created').flatMap(({ value, at }) =>
    typeof value === 'number' && Number.isInteger(value) ? [{ value, at }] : [],
  );
}

function placesOf(
  reading: Reading,
  name: string,
): readonly { readonly value: JsonValue | undefined; readonly at: Place }[] {
  const { view } = reading;
  if (view.kind === 'completion') {
    return [{ value: member(view.doc.value, name), at: atPointer(reading, `/${name}`) }];
  }
  const first = chunksOfAnswer(reading)[0];
  return first === undefined
    ? []
    : [{ value: member(first.value, name), at: atEvent(first, `/${name}`) }];
}

export const envelopeChecks: readonly Check[] = [
  defineCheck({
    id: 'created.seconds',
    level: 'MUST',
    statement: 'created counts seconds and does not lie in the future',
    reference: `${completionResponse}, created: "The Unix timestamp (in seconds)"`,
    breaks:
      'Programs on openai-python or openai-node that take it for seconds show dates tens of thousands of years ahead; expiry rules never fire.',
    decision:
      'A day of clock difference is allowed; the past is not judged: answers may be cached.',
    on: ['completion', 'stream'],
    survivesErrorFrame: true,
    subjects: createdOf,
    examine: ({ value, at }, { exchange }) => {
      const now = exchange.date === null ? Number.NaN : Date.parse(exchange.date) / 1000;
      if (value < farthest && !(value > now + day)) return null;
      return {
        at,
        expected: Number.isNaN(now)
          ? 'seconds since 1970'
          : `at most a day after ${exchange.date} in seconds since 1970`,
        actual: value >= farthest ? `${value}, which are milliseconds` : String(value),
      };
    },
  }),
  defineCheck({
    id: 'created.credible',
    level: 'SHOULD',
    statement: 'created is a time at which the answer can have been made',
    reference: `${chunkResponse}, created`,
    breaks:
      'Programs on openai-python or openai-node that sort or expire by time go wrong: the answer is from 1970.',
    decision: 'SHOULD: a zero is typed rightly and no client was seen to fail on it.',
    on: ['completion', 'stream'],
    survivesErrorFrame: true,
    subjects: createdOf,
    examine: ({ value, at }) =>
      value < earliest ? { at, expected: 'a time of this century', actual: String(value) } : null,
  }),
  defineCheck({
    id: 'model.echo',
    level: 'MUST',
    statement: 'The model reported is the one asked for, as closely as the target promises',
    reference: `The target, modelEcho; ${completionResponse}, model`,
    breaks:
      'Programs on openai-python or openai-node that show or book the model of an answer show and book another one.',
    decision:
      'Aliases and dated snapshots are legal, so only a target that promises "exact" or "snapshot" is held to it.',
    on: ['completion', 'stream'],
    context: ['request'],
    subjects: (reading) =>
      reading.modelEcho === 'any' || stringOf(asked(reading, 'model')) === null
        ? []
        : placesOf(reading, 'model').filter(
            ({ value }) => typeof value === 'string' && value !== '',
          ),
    examine: ({ value, at }, reading) => {
      const wanted = stringOf(asked(reading, 'model')) ?? '';
      const came = stringOf(value) ?? '';
      const kept =
        came === wanted || (reading.modelEcho === 'snapshot' && came.startsWith(`${wanted}-`));
      return kept ? null : { at, expected: wanted, actual: came };
    },
  }),
  defineFact({
    id: 'model.reported',
    statement: 'The model asked for and the model reported',
    reference: completionResponse,
    on: ['completion', 'stream'],
    context: ['request'],
    facts: (reading) => {
      const wanted = stringOf(asked(reading, 'model'));
      const came = reading.view.model;
      return wanted === null || came === null ? [] : [`asked for ${wanted}, reported ${came}`];
    },
  }),
];
