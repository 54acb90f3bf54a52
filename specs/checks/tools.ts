import { defineCheck } from '../../src/engine/define.ts';
import { contractChunks } from '../../src/engine/dialect.ts';
import { atEvent } from '../../src/engine/place.ts';
import { asked } from '../../src/engine/reading.ts';
import type {
  AssembledCall,
  Check,
  Finding,
  JsonValue,
  Place,
  Reading,
} from '../../src/vocabulary.ts';
import { readJsonText } from '../../src/wire/json.ts';
import { isObject, listOf, member, stringOf } from '../../src/wire/members.ts';
import { rewritingOf } from './corruption.ts';
import { chatRequest, responseMessage, toolCall } from './sources.ts';

// Above 200 lines: the checks of finished calls share what they read of a call and of the request.

/** Longer ids are refused by OpenAI on the next turn. */
const longestId = 64;

const sound = [
  'stream.framed',
  'framing',
  'json.body',
  'tool-call.function',
  'tool-call.name',
  'tool-call.arguments',
  'tool-delta',
];

function callsOf(reading: Reading): readonly AssembledCall[] {
  return reading.view.answers.flatMap(({ calls }) => calls);
}

/** Where `{"a":1}{"b":2}` becomes two values: the index after the first, or `null`. */
export function endOfFirstValue(text: string): number | null {
  const { error } = readJsonText(text);
  if (error === null || !error.message.endsWith('the end of the text after one JSON value')) {
    return null;
  }
  return error.offset;
}

function hasTools(reading: Reading): boolean {
  return listOf(asked(reading, 'tools')).length > 0;
}

/** The probes that forbid or offer no tool, one of each kind of answer. */
const toolless: readonly string[] = ['tools-none', 'text-plain', 'stream-plain'];

/** The members by which OpenAI documents a request that offers no tool of any kind. */
const withoutTools: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'max_tokens', 'max_completion_tokens'],
  ...['temperature', 'top_p', 'n', 'stop', 'seed', 'user', 'presence_penalty'],
  ...['frequency_penalty', 'logit_bias', 'logprobs', 'top_logprobs', 'response_format'],
  ...['metadata', 'store', 'service_tier', 'reasoning_effort'],
]);

/** A request that is known whole and brings no tool, nor anything by which a vendor could. */
function offersNone({ request }: Reading): boolean {
  const names = Object.keys(request ?? {});
  return names.includes('messages') && names.every((name) => withoutTools.has(name));
}

const parts = { on: ['completion', 'stream'], restsOn: sound } as const;

export const toolsChecks: readonly Check[] = [
  defineCheck({
    ...parts,
    id: 'tool-call.arguments-single',
    level: 'MUST',
    statement: 'The arguments of a call are one JSON text, not two glued together',
    reference: `${toolCall}, function.arguments`,
    breaks: 'JSON.parse fails with "Unexpected non-whitespace": the call cannot be run.',
    decision:
      'Arguments that are no JSON are the fault of the model and legal; two whole values in a row are a fault of the index. A string before an object is none: it is a text torn in the middle.',
    restsOn: [...sound, 'tool-stream.one-call-per-index', 'tool-stream.arguments-incremental'],
    subjects: callsOf,
    examine: (call) => {
      const end = endOfFirstValue(call.arguments);
      const rest = end === null ? '' : call.arguments.slice(end);
      return /^\s*[{[]/.test(rest) && !/^\s*"/.test(call.arguments)
        ? {
            at: call.at,
            expected: 'one JSON object',
            actual: `a second value after the first: ${call.arguments.slice(0, 100)}`,
          }
        : null;
    },
  }),
  defineCheck({
    ...parts,
    id: 'tool-call.arguments-encoded-once',
    level: 'MUST',
    statement: 'The arguments of a call are encoded once',
    reference: `${toolCall}, function.arguments: "in JSON format"`,
    breaks:
      'Loops on openai-python and openai-node that parse the arguments give the tool a string where it expects an object.',
    subjects: callsOf,
    examine: (call) => {
      return isEncodedAgain(call.arguments)
        ? {
            at: call.at,
            expected: 'the JSON text of an object',
            actual: `the JSON text of a string that holds one: ${call.arguments.slice(0, 100)}`,
          }
        : null;
    },
  }),
  defineCheck({
    ...parts,
    id: 'tool-call.ids-differ',
    level: 'MUST',
    statement: 'Two calls of one answer have different ids',
    reference: `${toolCall}, id: results are linked to calls by it`,
    breaks:
      'Loops on openai-python and openai-node answer calls by id: results are swapped, or refused on the next turn.',
    subjects: (reading) =>
      reading.view.answers.filter(({ calls }) => calls.filter(({ id }) => id !== null).length > 1),
    examine: ({ calls }) => {
      const seen = new Set<string>();
      return calls.flatMap((call): readonly Finding[] => {
        if (call.id === null || call.id === '') return [];
        if (!seen.has(call.id)) {
          seen.add(call.id);
          return [];
        }
        return [{ at: call.at, expected: 'an id of its own', actual: `${call.id} once more` }];
      });
    },
  }),
  defineCheck({
    ...parts,
    id: 'tool-call.id-length',
    level: 'SHOULD',
    statement: 'The id of a call has at most 64 characters',
    reference: `${chatRequest}: a tool_call_id over 64 characters is refused on the next turn`,
    breaks:
      'A conversation that openai-python or openai-node carries on to OpenAI fails with a 400 on its next turn.',
    decision: 'SHOULD: the document sets no limit; the live API was seen to refuse 86 characters.',
    subjects: (reading) => callsOf(reading).filter(({ id }) => id !== null),
    examine: ({ id, at }) =>
      (id ?? '').length > longestId
        ? { at, expected: `at most ${longestId} characters`, actual: `${id?.length} characters` }
        : null,
  }),
  defineCheck({
    on: ['completion', 'stream'],
    id: 'tools.empty-list',
    level: 'SHOULD',
    statement: 'An answer without calls leaves tool_calls out or null',
    reference: `${responseMessage}: OpenAI omits it`,
    breaks:
      'Clients that test for its presence take the tool branch; a helper of openai-python asserts.',
    decision: 'SHOULD: an empty array is typed rightly.',
    subjects: emptyLists,
    examine: ({ list, at }) =>
      list ? { at, expected: 'no tool_calls, or null', actual: 'tool_calls: []' } : null,
  }),
  defineCheck({
    ...parts,
    id: 'tools.none-kept',
    level: 'MUST',
    statement: 'No tool is called when tool_choice is none or no tool is offered',
    reference: `${chatRequest}, tool_choice: "none means the model will not call any tool", and "none is the default when no tools are present"`,
    breaks:
      'Loops on openai-python and openai-node that run what comes in tool_calls run actions that the caller has forbidden.',
    decision:
      'Without tools it is judged only where the request holds documented members alone: by members of their own, vendors bring in tools that the request does not list.',
    context: ['request'],
    restsOn: [
      ...sound,
      ...['completion.choices', 'choice.message', 'message.tool-calls'],
      ...['chunk.choices', 'choice.delta', 'delta.tool-calls'],
    ],
    plannedFor: (_step, probe) => toolless.includes(probe.id),
    subjects: (reading) =>
      (hasTools(reading) && asked(reading, 'tool_choice') === 'none') || offersNone(reading)
        ? reading.view.answers
        : [],
    examine: ({ calls }) =>
      calls[0] === undefined
        ? null
        : { at: calls[0].at, expected: 'no call', actual: `a call of ${calls[0].name}` },
  }),
  defineCheck({
    ...parts,
    id: 'tools.named-kept',
    level: 'SHOULD',
    statement: 'A tool_choice that names a function calls that function',
    reference: `${chatRequest}, tool_choice: "forces the model to call that tool"`,
    breaks:
      'The structured extraction of LangChain and of the AI SDK, which forces a function by its name, gets another call or none.',
    decision: 'SHOULD: whether a model can be forced is seen by repeating.',
    context: ['request'],
    restsOn: [...sound, 'tools.name-verbatim', 'tool-stream.name-whole'],
    plannedFor: (_step, probe) => probe.id === 'tools-named',
    subjects: (reading) => (namedTool(reading) === null ? [] : callsOf(reading)),
    examine: (call, reading) =>
      call.name === null || call.name === namedTool(reading)
        ? null
        : {
            at: call.at,
            expected: `a call of ${namedTool(reading)}`,
            actual: `a call of ${call.name}`,
          },
  }),
  defineCheck({
    ...parts,
    id: 'tools.name-verbatim',
    level: 'SHOULD',
    statement: 'A call names a tool of the request letter for letter',
    reference: `${toolCall}, function.name: "The name of the function to call"`,
    breaks:
      'The AI SDK and the OpenAI Agents SDK look up the tool by its name and find none: the call is lost.',
    decision:
      'SHOULD, and only where the name is one of the request with other punctuation, case or a prefix, or twice over, as gateways change it: another name is the invention of the model.',
    context: ['request'],
    restsOn: [...sound, 'tool-stream.name-whole'],
    subjects: (reading) => (toolNames(reading).length === 0 ? [] : callsOf(reading)),
    examine: (call, reading) => {
      const names = toolNames(reading);
      const meant = names.includes(call.name ?? '')
        ? undefined
        : names.find((name) => isChangedName(call.name ?? '', name));
      return meant === undefined
        ? null
        : { at: call.at, expected: meant, actual: JSON.stringify(call.name) };
    },
  }),
  defineCheck({
    ...parts,
    id: 'tools.not-as-text',
    level: 'SHOULD',
    statement: 'A required call comes in tool_calls, not as text',
    reference: `${chatRequest}, tool_choice: "required means the model must call one or more tools"`,
    breaks:
      'The AI SDK and the OpenAI Agents SDK print the markup of the call instead of running it.',
    decision: 'SHOULD: the text is the model’s, and one observation is no proof.',
    context: ['request'],
    plannedFor: (_step, probe) => probe.suite === 'tools',
    subjects: (reading) => (isForced(reading) ? reading.view.answers : []),
    examine: (answer, reading) =>
      answer.calls.length === 0 && looksLikeCall(answer.content ?? '', reading)
        ? {
            at: answer.at,
            expected: 'a call in tool_calls',
            actual: JSON.stringify((answer.content ?? '').slice(0, 100)),
          }
        : null,
  }),
  defineCheck({
    ...parts,
    id: 'tools.no-legacy-call',
    level: 'MUST',
    statement: 'A call of a tool comes in tool_calls, not in function_call',
    reference: `${chatRequest}, tools: function_call is deprecated and answers functions`,
    breaks:
      'The AI SDK and loops on openai-python or openai-node that sent tools look for tool_calls only: the call is lost.',
    context: ['request'],
    plannedFor: (_step, probe) => probe.suite === 'tools',
    subjects: (reading) => (hasTools(reading) ? legacyCalls(reading) : []),
    examine: ({ legacy, modern, at }) =>
      legacy && !modern ? { at, expected: 'tool_calls', actual: 'function_call alone' } : null,
  }),
  defineCheck({
    ...parts,
    id: 'tools.argument-verbatim',
    level: 'SHOULD',
    statement: 'The characters of an argument arrive as the model wrote them',
    reference: `${toolCall}, function.arguments`,
    breaks:
      'Whatever loop on openai-python or openai-node runs the tool: paths, code and quotations reach it changed.',
    decision:
      'SHOULD, and only for the trace of a second decoding or of another encoding: a model may slip in its own escapes, and another text is its choice.',
    context: ['expectation'],
    restsOn: [...sound, 'tool-call.arguments-encoded-once', 'tool-call.arguments-single'],
    plannedFor: ({ expects }) => expects.argument !== undefined,
    subjects: (reading) => (reading.expects?.argument === undefined ? [] : callsOf(reading)),
    examine: (call, reading) => {
      const dictated = reading.expects?.argument ?? '';
      const { value } = readJsonText(call.arguments);
      const texts = isObject(value)
        ? Object.values(value).filter((v) => typeof v === 'string')
        : [];
      const change =
        value === undefined
          ? undoneInside(call.arguments, dictated)
          : texts.map((text) => rewritingOf(text, dictated)).find((name) => name !== null);
      return change === undefined || change === null
        ? null
        : {
            at: call.at,
            expected: JSON.stringify({ text: dictated }),
            actual: `${change}: ${call.arguments.slice(0, 120)}`,
          };
    },
  }),
];

/** The JSON text of a string that holds, after as many decodings as it takes, an object. */
function isEncodedAgain(text: string): boolean {
  let value = readJsonText(text).value;
  if (typeof value !== 'string') return false;
  while (typeof value === 'string') value = readJsonText(value).value;
  return isObject(value);
}

function namedTool(reading: Reading): string | null {
  return stringOf(member(member(asked(reading, 'tool_choice'), 'function'), 'name'));
}

function isForced(reading: Reading): boolean {
  return asked(reading, 'tool_choice') === 'required' || namedTool(reading) !== null;
}

/** The names of the tools that the request offers. */
function toolNames(reading: Reading): readonly string[] {
  return listOf(asked(reading, 'tools')).flatMap(
    (tool) => stringOf(member(member(tool, 'function'), 'name')) ?? [],
  );
}

/** Whether a name is another one with a prefix, other punctuation or other case, or several times over. */
function isChangedName(came: string, name: string): boolean {
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (letters(name) === '') return false;
  const times = came.length / name.length;
  if (times > 1 && came === name.repeat(Math.floor(times))) return true;
  const last = came.split(/[^\w-]+|__/).at(-1);
  return letters(came) === letters(name) || last === name;
}

/** Markup, code or JSON by which models write calls of the request's tools into their text. */
function looksLikeCall(content: string, reading: Reading): boolean {
  const markup = /<\/?(?:tool_call|function_call|tool_use|invoke|function)s?[\s>=]|<[|｜]tool/i;
  if (markup.test(content)) return true;
  return toolNames(reading).some((name) => {
    if (/<\|\w+\|>/.test(content) && content.includes(name)) return true;
    const opened = [`${name}(`, `${name}{`, `${name} {`].some((call) => content.includes(call));
    const asJson =
      content.includes(`"${name}"`) && /"(?:arguments|parameters|args|input)"\s*:/.test(content);
    return (
      opened || asJson || (/^\s*(?:```\w*\s*)?[{[]/.test(content) && content.includes(`"${name}"`))
    );
  });
}

/** Arguments that are no JSON any more, since the escapes of the dictated text were undone. */
function undoneInside(text: string, dictated: string): string | null {
  const bare = [dictated, dictated.replaceAll('\\', '')];
  return bare.some((form) => text.includes(`"${form}`)) ? 'its escapes are undone' : null;
}

function emptyLists(reading: Reading): readonly { readonly list: boolean; readonly at: Place }[] {
  const { view } = reading;
  // A choice without the object that could hold calls is none to speak of.
  const listIn = (choice: JsonValue, name: string) => {
    const holder = member(choice, name);
    return isObject(holder) ? [isEmptyList(member(holder, 'tool_calls'))] : [];
  };
  if (view.kind === 'completion') {
    return listOf(member(view.doc.value, 'choices')).flatMap((choice, n) =>
      listIn(choice, 'message').map((list) => ({
        list,
        at: { pointer: `/choices/${n}/message/tool_calls` },
      })),
    );
  }
  return contractChunks(reading).flatMap((chunk) =>
    listOf(member(chunk.value, 'choices')).flatMap((choice, n) =>
      listIn(choice, 'delta').map((list) => ({
        list,
        at: atEvent(chunk, `/choices/${n}/delta/tool_calls`),
      })),
    ),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

interface LegacyCall {
  readonly legacy: boolean;
  readonly modern: boolean;
  readonly at: Place;
}

/** For each choice, whether it brings a legacy call and whether it brings a call of today. */
export function legacyCalls(reading: Reading): readonly LegacyCall[] {
  const { view } = reading;
  if (view.kind === 'completion') {
    return listOf(member(view.doc.value, 'choices')).map((choice, n) => ({
      legacy: isObject(member(member(choice, 'message'), 'function_call')),
      modern: (reading.view.answers[n]?.calls.length ?? 0) > 0,
      at: { pointer: `/choices/${n}/message/function_call` },
    }));
  }
  const modern = callsOf(reading).length > 0;
  return contractChunks(reading).flatMap((chunk) =>
    listOf(member(chunk.value, 'choices')).map((choice, n) => ({
      legacy: isObject(member(member(choice, 'delta'), 'function_call')),
      modern,
      at: atEvent(chunk, `/choices/${n}/delta/function_call`),
    })),
  );
}
