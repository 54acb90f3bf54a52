import { describe, expect, it } from 'vitest';
import { WRONG_KEY } from '../exchange/outgoing.ts';
import type { JsonObject } from '../vocabulary.ts';
import type { Spot } from './bench.ts';
import { sayAnswer } from './generated-members.ts';
import { openOwnBench } from './own-fixtures.ts';
import { type Incoming, recognise, type ServedAnswer } from './recognise.ts';

const bench = await openOwnBench();
const answers = bench.spots.map(
  (spot): ServedAnswer => ({ spot, exchange: bench.exchangeAt(spot), changed: false }),
);

/** The request of a probe as a server gets it. */
function requestOf(spot: Spot): Incoming {
  const { request } = bench.exchangeAt(spot);
  const step = spot.probe.steps[spot.step];
  const built = step?.request({ model: 'any', earlier: [], limit: () => ({}) });
  const key = typeof built === 'object' ? built.key : undefined;
  return {
    method: request?.method ?? '',
    path: new URL(request?.url ?? '').pathname,
    json: request?.text === null ? request.json : undefined,
    authorization: key === 'none' ? null : `Bearer ${key === 'wrong' ? WRONG_KEY : 'sk-right'}`,
    userAgent: spot.probe.sender === 'sdk' ? 'OpenAI/JS 7' : 'chatspec',
  };
}

describe('a request of a probe', () => {
  it.each(bench.spots.map((spot) => [sayAnswer(spot), spot] as const))(
    '%s gets its own answer',
    (_name, spot) => {
      const found = recognise(requestOf(spot), answers);
      expect(found === null ? null : sayAnswer(found.spot)).toBe(sayAnswer(spot));
    },
  );
});

describe('a request of another client', () => {
  const ask = (json: JsonObject, more: Partial<Incoming> = {}): string | null => {
    const found = recognise(
      {
        method: 'POST',
        path: '/v1/chat/completions',
        json: { model: 'm', messages: [{ role: 'user', content: 'Hello' }], ...json },
        authorization: null,
        userAgent: 'curl',
        ...more,
      },
      answers,
    );
    return found === null ? null : sayAnswer(found.spot);
  };

  it('gets an answer in its mode, without a key, too', () => {
    expect(ask({})).toBe('text-plain');
    expect(ask({ stream: true })).toBe('stream-plain');
    expect(ask({ stream: true, stream_options: { include_usage: true } })).toBe('stream-usage');
  });

  it('gets calls where it sends tools', () => {
    expect(ask({ tools: [{ type: 'function' }], tool_choice: 'required' })).toMatch(/^tools-/);
    expect(ask({ tools: [{ type: 'function' }], stream: true })).toMatch(/^tools-.*stream/);
  });

  it('gets the error of its mistake', () => {
    expect(ask({ messages: 'Hello' })).toBe('error-messages-type');
    expect(ask({ messages: [] })).toBe('error-messages-empty');
    expect(ask({ temperature: 9 })).toBe('error-parameter-range');
    expect(ask({}, { json: undefined })).toBe('error-malformed-json');
    expect(ask({}, { path: '/v1/completions' })).toBe('error-unknown-path');
  });

  it('gets the changed answer before its sound likes', () => {
    const changed = answers.map((one) => ({
      ...one,
      changed: one.spot.probe.id === 'stream-echo',
    }));
    const incoming: Incoming = {
      method: 'POST',
      path: '/v1/chat/completions',
      json: { stream: true, stream_options: { include_usage: true }, messages: [{ role: 'user' }] },
      authorization: null,
      userAgent: 'curl',
    };
    expect(recognise(incoming, changed)?.spot.probe.id).toBe('stream-echo');
  });
});
