import { defineCheck } from '../../src/engine/define.ts';
import { documentsOf } from '../../src/engine/documents.ts';
import { asked } from '../../src/engine/reading.ts';
import { finishReasons } from '../../src/schema/finish-reasons.ts';
import type { Answer, Check, Finding, Reading } from '../../src/vocabulary.ts';
import { readJsonText } from '../../src/wire/json.ts';
import { countOf, isObject, listOf, member } from '../../src/wire/members.ts';
import { hasEnded } from './framing.ts';
import { limitOf, stopsOf } from './limits.ts';
import { atFinish } from './places.ts';
import { completionResponse } from './sources.ts';
import { legacyCalls } from './tools.ts';

// Above 200 lines: the checks of finish reasons share when an answer counts as finished.

/**
 * The schema's verdict on finish_reason is not among these: an endpoint that leaves the key out of
 * the chunks before the last one says its reason all the same.
 */
const unsound = [
  'stream.finish-reason',
  'stream.one-finish-reason',
  'stream.framed',
  'framing',
  'json.body',
  'message.content',
  'delta.content',
  'choice.message',
  'choice.delta',
  'chunk.choices',
  'choices.index-range',
];

function finished(reading: Reading): readonly Answer[] {
  if (reading.view.kind === 'stream' && reading.exchange.ending !== null && !hasEnded(reading)) {
    return [];
  }
  return reading.view.answers.filter(
    (answer) => answer.finishReasons.length === 1 && finishReasons.has(reasonOf(answer)),
  );
}

function reasonOf(answer: Answer): string {
  return answer.finishReasons[0] ?? '';
}

/** A legacy function call, by which old answers say what `tool_calls` says. */
function hasLegacyCall(reading: Reading): boolean {
  return asked(reading, 'functions') !== undefined;
}

/** Nothing at all: no text, no call, no refusal, no sound. */
function isEmpty(answer: Answer, reading: Reading): boolean {
  return (
    (answer.content ?? '') === '' &&
    (answer.refusal ?? '') === '' &&
    answer.calls.length === 0 &&
    !hasLegacyCall(reading) &&
    !hasOtherOutput(reading)
  );
}

const knownOutput = new WeakMap<Reading, boolean>();

/** Sound or images, which vendors put beside the text. Looked for once: choices may be many. */
function hasOtherOutput(reading: Reading): boolean {
  const found = knownOutput.get(reading) ?? findOtherOutput(reading);
  knownOutput.set(reading, found);
  return found;
}

function findOtherOutput(reading: Reading): boolean {
  const { view } = reading;
  if (listOf(asked(reading, 'modalities')).some((kind) => kind !== 'text')) return true;
  const holder = view.kind === 'stream' ? 'delta' : 'message';
  return documentsOf(reading)
    .flatMap(({ value }) => listOf(member(value, 'choices')))
    .some((choice) =>
      ['audio', 'images', 'function_call', 'annotations'].some((name) => {
        const value = member(member(choice, holder), name);
        return isObject(value) || listOf(value).length > 0;
      }),
    );
}

const parts = {
  on: ['completion', 'stream'],
  restsOn: unsound,
} as const;

export const finishChecks: readonly Check[] = [
  defineCheck({
    ...parts,
    id: 'finish.tool-calls',
    level: 'MUST',
    statement: 'An answer that calls a tool finishes with tool_calls',
    reference: `${completionResponse}, finish_reason: tool_calls "if the model called a tool"`,
    breaks:
      'Loops on openai-python or openai-node that branch on the finish reason stop without running the tools; LibreChat waited for minutes.',
    decision:
      'Judged for tool_choice auto, and for required in streams: OpenAI itself says stop for a named function, and in 9 of 23 recorded plain answers with calls for required.',
    context: ['request'],
    restsOn: [...unsound, 'finish.cut-call'],
    subjects: (reading) =>
      finished(reading).filter((answer) => answer.calls.length > 0 && isFree(reading)),
    examine: wrongToolReason,
  }),
  defineCheck({
    ...parts,
    id: 'finish.required-tool-calls',
    level: 'SHOULD',
    statement: 'A plain answer to tool_choice required finishes with tool_calls',
    reference: `${completionResponse}, finish_reason: tool_calls "if the model called a tool"`,
    breaks:
      'Loops on openai-python or openai-node that branch on the finish reason stop without running the tools.',
    decision:
      'SHOULD: OpenAI itself says stop in 9 of 23 such answers that were recorded, all of gpt-4.',
    context: ['request'],
    restsOn: [...unsound, 'finish.cut-call'],
    subjects: (reading) =>
      finished(reading).filter(
        (answer) =>
          answer.calls.length > 0 &&
          reading.view.kind === 'completion' &&
          asked(reading, 'tool_choice') === 'required',
      ),
    examine: wrongToolReason,
  }),
  defineCheck({
    ...parts,
    id: 'finish.calls-sent',
    level: 'MUST',
    statement: 'An answer that finishes with tool_calls or function_call brings a call',
    reference: `${completionResponse}, finish_reason: tool_calls "if the model called a tool", function_call "if the model called a function"`,
    breaks:
      'Loops on openai-python or openai-node take the tool branch and find nothing to run: tool_calls[0] is undefined.',
    decision:
      'No answer of some 3,300 recorded ones says either without a call. A call that came as text or in function_call has a row of its own.',
    restsOn: [
      ...unsound,
      'stream.no-message',
      'message.tool-calls',
      'delta.tool-calls',
      'tools.not-as-text',
      'tools.no-legacy-call',
    ],
    subjects: (reading) =>
      finished(reading).filter((answer) =>
        ['tool_calls', 'function_call'].includes(reasonOf(answer)),
      ),
    examine: (answer, reading) => {
      const isLegacy = reasonOf(answer) === 'function_call';
      return answer.calls.length > 0 || (isLegacy && legacyCalls(reading).some((c) => c.legacy))
        ? null
        : {
            at: atFinish(reading, answer),
            expected: `a call in ${isLegacy ? 'function_call' : 'tool_calls'}`,
            actual: 'no call',
          };
    },
  }),
  defineCheck({
    ...parts,
    id: 'finish.cut-call',
    level: 'MUST',
    statement: 'A tool call that the limit cut finishes with length',
    reference: `${completionResponse}, finish_reason: length "if the maximum number of tokens was reached"`,
    breaks:
      'Loops on openai-python or openai-node that trust the reason run a tool with half of its arguments, or fail to parse them.',
    decision:
      'Needs all three: arguments that are no JSON, tokens at the limit, and a reason that says the call is whole.',
    context: ['request'],
    subjects: (reading) =>
      finished(reading).filter(
        (answer) => answer.calls.some(({ arguments: text }) => isHalf(text)) && atLimit(reading),
      ),
    examine: (answer, reading) =>
      reasonOf(answer) === 'tool_calls' || reasonOf(answer) === 'stop'
        ? {
            at: atFinish(reading, answer),
            expected: 'length: the arguments end in the middle at the limit of tokens',
            actual: reasonOf(answer),
          }
        : null,
  }),
  defineCheck({
    ...parts,
    id: 'finish.length',
    level: 'MUST',
    statement: 'An answer that the limit cut finishes with length',
    reference: `${completionResponse}, finish_reason: length`,
    breaks:
      'openai-python and openai-node raise LengthFinishReasonError in their parse helpers on length alone: a cut answer passes for a whole one.',
    decision:
      'Only where the text that was asked for cannot fit and the count has reached the limit: otherwise the model may have stopped by itself.',
    context: ['request', 'expectation'],
    restsOn: [...unsound, 'limits.output-tokens', 'limits.output-length'],
    plannedFor: ({ expects }) => expects.cut === true,
    subjects: (reading) =>
      finished(reading).filter(
        (answer) => reading.expects?.cut === true && answer.calls.length === 0 && atLimit(reading),
      ),
    examine: (answer, reading) =>
      reasonOf(answer) === 'stop'
        ? { at: atFinish(reading, answer), expected: 'length', actual: reasonOf(answer) }
        : null,
  }),
  defineCheck({
    ...parts,
    id: 'finish.length-unreached',
    level: 'SHOULD',
    statement: 'length is said only when a limit was reached',
    reference: `${completionResponse}, finish_reason`,
    breaks:
      'The parse helpers of openai-python and openai-node raise LengthFinishReasonError for an answer that is whole.',
    decision: 'SHOULD, and only below half of the limit: counts near it differ legally.',
    context: ['request'],
    subjects: (reading) =>
      finished(reading).filter(
        (answer) => reasonOf(answer) === 'length' && limitOf(reading) !== null,
      ),
    examine: (answer, reading) => {
      const limit = limitOf(reading) ?? 0;
      const used = countOf(member(reading.view.usage ?? undefined, 'completion_tokens'));
      return used === null || used === 0 || used * 2 >= limit || totalBeyond(reading, limit)
        ? null
        : {
            at: atFinish(reading, answer),
            expected: 'stop',
            actual: `length after ${used} of ${limit} tokens`,
          };
    },
  }),
  defineCheck({
    ...parts,
    id: 'finish.empty-stop',
    level: 'SHOULD',
    statement: 'An answer that stopped by itself holds something',
    reference: `${completionResponse}, finish_reason: stop`,
    breaks:
      'Loops on openai-python and openai-node end on a silent empty turn; `content.trim()` is a TypeError where it is null.',
    decision:
      'SHOULD: a model may say nothing; confirmed by repeating. A stop sequence that is met at once leaves nothing.',
    subjects: (reading) =>
      stopsOf(reading).length > 0 && reading.expects?.keeps === undefined
        ? []
        : finished(reading).filter((answer) => reasonOf(answer) === 'stop'),
    examine: (answer, reading) =>
      isEmpty(answer, reading) && (answer.reasoning ?? '') === ''
        ? {
            at: atFinish(reading, answer),
            expected: 'text, a call or a refusal',
            actual: 'an empty answer',
          }
        : null,
  }),
  defineCheck({
    ...parts,
    id: 'finish.answer-in-content',
    level: 'SHOULD',
    statement: 'The answer stands in content, not in the reasoning alone',
    reference: `${completionResponse}, message.content`,
    breaks:
      'openai-python and openai-node know content alone: every program built on them shows an empty answer.',
    decision: 'SHOULD: reasoning members are an extension, and one observation is no proof.',
    subjects: (reading) => finished(reading).filter((answer) => reasonOf(answer) === 'stop'),
    examine: (answer, reading) =>
      isEmpty(answer, reading) && (answer.reasoning ?? '') !== ''
        ? {
            at: atFinish(reading, answer),
            expected: 'text in content',
            actual: 'text in the reasoning and none in content',
          }
        : null,
  }),
];

/** Whether the request left it to the model to call, or required it in a stream. */
function isFree(reading: Reading): boolean {
  const choice = asked(reading, 'tool_choice');
  if (choice === undefined || choice === null || choice === 'auto') return true;
  return choice === 'required' && reading.view.kind === 'stream';
}

/** The limit and a filter may end an answer with calls; that it stopped by itself hides them. */
function wrongToolReason(answer: Answer, reading: Reading): Finding | null {
  const reason = reasonOf(answer);
  const { length } = answer.calls;
  return reason === 'stop' || reason === 'function_call'
    ? {
        at: atFinish(reading, answer),
        expected: 'tool_calls',
        actual: `${reason}, with ${length} ${length === 1 ? 'call' : 'calls'}`,
      }
    : null;
}

function isHalf(text: string): boolean {
  return text !== '' && /^\s*[{[]/.test(text) && readJsonText(text).error !== null;
}

/** Whether the count of tokens has reached the limit, give or take the end marker. */
function atLimit(reading: Reading): boolean {
  const limit = limitOf(reading);
  const used = countOf(member(reading.view.usage ?? undefined, 'completion_tokens'));
  return limit !== null && used !== null && used >= limit - 1;
}

/** Hidden tokens may count against the limit without counting as completion. */
function totalBeyond(reading: Reading, limit: number): boolean {
  const usage = reading.view.usage ?? undefined;
  const total = countOf(member(usage, 'total_tokens')) ?? 0;
  const prompt = countOf(member(usage, 'prompt_tokens')) ?? 0;
  return (total - prompt) * 2 >= limit || isObject(asked(reading, 'reasoning'));
}
