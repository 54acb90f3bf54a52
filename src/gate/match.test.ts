import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../vocabulary.ts';
import { missesOf } from './match.ts';
import { readSample } from './sample.ts';
import { readSseSample, streamMisses } from './sse-sample.ts';

const misses = (sample: string, value: JsonValue) => {
  const reading = readSample(sample);
  if ('problem' in reading) throw new Error(reading.problem);
  return missesOf(reading.sample, value);
};

describe('a sample of JSON', () => {
  it('matches what has all that it shows, and more', () => {
    const sample = '{"object": "chat.completion", "choices": [{"message": {"content": "..."}}]}';
    const value = {
      id: 'x',
      object: 'chat.completion',
      choices: [{ index: 0, message: { content: 'Hi', role: 'assistant' } }, {}],
    };
    expect(misses(sample, value)).toEqual([]);
  });

  it('misses a member that is shown and did not come, at its line', () => {
    const sample = '{\n  "model": "m",\n  "choices": [\n    { "index": 0 }\n  ]\n}';
    expect(misses(sample, { model: 'm', choices: [{}] })).toEqual([
      { line: 3, pointer: '/choices/0/index', expected: '0', actual: 'nothing' },
    ]);
    expect(misses(sample, { model: 'n', choices: [{ index: 0 }] })).toMatchObject([
      { line: 1, pointer: '/model', expected: '"m"', actual: '"n"' },
    ]);
  });

  it('takes "..." for any string, within a string for any part of it, and ... for anything more', () => {
    expect(misses('{"a": "...", ...}', { a: '' })).toEqual([]);
    expect(misses('{"a": "..."}', { a: null })).toHaveLength(1);
    expect(misses('{"a": "chatcmpl-..."}', { a: 'chatcmpl-9' })).toEqual([]);
    expect(misses('{"a": "chatcmpl-..."}', { a: 'gen-9' })).toHaveLength(1);
    expect(misses('{"a": [{"b": 1}, ...]}', { a: [{ b: 1 }, 2] })).toEqual([]);
    expect(misses('{"a": ..., "b": { ... }}', { a: 1, b: {} })).toEqual([]);
  });

  it('takes YOUR_... for anything', () => {
    expect(misses('{"a": "YOUR_ID", "b": YOUR_NUMBER}', { a: 1, b: 'x' })).toEqual([]);
  });

  it('may hold comments and trailing commas', () => {
    expect(misses('{ // one\n "a": 1, /* two */\n}', { a: 1 })).toEqual([]);
  });

  it('says where it is not understood', () => {
    expect(readSample('{\n  a: 1 }')).toEqual({
      problem: '"a" is no member\'s name in quotes',
      line: 1,
    });
    expect(readSample('{"a": 1')).toMatchObject({ problem: expect.any(String) });
    expect(readSample('{} {}')).toMatchObject({ problem: 'more follows after its end' });
  });

  it('is matched by every JSON value that it was written from', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // The door between the two JSON types: parsed text is a JsonValue.
        const same: JsonValue = JSON.parse(JSON.stringify(value));
        expect(misses(JSON.stringify(value), same)).toEqual([]);
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readSample(text)).toBeTypeOf('object');
      }),
    );
  });
});

describe('a sample of a stream', () => {
  const came = (...data: string[]) =>
    data.map((each) => ({
      data: each,
      value: each.startsWith('{') ? JSON.parse(each) : undefined,
    }));
  const shown = readSseSample(
    'data: {"object":"chat.completion.chunk",...}\n\ndata: {"choices":[{"delta":{"content":"..."}}],...}\n...\ndata: [DONE]',
  );

  it('matches a stream that has its events in order, be they one chunk or many', () => {
    const chunk = '{"object":"chat.completion.chunk","choices":[{"delta":{"content":"a"}}]}';
    expect(shown.problems).toEqual([]);
    expect(streamMisses(shown, came(chunk, '[DONE]'))).toEqual([]);
    expect(streamMisses(shown, came(chunk, chunk, chunk, '[DONE]'))).toEqual([]);
  });

  it('misses the end mark, at its line', () => {
    const chunk = '{"object":"chat.completion.chunk","choices":[{"delta":{"content":"a"}}]}';
    expect(streamMisses(shown, came(chunk))).toMatchObject([
      { line: 4, expected: 'an event [DONE]' },
    ]);
  });

  it('names the member of the nearest event that did not come', () => {
    const chunk = '{"object":"chunk","choices":[{"delta":{"content":"a"}}]}';
    expect(streamMisses(shown, came('{}', chunk, '[DONE]'))).toMatchObject([
      { line: 0, pointer: '/object', actual: expect.any(String) },
    ]);
  });

  it('says which of its lines it does not understand', () => {
    expect(readSseSample('data: {"a" 1}\nwhat is this').problems).toEqual([
      { line: 0, problem: 'no colon follows "a"' },
      { line: 1, problem: '"what is this" is no line of an event stream' },
    ]);
  });
});
