import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../cli/root.ts';
import { answerOf, deadPort, serve } from '../exchange/server.fixture.ts';
import { readReport } from '../report/read.ts';
import { runStep } from './main.ts';
import { fakeWorld, readOutputs } from './world.fixture.ts';

const KEY = 'sk-of-this-test-0123456789';

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: {
    readonly steps: readonly {
      readonly run: string;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  };
}

const action: ActionFile = parse(await readFile(join(ROOT, 'action.yml'), 'utf8'));

/** What the runner makes of a step's `env` for the inputs that a caller gives. */
function envFor(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(action.runs.steps.at(-1)?.env ?? {}).map(([variable, value]) => {
      const name = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? '';
      return [variable, inputs[name] ?? action.inputs[name]?.default ?? ''];
    }),
  );
}

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(workspace, { recursive: true }));

const COMPLETION = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_774_174_500,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
};

test('in the checkout of another repository the action reports there and gives its outputs', async () => {
  const { baseUrl } = await serve((socket) => socket.end(answerOf(JSON.stringify(COMPLETION))));
  const inputs = { 'base-url': baseUrl, model: 'm', 'api-key-env': 'THEIR_KEY' };
  const output = join(workspace, 'output');
  const summary = join(workspace, 'summary');
  const child = spawn(
    'bash',
    ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', action.runs.steps.at(-1)?.run ?? ''],
    {
      cwd: ROOT,
      env: {
        ...{ PATH: process.env['PATH'], HOME: workspace, THEIR_KEY: KEY },
        ...envFor(inputs),
        ...{ GITHUB_WORKSPACE: workspace, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
      },
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      printed += data;
    });
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([code, code === 1 ? '' : printed]).toEqual([1, '']);
  const outputs = readOutputs(await readFile(output, 'utf8'));
  expect(outputs).toMatchObject({ outcome: 'violates', partial: 'false' });
  const report = await readReport(join(workspace, outputs['report'] ?? ''));
  expect(report.header.baseUrl).toBe(baseUrl);
  expect(Number(outputs['must-failed'])).toBe(report.footer.totals.MUST.fail);
  const names = await readdir(join(workspace, 'reports'));
  expect(names.filter((name) => /\.(json|md)$/.test(name))).toHaveLength(2);
  expect(await readFile(summary, 'utf8')).toMatch(/^# .*, m: violates the contract/);
  expect(printed).toMatch(/^::error title=MUST /m);
  expect(printed).not.toContain(KEY);
});

function worldFor(inputs: Readonly<Record<string, string>>) {
  const output = join(workspace, 'output');
  const world = fakeWorld(workspace, { ...envFor(inputs), GITHUB_OUTPUT: output });
  return { world, outputs: async () => readOutputs(await readFile(output, 'utf8')) };
}

test('an endpoint that is down is inconclusive, and there is no report to point at', async () => {
  const baseUrl = `http://127.0.0.1:${await deadPort()}/v1`;
  const { world, outputs } = worldFor({ 'base-url': baseUrl, model: 'm' });
  expect(await runStep('action', world)).toBe(3);
  expect(await outputs()).toMatchObject({ outcome: 'inconclusive', partial: 'true', report: '' });
});

test('a wrong input is said in one annotation', async () => {
  const { world } = worldFor({ level: 'MAY' });
  expect(await runStep('action', world)).toBe(2);
  expect(world.printed.out).toBe(
    '::error title=chatspec::The input level must be MUST or SHOULD.\n',
  );
  const { world: bare, outputs } = worldFor({});
  expect(await runStep('action', bare)).toBe(2);
  expect(bare.printed.err).toMatch(/chatspec\.config\.json cannot be read/);
  expect(await outputs()).toMatchObject({ outcome: 'error' });
});
