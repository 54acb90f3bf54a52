import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runStep } from './main.ts';
import { cutJobs, planJobs } from './plan.ts';
import { fakeWorld, readOutputs } from './world.fixture.ts';

const config = {
  targets: {
    router: {
      baseUrl: 'https://router.example/v1',
      models: ['vendor/a', 'vendor-a'],
      apiKeyEnv: 'ROUTER_KEY',
    },
    open: { baseUrl: 'https://open.example/v1', models: ['m'] },
    mock: { baseUrl: 'http://127.0.0.1:4010/v1', models: ['m'] },
    bare: { baseUrl: 'https://bare.example/v1' },
  },
};

test('every model of every target is a job; what listens on loopback is nobody’s production', () => {
  expect(planJobs(config, {})).toEqual([
    { target: 'router', model: 'vendor/a', key: 'ROUTER_KEY', name: 'router--vendor-a' },
    { target: 'router', model: 'vendor-a', key: 'ROUTER_KEY', name: 'router--vendor-a--2' },
    { target: 'open', model: 'm', key: '', name: 'open--m' },
  ]);
});

test('a person may ask for one target, one model, and a model that the config does not name', () => {
  expect(planJobs(config, { target: 'open' }).map(({ name }) => name)).toEqual(['open--m']);
  expect(planJobs(config, { model: 'm' }).map(({ name }) => name)).toEqual(['open--m']);
  expect(planJobs(config, { target: 'open', model: 'new' })).toMatchObject([{ model: 'new' }]);
  expect(() => planJobs(config, { target: 'typo' })).toThrow(
    /no target typo: the config has router/,
  );
});

test('each job is cut into its shards', () => {
  const cut = cutJobs(planJobs(config, { target: 'open' }), 2);
  expect(cut.map(({ shard, number }) => [shard, number])).toEqual([
    ['1/2', 1],
    ['2/2', 2],
  ]);
});

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(cwd, { recursive: true }));

test('the matrices are outputs that a runner reads', async () => {
  await writeFile(join(cwd, 'chatspec.config.json'), JSON.stringify(config));
  const output = join(cwd, 'output');
  const world = fakeWorld(cwd, { GITHUB_OUTPUT: output, SHARDS: '2', TARGET: '', MODEL: '' });
  expect(await runStep('plan', world)).toBe(0);
  const { count, shards = '', reports = '' } = readOutputs(await readFile(output, 'utf8'));
  expect(count).toBe('3');
  expect(JSON.parse(shards).include).toHaveLength(6);
  expect(JSON.parse(reports).include).toHaveLength(3);
});

test('what is wrong is one annotation and the exit code of its kind', async () => {
  const world = fakeWorld(cwd);
  expect(await runStep('plan', world)).toBe(2);
  expect(world.printed.out).toMatch(/^::error title=chatspec::the config .*\n$/);
  const other = fakeWorld(cwd);
  expect(await runStep('nonsense', other)).toBe(2);
  expect(other.printed.out).toMatch(/There is no step nonsense: action, commit/);
});
