import { describe, expect, it } from 'vitest';
import { systemClock } from '../exchange/clock.ts';
import { answerOf, deadPort, serve, targetAt } from '../exchange/server.fixture.ts';
import { openTransport } from '../exchange/transport.ts';
import type { Target } from '../vocabulary.ts';
import { preflight } from './preflight.ts';

const KEY = 'sk-test-0123456789';
const clock = { ...systemClock, sleep: async () => {} };

async function fly(target: Target): Promise<string | null> {
  const key = target.apiKeyEnv === null ? null : KEY;
  const transport = await openTransport(target, { key, env: {}, clock });
  const problem = await preflight(transport);
  if (problem !== null) expect([problem.kind, problem.exitCode]).toEqual(['untold', 3]);
  return problem?.message ?? null;
}

/** What preflight says of an endpoint that always answers so. */
async function verdictOn(status: string, body: unknown, changes: Partial<Target> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { baseUrl } = await serve((socket) => socket.end(answerOf(text, [], status)));
  return await fly(targetAt(baseUrl, changes));
}

const error = (message: string, more: object = {}) => ({ error: { message, ...more } });

describe('preflight', () => {
  it.each([
    [
      '401 Unauthorized',
      error('Incorrect API key'),
      /refuses the key in TEST_KEY \(401: Incorrect/,
    ],
    ['401 Unauthorized', '<html>no</html>', /refuses the key/],
    ['403 Forbidden', error('permission denied'), /refuses the key/],
    [
      '400 Bad Request',
      [error('API key not valid. Please pass a valid API key.')],
      /refuses the key/,
    ],
    ['402 Payment Required', {}, /no quota left/],
    [
      '429 Too Many Requests',
      error('slow down'),
      /no quota left or limits the rate \(429: slow down/,
    ],
    ['403 Forbidden', error('x', { code: 'insufficient_user_quota' }), /no quota left/],
    [
      '404 Not Found',
      error('nope', { code: 'model_not_found' }),
      /does not know the model test-model/,
    ],
    ['404 Not Found', error('test-model is not found for v1'), /does not know the model/],
    ['400 Bad Request', error('Invalid model: test-model', { param: 'model' }), /does not know/],
    ['404 Not Found', error('The model `x` does not exist or you do not have access'), /not know/],
    ['503 Service Unavailable', error('no available channel for test-model'), /does not know/],
    ['503 Service Unavailable', 'upstream down', /is down: it answered 3 times/],
    ['400 Bad Request', { detail: 'quota_exceeded' }, /no quota left.*quota_exceeded/],
    ['403 Forbidden', { message: 'denied' }, /refuses the key in TEST_KEY \(403: denied/],
    ['400 Bad Request', error('The API key is missing'), /refuses the key/],
    ['400 Bad Request', error('apikey expired'), /refuses the key/],
    ['422 Unprocessable Entity', error('x', { type: 'unknown_model' }), /does not know/],
    ['400 Bad Request', error('x', { status: 'invalidModel' }), /does not know/],
    ['404 Not Found', error('unknown model x', { param: '' }), /does not know/],
    [
      '400 Bad Request',
      error("'max_tokens' is not supported with this model. Use 'max_completion_tokens'."),
      /takes no max_tokens for test-model .*"tokenLimit": "max_completion_tokens"/,
    ],
    [
      '422 Unprocessable Entity',
      error('use max_completion_tokens', { code: 'unsupported_parameter' }),
      /takes no max_tokens/,
    ],
    ['520 Unknown', '', /is down/],
    ['527 Unknown', '', /is down/],
    ['529 Overloaded', '', /is down/],
    ['504 Gateway Timeout', '<p>too\n\tlate</p>', /\(504: too late\)/],
    ['502 Bad Gateway', '<html><h1>Bad Gateway</h1></html>', /\(502: Bad Gateway\)/],
  ])('%s %j stands in the way', async (status, body, sentence) => {
    expect(await verdictOn(status, body)).toMatch(sentence);
  });

  it.each([
    ['a sound answer', '200 OK', { object: 'chat.completion' }],
    ['an error under 200', '200 OK', error('something')],
    ['an answer that is no JSON', '200 OK', '<html>'],
    ['its own fault', '500 Internal Server Error', error('oops')],
    ['a path that it does not know', '404 Not Found', '<html>404 page not found</html>'],
    ['a parameter that it does not take', '400 Bad Request', error('bad', { param: 'max_tokens' })],
    [
      'a parameter that the model does not take',
      '400 Bad Request',
      error("'temperature' does not support 0 with this model. Only the default (1) value."),
    ],
    ['a refusal that is not about keys', '403 Forbidden', error('this content is blocked')],
    ['a status beyond those of gateways', '528 Unknown', ''],
    ['a status below those of gateways', '519 Unknown', ''],
    ['a quota of another kind', '500 Internal Server Error', error('quota exceeded')],
    ['another parameter', '404 Not Found', error('unknown model x', { param: 'n' })],
    ['a redirect', '307 Temporary Redirect', ''],
  ])('%s is left to the contract', async (_title, status, body) => {
    expect(await verdictOn(status, body)).toBeNull();
  });

  it('a dead host stands in the way, an answer that is not HTTP does not', async () => {
    expect(await fly(targetAt(`http://127.0.0.1:${await deadPort()}/v1`))).toMatch(
      /refused the conn/,
    );
    const { baseUrl } = await serve((socket) => socket.end('HELO\r\n\r\n'));
    expect(await fly(targetAt(baseUrl))).toBeNull();
  });

  it('tells a target without a key how to get one', async () => {
    expect(await verdictOn('401 Unauthorized', {}, { apiKeyEnv: null })).toMatch(/--api-key-env/);
  });

  it('repeats the words of the server on one line, without the key', async () => {
    const words = await verdictOn('401 Unauthorized', error(`bad\nkey ${KEY} \u001b[31m`));
    expect(words).not.toContain(KEY);
    expect(words).toContain('bad key *****');
    expect(words).not.toMatch(/\p{Cc}/u);
  });
});
