import type { JsonObject, Probe, Step } from '../../src/vocabulary.ts';
import { listOf, member, stringOf } from '../../src/wire/members.ts';
import { ask, askStream, askStreamWithUsage, user } from './chat.ts';

/** A function tool with string parameters, all required. */
function tool(name: string, description: string, ...parameters: readonly string[]): JsonObject {
  return {
    type: 'function',
    function: {
      name,
      description,
      parameters: {
        type: 'object',
        properties: Object.fromEntries(parameters.map((p) => [p, { type: 'string' }])),
        required: parameters,
      },
    },
  };
}

/** By what names endpoints say that they have no tools. */
const named = ['tools', 'functions', 'tool use', 'tool calling', 'function calling'];

const weather = tool('get_weather', 'Tells the present weather of a city.', 'city');
const time = tool('get_time', 'Tells the present local time of a city.', 'city');
const save = tool('save_text', 'Saves a text as it is.', 'text');

const one = {
  messages: [user('What is the weather in Paris now? Use the tool.')],
  tokens: 64,
  members: { tools: [weather], tool_choice: 'required' },
};
const several = {
  messages: [
    user('Call get_weather for Paris and get_time for Tokyo, both at once, before you answer.'),
  ],
  tokens: 128,
  members: { tools: [weather, time] },
};

/** The message of the first answer, exactly as it came, with a result for each of its calls. */
const secondTurn: Step = {
  expects: { answer: 'completion' },
  request: ({ model, limit, earlier }) => {
    const first = earlier[0];
    if (first?.kind !== 'completion') return 'the first turn did not bring a completion';
    const message = member(listOf(member(first.doc.value, 'choices'))[0], 'message');
    const calls = listOf(member(message, 'tool_calls'));
    if (message === undefined || calls.length === 0) return 'the model did not call the tool';
    const results = calls.map((call) => ({
      role: 'tool',
      tool_call_id: stringOf(member(call, 'id')) ?? '',
      content: '{"weather":"sunny","celsius":21}',
    }));
    return {
      method: 'POST',
      path: '/chat/completions',
      json: {
        model,
        messages: [...one.messages, message, ...results],
        tools: [weather],
        ...limit(64),
      },
    };
  },
};

const common = { suite: 'tools', sender: 'http' } as const;

export const toolsLoop: Probe = {
  ...common,
  id: 'tools-loop',
  title: 'a required tool call, then its result, the message sent back exactly as it came',
  needs: ['tools'],
  parameters: [...named, 'tool_choice'],
  steps: [ask(one), secondTurn],
  tokens: 128,
};

export const toolsRequiredStream: Probe = {
  ...common,
  id: 'tools-required-stream',
  title: 'a required tool call, with streaming',
  needs: ['tools'],
  parameters: [...named, 'tool_choice'],
  steps: [askStreamWithUsage(one)],
  tokens: 64,
};

export const toolsParallel: Probe = {
  ...common,
  id: 'tools-parallel',
  title: 'several calls in one turn',
  needs: ['tools', 'parallel-tools'],
  parameters: named,
  steps: [ask(several)],
  tokens: 128,
};

export const toolsParallelStream: Probe = {
  ...common,
  id: 'tools-parallel-stream',
  title: 'several calls in one turn, with streaming',
  needs: ['tools', 'parallel-tools'],
  parameters: named,
  steps: [askStream(several)],
  tokens: 128,
};

export const toolsParallelStreamUsage: Probe = {
  ...common,
  id: 'tools-parallel-stream-usage',
  title: 'several calls in one turn, with streaming and include_usage',
  needs: ['tools', 'parallel-tools'],
  parameters: named,
  steps: [askStreamWithUsage(several)],
  tokens: 128,
};

export const toolsNone: Probe = {
  ...common,
  id: 'tools-none',
  title: 'tool_choice "none" with a tempting question',
  needs: ['tools', 'tool-choice'],
  parameters: [...named, 'tool_choice'],
  steps: [
    ask({
      messages: [user('What is the weather in Paris now?')],
      tokens: 32,
      members: { tools: [weather], tool_choice: 'none' },
    }),
  ],
  tokens: 32,
};

export const toolsNamed: Probe = {
  ...common,
  id: 'tools-named',
  title: 'tool_choice that names a function, with streaming',
  needs: ['tools', 'tool-choice'],
  parameters: [...named, 'tool_choice'],
  steps: [
    askStream({
      messages: [user('What time is it in Tokyo?')],
      tokens: 64,
      members: {
        tools: [weather, time],
        tool_choice: { type: 'function', function: { name: 'get_time' } },
      },
    }),
  ],
  tokens: 64,
};

/** What is decoded once too often comes back without its backslashes. */
export const dictatedArgument = 'C:\\temp\\new "quoted" {"a":1} é';

export const toolsArgument: Probe = {
  ...common,
  id: 'tools-argument',
  title: 'a tool argument with backslashes, quotation marks and braces',
  needs: ['tools'],
  parameters: [...named, 'tool_choice'],
  steps: [
    ask({
      messages: [
        user(`Save exactly this text with the tool, character for character: ${dictatedArgument}`),
      ],
      tokens: 96,
      members: { tools: [save], tool_choice: 'required' },
      expects: { argument: dictatedArgument },
    }),
  ],
  tokens: 96,
};

export const limitTools: Probe = {
  ...common,
  suite: 'limits',
  id: 'limit-tools',
  title: 'a tool call that cannot fit into the limit',
  needs: ['tools'],
  parameters: [...named, 'tool_choice'],
  steps: [
    ask({
      messages: [
        user(
          'Save a poem of twenty lines about the sea with the tool. Write all of it into the call.',
        ),
      ],
      tokens: 24,
      members: { tools: [save], tool_choice: 'required' },
      expects: { cut: true },
    }),
  ],
  tokens: 24,
};
