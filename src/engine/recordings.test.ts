import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { writeFixture } from '../exchange/fixture.ts';
import { targetAt } from '../exchange/server.fixture.ts';
import type { Probe, Step } from '../vocabulary.ts';
import { findRecordings, readRecordings, selectRecorded, sourcesIn } from './recordings.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(directory, { recursive: true }));

const step: Step = { expects: { answer: 'stream' }, request: () => 'not sent in this test' };

function probeWith(id: string, steps: Probe['steps']): Probe {
  return { id, suite: 'tools', title: id, needs: [], sender: 'http', steps, tokens: 1 };
}

const loop = probeWith('tools-loop', [step, step]);
const plain = probeWith('stream-plain', [step]);

async function record(...sources: readonly string[]) {
  for (const source of sources) await writeFixture(directory, exchangeWith({ source }));
}

test('a probe of which a step is missing has no recording', async () => {
  await record('tools-loop.1', 'stream-plain');
  expect([...(await findRecordings(directory, [loop, plain])).keys()]).toEqual(['stream-plain']);
});

test('steps and rounds are read in order', async () => {
  await record('tools-loop.2', 'tools-loop.1@2', 'tools-loop.1', 'tools-loop.2@2');
  const exchanges = await sourcesIn(directory).load(loop);
  expect(exchanges.map(({ source }) => source)).toEqual([
    'tools-loop.1',
    'tools-loop.2',
    'tools-loop.1@2',
    'tools-loop.2@2',
  ]);
});

test('a round of which a step is missing is left out', async () => {
  await record('tools-loop.1', 'tools-loop.2', 'tools-loop.1@2');
  const { exchanges } = await readRecordings(await findRecordings(directory, [loop]));
  expect(exchanges.get('tools-loop')?.map(({ source }) => source)).toEqual([
    'tools-loop.1',
    'tools-loop.2',
  ]);
});

test('a folder that is not there holds no recording', async () => {
  expect((await findRecordings(join(directory, 'none'), [plain])).size).toBe(0);
});

test('a round whose steps are numbered wrongly is left out', async () => {
  await record('tools-loop.1', 'tools-loop.3', 'stream-plain.2');
  expect((await findRecordings(directory, [loop, plain])).size).toBe(0);
});

test('what is recorded or declared absent is planned, and the rest is named with the reason', async () => {
  await record('stream-plain');
  const seeing = { ...probeWith('text-vision', [step]), needs: ['vision'] } as const;
  const target = targetAt('http://127.0.0.1/v1', { capabilities: { vision: 'no' } });
  const recordings = await findRecordings(directory, [loop, plain, seeing]);
  expect(selectRecorded([loop, plain, seeing], recordings, target)).toEqual({
    probes: ['stream-plain', 'text-vision'],
    unplanned: [{ probe: 'tools-loop', reason: 'there is no recording of it' }],
  });
});

test('what is wrong with a file of a recording is told', async () => {
  await record('stream-plain');
  const recordings = await findRecordings(directory, [plain]);
  expect((await readRecordings(recordings)).warnings).toEqual([]);
  await writeFile(join(directory, 'stream-plain.sse'), 'data: changed\n\n');
  expect((await readRecordings(recordings)).warnings).not.toEqual([]);
});

test('the SDK is given what it can hold, and not more', async () => {
  const { readWithSdk, load } = sourcesIn(directory);
  const reading = (length: number) =>
    readWithSdk(exchangeWith({ body: new Uint8Array(length).fill(0x0a) }));
  expect(await reading(2 * 1024 * 1024 + 1)).toBeNull();
  expect(await readWithSdk(exchangeWith())).toMatchObject({ texts: ['Grüße 🌍'] });
  expect(await load(plain)).toEqual([]);
});
