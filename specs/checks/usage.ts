import { defineCheck, defineFact } from '../../src/engine/define.ts';
import { contractChunks } from '../../src/engine/dialect.ts';
import { chunksBeforeEnd } from '../../src/engine/end.ts';
import { atEvent, atPointer } from '../../src/engine/place.ts';
import { askedUsage, asksForAudio } from '../../src/engine/reading.ts';
import type { Check, ChunkEvent, JsonObject, Place, Reading } from '../../src/vocabulary.ts';
import { countOf, isObject, listOf, member } from '../../src/wire/members.ts';
import { hasEnded } from './framing.ts';
import { streamOptions, usageObject } from './sources.ts';

// Above 200 lines: the checks of usage share how the one usage that counts is found.

interface Usage {
  readonly usage: JsonObject;
  readonly at: (path: string) => Place;
}

/** The usage object of a completion; the last one of a stream, which is the one that counts. */
function usagesOf(reading: Reading): readonly Usage[] {
  const { view } = reading;
  if (view.kind === 'completion') {
    return view.usage === null
      ? []
      : [{ usage: view.usage, at: (path) => atPointer(reading, `/usage${path}`) }];
  }
  const chunk = usageChunks(reading).at(-1);
  const usage = member(chunk?.value, 'usage');
  if (chunk === undefined || !isObject(usage)) return [];
  return [{ usage, at: (path) => atEvent(chunk, `/usage${path}`) }];
}

function usageChunks(reading: Reading): readonly ChunkEvent[] {
  return contractChunks(reading).filter((chunk) => isObject(member(chunk.value, 'usage')));
}

function counts({ usage }: Usage) {
  return {
    prompt: countOf(member(usage, 'prompt_tokens')),
    completion: countOf(member(usage, 'completion_tokens')),
    total: countOf(member(usage, 'total_tokens')),
    cached: countOf(member(member(usage, 'prompt_tokens_details'), 'cached_tokens')),
    reasoning: countOf(member(member(usage, 'completion_tokens_details'), 'reasoning_tokens')),
  };
}

/** A part can be held against its whole only where both are counted. */
function hasBoth(part: number | null, whole: number | null): boolean {
  return part !== null && whole !== null;
}

/** Reasoning that was counted beside the completion instead of within it. */
function leavesReasoningOut(usage: Usage): boolean {
  const { completion, reasoning } = counts(usage);
  return completion !== null && reasoning !== null && reasoning > completion;
}

/** Whether the total is off by exactly the reasoning that was left out: then that row says it. */
function isOffByReasoning(usage: Usage): boolean {
  const { prompt, completion, total, reasoning } = counts(usage);
  return (
    leavesReasoningOut(usage) && total === (prompt ?? 0) + (completion ?? 0) + (reasoning ?? 0)
  );
}

const answers = { on: ['completion', 'stream'] } as const;
const streams = { on: ['stream'], context: ['request'] } as const;
const sound = ['stream.framed', 'framing', 'stream.foreign', 'http.mode', 'usage.object'];

export const usageChecks: readonly Check[] = [
  defineCheck({
    ...answers,
    id: 'usage.total',
    level: 'MUST',
    statement: 'total_tokens is prompt_tokens plus completion_tokens',
    reference: `${usageObject}: "Total number of tokens used in the request (prompt + completion)"`,
    breaks:
      'Bills and budget guards that read `usage.total_tokens` of openai-python or openai-node are wrong, by up to ten times where thinking is left out.',
    decision: 'Reasoning and cached tokens are parts of the two counts and are never added.',
    restsOn: ['usage.prompt-tokens', 'usage.completion-tokens', 'usage.total-tokens'],
    subjects: usagesOf,
    examine: (usage) => {
      const { prompt, completion, total } = counts(usage);
      if (prompt === null || completion === null || total === null) return null;
      return total === prompt + completion || isOffByReasoning(usage)
        ? null
        : {
            at: usage.at('/total_tokens'),
            expected: `${prompt} + ${completion} = ${prompt + completion}`,
            actual: String(total),
          };
    },
  }),
  defineCheck({
    ...answers,
    id: 'usage.reasoning',
    level: 'MUST',
    statement: 'reasoning_tokens are a part of completion_tokens',
    reference: `${usageObject}, completion_tokens_details: a breakdown`,
    breaks:
      'Cost tracking on openai-python or openai-node that takes reasoning from the output finds negative visible tokens.',
    decision:
      'OpenAI keeps to it in all of 1,688 recorded exchanges; the 135 answers that do not are of Grok models, which count reasoning beside the completion, and of a gateway.',
    subjects: (reading) =>
      usagesOf(reading).filter((usage) =>
        hasBoth(counts(usage).reasoning, counts(usage).completion),
      ),
    examine: (usage) =>
      leavesReasoningOut(usage)
        ? {
            at: usage.at('/completion_tokens_details/reasoning_tokens'),
            expected: `at most ${counts(usage).completion} completion_tokens`,
            actual: String(counts(usage).reasoning),
          }
        : null,
  }),
  defineCheck({
    ...answers,
    id: 'usage.cached',
    level: 'MUST',
    statement: 'cached_tokens are a part of prompt_tokens',
    reference: `${usageObject}, prompt_tokens_details: a breakdown`,
    breaks:
      'Cost tracking on openai-python or openai-node that takes cached tokens from the prompt finds a negative price.',
    subjects: (reading) =>
      usagesOf(reading).filter((usage) => hasBoth(counts(usage).cached, counts(usage).prompt)),
    examine: (usage) => {
      const { cached, prompt } = counts(usage);
      return cached !== null && prompt !== null && cached > prompt
        ? {
            at: usage.at('/prompt_tokens_details/cached_tokens'),
            expected: `at most ${prompt} prompt_tokens`,
            actual: String(cached),
          }
        : null;
    },
  }),
  defineCheck({
    ...answers,
    id: 'usage.credible',
    level: 'SHOULD',
    statement: 'An answer with text or calls has used tokens',
    reference: usageObject,
    breaks: 'Cost tracking on openai-python or openai-node books the answer as free.',
    decision: 'SHOULD: typed rightly, and some local servers count nothing.',
    restsOn: ['usage.last'],
    subjects: (reading) =>
      reading.view.answers.some(({ content, calls }) => (content ?? '') !== '' || calls.length > 0)
        ? usagesOf(reading)
        : [],
    examine: (usage) =>
      (['prompt', 'completion'] as const)
        .filter((part) => counts(usage)[part] === 0)
        .map((part) => ({
          at: usage.at(`/${part}_tokens`),
          expected: 'more than 0 for an answer that holds something',
          actual: '0',
        })),
  }),
  defineCheck({
    ...streams,
    id: 'usage.sent',
    level: 'MUST',
    statement: 'A stream sends usage when include_usage is asked for',
    reference: `${streamOptions}: "an additional chunk will be streamed before the data: [DONE] message"`,
    breaks: 'The AI SDK and LangChain ask for usage in every stream and record zero tokens.',
    decision:
      'A stream that was interrupted or ended in an error may leave it out. Of 341 recorded streams of OpenAI with include_usage 339 have it; the other two, of one recording, lack even usage: null, as if nobody had asked.',
    context: ['request', 'ending'],
    restsOn: [
      ...sound,
      'http.status',
      'stream.chunks',
      'stream.finish-reason',
      'stream.empty-choices',
    ],
    plannedFor: ({ expects }) => expects.answer === 'stream',
    subjects: (reading) => (askedUsage(reading) && hasEnded(reading) ? [reading] : []),
    examine: (reading) =>
      usageChunks(reading).length > 0
        ? null
        : {
            at: { offset: reading.exchange.body.length },
            expected: 'one chunk with usage before [DONE]',
            actual: usageElsewhere(reading) ? 'usage inside a choice' : 'no usage in the stream',
          },
  }),
  defineCheck({
    ...streams,
    id: 'usage.chunk-choices',
    level: 'MUST',
    statement: 'The choices of the usage chunk are an empty array',
    reference: `${streamOptions}: "the choices field will always be an empty array"`,
    breaks:
      'Clients that take usage only from the extra chunk get none; relays of the new-api family drop the finishing chunk that carries it.',
    decision:
      'MUST where include_usage was asked for, by the letter of the text, although several vendors differ: finishing chunks are lost for it. Each of the 356 recorded streams that put usage on a choice has no extra chunk at all; OpenAI has it in all that send usage.',
    restsOn: [...sound, 'stream.empty-choices'],
    subjects: (reading) => (askedUsage(reading) ? usageChunks(reading).slice(-1) : []),
    examine: (chunk) => {
      const choices = listOf(member(chunk.value, 'choices'));
      return choices.length === 0
        ? null
        : {
            at: atEvent(chunk, '/choices'),
            expected: 'an extra chunk with choices []',
            actual: `usage on a chunk with ${choices.length === 1 ? 'a choice' : `${choices.length} choices`}`,
          };
    },
  }),
  defineCheck({
    ...streams,
    id: 'usage.once',
    level: 'MUST',
    statement: 'Only one chunk carries usage when include_usage is asked for',
    reference: `${streamOptions}: "All other chunks will also include a usage field, but with a null value"`,
    breaks:
      'LangChain, which adds up the usage of chunks, counts many times over; others take the first chunk with usage for the end.',
    restsOn: sound,
    subjects: (reading) => (askedUsage(reading) ? usageChunks(reading).slice(0, 1) : []),
    examine: (first, reading) => {
      const carriers = usageChunks(reading);
      return carriers.length === 1
        ? null
        : {
            at: atEvent(first, '/usage'),
            expected: 'usage null on every chunk but the last',
            actual: `usage on ${carriers.length} chunks`,
          };
    },
  }),
  defineCheck({
    ...streams,
    id: 'usage.unasked-once',
    level: 'SHOULD',
    statement: 'Usage that was not asked for comes on one chunk at most',
    reference: `${streamOptions}, include_usage`,
    breaks: 'LangChain and others that add up the usage of chunks count many times over.',
    decision: 'SHOULD: without include_usage no text says where usage may stand.',
    subjects: (reading) => (askedUsage(reading) ? [] : usageChunks(reading).slice(0, 1)),
    examine: (first, reading) => {
      const carriers = usageChunks(reading);
      return carriers.length === 1
        ? null
        : {
            at: atEvent(first, '/usage'),
            expected: 'usage on one chunk',
            actual: `usage on ${carriers.length} chunks`,
          };
    },
  }),
  defineCheck({
    on: ['stream'],
    id: 'usage.last',
    level: 'SHOULD',
    statement: 'No chunk follows the one that carries usage',
    reference: `${streamOptions}: usage comes on the last chunk`,
    breaks:
      'Loops over openai-python or openai-node chunks that keep the usage of the last one report nothing.',
    decision: 'SHOULD: one observation, and the SDKs keep each chunk as it is.',
    restsOn: [
      ...sound,
      'stream.empty-choices',
      'usage.once',
      'usage.unasked-once',
      'stream.after-finish',
    ],
    subjects: (reading) => (asksForAudio(reading) ? [] : usageChunks(reading).slice(-1)),
    examine: (chunk, reading) => {
      const later = chunksBeforeEnd(reading).filter(({ event }) => event > chunk.event);
      const first = later[0];
      return first === undefined
        ? null
        : {
            at: atEvent(first),
            expected: 'the end of the stream after usage',
            actual: `${later.length === 1 ? 'one more chunk' : `${later.length} more chunks`} without usage`,
          };
    },
  }),
  defineCheck({
    ...answers,
    id: 'usage.top-level',
    level: 'SHOULD',
    statement: 'Usage stands at the top of the answer, not in a choice',
    reference: usageObject,
    breaks: 'No SDK reads it there: zero tokens are recorded.',
    decision: 'SHOULD: an extra member is legal; that the usage is nowhere else is the harm.',
    restsOn: ['usage.sent'],
    subjects: (reading) => (reading.view.answers.length > 0 ? [reading] : []),
    examine: (reading) =>
      usagesOf(reading).length === 0 && usageElsewhere(reading)
        ? {
            at: { pointer: '/choices/0/usage' },
            expected: 'usage beside choices',
            actual: 'usage inside a choice',
          }
        : null,
  }),
  defineFact({
    id: 'usage.reported',
    statement: 'The tokens that the answer counts',
    reference: usageObject,
    on: ['completion', 'stream'],
    facts: (reading) =>
      usagesOf(reading).map((usage) => {
        const { prompt, completion, total, reasoning } = counts(usage);
        const thought = reasoning === null ? '' : `, of these ${reasoning} reasoning`;
        return `${prompt} prompt + ${completion} completion${thought} = ${total}`;
      }),
  }),
];

function usageElsewhere({ view }: Reading): boolean {
  const values = view.kind === 'stream' ? view.chunks.map(({ value }) => value) : [view.doc.value];
  return values.some((value) =>
    listOf(member(value, 'choices')).some((choice) => isObject(member(choice, 'usage'))),
  );
}
