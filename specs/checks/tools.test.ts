import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/vocabulary.ts';
import { plain, reading, stream, told } from './told.fixture.ts';

// Above 200 lines: one table for each check of calls.

const call = (args: string, more: object = {}): JsonObject => ({
  id: 'call_1',
  type: 'function',
  function: { name: 'get_weather', arguments: args, ...more },
});
const calling = (...calls: readonly JsonObject[]): string =>
  plain({ content: null, tool_calls: [...calls] }, 'tool_calls');
const tool = (name: string): JsonObject => ({ type: 'function', function: { name } });
const tools = [tool('get_weather')];
const named = { type: 'function', function: { name: 'get_weather' } };
const at = '/choices/0/message/tool_calls/0';

test.each([
  ['{"a":1}', 'passes'],
  ['{"a":', 'passes'],
  [
    '{"a":1} {"b":2}',
    `${at}: one JSON object, not a second value after the first: {"a":1} {"b":2}`,
  ],
  ['[1][2]', `${at}: one JSON object, not a second value after the first: [1][2]`],
  ['{"a":1} and so on', 'passes'],
  ['"a" {"b":2}', 'passes'],
])('arguments %s are one JSON text: %s', (args, words) => {
  expect(told('tool-call.arguments-single', reading(calling(call(args))))).toBe(words);
});

const twice = JSON.stringify('{"a":1}');
const again = (text: string) =>
  `${at}: the JSON text of an object, not the JSON text of a string that holds one: ${text}`;
test.each([
  [twice, again(twice)],
  [JSON.stringify(twice), again(JSON.stringify(twice))],
  ['{"a":1}', 'passes'],
  ['"a word"', 'passes'],
  ['"[1]"', 'passes'],
])('arguments %s are encoded once: %s', (args, words) => {
  expect(told('tool-call.arguments-encoded-once', reading(calling(call(args))))).toBe(words);
});

test('arguments are shown by their first 100 characters', () => {
  const text = `{"a":1}${'{"b":2}'.repeat(20)}`;
  const said = told('tool-call.arguments-single', reading(calling(call(text))));
  expect(said.endsWith(text.slice(0, 100))).toBe(true);
  const long = JSON.stringify(JSON.stringify({ a: 'x'.repeat(200) }));
  const encoded = told('tool-call.arguments-encoded-once', reading(calling(call(long))));
  expect(encoded.endsWith(long.slice(0, 100))).toBe(true);
});

test.each([
  [['a', 'b'], 'passes'],
  [['a', 'b', 'a'], '/choices/0/message/tool_calls/2: an id of its own, not a once more'],
  [['a'], 'says nothing'],
  [['', ''], 'passes'],
])('the ids %j of calls differ: %s', (ids, words) => {
  const calls = ids.map((id) => ({ ...call('{}'), id }));
  expect(told('tool-call.ids-differ', reading(calling(...calls)))).toBe(words);
});

test.each([
  [64, 'passes'],
  [65, `${at}: at most 64 characters, not 65 characters`],
])('an id of %i characters: %s', (length, words) => {
  const one = { ...call('{}'), id: 'x'.repeat(length) };
  expect(told('tool-call.id-length', reading(calling(one)))).toBe(words);
});

test.each([
  ['of a completion', plain({ content: 'Hi', tool_calls: [] }), '/choices/0/message/tool_calls'],
  ['of a stream', stream([{ content: 'Hi', tool_calls: [] }]), '/choices/0/delta/tool_calls'],
])('an empty list of calls %s is found where it stands', (_words, body, place) => {
  const words = `${place}: no tool_calls, or null, not tool_calls: []`;
  expect(told('tools.empty-list', reading(body))).toBe(words);
});

test.each([
  ['null', plain({ content: 'Hi', tool_calls: null })],
  ['left out', plain({ content: 'Hi' })],
  ['with a call', calling(call('{}'))],
])('a list of calls that is %s is no empty list', (_words, body) => {
  expect(told('tools.empty-list', reading(body))).toBe('passes');
});

const called = `${at}: no call, not a call of get_weather`;
test.each<[string, JsonObject, string]>([
  ['tool_choice none', { tools, tool_choice: 'none' }, called],
  ['tools to choose from', { tools, tool_choice: 'auto' }, 'says nothing'],
  ['functions of old', { functions: [{ name: 'get_weather' }] }, 'says nothing'],
  ['a vendor’s own member', { plugins: ['web'] }, 'says nothing'],
  ['no tool', {}, called],
  ...[
    'stream_options',
    'max_tokens',
    'max_completion_tokens',
    'temperature',
    'top_p',
    'n',
    'stop',
    'seed',
    'user',
    'presence_penalty',
    'frequency_penalty',
    'logit_bias',
    'logprobs',
    'top_logprobs',
    'response_format',
    'metadata',
    'store',
    'service_tier',
    'reasoning_effort',
  ].map((name): [string, JsonObject, string] => [`only ${name}`, { [name]: null }, called]),
])('a call after a request with %s', (_words, asks, words) => {
  expect(told('tools.none-kept', reading(calling(call('{}')), { asks }))).toBe(words);
});

test('a call after a request that is not known whole is no forbidden one', () => {
  const given = { exchange: { request: null } };
  expect(told('tools.none-kept', reading(calling(call('{}')), given))).toBe('says nothing');
  const asks = { tools, tool_choice: 'none' };
  expect(told('tools.none-kept', reading(plain({ content: 'Hi' }), { asks }))).toBe('passes');
});

test.each<[string, JsonObject, string]>([
  ['get_weather', { tools, tool_choice: named }, 'passes'],
  [
    'get_time',
    { tools, tool_choice: named },
    `${at}: a call of get_weather, not a call of get_time`,
  ],
  ['get_time', { tools, tool_choice: 'required' }, 'says nothing'],
])('a call of %s after %j: %s', (name, asks, words) => {
  expect(told('tools.named-kept', reading(calling(call('{}', { name })), { asks }))).toBe(words);
});

const changed = (name: string) => `${at}: get_weather, not "${name}"`;
test.each([
  ['get_weather', 'passes'],
  ['get_weatherget_weather', changed('get_weatherget_weather')],
  ['get_weatherget_weatherget', 'passes'],
  ['GetWeather', changed('GetWeather')],
  ['get-weather', changed('get-weather')],
  ['functions.get_weather', changed('functions.get_weather')],
  ['functions__get_weather', changed('functions__get_weather')],
  ['default_api:get_weather', changed('default_api:get_weather')],
  ['my_get_weather', 'passes'],
  ['get_time', 'passes'],
])('a call of %s where get_weather is offered: %s', (name, words) => {
  const asks = { tools: [tool('other'), ...tools] };
  expect(told('tools.name-verbatim', reading(calling(call('{}', { name })), { asks }))).toBe(words);
});

test('a name of signs alone is compared letter for letter', () => {
  const asks = { tools: [tool('__')] };
  const said = told('tools.name-verbatim', reading(calling(call('{}', { name: '--' })), { asks }));
  expect(said).toBe('passes');
  expect(told('tools.name-verbatim', reading(calling(call('{}'))))).toBe('says nothing');
});

test.each([
  ['<tool_call>', true],
  ['</tool_calls>', true],
  ['<function_call ', true],
  ['<function_calls>', true],
  ['<tool_use>', true],
  ['<invoke name="x">', true],
  ['<function=get>', true],
  ['<functions\n', true],
  ['<|tool_calls|>', true],
  ['<｜tool▁calls', true],
  ['<toolbox>', false],
  ['<|call|>get_weather', true],
  ['<|call|>another', false],
  ['get_weather("Oslo")', true],
  ['get_weather{"a":1}', true],
  ['get_weather {"a":1}', true],
  ['I would call get_weather for that.', false],
  ...['arguments', 'parameters', 'args', 'input'].map((name): [string, boolean] => [
    `Here: {"name": "get_weather", "${name}" : {}}`,
    true,
  ]),
  ['Here: {"name": "get_weather", "note": 1}', false],
  ['Here: {"name": "another", "arguments": {}}', false],
  [' {"name": "get_weather"}', true],
  ['[{"name": "get_weather"}]', true],
  ['```json\n{"name": "get_weather"}', true],
  ['``` [{"name": "get_weather"}', true],
  ['{"name": "another"}', false],
  ['', false],
])('the text %j in place of a required call looks like one: %j', (content, isCall) => {
  const wanted = `/choices/0: a call in tool_calls, not ${JSON.stringify(content)}`;
  for (const tool_choice of ['required', named]) {
    const one = reading(plain({ content }), { asks: { tools, tool_choice } });
    expect(told('tools.not-as-text', one)).toBe(isCall ? wanted : 'passes');
  }
});

test('a call as text is shown by its first 100 characters, and only told where one was required', () => {
  const content = `get_weather("${'x'.repeat(200)}")`;
  const required = reading(plain({ content }), { asks: { tools, tool_choice: 'required' } });
  expect(told('tools.not-as-text', required)).toBe(
    `/choices/0: a call in tool_calls, not ${JSON.stringify(content.slice(0, 100))}`,
  );
  const auto = reading(plain({ content }), { asks: { tools, tool_choice: 'auto' } });
  expect(told('tools.not-as-text', auto)).toBe('says nothing');
  const both = plain({ content, tool_calls: [call('{}')] }, 'tool_calls');
  const beside = reading(both, { asks: { tools, tool_choice: 'required' } });
  expect(told('tools.not-as-text', beside)).toBe('passes');
});

const legacy = { function_call: { name: 'get_weather', arguments: '{}' } };
test.each<[string, string, JsonObject, string]>([
  [
    'alone',
    plain({ content: null, ...legacy }, 'function_call'),
    { tools },
    '/choices/0/message/function_call: tool_calls, not function_call alone',
  ],
  [
    'alone in a stream',
    stream([{ role: 'assistant', ...legacy }], 'function_call'),
    { tools },
    '/choices/0/delta/function_call: tool_calls, not function_call alone',
  ],
  [
    'beside a call of today',
    plain({ content: null, ...legacy, tool_calls: [call('{}')] }, 'tool_calls'),
    { tools },
    'passes',
  ],
  [
    'beside a call of today in a stream',
    stream([legacy, { tool_calls: [{ index: 0, ...call('{}') }] }], 'tool_calls'),
    { tools },
    'passes',
  ],
  ['after functions', plain({ content: null, ...legacy }, 'function_call'), {}, 'says nothing'],
])('a function_call %s', (_words, body, asks, words) => {
  expect(told('tools.no-legacy-call', reading(body, { asks }))).toBe(words);
});

const dictated = 'a\\nb "c" é';
const facts = { expects: { answer: 'completion' as const, argument: dictated } };
test.each([
  [JSON.stringify({ text: dictated }), 'passes'],
  [JSON.stringify({ n: 1, text: 'another text' }), 'passes'],
  [
    JSON.stringify({ n: 1, text: dictated.replaceAll('\\n', '\n') }),
    'escapes are undone once too often',
  ],
  [JSON.stringify({ a: dictated, text: dictated.replaceAll('\\', '') }), 'backslashes are lost'],
  [`{"text":"${dictated}"}`, 'its escapes are undone'],
  [`{"text":"${dictated.replaceAll('\\', '')}"}`, 'its escapes are undone'],
  ['{"text":"something', 'passes'],
  ['["a"]', 'passes'],
])('the arguments %s hold what was dictated: %s', (args, change) => {
  const wanted = `${at}: ${JSON.stringify({ text: dictated })}, not ${change}: ${args}`;
  const said = told('tools.argument-verbatim', reading(calling(call(args)), { facts }));
  expect(said).toBe(change === 'passes' ? change : wanted);
});

test('a changed argument is shown by the first 120 characters of all arguments', () => {
  const args = JSON.stringify({ text: dictated.replaceAll('\\', ''), more: 'x'.repeat(200) });
  const said = told('tools.argument-verbatim', reading(calling(call(args)), { facts }));
  expect(said.endsWith(`lost: ${args.slice(0, 120)}`)).toBe(true);
});
