import { describe, expect, test } from 'vitest';
import { judgeCapture } from '../src/engine/capture.ts';
import { noFacts, read } from '../src/engine/reading.ts';
import { bareExchange } from '../src/exchange/import/capture.ts';
import { importCurl } from '../src/exchange/import/curl.ts';
import type { JsonValue } from '../src/vocabulary.ts';
import { catalogue } from './catalogue.ts';

/*
 * Answers of which nothing is known but what a file holds: what must be said of them without a probe,
 * and what must not. Longer than most test files because it is one table of wire forms.
 */

const bytes = (text: string) => Buffer.from(text, 'utf8');

/** What all checks say of an exchange: the ids that fail, and those that pass. */
function judge(exchange: ReturnType<typeof bareExchange>) {
  const judged = judgeCapture(read(exchange, noFacts), catalogue.checks);
  const idsOf = (wanted: string): readonly string[] =>
    judged
      .filter(
        ({ verdict, check }) => verdict.verdict === wanted && check.requirement.level !== 'INFO',
      )
      .map(({ check }) => check.requirement.id);
  return { fails: idsOf('fail'), passes: idsOf('pass'), breaks: idsOf('error') };
}

const bare = (text: string) => judge(bareExchange('capture', bytes(text)));

function http(status: string, headers: readonly string[], body: string) {
  const head = [`HTTP/1.1 ${status}`, ...headers, '', body].join('\r\n');
  return judge(importCurl(bytes(head), 'capture', 1_000_000));
}

const chunk = (delta: JsonValue, finish: JsonValue = null, more: object = {}) => ({
  id: 'c-1',
  object: 'chat.completion.chunk',
  created: 1_730_000_000,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
});
const opening = chunk({ role: 'assistant', content: '' });
const word = chunk({ content: 'Hi' });
const closing = chunk({}, 'stop');
const usage = chunk({}, null, {
  choices: [],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
});
const completion = {
  id: 'c-1',
  object: 'chat.completion',
  created: 1_730_000_000,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
};
const error = { error: { message: 'Slow down.', type: 'requests', param: null, code: 'rate' } };

const events = (...all: readonly object[]): string =>
  all.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('');
const done = 'data: [DONE]\n\n';
const sound = events(opening, word, closing) + done;
const asJson = 'Content-Type: application/json';
const asStream = 'Content-Type: text/event-stream';
const asPage = 'Content-Type: text/html';

describe('a capture that is legal', () => {
  test.each([
    ['a stream', sound],
    ['a stream with CR LF', sound.replaceAll('\n', '\r\n')],
    ['a stream with CR', sound.replaceAll('\n', '\r')],
    ['a byte order mark', `\ufeff${sound}`],
    ['no space after the colon', sound.replaceAll('data: ', 'data:')],
    [
      'comments before, within, between and after',
      `: a\n\n${sound.replaceAll('data:', ': b\ndata:')}: c\n`,
    ],
    [
      'names, ids and times to retry',
      sound.replaceAll('data:', 'event: message\nid: 7\nretry: 3000\ndata:'),
    ],
    ['blocks of a time to retry alone', `retry: 3000\n\nid: 1\n\n${sound}`],
    ['a name on the terminator', sound.replace('data: [DONE]', 'event: done\ndata: [DONE]')],
    [
      'unknown fields with a vendor’s own values',
      `meta: {"cost":0.1}\n\nnote\n[info] started\n${sound}`,
    ],
    ['many blank lines', `\n\n${sound.replaceAll('\n\n', '\n\n\n\n')}`],
    [
      'line separators of Unicode in the text',
      events(opening, chunk({ content: 'a\u2028\u0085b' }), closing) + done,
    ],
    [
      'usage of which nobody knows whether it was asked for',
      events(opening, word, closing, usage) + done,
    ],
    ['an error frame and no terminator', events(opening, error)],
    ['an error frame and a terminator', events(opening, error) + done],
    [
      'one choice after the other',
      events(
        ...[1, 0].flatMap((index) => [
          {
            ...opening,
            choices: [
              { index, delta: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' },
            ],
          },
        ]),
      ) + done,
    ],
    ['a completion', JSON.stringify(completion)],
    ['white space around a completion', `\n\n  ${JSON.stringify(completion, null, 2)}\n\n`],
    ['an error', JSON.stringify(error)],
  ])('is not flagged: %s', (_, text) => {
    const { fails, passes, breaks } = bare(text);
    expect({ fails, breaks }).toEqual({ fails: [], breaks: [] });
    expect(passes).not.toEqual([]);
  });

  test.each([
    ['models', { object: 'list', data: [{ id: 'm', object: 'model' }] }],
    ['embeddings', { object: 'list', data: [{ object: 'embedding', index: 0 }], model: 'm' }],
    ['a response', { id: 'r-1', object: 'response', model: 'm', output: [], usage: {} }],
    [
      'an older completion',
      { id: 'c-1', object: 'text_completion', model: 'm', choices: [{ text: 'x', index: 0 }] },
    ],
  ])(
    'is not judged as a chat completion where it says that it is something else: %s',
    (_, body) => {
      const { fails, breaks } = http('200 OK', [asJson], JSON.stringify(body));
      expect({ fails, breaks }).toEqual({ fails: [], breaks: [] });
    },
  );

  test('is not judged as a chat stream where it says that it is a stream of responses', () => {
    const first = 'event: response.created\ndata: {"type":"response.created"}\n\n';
    for (const text of [first, first.replace(/^event.*\n/, '')]) {
      expect(http('200 OK', [asStream], text)).toMatchObject({ fails: [], breaks: [] });
    }
  });
});

describe('a capture that breaks one rule', () => {
  test.each([
    ['terminator.present', events(opening, word, closing)],
    ['terminator.present', sound.replace('data: [DONE]', 'event: done')],
    ['terminator.spelling', sound.replace('[DONE]', '[END]')],
    ['terminator.once', `${sound}data: [DONE]`],
    ['terminator.closed', sound.slice(0, -1)],
    ['terminator.last', `${sound}data:\n\n`],
    ['terminator.last', `${sound}${events({ ...word, id: 'other', created: 1, choices: null })}`],
    [
      'framing.stray-data',
      sound.replaceAll('data:', 'chunk:').replace('chunk:', 'id: 1\n\nchunk:'),
    ],
    ['framing.stray-data', sound.replace('data:', 'event: xdata:')],
    ['framing.stray-data', sound.replace('data: {', `b'data: {`)],
    ['framing.blank-line', sound.trimEnd().replaceAll('\n\n', '\n')],
    ['framing.event-json', sound.replaceAll('data:', 'data: data:')],
    ['framing.event-data', sound.replace('data:', 'event: x\n\ndata:')],
    ['framing.last-event-closed', sound.slice(0, 250)],
    ['stream.foreign', events(opening, { type: 'ping' }, word, closing) + done],
    ['stream.foreign', events({ type: 'message_start' }, { type: 'message_stop' })],
    ['stream.error-frame', events(opening, { ...usage, ...error })],
    ['stream.after-finish', events(opening, closing, chunk({ refusal: 'No.' })) + done],
    ['stream.chunks', done],
    ['completion.object', JSON.stringify({ ...completion, object: 'chat.completion.chunk' })],
    ['completion.object', JSON.stringify({ ...completion, object: 'list' })],
    ['json.body', `${JSON.stringify(completion)}${done}`],
  ])('reddens %s alone: %j', (id, text) => {
    expect(bare(text)).toMatchObject({ fails: [id], breaks: [] });
  });

  const refusal = JSON.stringify(error);
  test.each<[id: string, status: string, headers: readonly string[], body: string]>([
    ['error.gateway-page', '502 Bad Gateway', [asPage], '<html>502</html>'],
    ['error.gateway-page', '503 Service Unavailable', ['Content-Type: text/plain'], 'no upstream'],
    ['error.json', '403 Forbidden', [asPage], '<html>Sorry</html>'],
    [
      'error.retry-after',
      '429 Too Many Requests',
      [asJson, 'x-ratelimit-retry-after: 20'],
      refusal,
    ],
    ['error.not-an-event-stream', '400 Bad Request', [asStream], refusal],
    ['error.content-type', '401 Unauthorized', ['Content-Type: text/plain'], refusal],
    ['error.status', '200 OK', [asJson], refusal],
    ['http.body', '200 OK', [asPage], '<!doctype html><html></html>'],
    ['http.content-type', '200 OK', [asJson], sound],
    ['stream.chunks', '200 OK', [asStream], ''],
  ])('reddens %s alone under %s', (id, status, headers, body) => {
    expect(http(status, headers, body)).toMatchObject({ fails: [id], breaks: [] });
  });

  test.each<[id: string, status: string, headers: readonly string[], body: string]>([
    ['error.gateway-page', '503 Service Unavailable', [asJson], refusal],
    [
      'error.retry-after',
      '429 Too Many Requests',
      [asJson, 'Retry-After: 20', 'x-ratelimit-retry-after: 20'],
      refusal,
    ],
    ['error.retry-after', '429 Too Many Requests', [asJson], refusal],
    ['stream.error-frame', '200 OK', [asStream], events(opening, error)],
  ])('passes %s where the rule is kept under %s', (id, status, headers, body) => {
    const { fails, passes } = http(status, headers, body);
    expect(fails).toEqual([]);
    expect(passes).toContain(id);
  });
});

test.each([
  [['m'], 'm is listed as m, among 1 models'],
  [['x', 'models/m'], 'm is listed as models/m, among 2 models'],
  [['x'], 'm is not listed, among 1 models'],
])('the list of models %j tells whether the model of the run is in it', (names, told) => {
  const body = JSON.stringify({ object: 'list', data: names.map((id) => ({ id })) });
  const answer = { ...bareExchange('models-list', bytes(body)), status: 200 };
  const facts = { ...noFacts, expects: { answer: 'models' as const }, model: 'm' };
  const judged = judgeCapture(read(answer, facts), catalogue.checks);
  const found = judged.find(({ check }) => check.requirement.id === 'models.listed');
  expect(found?.verdict).toEqual({ verdict: 'pass', facts: [told] });
});

test('an empty answer is no finding where a stop sequence may have been met at once', () => {
  const message = { role: 'assistant', content: '' };
  const empty = JSON.stringify({
    ...completion,
    choices: [{ index: 0, message, finish_reason: 'stop' }],
  });
  const asking = (members: object) => {
    const json = { model: 'm', messages: [], ...members };
    const url = 'http://127.0.0.1/v1/chat/completions';
    const request = { method: 'POST' as const, path: '/chat/completions', url, headers: [], json };
    return judge({ ...bareExchange('capture', bytes(empty)), request: { ...request, text: null } })
      .fails;
  };
  expect(asking({})).toContain('finish.empty-stop');
  expect(asking({ stop: ['5'] })).not.toContain('finish.empty-stop');
});
