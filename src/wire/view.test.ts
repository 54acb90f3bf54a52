import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import type { Exchange, JsonValue } from '../vocabulary.ts';
import { view } from './view.ts';

type Asked = 'stream' | 'plain' | 'nothing known';

function kindOf(body: string | Uint8Array, asked: Asked, changes: Partial<Exchange> = {}) {
  const sound = exchangeWith();
  const json: JsonValue = { stream: asked === 'stream' };
  const request =
    asked === 'nothing known' || sound.request === null ? null : { ...sound.request, json };
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return view(exchangeWith({ body: bytes, request, headers: null, ...changes })).kind;
}

const typed = (value: string): Partial<Exchange> => ({ headers: [['content-type', value]] });
const eventStream = typed('text/event-stream');

const chunkLine = '{"object":"chat.completion.chunk","choices":[{"delta":{}}]}';

test.each<[body: string, asked: Asked, kind: string]>([
  ['data: {}\n\n', 'plain', 'stream'],
  ['data:{}', 'nothing known', 'stream'],
  ['DATA: {}', 'plain', 'stream'],
  ['data \t: {}', 'plain', 'stream'],
  ['event: x', 'plain', 'stream'],
  ['id: 1', 'plain', 'stream'],
  ['retry: 1', 'plain', 'stream'],
  [': comment', 'plain', 'stream'],
  [' \t\r\n data: {}', 'plain', 'stream'],
  ['\ufeffdata: {}', 'plain', 'stream'],
  ['x data: {}', 'plain', 'unknown'],
  ['datum: {}', 'plain', 'unknown'],
  ['hello\ndata: {}\n\n', 'plain', 'stream'],
  ['hello\revent: x\r\r', 'plain', 'stream'],
  ['hello data: {}', 'plain', 'unknown'],
  ['<p>\ndata: {}\n\n', 'stream', 'unknown'],
  ['[\ndata: {}\n\n', 'stream', 'unknown'],
  ['', 'stream', 'stream'],
  [' \n', 'stream', 'stream'],
  ['', 'plain', 'unknown'],
  ['', 'nothing known', 'unknown'],
  [chunkLine, 'stream', 'stream'],
  [chunkLine, 'nothing known', 'stream'],
  [chunkLine, 'plain', 'completion'],
  [`${chunkLine}\n${chunkLine}\n`, 'stream', 'stream'],
  [`\n${chunkLine}\r{`, 'stream', 'stream'],
  ['{"object":"chat.completion.chunk"}', 'stream', 'stream'],
  ['{"choices":[{},{"delta":null}]}', 'stream', 'stream'],
  ['{"choices":[{"message":{}}]}', 'stream', 'completion'],
  ['{"choices":[{"message":{},"delta":null}]}', 'stream', 'completion'],
  ['{"object":"chat.completion.chunk","choices":[{"message":{}}]}', 'stream', 'completion'],
  ['{"object":"chat.completion.chunk","choices":[{"x":1}]}', 'stream', 'stream'],
  ['{"object":"list","choices":[]}', 'nothing known', 'unknown'],
  ["b'data: {}", 'plain', 'stream'],
  ['b"data: {}', 'plain', 'stream'],
  ['bxdata: {}', 'plain', 'unknown'],
  ['{"choices":[{"message":{}}]}\ndata: {}', 'stream', 'unknown'],
  ['{"object":"chat.completion"}', 'plain', 'completion'],
  ['{"object":"chat.completion.x"}', 'plain', 'completion'],
  ['{"object":"text_completion"}', 'plain', 'unknown'],
  ['{"choices":null}', 'plain', 'completion'],
  ['{"id":"a","model":"m"}', 'plain', 'completion'],
  ['{"id":"a"}', 'plain', 'unknown'],
  ['{"model":"m"}', 'plain', 'unknown'],
  ['{}', 'plain', 'unknown'],
  ['["choices"]', 'plain', 'unknown'],
  ['null', 'plain', 'unknown'],
  ['{"id":', 'plain', 'completion'],
  [' \n{"id":', 'nothing known', 'completion'],
  ['{"id":', 'stream', 'unknown'],
  ['<html>', 'plain', 'unknown'],
  ['{"error":{}}', 'plain', 'error'],
  ['{"error":{}}', 'stream', 'error'],
  ['[{"error":{}}]', 'plain', 'error'],
  ['[{},{"error":{}}]', 'plain', 'error'],
  ['{"error":{},"choices":[{}]}', 'plain', 'completion'],
])('%j where the request asked for: %s, is: %s', (body, asked, kind) => {
  expect(kindOf(body, asked)).toBe(kind);
});

test('the type of the content decides where the bytes say nothing', () => {
  expect(kindOf('', 'plain', eventStream)).toBe('stream');
  expect(kindOf('', 'plain', typed('application/json'))).toBe('unknown');
  expect(kindOf('chunk: {}', 'stream', eventStream)).toBe('stream');
  expect(kindOf('hello: you', 'stream', eventStream)).toBe('unknown');
  expect(kindOf('da', 'stream', { ...eventStream, ending: 'aborted' })).toBe('stream');
  expect(kindOf('hello', 'stream', typed('text/plain'))).toBe('unknown');
  expect(kindOf('hello', 'plain', eventStream)).toBe('unknown');
  expect(kindOf('<html>', 'stream', eventStream)).toBe('unknown');
  expect(kindOf('[1]', 'stream', eventStream)).toBe('unknown');
});

test('a status from 400 makes an error of anything', () => {
  for (const body of ['data: {}\n\n', '{"choices":[]}', '<html>', '']) {
    expect(kindOf(body, 'stream', { status: 400 })).toBe('error');
    expect(kindOf(body, 'plain', { status: 503 })).toBe('error');
  }
  expect(kindOf('data: {}\n\n', 'stream', { status: 399 })).toBe('stream');
  expect(kindOf('data: {}\n\n', 'stream', { status: null })).toBe('stream');
});

test('events are looked for in the first 4,096 bytes, and JSON lines in the first 65,536', () => {
  expect(kindOf(`${'x'.repeat(4_090)}\ndata: {}`, 'plain')).toBe('stream');
  expect(kindOf(`${'x'.repeat(4_091)}\ndata: {}`, 'plain')).toBe('unknown');
  const padded = (length: number) =>
    `{"object":"chat.completion.chunk","a":"${'x'.repeat(length)}"}`;
  const frame = padded(0).length;
  expect(kindOf(padded(65_536 - frame), 'stream')).toBe('stream');
  expect(kindOf(padded(65_537 - frame), 'stream')).toBe('completion');
});

test('a completion is read with its answers, its usage and its model', () => {
  const body = {
    id: 'a',
    model: 'm',
    usage: { total_tokens: 3 },
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  };
  expect(view(exchangeWith({ body: Buffer.from(JSON.stringify(body)) }))).toMatchObject({
    kind: 'completion',
    answers: [{ content: 'Hi' }],
    usage: { total_tokens: 3 },
    model: 'm',
  });
});

test('an error has no answers; usage that is no object and a model that is no string are none', () => {
  const body = { error: {}, usage: [], model: 5, choices: [{ message: { content: 'Hi' } }] };
  const seen = view(exchangeWith({ status: 500, body: Buffer.from(JSON.stringify(body)) }));
  expect(seen).toMatchObject({ kind: 'error', answers: [], usage: null, model: null });
});

test('no bytes, status or request make reading throw', () => {
  const pieces = fc.constantFrom(
    ...[
      'data: ',
      '{"choices":',
      '[{"delta":',
      '{}',
      '}]',
      '}',
      '\n\n',
      '\ufeff',
      '[DONE]',
      ': x\n',
    ],
    ...['{"error":{}}', '"tool_calls":[{"index":0}]', '\r', 'null', '<html>', '{"usage":{}}'],
  );
  const bodies = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((parts) => Buffer.from(parts.join(''))),
    fc.uint8Array({ maxLength: 60 }),
  );
  const asked = fc.constantFrom<Asked>('stream', 'plain', 'nothing known');
  const statuses = fc.constantFrom(null, 200, 204, 400, 500);
  fc.assert(
    fc.property(bodies, asked, statuses, (body, wish, status) => {
      expect(['completion', 'stream', 'error', 'unknown']).toContain(
        kindOf(body, wish, { status }),
      );
    }),
    { numRuns: 500 },
  );
});
