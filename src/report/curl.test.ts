import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExchangeRequest } from '../vocabulary.ts';
import { curlLine } from './curl.ts';

const request: ExchangeRequest = {
  method: 'POST',
  url: 'https://host.example/v1/chat/completions',
  headers: [
    ['authorization', 'Bearer ***'],
    ['content-type', 'application/json'],
    ['content-length', '2'],
  ],
  json: { model: 'm', messages: [{ role: 'user', content: "it's" }] },
  text: null,
};

test('the key is a variable and the body is quoted for the shell', () => {
  expect(curlLine(request, '$API_KEY')).toBe(
    `curl -sSiN 'https://host.example/v1/chat/completions' -H "authorization: Bearer $API_KEY" ` +
      `-H 'content-type: application/json' ` +
      `--data-binary '{"model":"m","messages":[{"role":"user","content":"it'\\''s"}]}'`,
  );
});

test('a request without a body needs no method where it is GET', () => {
  const get = { ...request, method: 'GET', json: null, headers: [] };
  expect(curlLine(get, null)).toBe(`curl -sSiN 'https://host.example/v1/chat/completions'`);
});

test('a malformed body is sent as it was', () => {
  const line = curlLine({ ...request, json: null, text: '{"model":', headers: [] }, null);
  expect(line).toContain(`--data-binary '{"model":'`);
});

test('a shell reads the very body back, whatever it holds', () => {
  const bodies = fc.sample(fc.string({ unit: 'binary' }), 20);
  for (const body of [...bodies, "'; touch x; '", '$(id) `id` \\ "', '\u202e\n']) {
    const line = curlLine({ ...request, json: { body }, headers: [] }, null);
    const printed = execFileSync('sh', ['-c', line.replace('curl', `printf '%s\\0'`)]).toString();
    const sent = printed.split('\0').at(-2) ?? '';
    expect(JSON.parse(sent)).toEqual({
      body: body.toWellFormed() === body ? body : expect.anything(),
    });
  }
});
