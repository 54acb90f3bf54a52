import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startGeminiRelay } from './gemini-relay.ts';
import { openPort } from './port.ts';

interface Seen {
  context?: string | undefined;
}

/** A relay before an upstream that answers every request alike. */
async function relayBefore(status: number, type: string, body: string, seen: Seen = {}) {
  const upstream = createServer((request, response) => {
    seen.context = request.headers['x-aimock-context']?.toString();
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  const port = await openPort(upstream, 0);
  const relay = await startGeminiRelay(`http://127.0.0.1:${port}`, 0);
  onTestFinished(async () => {
    await relay.stop();
    upstream.closeAllConnections();
    upstream.close();
  });
  return `http://127.0.0.1:${relay.port}/v1beta/models`;
}

const post = (body: string): RequestInit => ({ method: 'POST', body });

test('a stream becomes a JSON array, each item with the usage so far and the model', async () => {
  const usage = '"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":4}';
  const events = `data: {"candidates":[1]}\n\ndata: {"candidates":[2],${usage}}\n\n`;
  const models = await relayBefore(200, 'text/event-stream', events);
  const answer = await fetch(`${models}/m-1:streamGenerateContent?key=k`, post('{}'));
  const text = await answer.text();
  expect(text).toMatch(/^\[\{.*\}\n,\r\n\{.*\}\n\]$/);
  expect(JSON.parse(text)).toEqual([
    {
      candidates: [1],
      usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 2, totalTokenCount: 9 },
      modelVersion: 'm-1',
    },
    {
      candidates: [2],
      usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 4, totalTokenCount: 11 },
      modelVersion: 'm-1',
    },
  ]);
});

test('a plain answer gets the model and keeps the rest', async () => {
  const models = await relayBefore(200, 'application/json', '{"candidates":[]}');
  const answer = await fetch(`${models}/m-1:generateContent?key=k`, post('{}'));
  expect(await answer.json()).toEqual({ candidates: [], modelVersion: 'm-1' });
});

test('an error passes as it is', async () => {
  const models = await relayBefore(404, 'application/json', '{"error":{"code":404}}');
  const answer = await fetch(`${models}/m-1:streamGenerateContent?key=k`, post('{}'));
  expect([answer.status, await answer.text()]).toEqual([404, '{"error":{"code":404}}']);
});

test('stop sequences and tool choice travel as the context', async () => {
  const seen: Seen = {};
  const models = await relayBefore(200, 'application/json', '{}', seen);
  const asked = {
    generationConfig: { stopSequences: ['5'] },
    tool_config: { function_calling_config: { mode: 'ANY', allowed_function_names: ['f'] } },
  };
  await fetch(`${models}/m:generateContent`, post(JSON.stringify(asked)));
  expect(JSON.parse(seen.context ?? '')).toEqual({
    stop: ['5'],
    tool_choice: { function: { name: 'f' } },
  });
});

test('a request that is not JSON still reaches the mock', async () => {
  const models = await relayBefore(400, 'application/json', '{"error":{}}');
  expect((await fetch(`${models}/m:generateContent`, post('{"a'))).status).toBe(400);
});
