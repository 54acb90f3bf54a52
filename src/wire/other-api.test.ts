import { expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import type { JsonValue } from '../vocabulary.ts';
import { isOtherApi } from './other-api.ts';

const sound = exchangeWith().request;

/** Whether an answer to a request to this address, or to an unknown one, is of another interface. */
function isOther(value: JsonValue | undefined, url: string | null = null, body = ''): boolean {
  const exchange = exchangeWith({
    body: Buffer.from(body),
    request: url === null || sound === null ? null : { ...sound, url },
  });
  return isOtherApi(exchange, value);
}

test.each(['list', 'response', 'model', 'text_completion', 'conversation'])(
  'an object of the kind %s is of another interface',
  (object) => {
    expect(isOther({ object })).toBe(true);
    expect(isOther({ object, choices: [{ text: 'a' }] })).toBe(true);
  },
);

test('a message or a delta makes it a completion, whatever its object says', () => {
  expect(isOther({ object: 'list', choices: [{}, { message: {} }] })).toBe(false);
  expect(isOther({ object: 'list', choices: [{ delta: {} }] })).toBe(false);
});

test('any other object is of no other interface', () => {
  expect(isOther({ object: 'chat.completion' })).toBe(false);
  expect(isOther({})).toBe(false);
  expect(isOther({ object: 5 })).toBe(false);
  expect(isOther(null)).toBe(false);
});

test.each([
  'event: response.created\n',
  'event:response.created',
  ' \n event:  response.created',
  'data: {"type":"response.created"}',
  'data:{"type": "response.created"}',
  'data:  {  "type"  :  "response.created"}',
])('a stream that begins with %j is of another interface', (body) => {
  expect(isOther(undefined, null, body)).toBe(true);
});

test.each([
  'event: ping\n',
  'x event: response.created',
  'data: {"a":1,"type":"response.created"}',
  'data: x{"type":"response.created"}',
  'event: x response.created',
  'data: {x"type":"response.created"}',
  'data: {"type"x:"response.created"}',
  'data: {"type":x"response.created"}',
  '',
])('a stream that begins with %j is not', (body) => {
  expect(isOther(undefined, null, body)).toBe(false);
});

test('of a stream the first 256 bytes are looked at', () => {
  expect(isOther(undefined, null, `${' '.repeat(230)}event: response.created`)).toBe(true);
  expect(isOther(undefined, null, `${' '.repeat(250)}event: response.created`)).toBe(false);
});

test('an answer to a request for a chat completion is never taken for one of another', () => {
  for (const end of ['', '/', '?api-version=1', '/?a=b']) {
    expect(isOther({ object: 'list' }, `http://h/v1/chat/completions${end}`)).toBe(false);
  }
  expect(isOther(undefined, 'http://h/v1/chat/completions', 'event: response.created')).toBe(false);
  expect(isOther({ object: 'list' }, 'http://h/v1/models')).toBe(true);
  expect(isOther({ object: 'list' }, 'http://h/v1/chat/completions/x')).toBe(true);
  expect(isOther({ object: 'list' }, 'http://h/v1/chat/completionsx')).toBe(true);
});
