import fc from 'fast-check';
import type { Dispatcher } from 'undici';
import { describe, expect, it } from 'vitest';
import type { Exchange, Frame } from '../vocabulary.ts';
import { exchangeWith, SOUND_STREAM } from './exchange.fixture.ts';
import { replayDispatcher } from './replay.ts';
import { readWithSdk } from './sdk.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const JSON_HEADERS = [['content-type', 'application/json']] as const;

/** Replays to a handler and collects what it is told. */
async function play(
  exchange: Exchange,
  meet: (controller: Dispatcher.DispatchController, nth: number) => void = () => {},
) {
  const chunks: string[] = [];
  let told: Dispatcher.DispatchController | undefined;
  const ended = await new Promise<string>((resolve) => {
    replayDispatcher(exchange).dispatch(
      { origin: 'http://127.0.0.1', path: '/', method: 'POST' },
      {
        onResponseData: (controller, chunk) => {
          told = controller;
          chunks.push(chunk.toString());
          meet(controller, chunks.length);
        },
        onResponseEnd: () => resolve('end'),
        onResponseError: (_controller, error) => resolve(`error: ${error.message}`),
      },
    );
  });
  return { chunks, ended, controller: told };
}

describe('replayDispatcher', () => {
  it('gives every frame by itself, and the rest of a body that frames do not cover', async () => {
    const body = utf8('abcdef');
    const frames: Frame[] = [
      [1, 1],
      [2, 3],
    ];
    expect(await play(exchangeWith({ body, frames }))).toMatchObject({
      chunks: ['a', 'bcd', 'ef'],
      ended: 'end',
    });
  });

  it('waits while the handler pauses, and goes on where it stopped', async () => {
    const frames: Frame[] = [
      [1, 2],
      [2, 2],
    ];
    let paused = false;
    const played = await play(exchangeWith({ body: utf8('abcd'), frames }), (controller, nth) => {
      expect(paused).toBe(false);
      if (nth !== 1) return;
      paused = true;
      controller.pause();
      setImmediate(() =>
        setImmediate(() => {
          paused = false;
          controller.resume();
        }),
      );
    });
    expect(played.chunks).toEqual(['ab', 'cd']);
  });

  it('stops at an abort, and an abort after the end does nothing', async () => {
    const frames: Frame[] = [
      [1, 2],
      [2, 2],
    ];
    const body = utf8('abcd');
    const stopped = await play(exchangeWith({ body, frames }), (controller) =>
      controller.abort(new Error('enough')),
    );
    expect(stopped).toMatchObject({ chunks: ['ab'], ended: 'error: enough' });
    const whole = await play(exchangeWith({ body, frames }));
    whole.controller?.abort(new Error('late'));
    expect(whole.controller?.aborted).toBe(false);
  });

  it.each(['error', 'aborted', 'capped'] as const)(
    'raises an error after a body that ended as %s',
    async (ending) => {
      const failure = { kind: 'reset', message: 'h closed the connection' } as const;
      const played = await play(exchangeWith({ body: utf8('ab'), ending, failure }));
      expect(played).toMatchObject({ chunks: ['ab'], ended: 'error: h closed the connection' });
    },
  );
});

describe('readWithSdk', () => {
  it('reads the same text from a stream, however it is cut', async () => {
    const body = utf8(SOUND_STREAM);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 })), async (sizes) => {
        const frames = sizes.map((bytes): Frame => [0, bytes]);
        const reading = await readWithSdk(exchangeWith({ body, frames }));
        expect(reading).toMatchObject({ error: null, role: 'assistant', texts: ['Grüße 🌍'] });
        expect(reading.chunks).toBe(4);
      }),
      { numRuns: 10 },
    );
  });

  it('reads a completion with its tool calls and usage', async () => {
    const body = utf8(
      JSON.stringify({
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: null,
              tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
            },
          },
        ],
        usage: { total_tokens: 3 },
      }),
    );
    const request = exchangeWith().request;
    const reading = await readWithSdk(
      exchangeWith({ body, headers: JSON_HEADERS, request: request && { ...request, json: {} } }),
    );
    expect(reading).toEqual({
      error: null,
      role: 'assistant',
      texts: [],
      calls: [['f']],
      usage: { total_tokens: 3 },
      chunks: 1,
    });
  });

  it("gives the SDK's own words for an error answer, a cut stream and one that is no JSON", async () => {
    const refused = await readWithSdk(
      exchangeWith({
        status: 401,
        headers: JSON_HEADERS,
        body: utf8('{"error":{"message":"no such key","type":"t","param":null,"code":null}}'),
      }),
    );
    const cut = await readWithSdk(
      exchangeWith({
        body: utf8(SOUND_STREAM.replace('data: [DONE]\n\n', '')),
        ending: 'error',
        failure: { kind: 'reset', message: 'cut' },
      }),
    );
    const noise = await readWithSdk(exchangeWith({ body: utf8('data: {"id"\n\n') }));
    const dead = await readWithSdk(
      exchangeWith({ status: null, headers: null, body: utf8(''), ending: null }),
    );
    expect(refused.error).toEqual({
      name: 'AuthenticationError',
      message: '401 no such key',
    });
    expect(cut).toMatchObject({ texts: ['Grüße 🌍'], error: { message: expect.any(String) } });
    expect(noise.error?.name).toBe('SyntaxError');
    expect(dead.error?.name).toBe('APIConnectionError');
  });

  it('never throws, whatever the body', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((json) => `data: ${json}\n\n`),
        ),
        fc.boolean(),
        async (text, stream) => {
          const request = exchangeWith().request;
          const reading = await readWithSdk(
            exchangeWith({
              body: utf8(text),
              request: request && { ...request, json: { stream } },
              headers: stream ? exchangeWith().headers : JSON_HEADERS,
            }),
          );
          expect(reading.texts.every((part) => typeof part === 'string')).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads a body that a server had compressed against our wish', async () => {
    const headers = [...(exchangeWith().headers ?? []), ['Content-Encoding', 'gzip'] as const];
    expect((await readWithSdk(exchangeWith({ headers }))).texts).toEqual(['Grüße 🌍']);
  });

  it('stays quick on a long line in many frames', async () => {
    const body = utf8(`data: {"choices":[{"delta":{"content":"${'x'.repeat(2_000_000)}"}}]}\n\n`);
    const frames = Array.from({ length: body.length / 40 }, (): Frame => [0, 40]);
    const reading = await readWithSdk(exchangeWith({ body, frames }));
    expect(reading.texts[0]).toHaveLength(2_000_000);
  });
});
