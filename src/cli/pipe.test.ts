import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readReport } from '../report/read.ts';
import { ROOT } from './root.ts';

const runFile = promisify(execFile);

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(out, { recursive: true }));

/** Runs a command whose reader closes the pipe after one byte; gives the command's own exit code. */
async function closedEarly(command: string) {
  const line = `"$NODE" src/cli/main.ts ${command} | head -c 1 >"$OUT/read"; echo "\${PIPESTATUS[0]}"`;
  const env = { PATH: process.env['PATH'], NODE: process.execPath, OUT: out };
  const { stdout, stderr } = await runFile('bash', ['--norc', '-c', line], { cwd: ROOT, env });
  return { code: Number(stdout), err: stderr };
}

test('a reader that closes the pipe ends a listing quietly', async () => {
  expect(await closedEarly('list --json')).toEqual({ code: 0, err: '' });
});

test('a run whose reader has gone still writes its report and says how it ended', async () => {
  const { code, err } = await closedEarly(
    'revalidate --target portkey-gemini --json --out "$OUT/reports" ' +
      '--probe stream-plain --probe stream-usage --probe tools-parallel-stream',
  );
  expect(code).toBe(1);
  expect(err).toMatch(/^Report: .*\.md\n$/);
  const names = await readdir(join(out, 'reports'));
  expect(names).toHaveLength(2);
  const report = names.find((name) => name.endsWith('.json')) ?? '';
  expect((await readReport(join(out, 'reports', report))).footer.outcome).toBe('violates');
});
