import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../vocabulary.ts';
import type { Example } from './example.ts';
import { classifyBlocks } from './examples.ts';
import { type LegalStream, legalStreams } from './legal-streams.ts';
import { readPage } from './read-page.ts';
import { runLoops } from './run-loops.ts';

const place = {
  python: null,
  sdk: join(import.meta.dirname, '../../node_modules/openai'),
  secrets: [],
  env: process.env,
};
const limits = { time: 20_000, memory: 512 };

const chunk = (choices: string) =>
  `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":${choices}}\n\n`;
const text = '[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]';
const end = '[{"index":0,"delta":{},"finish_reason":"stop"}]';

function streamOf(...choices: readonly string[]): Exchange {
  return {
    source: 'page.md:1',
    request: {
      method: 'POST',
      url: 'http://127.0.0.1/v1/chat/completions',
      headers: [],
      json: { stream: true },
      text: null,
    },
    status: 200,
    headers: [['content-type', 'text/event-stream']],
    body: new Uint8Array(Buffer.from(`${choices.map(chunk).join('')}data: [DONE]\n\n`)),
    fidelity: 'bytes',
    frames: null,
    ending: 'complete',
    failure: null,
    headMs: null,
    endMs: null,
    attempts: [],
    evidence: 'live',
    date: null,
    target: null,
    server: null,
    tool: null,
  };
}

const streams: readonly LegalStream[] = [
  { name: 'plain', exchange: streamOf(text, end) },
  { name: 'usage', exchange: streamOf(text, end, '[]') },
];

function exampleOf(body: string): Example {
  const page = [
    '```js',
    "import OpenAI from 'openai';",
    "const client = new OpenAI({ apiKey: 'YOUR_API_KEY', baseURL: 'https://llm.example/v1' });",
    "const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true });",
    `for await (const part of stream) ${body}`,
    '```',
  ].join('\n');
  const [block] = classifyBlocks(readPage(page, 'page.md').blocks);
  if (block?.kind !== 'example') throw new Error('the block is no example');
  return block.example;
}

describe('running an example on legal streams', () => {
  it('tells the stream on which it fails, and its words', async () => {
    const failures = await runLoops(
      exampleOf('console.log(part.choices[0].delta.content);'),
      streams,
      place,
      limits,
    );
    expect(failures).toEqual([{ stream: 'usage', words: expect.stringContaining('TypeError') }]);
  });

  it('finds nothing in a loop that survives them all', async () => {
    const safe = exampleOf("process.stdout.write(part.choices[0]?.delta.content ?? '');");
    expect(await runLoops(safe, streams, place, limits)).toEqual([]);
  });

  it('does not blame an example for a stream that the SDK itself cannot read', async () => {
    const [plain] = streams;
    const broken = plain && {
      name: 'no JSON',
      exchange: { ...plain.exchange, body: new Uint8Array(Buffer.from('data: {"a\n\n')) },
    };
    const safe = exampleOf("process.stdout.write(part.choices[0]?.delta.content ?? '');");
    expect(await runLoops(safe, broken ? [broken] : [], place, limits)).toEqual([]);
  });
});

describe('legal streams', () => {
  const operations = [{ op: 'text', find: 'Hi', with: 'Ho' } as const];

  it('are the one that came and the variations that its request allows', () => {
    const made = legalStreams(streamOf(text, end), [
      { name: 'fits', kind: 'stream', operations },
      { name: 'other kind', kind: 'completion', operations },
      { name: 'only with usage', kind: 'stream', fixtures: ['stream-usage'], operations },
      { name: 'dialect', kind: 'any', target: { dialect: 'azure' }, operations },
      {
        name: 'nothing to change',
        kind: 'any',
        operations: [{ op: 'text', find: 'Ha', with: '' }],
      },
    ]);
    expect(made.map(({ name }) => name)).toEqual(['the stream that came', 'fits']);
    expect(Buffer.from(made[1]?.exchange.body ?? []).toString()).toContain('"Ho"');
  });
});
