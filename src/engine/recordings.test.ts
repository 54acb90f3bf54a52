import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { writeFixture } from '../exchange/fixture.ts';
import type { Probe, Step } from '../vocabulary.ts';
import { findRecordings, readRecordings, sourcesIn } from './recordings.ts';

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
