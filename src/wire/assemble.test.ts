import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import type { JsonValue } from '../vocabulary.ts';
import { answersOfCompletion, assembleChunks, firstText, groupFragments } from './assemble.ts';
import { viewStream } from './stream.ts';

/** The chunks of a stream whose events have these choices. */
function chunksOf(...events: readonly JsonValue[]) {
  const body = events.map((choices) => `data: ${JSON.stringify({ choices })}\n\n`).join('');
  return viewStream(exchangeWith({ body: Buffer.from(body) })).chunks;
}

const assemble = (...events: readonly JsonValue[]) => assembleChunks(chunksOf(...events));

/** A stream of one answer with these deltas. */
const deltas = (...all: readonly JsonValue[]) =>
  assemble(...all.map((delta) => [{ index: 0, delta }])).answers[0];

/** One event with one fragment of a tool call. */
const calling = (call: JsonValue) => ({ tool_calls: [call] });

test('texts are joined in order of arrival, each kind by itself', () => {
  const answer = deltas(
    { role: 'assistant', content: '', refusal: 'n' },
    { content: 'Grü', reasoning_content: 'hm' },
    { role: 'user', content: 'ße', refusal: 'o', reasoning: ', so' },
  );
  expect(answer).toMatchObject({
    role: 'assistant',
    content: 'Grüße',
    refusal: 'no',
    reasoning: 'hm, so',
  });
});

test('what no chunk speaks of is null, and what only empty chunks speak of is empty', () => {
  expect(deltas({})).toMatchObject({ role: null, content: null, refusal: null, reasoning: null });
  expect(deltas({ content: '', refusal: null })).toMatchObject({ content: '', refusal: null });
});

test('reasoning is taken from one member of a delta, the first that says something', () => {
  expect(deltas({ reasoning_content: 'a', reasoning: 'b' })?.reasoning).toBe('a');
  expect(deltas({ reasoning_content: '', reasoning: 'b' })?.reasoning).toBe('b');
  expect(deltas({ reasoning_content: '', reasoning: '' })?.reasoning).toBeNull();
});

test('answers are told apart by their index and come in its order', () => {
  const { answers } = assemble(
    [{ index: 1, delta: { content: 'b' } }],
    [
      { index: 0, delta: { content: 'a' } },
      { index: 1, delta: { content: 'B' } },
    ],
  );
  expect(answers.map(({ index, content }) => [index, content])).toEqual([
    [0, 'a'],
    [1, 'bB'],
  ]);
});

test('a choice without a usable index is taken by its position', () => {
  const { answers } = assemble([
    { delta: { content: 'a' } },
    { index: 'one', delta: { content: 'b' } },
  ]);
  expect(answers.map(({ index, content }) => [index, content])).toEqual([
    [0, 'a'],
    [1, 'b'],
  ]);
});

test('an answer begins where its first choice stands', () => {
  const { answers } = assemble([], [{ index: 0, delta: {} }], [{ index: 0, delta: {} }]);
  expect(answers[0]?.at).toEqual({ event: 1, offset: 22, pointer: '/choices/0' });
});

test('each finish reason is kept once, in order of arrival; null and empty are none', () => {
  const { answers } = assemble(
    ...[null, '', 'stop', 'length', 'stop', 3].map((finish_reason) => [
      { index: 0, delta: {}, finish_reason },
    ]),
  );
  expect(answers[0]?.finishReasons).toEqual(['stop', 'length']);
});

test('what is no object among choices and calls is passed over', () => {
  const { answers, toolFragments } = assemble([
    null,
    'x',
    { index: 5, delta: { tool_calls: ['x', null, { index: 0, id: 'a' }] } },
    { index: 6, delta: 'x' },
  ]);
  expect(answers.map(({ index }) => index)).toEqual([5, 6]);
  expect(toolFragments).toHaveLength(1);
  expect(toolFragments[0]?.at.pointer).toBe('/choices/2/delta/tool_calls/2');
});

test('the fragments of a call are put together by choice and index, interleaved or not', () => {
  const answer = deltas(
    calling({ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
    calling({ index: 1, id: 'b', type: 'custom', function: { name: 'g', arguments: '{"x"' } }),
    calling({ index: 0, function: { arguments: '{}' } }),
    calling({ index: 1, id: '', type: null, function: { name: '', arguments: ':1}' } }),
  );
  expect(answer?.calls).toEqual([
    {
      index: 0,
      id: 'a',
      type: 'function',
      name: 'f',
      arguments: '{}',
      at: { event: 0, offset: 0, pointer: '/choices/0/delta/tool_calls/0' },
    },
    {
      index: 1,
      id: 'b',
      type: 'custom',
      name: 'g',
      arguments: '{"x":1}',
      at: expect.objectContaining({ event: 1 }),
    },
  ]);
});

test('calls of the same index in two answers are two calls, each with its answer', () => {
  const call = (id: string) => calling({ index: 0, id, function: { arguments: id } });
  const { answers } = assemble(
    [
      { index: 0, delta: call('a') },
      { index: 1, delta: call('b') },
    ],
    [{ index: 1, delta: call('c') }],
  );
  expect(answers.map(({ calls }) => calls.map((one) => [one.id, one.arguments]))).toEqual([
    [['a', 'a']],
    [['b', 'bc']],
  ]);
});

test('fragments without an index are one call, whose parts that are no text are left out', () => {
  const answer = deltas(
    calling({ id: 7, function: { name: null, arguments: 5 } }),
    calling({ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }),
    calling('x'),
    calling({}),
  );
  expect(answer?.calls).toMatchObject([
    { index: null, id: 'a', type: 'function', name: 'f', arguments: '{}' },
  ]);
});

test('fragments are kept as they came, with their places', () => {
  const { toolFragments, textFragments } = assemble([
    { index: 2, delta: { content: 'a', tool_calls: [{ index: 1, id: 5, type: true }] } },
    { index: 3, delta: { content: null } },
  ]);
  expect(toolFragments).toEqual([
    {
      choice: 2,
      index: 1,
      id: 5,
      type: true,
      name: undefined,
      arguments: undefined,
      at: { event: 0, offset: 0, pointer: '/choices/0/delta/tool_calls/0' },
    },
  ]);
  expect(textFragments).toEqual([
    { choice: 2, text: 'a', at: { event: 0, offset: 0, pointer: '/choices/0/delta/content' } },
  ]);
});

test('groups of fragments come in the order in which the calls began', () => {
  const { toolFragments } = assemble(
    ...[1, 0, 1].map((index) => [{ index: 0, delta: calling({ index }) }]),
  );
  expect(groupFragments(toolFragments).map((group) => group.map(({ index }) => index))).toEqual([
    [1, 1],
    [0],
  ]);
});

test('the first text is the first that is not empty', () => {
  expect(firstText([undefined, null, 3, '', 'a', 'b'])).toBe('a');
  expect(firstText(['', null])).toBeNull();
  expect(firstText([])).toBeNull();
});

test('a completion is read choice by choice, as it stands', () => {
  const call = {
    index: 4,
    id: 'a',
    type: 'function',
    function: { name: 'f', arguments: '{"a":1}' },
  };
  const message = {
    role: 'assistant',
    content: 'Hi',
    refusal: 'no',
    reasoning: 'hm',
    tool_calls: [null, call],
  };
  const body = { choices: [null, { index: 5, message, finish_reason: 'tool_calls' }, {}] };
  expect(answersOfCompletion(body)).toEqual([
    {
      index: 5,
      role: 'assistant',
      content: 'Hi',
      refusal: 'no',
      reasoning: 'hm',
      calls: [
        {
          index: 4,
          id: 'a',
          type: 'function',
          name: 'f',
          arguments: '{"a":1}',
          at: { pointer: '/choices/1/message/tool_calls/1' },
        },
      ],
      finishReasons: ['tool_calls'],
      at: { pointer: '/choices/1' },
    },
    {
      index: 2,
      role: null,
      content: null,
      refusal: null,
      reasoning: null,
      calls: [],
      finishReasons: [],
      at: { pointer: '/choices/2' },
    },
  ]);
});

test('a call of a completion that says nothing has empty arguments', () => {
  const [answer] = answersOfCompletion({ choices: [{ message: { tool_calls: [{}] } }] });
  expect(answer?.calls).toMatchObject([
    { index: null, id: null, type: null, name: null, arguments: '' },
  ]);
});

test('a body without choices has no answers', () => {
  expect([undefined, null, [], {}, { choices: 'x' }].map(answersOfCompletion)).toEqual(
    Array(5).fill([]),
  );
});
