import { expect, test } from 'vitest';
import { targetAt } from '../exchange/server.fixture.ts';
import type { CapabilityState, Exchange, Expectation } from '../vocabulary.ts';
import { bodyReading, probeOf } from './engine.fixture.ts';
import { declaredAbsent, foundUnsupported } from './support.ts';

const probe = probeOf('text-logprobs', { needs: ['logprobs'], parameters: ['top_logprobs'] });

const targetWith = (logprobs?: CapabilityState) =>
  targetAt('http://127.0.0.1/v1', { capabilities: logprobs === undefined ? {} : { logprobs } });

/** Whether the answer is taken for "not supported". */
function skipOf(
  body: string | object,
  {
    status = 400,
    state,
    asks = probe,
    expects = { answer: 'completion' },
  }: {
    readonly status?: Exchange['status'];
    readonly state?: CapabilityState;
    readonly asks?: typeof probe;
    readonly expects?: Expectation;
  } = {},
) {
  const reading = bodyReading(body, { status }, { expects });
  return foundUnsupported(asks, targetWith(state), [reading]);
}

const refusal = { error: { message: 'top_logprobs is not supported here', type: 'invalid' } };

test('a capability that the target says it has not makes its probes skip, by name', () => {
  expect(declaredAbsent(probe, targetWith('no'))).toEqual({
    reason: 'declared',
    detail: 'the target does not have: logprobs',
  });
  expect(declaredAbsent(probe, targetWith('yes'))).toBeNull();
  expect(declaredAbsent(probe, targetWith())).toBeNull();
  expect(declaredAbsent(probeOf('text-plain'), targetWith('no'))).toBeNull();
});

test('a clean 4xx that names the parameter is told as unsupported, in its own words', () => {
  expect(skipOf(refusal)).toEqual({
    reason: 'unsupported',
    detail: 'logprobs: the endpoint says "top_logprobs is not supported here"',
  });
  expect(skipOf(refusal, { state: 'unknown', status: 499 })?.reason).toBe('unsupported');
});

test('where the target claims the capability it is no skip', () => {
  expect(skipOf(refusal, { state: 'yes' })).toBeNull();
});

test('a probe of which the target claims one capability is not skipped for the other', () => {
  const asks = probeOf('x', { needs: ['logprobs', 'n'], parameters: ['top_logprobs'] });
  expect(skipOf(refusal, { state: 'yes', asks })).toBeNull();
  expect(skipOf(refusal, { asks })?.detail).toMatch(/^logprobs, n: /);
});

test('a probe that needs nothing is never skipped', () => {
  expect(skipOf(refusal, { asks: probeOf('x', { parameters: ['top_logprobs'] }) })).toBeNull();
});

test.each([
  ['the parameter is named in another spelling', { error: { message: 'No Top-LogProbs!' } }],
  ['the error is only a text', { error: 'topLogprobs: unknown' }],
  ['the member param names it', { error: { message: 'no', param: 'top_logprobs' } }],
  [
    'the member param names it within a path',
    { error: { message: 'no', param: 'a.top_logprobs[0]' } },
  ],
])('it is unsupported where %s', (_, body) => {
  expect(skipOf(body)?.reason).toBe('unsupported');
});

test.each([
  ['another parameter is named', { error: { message: 'temperature is too high' } }, 400],
  ['param only begins like it', { error: { message: 'no', param: 'top_logprobs_x' } }, 400],
  ['nothing is said', { error: {} }, 400],
  ['the error has no text', { error: { message: 5, param: 6 } }, 400],
  ['the status is no refusal', refusal, 399],
  ['the server failed', refusal, 500],
  ['the key was refused', refusal, 401],
  ['the account has no credit', refusal, 402],
  ['the key may not', refusal, 403],
  ['the server gave up waiting', refusal, 408],
  ['the quota is exhausted', refusal, 429],
  ['no status is known', refusal, null],
  ['the model answered', { choices: [], top_logprobs: 1 }, 200],
])('it is not unsupported where %s', (_, body, status) => {
  expect(skipOf(body, { status })).toBeNull();
});

test('any of several answers may say it, where none shows that it is supported', () => {
  const refused = bodyReading(refusal, { status: 400 });
  const failed = bodyReading({ error: { message: 'busy' } }, { status: 503 });
  expect(foundUnsupported(probe, targetWith(), [failed, refused])?.reason).toBe('unsupported');
  expect(foundUnsupported(probe, targetWith(), [])).toBeNull();
});

test('what was accepted once is not unsupported, whatever a later refusal names', () => {
  const fine = bodyReading({ choices: [] });
  const refused = bodyReading(refusal, { status: 400 });
  expect(foundUnsupported(probe, targetWith(), [fine, refused])).toBeNull();
  expect(foundUnsupported(probe, targetWith(), [refused, fine])).toBeNull();
});

test('a probe without parameters of its own cannot be refused by one', () => {
  expect(skipOf(refusal, { asks: probeOf('x', { needs: ['logprobs'] }) })).toBeNull();
});

test('of a long message 160 characters are told', () => {
  const message = `top_logprobs ${'x'.repeat(200)}`;
  expect(skipOf({ error: { message } })?.detail).toBe(
    `logprobs: the endpoint says "${message.slice(0, 160)}"`,
  );
});

test.each([404, 405, 501])(
  'status %i for the list of models means that there is none',
  (status) => {
    const asks = probeOf('models-list', { needs: ['models'] });
    const skip = skipOf('', { status, asks, expects: { answer: 'models' } });
    expect(skip?.detail).toBe(`models: the endpoint says "status ${status}"`);
    expect(skipOf('', { status, asks })).toBeNull();
    expect(skipOf('', { status: 400, asks, expects: { answer: 'models' } })).toBeNull();
  },
);

test('a parameter of one letter is named by itself only', () => {
  const asks = probeOf('text-n', { needs: ['n'], parameters: ['n'] });
  const reasonOf = (message: string) => skipOf({ error: { message } }, { asks })?.reason;
  expect(reasonOf("'n' is not supported")).toBe('unsupported');
  expect(reasonOf('N must be 1')).toBe('unsupported');
  expect(reasonOf('the instruction is not known')).toBeUndefined();
  expect(reasonOf('top_n is not known')).toBeUndefined();
});

const unsupported = (param: string | null, name = param) => ({
  error: { message: `'${name}' is not supported with this model.`, param, code: null },
});

/** Whether a probe with these needs is skipped for what was only sent along. */
function alongOf(body: object, parts: Parameters<typeof probeOf>[1], sent: object) {
  const reading = { ...bodyReading(body, { status: 400 }), request: { ...sent } };
  return foundUnsupported(probeOf('x', parts), targetWith(), [reading])?.detail ?? null;
}

test('a probe is skipped where the endpoint does not support what is only sent along', () => {
  const sent = { temperature: 0, max_tokens: 8 };
  const detail = (name: string) =>
    `${name}: the endpoint says "'${name}' is not supported with this model."`;
  expect(alongOf(unsupported('temperature'), {}, sent)).toBe(detail('temperature'));
  expect(alongOf(unsupported(null, 'max_tokens'), {}, sent)).toBe(detail('max_tokens'));
  expect(alongOf(unsupported('seed'), { parameters: ['seed'] }, { seed: 7 })).toBe(detail('seed'));
});

test('what was not sent, or not refused as unsupported, skips nothing', () => {
  const sent = { temperature: 0 };
  expect(alongOf(unsupported('max_tokens'), {}, sent)).toBeNull();
  expect(alongOf(unsupported('stream_options'), {}, { ...sent, stream_options: {} })).toBeNull();
  const unknown = { error: { message: 'Unknown name "temperature".', param: 'temperature' } };
  expect(alongOf(unknown, {}, sent)).toBeNull();
});

test('a capability that the target promised is not taken for sent along', () => {
  const promised = { needs: ['logprobs'], parameters: ['temperature'] } as const;
  const reading = {
    ...bodyReading(unsupported('temperature'), { status: 400 }),
    request: { temperature: 0 },
  };
  expect(foundUnsupported(probeOf('x', promised), targetWith('yes'), [reading])).toBeNull();
});
