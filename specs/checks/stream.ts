import { defineCheck } from '../../src/engine/define.ts';
import { contractChunks } from '../../src/engine/dialect.ts';
import { beforeEnd, chunksBeforeEnd, chunksOfAnswer } from '../../src/engine/end.ts';
import { atEvent } from '../../src/engine/place.ts';
import { asksForAudio } from '../../src/engine/reading.ts';
import type {
  Check,
  ChunkEvent,
  Finding,
  JsonValue,
  Reading,
  StreamEvent,
} from '../../src/vocabulary.ts';
import { isObject, member } from '../../src/wire/members.ts';
import { choicesOf, contentOf, hasEmptyChoices } from './deltas.ts';
import { hasEnded } from './framing.ts';
import { chunkResponse, sdks } from './sources.ts';

/** What makes the set of chunks or their order unsound. */
export const unsoundStream = ['stream.framed', 'framing', 'stream.foreign', 'http.mode'];

/** One finding per value that differs from the first one. */
function constant(
  reading: Reading,
  name: 'id' | 'created' | 'model',
  counts: (value: JsonValue | undefined) => boolean,
): readonly Finding[] {
  const values = chunksOfAnswer(reading)
    .map((chunk) => ({ chunk, value: member(chunk.value, name) }))
    .filter(({ value }) => counts(value));
  const first = values[0]?.value;
  return values
    .filter(({ value }) => value !== first)
    .map(({ chunk, value }) => ({
      at: atEvent(chunk, `/${name}`),
      expected: `${JSON.stringify(first)}, as on the first chunk`,
      actual: JSON.stringify(value),
    }))
    .slice(0, 1);
}

const isText = (value: JsonValue | undefined): boolean => typeof value === 'string' && value !== '';
const isCount = (value: JsonValue | undefined): boolean => Number.isInteger(value);

const common = { on: ['stream'] } as const;

export const streamChecks: readonly Check[] = [
  defineCheck({
    ...common,
    id: 'stream.foreign',
    level: 'MUST',
    statement: 'Every event of a stream is a chunk, an error object or the terminator',
    reference: `${chunkResponse}; ${sdks}: data.error is what they test`,
    breaks:
      'The documented loop reads chunk.choices[0] of it: TypeError in openai-node, an IndexError or AttributeError in openai-python.',
    survivesErrorFrame: true,
    restsOn: ['terminator.spelling'],
    subjects: (reading) => beforeEnd(reading).filter(({ doc }) => doc.error === null),
    examine: (event: StreamEvent) =>
      event.kind === 'foreign'
        ? {
            at: atEvent(event),
            expected: 'an object with choices, or with error',
            actual: event.block.data.slice(0, 120),
          }
        : null,
  }),
  defineCheck({
    ...common,
    id: 'stream.chunks',
    level: 'MUST',
    statement: 'A stream carries at least one chunk with a choice, or an error',
    reference: `${chunkResponse}; ${sdks}: "request ended without sending any chunks"`,
    breaks: 'openai-node raises an error in its stream helper; plain loops store an empty answer.',
    context: ['ending'],
    restsOn: [...unsoundStream, 'http.status'],
    subjects: (reading) => (hasEnded(reading) ? [reading] : []),
    examine: (reading) =>
      reading.view.answers.length > 0 ||
      asksForAudio(reading) ||
      contractChunks(reading).some((chunk) => !hasEmptyChoices(chunk))
        ? null
        : {
            at: { offset: 0 },
            expected: 'a chunk whose choices hold something',
            actual: `${reading.exchange.body.length} bytes and no such chunk`,
          },
  }),
  defineCheck({
    ...common,
    id: 'stream.id',
    level: 'MUST',
    statement: 'Every chunk of a stream has the same id',
    reference: `${chunkResponse}: "Each chunk has the same ID"`,
    breaks:
      'Whoever files the chunks of openai-python or openai-node by id splits one message into several; tracing loses it.',
    subjects: (reading) => chunksOfAnswer(reading).slice(0, 1),
    examine: (_chunk, reading) => constant(reading, 'id', isText),
  }),
  defineCheck({
    ...common,
    id: 'stream.created',
    level: 'MUST',
    statement: 'Every chunk of a stream has the same created',
    reference: `${chunkResponse}: "Each chunk has the same timestamp"`,
    breaks:
      'openai-node keeps the created of the last chunk, others that of the first: sorting and expiry by time go wrong within one message.',
    decision:
      'OpenAI has one value in all of 529 recorded streams. In the 68 that differ the clock of the server runs on from chunk to chunk, by 1 to 29 seconds.',
    subjects: (reading) => chunksOfAnswer(reading).slice(0, 1),
    examine: (_chunk, reading) => constant(reading, 'created', isCount),
  }),
  defineCheck({
    ...common,
    id: 'stream.model',
    level: 'MUST',
    statement: 'Every chunk of a stream names the same model',
    reference: `${chunkResponse}, model: "The model to generate the completion"`,
    breaks:
      'openai-node keeps the model of the last chunk, others that of the first: cost tracking books one answer on several models.',
    subjects: (reading) => chunksOfAnswer(reading).slice(0, 1),
    examine: (_chunk, reading) => constant(reading, 'model', isText),
  }),
  defineCheck({
    ...common,
    id: 'stream.no-message',
    level: 'MUST',
    statement: 'A chunk sends increments in delta and no message beside it',
    reference: chunkResponse,
    breaks:
      'The documented loop reads delta alone; clients that read both members write the text twice, and cumulative messages garble it.',
    subjects: (reading) =>
      chunksBeforeEnd(reading).flatMap((chunk) =>
        choicesOf(chunk)
          .map((choice, n) => ({ chunk, choice, n }))
          .filter(({ choice }) => isObject(member(choice, 'delta'))),
      ),
    examine: ({ chunk, choice, n }) =>
      isObject(member(choice, 'message'))
        ? {
            at: atEvent(chunk, `/choices/${n}/message`),
            expected: 'a delta alone',
            actual: 'a message beside the delta',
          }
        : null,
  }),
  defineCheck({
    ...common,
    id: 'stream.error-frame',
    level: 'MUST',
    statement: 'An error in a stream stands alone, without choices, and no text follows it',
    reference: `${sdks}: an error frame is {"error": {...}}`,
    breaks:
      'openai-node and openai-python raise for it; loops of other clients skip a chunk with empty choices as usage: a failure reads as success.',
    survivesErrorFrame: true,
    decision: 'A terminator may follow, as OpenAI sends it; the SDKs stop at the error.',
    subjects: errorFrames,
    examine: ({ event, more }) => {
      if (Array.isArray(member(event.doc.value, 'choices'))) {
        return {
          at: atEvent(event, '/choices'),
          expected: 'an object with error alone',
          actual: 'a chunk with empty choices around the error',
        };
      }
      return more === null
        ? null
        : {
            at: atEvent(more),
            expected: 'no more of the answer after the error',
            actual: 'a chunk with more of it',
          };
    },
  }),
];

/** Each error frame, and the last chunk after it that goes on with the answer. */
function errorFrames(
  reading: Reading,
): readonly { readonly event: StreamEvent; readonly more: ChunkEvent | null }[] {
  const last = chunksBeforeEnd(reading).findLast((chunk) =>
    choicesOf(chunk).some((choice) => contentOf(member(choice, 'delta')) !== null),
  );
  return beforeEnd(reading)
    .filter(({ kind }) => kind === 'error')
    .map((event) => ({
      event,
      more: last !== undefined && last.event > event.event ? last : null,
    }));
}
