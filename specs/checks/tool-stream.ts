import { defineCheck } from '../../src/engine/define.ts';
import type { Check, Finding, Reading, ToolFragment } from '../../src/vocabulary.ts';
import { firstText, groupFragments } from '../../src/wire/assemble.ts';
import { readJsonText } from '../../src/wire/json.ts';
import { isObject } from '../../src/wire/members.ts';
import { hasEnded } from './framing.ts';
import { sdks, toolCall, toolCallDelta } from './sources.ts';
import { endOfFirstValue } from './tools.ts';

// Above 200 lines: the checks of fragments share how fragments are grouped into calls.

const sound = [
  'stream.framed',
  'framing',
  'chunk.choices',
  'choice.index',
  'choices.index-range',
  'choice.delta',
  'tool-delta',
  'delta.tool-calls',
  'stream.after-finish',
];

/** The fragments of each call. Without an index they belong to nobody: the schema names that. */
function callsOf({ view }: Reading): readonly (readonly ToolFragment[])[] {
  if (view.kind !== 'stream') return [];
  return groupFragments(view.toolFragments.filter(({ index }) => index !== null));
}

/** Only a stream that came to its end can lack what it has not sent. */
function endedCalls(reading: Reading): readonly (readonly ToolFragment[])[] {
  return hasEnded(reading) ? callsOf(reading) : [];
}

function textsOf(values: readonly unknown[]): readonly string[] {
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

/** Ids by which two calls share one index. */
function idsOf(call: readonly ToolFragment[]): ReadonlySet<string> {
  return new Set(textsOf(call.map(({ id }) => id)));
}

/** A custom call has no function, and so no name of one. */
function isCustom(call: readonly ToolFragment[]): boolean {
  return call.some(({ type }) => type === 'custom');
}

/** A limit or a filter may end an answer before the arguments have begun. */
function wasCut({ view }: Reading): boolean {
  return view.answers.some(({ finishReasons }) =>
    finishReasons.some((reason) => reason === 'length' || reason === 'content_filter'),
  );
}

function placeOf(call: readonly ToolFragment[]): Finding['at'] {
  return call[0]?.at ?? {};
}

/** A check that one member has been sent for every call by the end of the stream. */
function opened(
  name: 'id' | 'type' | 'name',
  breaks: string,
  isRight: (value: string) => boolean,
  decision?: string,
): Check {
  return defineCheck({
    on: ['stream'],
    id: `tool-stream.${name}`,
    level: 'MUST',
    statement: `The fragments of a call bring its ${name}`,
    reference: `${toolCall}; ${sdks}: the finished call needs it`,
    breaks,
    ...(decision === undefined ? {} : { decision }),
    context: ['ending'],
    restsOn: sound,
    subjects: (reading) => endedCalls(reading).filter((call) => name !== 'name' || !isCustom(call)),
    examine: (call) => {
      const value = firstText(call.map((fragment) => fragment[name]));
      return value !== null && isRight(value)
        ? null
        : {
            at: placeOf(call),
            expected: `${name} in one fragment of call ${call[0]?.index}`,
            actual: value === null ? 'none in any fragment' : JSON.stringify(value),
          };
    },
  });
}

export const toolStreamChecks: readonly Check[] = [
  opened(
    'id',
    'openai-node makes up an id, openai-python has None: the next turn is refused with a 400.',
    () => true,
  ),
  opened(
    'type',
    'openai-node throws "missing choices[0].tool_calls[0].type" when it finishes the message; AI SDK fails to validate it.',
    (type) => type === 'function' || type === 'custom',
    'The schema of a fragment leaves it out; the finished call needs it.',
  ),
  opened(
    'name',
    'The AI SDK refuses a call without a name; loops on openai-python and openai-node cannot know which tool to run.',
    () => true,
  ),
  defineCheck({
    on: ['stream'],
    id: 'tool-stream.arguments',
    level: 'MUST',
    statement: 'The fragments of a call bring its arguments, if only as an empty string',
    reference: `${toolCall}; ${sdks}: the finished call needs them`,
    breaks:
      'openai-node throws "missing choices[0].tool_calls[0].function.arguments" when it finishes the message; openai-python has None, which json.loads refuses.',
    decision:
      'The schema of a fragment leaves them out; the finished call needs them. Where a limit or a filter cut the answer, they may never have been written.',
    context: ['ending'],
    restsOn: [...sound, 'tool-stream.name', 'stream.finish-reason', 'stream.one-finish-reason'],
    subjects: (reading) =>
      wasCut(reading) ? [] : endedCalls(reading).filter((call) => !isCustom(call)),
    examine: (call) =>
      call.some((fragment) => typeof fragment.arguments === 'string')
        ? null
        : {
            at: placeOf(call),
            expected: `arguments in one fragment of call ${call[0]?.index}`,
            actual: 'none in any fragment',
          },
  }),
  defineCheck({
    on: ['stream'],
    id: 'tool-stream.one-call-per-index',
    level: 'MUST',
    statement: 'One index of tool_calls belongs to one call',
    reference: `${toolCallDelta}, index: it identifies the call`,
    breaks:
      'SDKs append the arguments of two calls to one; the last id wins and the result is lost.',
    restsOn: sound,
    subjects: callsOf,
    examine: (call) =>
      idsOf(call).size > 1
        ? {
            at: placeOf(call),
            expected: `one id at index ${call[0]?.index}`,
            actual: [...idsOf(call)].slice(0, 4).join(', '),
          }
        : null,
  }),
  defineCheck({
    on: ['stream'],
    id: 'tool-stream.indexes-from-zero',
    level: 'SHOULD',
    statement: 'The indexes of the calls count from 0 without holes',
    reference: `${toolCallDelta}, index; ${sdks}: it is a position in an array`,
    breaks: 'openai-node builds an array with a hole: tool_calls[0] is undefined.',
    decision:
      'SHOULD: the text does not say where indexes begin, and some maintainers call it legal.',
    restsOn: [...sound, 'tool-stream.one-call-per-index'],
    subjects: ({ view }) => (view.kind === 'stream' ? view.answers : []).filter(hasCalls),
    examine: ({ calls, index: choice }) => {
      const indexes = calls.map(({ index }) => index ?? -1).sort((a, b) => a - b);
      return indexes.every((index, n) => index === n)
        ? null
        : {
            at: calls[0]?.at ?? {},
            expected: `indexes 0 to ${indexes.length - 1} for choice ${choice}`,
            actual: indexes.join(', '),
          };
    },
  }),
  defineCheck({
    on: ['stream'],
    id: 'tool-stream.arguments-incremental',
    level: 'MUST',
    statement: 'Fragments bring new pieces of the arguments, not all of them again',
    reference: `${toolCallDelta}, function.arguments; ${sdks}: fragments are appended`,
    breaks:
      'The stream helpers of openai-node and openai-python append the fragments: the arguments are garbled or doubled.',
    decision:
      'Three fragments that each begin with the whole of the one before are no chance; neither are two of which the last alone is JSON.',
    restsOn: [...sound, 'tool-stream.one-call-per-index'],
    subjects: callsOf,
    examine: (call) => {
      const pieces = textsOf(call.map((fragment) => fragment.arguments));
      const grows = pieces.every(
        (piece, n) => n === 0 || (piece.startsWith(pieces[n - 1] ?? '') && piece.length > 1),
      );
      const distinct = new Set(pieces).size > 1;
      const many = pieces.length >= 3 && (pieces.at(-1) ?? '').length > 3;
      return grows && distinct && (many || onlyLastIsWhole(pieces))
        ? {
            at: placeOf(call),
            expected: 'pieces that add up',
            actual: `each piece repeats the one before: ${pieces.slice(0, 3).join(' | ')}`,
          }
        : null;
    },
  }),
  defineCheck({
    on: ['stream'],
    id: 'tool-stream.name-continuation',
    level: 'SHOULD',
    statement: 'Fragments after the first have no empty or null name',
    reference: `${toolCallDelta}, function.name: an optional string`,
    breaks:
      'Loops over openai-python or openai-node chunks that assign the name overwrite it with nothing: the tool is not found.',
    decision: 'SHOULD: the SDKs append or skip it.',
    restsOn: sound,
    subjects: (reading) => callsOf(reading).flatMap(continuations),
    examine: (fragment) =>
      fragment.name === null || fragment.name === ''
        ? {
            at: fragment.at,
            expected: 'no name',
            actual: `name: ${JSON.stringify(fragment.name)}`,
          }
        : null,
  }),
  defineCheck({
    on: ['stream'],
    id: 'tool-stream.type-continuation',
    level: 'SHOULD',
    statement: 'Fragments after the first have no type null',
    reference: `${toolCallDelta}, type: an optional "function"`,
    breaks:
      'Loops over openai-python or openai-node chunks that assign the type overwrite it with nothing: the next turn is refused.',
    decision: 'SHOULD: the SDKs skip it. No recorded answer has one.',
    restsOn: [...sound, 'tool-stream.type'],
    subjects: (reading) => callsOf(reading).flatMap(continuations),
    examine: (fragment) =>
      fragment.type === null
        ? { at: fragment.at, expected: 'no type', actual: 'type: null' }
        : null,
  }),
  repeated(
    'name',
    'name-once',
    'The stream helper of openai-python appends text members: "get_weatherget_weather", and the tool is not found.',
  ),
  repeated(
    'id',
    'id-once',
    'The stream helper of openai-python appends text members: the id comes out many times over and answers no call.',
  ),
  defineCheck({
    on: ['stream'],
    id: 'tool-stream.name-whole',
    level: 'SHOULD',
    statement: 'The name of a call comes in one piece',
    reference: toolCallDelta,
    breaks:
      'openai-node keeps the last piece as the name and the AI SDK the first: they call half of it.',
    decision: 'SHOULD: no text forbids it, and no text says that names are appended.',
    restsOn: [...sound, 'tool-stream.one-call-per-index', 'tool-call.arguments-single'],
    subjects: callsOf,
    examine: (call) => {
      const names = textsOf(call.map(({ name }) => name));
      return new Set(names).size > 1
        ? { at: placeOf(call), expected: 'the whole name at once', actual: names.join(' + ') }
        : null;
    },
  }),
];

function repeated(member: 'id' | 'name', property: string, breaks: string): Check {
  return defineCheck({
    on: ['stream'],
    id: `tool-stream.${property}`,
    level: 'SHOULD',
    statement: `The ${member} of a call is sent once`,
    reference: `${toolCallDelta}; OpenAI sends it on the first fragment alone`,
    breaks,
    decision: 'SHOULD: the SDKs assign it, others append.',
    restsOn: [...sound, 'tool-stream.one-call-per-index', 'tool-call.arguments-single'],
    subjects: callsOf,
    examine: (call) => {
      const values = textsOf(call.map((fragment) => fragment[member]));
      return values.length > 1 && new Set(values).size === 1 && !isDoubledCall(call)
        ? {
            at: placeOf(call),
            expected: `${member} on the first fragment alone`,
            actual: `${values[0]} on ${values.length} fragments`,
          }
        : null;
    },
  });
}

/** Whether the last piece is an object by itself, and all pieces together are no JSON. */
function onlyLastIsWhole(pieces: readonly string[]): boolean {
  return (
    isObject(readJsonText(pieces.at(-1) ?? '').value) &&
    readJsonText(pieces.join('')).error !== null
  );
}

/** A whole call sent twice is told by its arguments. */
function isDoubledCall(call: readonly ToolFragment[]): boolean {
  return endOfFirstValue(textsOf(call.map((fragment) => fragment.arguments)).join('')) !== null;
}

/** The fragments after the one that brought the name. */
function continuations(call: readonly ToolFragment[]): readonly ToolFragment[] {
  const opening = call.findIndex(({ name }) => typeof name === 'string' && name !== '');
  return opening === -1 ? [] : call.slice(opening + 1);
}

function hasCalls(answer: { readonly calls: readonly unknown[] }): boolean {
  return answer.calls.length > 0;
}
