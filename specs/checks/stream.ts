import { defineCheck } from '../../src/engine/define.ts';
import { contractChunks, isFilterChoice } from '../../src/engine/dialect.ts';
import { beforeEnd, chunksBeforeEnd, chunksOfAnswer } from '../../src/engine/end.ts';
import { isOutOfPlace } from '../../src/engine/out-of-place.ts';
import { atEvent } from '../../src/engine/place.ts';
import { askedUsage, asksForAudio } from '../../src/engine/reading.ts';
import { finishReasons } from '../../src/schema/finish-reasons.ts';
import type {
  Answer,
  Check,
  ChunkEvent,
  Finding,
  JsonValue,
  Reading,
  StreamEvent,
} from '../../src/vocabulary.ts';
import { isObject, listOf, member, stringOf } from '../../src/wire/members.ts';
import { hasEnded } from './framing.ts';
import { chunkResponse, sdks, streamOptions } from './sources.ts';

/** What makes the set of chunks or their order unsound. */
const framing = ['stream.framed', 'framing', 'stream.foreign', 'http.mode'];

function choicesOf(chunk: ChunkEvent): readonly JsonValue[] {
  return listOf(member(chunk.value, 'choices'));
}

/** Whether `choices` is there and holds nothing. */
function isEmpty(chunk: ChunkEvent): boolean {
  const choices = member(chunk.value, 'choices');
  return Array.isArray(choices) && choices.length === 0;
}

function hasUsage(chunk: ChunkEvent): boolean {
  return isObject(member(chunk.value, 'usage'));
}

/** Whether a chunk does nothing but carry usage. */
function isUsageChunk(chunk: ChunkEvent): boolean {
  return isEmpty(chunk) && hasUsage(chunk);
}

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

/** The reasons of a choice that the contract names: the schema judges the other words. */
function namedReasons(answer: Answer): readonly string[] {
  return answer.finishReasons.filter((reason) => finishReasons.has(reason));
}

function isFinish(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && finishReasons.has(value);
}

function atAnswer(answer: Answer): Finding['at'] {
  return answer.at;
}

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
    restsOn: [...framing, 'http.status'],
    subjects: (reading) => (hasEnded(reading) ? [reading] : []),
    examine: (reading) =>
      reading.view.answers.length > 0 ||
      asksForAudio(reading) ||
      contractChunks(reading).some((chunk) => !isEmpty(chunk))
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
    id: 'stream.role',
    level: 'MUST',
    statement: 'The role of every choice is sent at least once',
    reference: `${sdks}: "missing role for choice"`,
    breaks: 'The stream helper of openai-node throws when it finishes a message without a role.',
    decision: 'Repeating it is legal, and so is null after the first delta.',
    context: ['ending'],
    restsOn: [
      ...framing,
      'chunk.choices',
      'choice.index',
      'choice.delta',
      'delta.role',
      'choices.index-range',
    ],
    subjects: (reading) =>
      hasEnded(reading) && !asksForAudio(reading) ? reading.view.answers : [],
    examine: (answer) =>
      answer.role !== null
        ? null
        : {
            at: atAnswer(answer),
            expected: '"role":"assistant" in one delta',
            actual: `no role for choice ${answer.index}`,
          },
  }),
  defineCheck({
    ...common,
    id: 'stream.finish-reason',
    level: 'MUST',
    statement: 'Every choice of a finished stream has a finish reason',
    reference: `${chunkResponse}; ${sdks}: "missing finish_reason for choice"`,
    breaks:
      'A half answer is stored as a whole one; AI SDK reports finishReason "unknown" and agents stop or act on half an argument.',
    context: ['ending'],
    restsOn: [
      ...framing,
      'chunk-choice.finish-reason',
      'choice.delta',
      'choice.index',
      'chunk.choices',
      'choices.index-range',
    ],
    subjects: (reading) =>
      hasEnded(reading) && !asksForAudio(reading) ? reading.view.answers : [],
    examine: (answer, reading) =>
      answer.finishReasons.length > 0
        ? null
        : {
            at: atAnswer(answer),
            expected: 'a finish_reason other than null before the end',
            actual: `none for choice ${answer.index}${otherName(reading)}`,
          },
  }),
  defineCheck({
    ...common,
    id: 'stream.one-finish-reason',
    level: 'MUST',
    statement: 'A choice has one finish reason',
    reference: chunkResponse,
    breaks:
      'openai-node keeps the last reason and loops that end at the first one keep that: one runs the tool calls that the other drops.',
    decision:
      'The same reason may come twice, as real endpoints send it; two different ones may not.',
    subjects: ({ view }) => view.answers.filter((answer) => namedReasons(answer).length > 0),
    examine: (answer, reading) => {
      const reasons = namedReasons(answer);
      return reasons.length === 1
        ? null
        : {
            at: lastFinish(reading, answer) ?? atAnswer(answer),
            expected: `${reasons[0]} alone`,
            actual: reasons.join(', then '),
          };
    },
  }),
  defineCheck({
    ...common,
    id: 'stream.after-finish',
    level: 'MUST',
    statement: 'Nothing follows the finish reason of a choice',
    reference: chunkResponse,
    breaks:
      'Loops over openai-python or openai-node chunks that end at the first finish reason lose the text or run only the first call.',
    decision:
      'Empty deltas and repeated usage are harmless; text, refusals and calls are not. Reasoning is no member of the contract.',
    subjects: (reading) =>
      reading.view.answers.some((answer) => namedReasons(answer).length > 0) ? [reading] : [],
    examine: contentAfterFinish,
  }),
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
          .filter((choice) => isObject(member(choice, 'delta')))
          .map((choice, n) => ({ chunk, choice, n })),
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
    subjects: (reading) => beforeEnd(reading).filter(({ kind }) => kind === 'error'),
    examine: (event, reading) => {
      if (Array.isArray(member(event.doc.value, 'choices'))) {
        return {
          at: atEvent(event, '/choices'),
          expected: 'an object with error alone',
          actual: 'a chunk with empty choices around the error',
        };
      }
      const last = chunksBeforeEnd(reading).findLast((chunk) => carriesContent(chunk));
      return last === undefined || last.event < event.event
        ? null
        : {
            at: atEvent(last),
            expected: 'no more of the answer after the error',
            actual: 'a chunk with more of it',
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

/** What another name the reason came under, for the reader of the finding. */
function otherName(reading: Reading): string {
  const names = ['finishReason', 'stop_reason', 'stopReason', 'native_finish_reason'];
  for (const chunk of contractChunks(reading).toReversed()) {
    for (const choice of choicesOf(chunk)) {
      const name = names.find((other) => isText(member(choice, other)));
      if (name !== undefined) return `, but ${name}: ${JSON.stringify(member(choice, name))}`;
    }
  }
  return '';
}

function lastFinish(reading: Reading, answer: Answer): Finding['at'] | null {
  const last = namedReasons(answer).at(-1);
  for (const chunk of contractChunks(reading)) {
    const n = choicesOf(chunk).findIndex((choice) => member(choice, 'finish_reason') === last);
    if (n !== -1) return atEvent(chunk, `/choices/${n}/finish_reason`);
  }
  return null;
}

function contentAfterFinish(reading: Reading): readonly Finding[] {
  const finished = new Set<JsonValue>();
  const findings: Finding[] = [];
  for (const chunk of chunksBeforeEnd(reading)) {
    for (const [n, choice] of choicesOf(chunk).entries()) {
      if (isFilterChoice(reading, choice)) continue;
      const index = member(choice, 'index') ?? n;
      const what = finished.has(index) ? contentOf(member(choice, 'delta')) : null;
      if (what !== null) {
        findings.push({
          at: atEvent(chunk, `/choices/${n}/delta`),
          expected: `nothing more for choice ${index}`,
          actual: `${what} after its finish reason`,
        });
      }
      if (isFinish(member(choice, 'finish_reason'))) finished.add(index);
    }
  }
  return findings.slice(0, 20);
}

function carriesContent(chunk: ChunkEvent): boolean {
  return choicesOf(chunk).some((choice) => contentOf(member(choice, 'delta')) !== null);
}

function contentOf(delta: JsonValue | undefined): string | null {
  const text = stringOf(member(delta, 'content')) ?? '';
  if (text !== '') return `the text ${JSON.stringify(text.slice(0, 60))}`;
  const refusal = stringOf(member(delta, 'refusal')) ?? '';
  if (refusal !== '') return `the refusal ${JSON.stringify(refusal.slice(0, 60))}`;
  if (listOf(member(delta, 'tool_calls')).length > 0) return 'a tool call';
  return isObject(member(delta, 'function_call')) ? 'a function call' : null;
}
