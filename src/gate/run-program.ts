import { spawn } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOf } from '../problem.ts';
import type { ReadyProgram } from './program.ts';
import {
  type Command,
  type Impossible,
  nodeCommand,
  pythonCommand,
  type RunLimits,
  type RunPlace,
} from './shut-in.ts';

/** How a run of an example ended. */
export type RunEnd =
  | { readonly kind: 'ran' }
  | { readonly kind: 'raised'; readonly words: string }
  | Impossible;

/** Greatest output that is kept, in bytes. */
const longestOutput = 64 * 1024;

/**
 * Runs a page's code as what it is, a stranger's: in a process of its own, with an empty
 * environment, in a temporary folder, for a limited time and with limited memory. Python runs in
 * namespaces in which neither the processes of this machine (whose environments hold keys) nor the
 * files named as secrets can be seen; Node runs under its permission model, which lets it read its
 * own folder and the SDK. It may use the network.
 */
export async function runProgram(
  program: ReadyProgram,
  language: 'python' | 'javascript',
  place: RunPlace,
  limits: RunLimits,
): Promise<RunEnd> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'chatspec-example-')));
  try {
    const file = join(folder, program.file);
    await writeFile(file, program.text);
    const command =
      language === 'python'
        ? await pythonCommand(file, place, limits)
        : await nodeCommand(file, folder, place, limits);
    if ('kind' in command) return command;
    return await runCommand(command, program.env, folder, limits);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runCommand(
  [file, ...args]: Command,
  env: Readonly<Record<string, string>>,
  cwd: string,
  limits: RunLimits,
): Promise<RunEnd> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      // Without a PATH the tools that shut it in are not found.
      env: { ...env, PATH: '/usr/local/bin:/usr/bin:/bin', HOME: cwd, LANG: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limits.time);
    child.stdout.resume();
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-longestOutput);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ kind: 'impossible', reason: `not run: ${wordsOf(error)}`, remedy: 'mend that' });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (late) resolve({ kind: 'raised', words: `it did not end within ${limits.time / 1000} s` });
      else if (code === 0) resolve({ kind: 'ran' });
      else resolve({ kind: 'raised', words: lastWords(words, code) });
    });
  });
}

/** The line that names the error: the last of Python's, the first of Node's that has a colon. */
function lastWords(words: string, code: number | null): string {
  const lines = words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const named = lines.findLast((line) => /^(\w+\.)*\w*(Error|Exception|Interrupt)\b/.test(line));
  return (named ?? lines.at(-1) ?? `it ended with exit code ${code}`).slice(0, 4000);
}
