import { describe, expect, test } from 'vitest';
import { catalogue } from '../../specs/catalogue.ts';
import type { OutgoingRequest, StepContext } from '../vocabulary.ts';
import { answer } from './canned-model.ts';
import { replyOf } from './canned-reply.ts';
import { readDialogue } from './dialogue.ts';

const context: StepContext = {
  model: 'some-model',
  earlier: [],
  limit: (tokens) => ({ max_tokens: tokens }),
};

/** What a probe's first request asks, as the mock hands it on. */
function requestOf(probeId: string): OutgoingRequest {
  const step = catalogue.probes.find(({ id }) => id === probeId)?.steps[0];
  const request = step?.request(context) ?? 'there is no such probe';
  if (typeof request === 'string') throw new Error(request);
  return request;
}

function answerTo(probeId: string) {
  return answer(readDialogue(requestOf(probeId).json ?? {}));
}

describe('the canned model', () => {
  const answered = catalogue.probes.filter(
    ({ steps: [{ expects }] }) => expects.answer === 'completion' || expects.answer === 'stream',
  );

  test.each(answered.map(({ id }) => id))('knows what %s asks', (id) => {
    const { content, calls, cut } = answerTo(id);
    expect(content).not.toBe('I do not know.');
    expect(content.length + calls.length > 0 || cut).toBe(true);
  });

  test.each(
    answered.flatMap(({ id, steps: [{ expects }] }) =>
      expects.echo === undefined ? [] : [[id, expects.echo] as const],
    ),
  )('copies the dictated text of %s', (id, echo) => {
    expect(answerTo(id).content).toBe(echo);
  });

  test('passes a dictated text to the tool as it is', () => {
    const { expects } = catalogue.probes.find(({ id }) => id === 'tools-argument')?.steps[0] ?? {};
    const [call] = answerTo('tools-argument').calls;
    expect(JSON.parse(call?.arguments ?? '')).toEqual({ text: expects?.argument });
  });

  test('calls each tool that the question names, with its own city', () => {
    expect(answerTo('tools-parallel').calls).toEqual([
      { name: 'get_weather', arguments: '{"city":"Paris"}' },
      { name: 'get_time', arguments: '{"city":"Tokyo"}' },
    ]);
  });

  test('calls the one tool that the caller names', () => {
    expect(answerTo('tools-named').calls.map(({ name }) => name)).toEqual(['get_time']);
  });

  test('calls nothing where the caller forbids it', () => {
    expect(answerTo('tools-none').calls).toEqual([]);
  });

  test('speaks once it has called', () => {
    const { json } = requestOf('tools-loop');
    const messages = [json?.['messages'] ?? [], { role: 'assistant', tool_calls: [{}] }].flat();
    expect(answer(readDialogue({ ...json, messages })).calls).toEqual([]);
  });

  test('ends before a stop sequence', () => {
    expect(answerTo('limit-stop').content).toBe('1, 2, 3, 4, ');
  });

  test('says no more tokens than the limit allows, and that it was cut', () => {
    expect(answerTo('limit-max-tokens')).toMatchObject({ cut: true, completionTokens: 16 });
  });

  test('makes no call that does not fit into the limit', () => {
    expect(answerTo('limit-tools')).toMatchObject({ cut: true, calls: [], content: '' });
  });

  test('takes stop sequences and tool choice from the context of the Gemini surface', () => {
    const dialogue = readDialogue({
      _context: '{"stop":["x"],"tool_choice":"none"}',
      tools: [{ function: { name: 'f' } }],
    });
    expect(dialogue).toMatchObject({ stop: ['x'], tools: [], question: null });
  });
});

describe('a canned reply', () => {
  test('ends a call with STOP on the Gemini surface, as Gemini does', () => {
    expect(replyOf(answerTo('tools-loop'), 'gemini')).toMatchObject({ finishReason: 'STOP' });
  });

  test('leaves the finish reason of a call to the OpenAI surface', () => {
    expect(replyOf(answerTo('tools-loop'), 'openai')).not.toHaveProperty('finishReason');
  });

  test('says length where the limit cut it', () => {
    expect(replyOf(answerTo('limit-max-tokens'), 'gemini')).toMatchObject({
      finishReason: 'length',
    });
  });
});
