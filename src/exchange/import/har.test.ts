import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../problem.ts';
import type { Exchange, JsonObject } from '../../vocabulary.ts';
import type { Capture } from './capture.ts';
import { importFile } from './import.ts';

const ANSWER = '{"id":"c-1","object":"chat.completion","choices":[]}';
const KEY = 'sk-one-very-secret-key';

const importValue = (value: unknown) =>
  importFile(new TextEncoder().encode(JSON.stringify(value)), 'a.har', { readExchangeFile: null });

const har = (...entries: readonly unknown[]) => ({ log: { version: '1.2', entries } });

interface Parts {
  readonly request?: JsonObject;
  readonly response?: JsonObject;
  readonly content?: JsonObject;
  readonly entry?: JsonObject;
}

function entryOf({
  request = {},
  response = {},
  content = {},
  entry = {},
}: Parts = {}): JsonObject {
  return {
    startedDateTime: '2026-03-22T12:00:00.250+02:00',
    time: 812.5,
    request: {
      method: 'POST',
      url: 'https://host/v1/chat/completions',
      headers: [{ name: 'content-type', value: 'application/json' }],
      postData: { mimeType: 'application/json', text: '{"model":"m","messages":[]}' },
      ...request,
    },
    response: {
      status: 200,
      headers: [{ name: 'Content-Type', value: 'application/json' }],
      content: { size: ANSWER.length, mimeType: 'application/json', text: ANSWER, ...content },
      ...response,
    },
    ...entry,
  };
}

async function captureOf(parts: Parts): Promise<Capture> {
  const [capture] = (await importValue(har(entryOf(parts)))).captures;
  if (capture === undefined) throw new Error('no capture');
  return capture;
}

async function exchangeOf(parts: Parts = {}): Promise<Exchange> {
  const capture = await captureOf(parts);
  if (capture.kind !== 'exchange') throw new Error(capture.why);
  return capture.exchange;
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a HAR', () => {
  it('gives request, status, headers, date, time and body of an entry', async () => {
    const exchange = await exchangeOf();
    expect(exchange).toMatchObject({
      source: 'a.har#0',
      request: { method: 'POST', json: { model: 'm', messages: [] }, text: null },
      status: 200,
      headers: [['Content-Type', 'application/json']],
      fidelity: 'text',
      ending: 'complete',
      endMs: 812.5,
      date: '2026-03-22T10:00:00.250Z',
      frames: null,
    });
    expect(textOf(exchange.body)).toBe(ANSWER);
  });

  it('numbers entries by their place in the log, and counts the ones that it skips', async () => {
    const other = entryOf({ request: { url: 'https://host/v1/models' } });
    const preflight = entryOf({ request: { method: 'OPTIONS' } });
    const query = entryOf({
      request: { url: 'https://h/openai/d/chat/completions?api-version=1#x' },
    });
    const { captures, notes } = await importValue(har(other, entryOf(), preflight, query, 7));
    expect(captures).toMatchObject([
      { exchange: { source: 'a.har#1' } },
      { exchange: { source: 'a.har#3' } },
    ]);
    expect(notes).toEqual([expect.stringContaining('skipped 3 of 5')]);
  });

  it.each([[[]], [[entryOf({ request: { url: 'https://host/chat/completions/x' } })]]])(
    'without any chat completion tells nothing, and says so',
    async (entries) => {
      await expect(importValue(har(...entries))).rejects.toMatchObject({ kind: 'untold' });
    },
  );

  it('gives the true bytes of base64', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    const exchange = await exchangeOf({
      content: { text: bytes.toString('base64'), encoding: 'base64' },
    });
    expect(exchange.fidelity).toBe('bytes');
    expect([...exchange.body]).toEqual([...bytes]);
  });

  it('has an empty body where the recorder wrote one of no bytes', async () => {
    expect((await exchangeOf({ content: { size: 0, text: '' } })).body).toHaveLength(0);
  });

  it.each([
    ['the text is missing', { content: { text: null } }, /did not keep/],
    ['the text is empty and the size is not', { content: { text: '', size: 9 } }, /did not keep/],
    ['there is no content', { response: { content: null } }, /did not keep/],
    ['the body lies in another file', { content: { text: null, _file: 'x.json' } }, /embedded/],
    ['base64 is none', { content: { text: 'a?b', encoding: 'base64' } }, /base64/],
    ['no answer came', { response: { status: 0, _error: 'net::ERR_FAILED' } }, /net::ERR_FAILED/],
    ['the status is missing', { response: { status: null } }, /no answer/],
  ])('never judges as empty what was not kept: %s', async (_, parts, why) => {
    expect(await captureOf(parts)).toEqual({
      kind: 'untold',
      source: 'a.har#0',
      why: expect.stringMatching(why),
    });
  });

  it('knows a body that the client left from one that broke', async () => {
    expect(await exchangeOf({ response: { _error: 'net::ERR_ABORTED' } })).toMatchObject({
      ending: 'aborted',
      failure: null,
    });
    expect(await exchangeOf({ response: { _error: 'net::ERR_CONNECTION_RESET' } })).toMatchObject({
      ending: 'error',
      failure: { kind: 'reset' },
    });
  });

  it('does not know the request where its body was not kept', async () => {
    expect((await exchangeOf({ request: { postData: null } })).request).toBeNull();
  });

  it('keeps a request body that is not JSON as text', async () => {
    const { request } = await exchangeOf({ request: { postData: { text: '{"model":' } } });
    expect(request).toMatchObject({ json: null, text: '{"model":' });
  });

  it('knows no headers where the recorder kept none, and dates the answer by its own header', async () => {
    expect((await exchangeOf({ response: { headers: [] } })).headers).toBeNull();
    const date = { name: 'Date', value: 'Sun, 22 Mar 2026 10:00:05 GMT' };
    const local = { startedDateTime: '2026-03-22T12:00:00' };
    const exchange = await exchangeOf({ response: { headers: [date] }, entry: local });
    expect(exchange.date).toBe('2026-03-22T10:00:05.000Z');
  });

  it.each([
    ['Bearer', { headers: [{ name: 'Authorization', value: `Bearer ${KEY}` }] }],
    ['no scheme', { headers: [{ name: 'authorization', value: KEY }] }],
    ['api-key', { headers: [{ name: 'api-key', value: KEY }] }],
    ['x-goog-api-key', { headers: [{ name: 'X-Goog-Api-Key', value: KEY }] }],
    ['cookie', { headers: [{ name: 'Cookie', value: `a=b; session=${KEY}-1` }] }],
    ['query', { url: `https://host/chat/completions?api_key=${KEY}&api-version=1` }],
    ['user and password', { url: `https://me:${KEY}@host/chat/completions` }],
  ])(
    'hides a key that came with the request, wherever it is echoed: %s',
    async (carrier, request) => {
      const echo = `{"error":{"message":"wrong key ${KEY}-1"}}`;
      const capture = await captureOf({
        request: { postData: { text: JSON.stringify({ user: KEY }) }, ...request },
        response: { headers: [{ name: 'openai-note', value: KEY }] },
        content: { text: echo },
      });
      if (capture.kind !== 'exchange') throw new Error('not kept');
      const { exchange, redact } = capture;
      const told = JSON.stringify({ ...exchange, body: textOf(exchange.body) });
      expect(told).not.toContain(carrier === 'cookie' ? `${KEY}-1` : KEY);
      expect(exchange.body).toHaveLength(echo.length);
      expect(redact.text(`${KEY}-1`)).not.toContain(`${KEY}-1`);
    },
  );

  it('hides a token of several kilobytes', async () => {
    const token = createHash('shake256', { outputLength: 3001 })
      .update('seed')
      .digest('base64url')
      .slice(0, 4001);
    const exchange = await exchangeOf({
      request: { headers: [{ name: 'authorization', value: `Bearer ${token}` }] },
      content: { text: `"${token}"` },
    });
    expect(textOf(exchange.body)).toBe(`"${'*'.repeat(4001)}"`);
  });

  it('refuses a file of countless keys, which could not be hidden in any time', async () => {
    const keyed = (at: number) =>
      entryOf({ request: { headers: [{ name: 'api-key', value: `${at}`.padEnd(4096, 'x') }] } });
    await expect(
      importValue(har(...Array.from({ length: 5 }, (_, at) => keyed(at)))),
    ).rejects.toThrow(/more keys/);
  });

  it('does not take words of a cookie for secrets', async () => {
    const exchange = await exchangeOf({
      request: { headers: [{ name: 'cookie', value: 'theme=chat.completion; a=choices' }] },
    });
    expect(textOf(exchange.body)).toBe(ANSWER);
  });

  it('is read or refused with a Problem, whatever stands in it', async () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(0, 200, -1, '', 'base64', '%', '//', null),
    );
    const shapes = fc.record(
      {
        url: odd,
        method: odd,
        headers: odd,
        postData: odd,
        status: odd,
        _error: odd,
        content: odd,
        text: odd,
        encoding: odd,
        size: odd,
        time: odd,
        startedDateTime: odd,
        name: odd,
        value: odd,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(shapes, shapes, shapes, async (request, response, content) => {
        const entry = {
          ...request,
          request: { url: '/chat/completions', ...request },
          response: { status: 200, content, ...response },
        };
        try {
          await importValue(har(entry, request));
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 300 },
    );
  });
});
