import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exchangeWith } from '../exchange/exchange.fixture.ts';
import { writeFixture } from '../exchange/fixture.ts';
import { probeOf } from './engine.fixture.ts';
import { folderOf, planReplay } from './replay-plan.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(root, { recursive: true }));

test('the folder of a target has its name, every other character than a plain one a hyphen', () => {
  expect(folderOf('crazyrouter')).toBe('crazyrouter');
  expect(folderOf('127.0.0.1:8080')).toBe('127.0.0.1-8080');
  expect(folderOf('../a b/Ü_9')).toBe('..-a-b--_9');
});

test('the recorded probes of the default target are planned, without a baseline', async () => {
  const config = {
    defaultTarget: 'my.router',
    targets: {
      'my.router': { baseUrl: 'https://example.com/v1', models: ['m'], apiKeyEnv: 'UNSET_KEY' },
    },
  };
  await writeFile(join(root, 'chatspec.config.json'), JSON.stringify(config));
  const directory = join(root, 'fixtures', 'exchanges', 'my.router');
  await writeFixture(directory, exchangeWith({ source: 'text-plain' }));
  const probes = [probeOf('text-plain'), probeOf('text-echo')];
  expect(await planReplay(root, {}, { probes, checks: [] })).toMatchObject({
    directory,
    target: { name: 'my.router' },
    probes: ['text-plain'],
    baseline: [],
    strict: false,
  });
});
