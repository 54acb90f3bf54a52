import { defineCheck, defineComparison } from '../../src/engine/define.ts';
import { contractChunks } from '../../src/engine/dialect.ts';
import { asked } from '../../src/engine/reading.ts';
import { examineBySchema } from '../../src/schema/examine.ts';
import type {
  Answer,
  AssembledCall,
  Check,
  JsonObject,
  JsonValue,
  Reading,
  ViewKind,
} from '../../src/vocabulary.ts';
import { readJsonText } from '../../src/wire/json.ts';
import { countOf, isObject, listOf, member, stringOf } from '../../src/wire/members.ts';
import { hasEnded } from './framing.ts';
import { atEnvelope, atUsage } from './places.ts';
import { chunkResponse, completionResponse, errorCodes, sdks, usageObject } from './sources.ts';

// Above 200 lines: every comparison of two answers stands here, as nothing else compares.

const every: readonly ViewKind[] = ['completion', 'stream', 'error', 'unknown'];
const bothModes = [
  ['stream-echo', 'text-echo'],
  ['tools-required-stream', 'tools-loop'],
  ['limit-max-tokens-stream', 'limit-max-tokens'],
] as const;
const tools = [
  ['tools-required-stream', 'tools-loop'],
  ['tools-parallel-stream', 'tools-parallel'],
  ['tools-parallel-stream-usage', 'tools-parallel'],
] as const;
const sound = ['stream.framed', 'framing', 'stream.foreign', 'http.mode', 'json.body'];
/** Without these a call is not read whole. */
const wholeCalls = [
  ...sound,
  'delta.tool-calls',
  'tool-delta',
  'tool-stream',
  'stream.chunks',
  'stream.finish-reason',
  'choice.delta',
  'stream.after-finish',
  'tool-call',
];

function promptTokens({ view }: Reading): number | null {
  return countOf(member(view.usage ?? undefined, 'prompt_tokens'));
}

function callsOf({ view }: Reading): number {
  return view.answers.reduce((sum, { calls }) => sum + calls.length, 0);
}

/** Whether the model said all that it wanted to say: no limit, filter or refusal came before. */
function cameToItsEnd(stream: Reading): boolean {
  const early = ['length', 'content_filter'];
  return (
    hasEnded(stream) &&
    stream.view.answers.every(
      ({ finishReasons, refusal }) =>
        !finishReasons.some((reason) => early.includes(reason)) && (refusal ?? '') === '',
    )
  );
}

function statusClass({ exchange }: Reading): number {
  return Math.floor((exchange.status ?? 0) / 100);
}

export const parityChecks: readonly Check[] = [
  defineComparison({
    id: 'parity.prompt-tokens',
    level: 'MUST',
    statement: 'One prompt has one token count, with streaming and without',
    reference: `${usageObject}, prompt_tokens: "Number of tokens in the prompt"`,
    breaks:
      'Metering on openai-python or openai-node depends on the mode: the same request is billed differently.',
    decision:
      'The count of a prompt is no matter of generation. Cached tokens are a part of it, so a warm cache does not change it.',
    on: ['stream'],
    restsOn: [
      ...sound,
      'usage.prompt-tokens',
      'usage.total',
      'usage.cached',
      'usage.credible',
      'usage.sent',
    ],
    compares: bothModes,
    compare: (stream, plain) => {
      const streamed = promptTokens(stream);
      const whole = promptTokens(plain);
      if (streamed === null || whole === null) return null;
      return streamed === whole
        ? []
        : [
            {
              at: atUsage(stream, '/prompt_tokens'),
              expected: `${whole}, as without streaming`,
              actual: String(streamed),
            },
          ];
    },
  }),
  defineComparison({
    id: 'parity.model',
    level: 'SHOULD',
    statement: 'The same model is reported with streaming and without',
    reference: completionResponse,
    breaks: 'Cost tracking on openai-python or openai-node books streams on another model.',
    decision: 'SHOULD: two requests may be served by two snapshots.',
    on: ['stream'],
    restsOn: [...sound, 'envelope.model', 'stream.model', 'model.echo'],
    compares: [['stream-plain', 'text-plain'], ...bothModes],
    compare: (stream, plain) => {
      const streamed = stream.view.model;
      const whole = plain.view.model;
      if (streamed === null || whole === null) return null;
      return streamed === whole
        ? []
        : [{ at: atEnvelope(stream, 'model'), expected: whole, actual: streamed }];
    },
  }),
  defineComparison({
    id: 'parity.id',
    level: 'SHOULD',
    statement: 'Two answers have different ids',
    reference: `${completionResponse}, id: "A unique identifier for the chat completion"`,
    breaks:
      'Logs and caches that keep the answers of openai-python or openai-node by id overwrite one with the other.',
    decision: 'SHOULD: seen on two answers only, and no SDK rests on it.',
    on: ['stream'],
    restsOn: ['envelope.id', 'stream.id', 'stream.framed'],
    compares: [
      ['stream-plain', 'text-plain'],
      ['stream-echo', 'text-echo'],
      // The two streams of the probe: the first is met by itself here, and the second by the first.
      ['stream-together', 'stream-together'],
    ],
    compare: (stream, plain) => {
      if (stream === plain) return null;
      const one = idOf(stream);
      const other = idOf(plain);
      if (one === null || other === null) return null;
      return one === other
        ? [{ at: atEnvelope(stream, 'id'), expected: 'an id of its own', actual: one }]
        : [];
    },
  }),
  defineComparison({
    id: 'parity.tool-calls',
    level: 'MUST',
    statement: 'A required tool call that comes without streaming comes with it too',
    reference: `${chunkResponse}: both modes carry the same message`,
    breaks: 'The AI SDK and the OpenAI Agents SDK, when they stream, never act.',
    decision:
      'Judged for tool_choice required: with auto the model may choose otherwise. A limit or a filter may end a stream before its call, and a refusal stand in its place.',
    on: ['stream'],
    context: ['request', 'ending'],
    restsOn: [
      ...sound,
      'stream.no-message',
      'delta.tool-calls',
      'tool-delta',
      'tools.not-as-text',
      'tools.no-legacy-call',
      'stream.chunks',
      'stream.finish-reason',
      'finish.calls-sent',
      'choice.delta',
    ],
    compares: tools.slice(0, 1),
    compare: (stream, plain) => {
      const required = asked(stream, 'tool_choice') === 'required';
      if (!required || callsOf(plain) === 0 || !cameToItsEnd(stream)) return null;
      return callsOf(stream) > 0
        ? []
        : [
            {
              at: { pointer: '/choices/0/delta' },
              expected: `${callsOf(plain) === 1 ? 'a call' : `${callsOf(plain)} calls`}, as without streaming`,
              actual: 'none',
            },
          ];
    },
  }),
  defineComparison({
    id: 'parity.tool-call-count',
    level: 'SHOULD',
    statement: 'As many parallel calls come with streaming as without',
    reference: `${chunkResponse}; parallel_tool_calls defaults to true`,
    breaks:
      'The AI SDK and the OpenAI Agents SDK, when they stream, lose the second call without a sign.',
    decision: 'SHOULD: the model may call otherwise; confirmed by repeating.',
    on: ['stream'],
    context: ['ending'],
    restsOn: wholeCalls,
    compares: tools.slice(1),
    compare: (stream, plain) => {
      if (callsOf(plain) < 2 || !cameToItsEnd(stream)) return null;
      return callsOf(stream) >= callsOf(plain)
        ? []
        : [
            {
              at: { pointer: '/choices/0/delta/tool_calls' },
              expected: `${callsOf(plain)} calls, as without streaming`,
              actual: String(callsOf(stream)),
            },
          ];
    },
  }),
  defineComparison({
    id: 'parity.tool-arguments',
    level: 'SHOULD',
    statement: 'Arguments that hold an object without streaming begin as one with it',
    reference: `${chunkResponse}; ${sdks}: fragments are appended`,
    breaks:
      'The AI SDK and the OpenAI Agents SDK, when they stream, fail to parse the arguments of every call.',
    decision:
      'SHOULD, and only where the opening brace is not first, as where the first piece is lost or comes late: JSON that goes wrong later may be the model’s.',
    on: ['stream'],
    context: ['ending'],
    restsOn: [...wholeCalls, 'chunk.choices', 'choices'],
    compares: tools,
    compare: (stream, plain) => {
      const calls = stream.view.answers.flatMap((answer) => answer.calls);
      const written = plain.view.answers.flatMap((answer) => answer.calls);
      const objects = written.every(({ arguments: text }) => isObject(readJsonText(text).value));
      if (calls.length === 0 || written.length === 0 || !objects || !cameToItsEnd(stream)) {
        return null;
      }
      return calls
        .filter((call) => call.type !== 'custom' && !/^\s*\{/.test(call.arguments))
        .map((call) => ({
          at: call.at,
          expected: 'arguments that hold an object, as without streaming',
          actual: call.arguments.trim() === '' ? 'empty arguments' : call.arguments.slice(0, 120),
        }));
    },
  }),
  defineComparison({
    id: 'parity.error-status',
    level: 'MUST',
    statement: 'The same mistake gets the same class of status with streaming and without',
    reference: `${errorCodes}; nothing was sent yet when the request is refused`,
    breaks: 'Retry and fallback never start for streams: the SDK raises an error without a status.',
    on: every,
    context: ['status'],
    decision:
      'The plain answer says whether the request can be served; a value that is refused in one mode is refused in the other.',
    survivesErrorFrame: true,
    restsOn: [
      'error.status',
      'error.refused',
      'error.refused-values',
      'error.not-a-server-fault',
      'error.unknown-model',
      'error.auth',
    ],
    compares: [
      ['error-unknown-model-stream', 'error-unknown-model'],
      ['error-bad-key-stream', 'error-bad-key'],
      ['error-messages-type-stream', 'error-messages-type'],
      ['error-parameter-range-stream', 'error-parameter-range'],
    ],
    compare: (stream, plain) =>
      plain.exchange.status === null
        ? null
        : statusClass(stream) === statusClass(plain)
          ? []
          : [
              {
                at: {},
                expected: `status ${plain.exchange.status}, as without streaming`,
                actual: `status ${stream.exchange.status}`,
              },
            ],
  }),
  defineCheck({
    id: 'parity.message-shape',
    level: 'MUST',
    statement: 'The message that a stream adds up to is a message of the contract',
    reference: completionResponse,
    breaks: 'openai-node and openai-python fail when they finish the message of a stream.',
    on: ['stream'],
    context: ['ending'],
    restsOn: [
      ...sound,
      'stream',
      'tool-stream',
      'tool-delta',
      'delta',
      'choice',
      'choices',
      'chunk.choices',
      'chunk-choice',
      'tool-call',
      'tools',
      'text',
    ],
    subjects: (reading) => (hasEnded(reading) ? reading.view.answers : []),
    examine: (answer, reading) =>
      [...examineBySchema('message', messageOf(answer, reading)).values()].flatMap(({ findings }) =>
        findings.map(({ pointer, expected, actual }) => ({
          at: { ...answer.at, pointer: `/choices/${answer.index}/message${pointer}` },
          expected,
          actual,
        })),
      ),
  }),
];

function idOf({ view }: Reading): string | null {
  const value = view.kind === 'stream' ? view.chunks[0]?.value : view.doc.value;
  const id = member(value, 'id');
  return typeof id === 'string' && id !== '' ? id : null;
}

/** The assembled answer in the shape of a completion's message. */
function messageOf(answer: Answer, reading: Reading): JsonValue {
  const legacy = legacyCallOf(answer, reading);
  return {
    role: answer.role,
    content: answer.content,
    refusal: answer.refusal,
    ...(legacy === null ? {} : { function_call: legacy }),
    ...(answer.calls.length === 0 ? {} : { tool_calls: answer.calls.map(callOf) }),
  };
}

/** A custom call has no function: what it holds instead is not judged here. */
function callOf({ id, type, name, arguments: text }: AssembledCall): JsonValue {
  return type === 'custom'
    ? { id, type, custom: { name: 'custom', input: '' } }
    : { id, type, function: { name, arguments: text } };
}

/** The deprecated call that the deltas of a choice add up to; `null` where they hold none. */
function legacyCallOf(answer: Answer, reading: Reading): JsonObject | null {
  const parts = contractChunks(reading)
    .flatMap((chunk) => listOf(member(chunk.value, 'choices')))
    .filter((choice, n) => (member(choice, 'index') ?? n) === answer.index)
    .map((choice) => member(member(choice, 'delta'), 'function_call'))
    .filter(isObject);
  const texts = (name: string) => parts.flatMap((part) => stringOf(member(part, name)) ?? []);
  return parts.length === 0
    ? null
    : {
        ...(texts('name').length === 0 ? {} : { name: texts('name').join('') }),
        arguments: texts('arguments').join(''),
      };
}
