import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { wordsOf } from '../problem.ts';
import type { ReadyProgram } from './program.ts';

/** How a run of an example ended. */
export type RunEnd =
  | { readonly kind: 'ran' }
  | { readonly kind: 'raised'; readonly words: string }
  /** It could not be run here, or not without danger to the key. */
  | { readonly kind: 'impossible'; readonly reason: string; readonly remedy: string };

export interface RunLimits {
  /** Milliseconds. */
  readonly time: number;
  /** Mebibytes. */
  readonly memory: number;
}

/** What a run may use of this machine. */
export interface RunPlace {
  /** The Python that has the SDK; `null`: the one that is found. */
  readonly python: string | null;
  /** The folder of the npm package `openai`. */
  readonly sdk: string;
  /** Files that hold secrets, hidden from the program. */
  readonly secrets: readonly string[];
  /** The environment in which Python is looked for; the program does not get it. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const exec = promisify(execFile);

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

type Command = readonly [string, ...string[]];
type Impossible = Extract<RunEnd, { kind: 'impossible' }>;

async function nodeCommand(
  file: string,
  folder: string,
  place: RunPlace,
  limits: RunLimits,
): Promise<Command> {
  await mkdir(join(folder, 'node_modules'));
  await symlink(place.sdk, join(folder, 'node_modules/openai'));
  return [
    process.execPath,
    '--permission',
    `--allow-fs-read=${folder}`,
    `--allow-fs-read=${await realpath(place.sdk)}`,
    `--max-old-space-size=${limits.memory}`,
    '--no-warnings',
    file,
  ];
}

async function pythonCommand(
  file: string,
  place: RunPlace,
  limits: RunLimits,
): Promise<Command | Impossible> {
  const found = await findPython(place);
  if (typeof found !== 'string') return found;
  const shut = await shutIn(place, limits);
  return shut === null
    ? {
        kind: 'impossible',
        reason:
          'not run: this machine cannot hide the key from it (unshare and setpriv of util-linux are needed)',
        remedy: 'run it on a Linux machine that allows user namespaces',
      }
    : [...shut, found, '-I', file];
}

/** The real Python behind whatever starts it, once it has been seen to import the SDK. */
async function findPython(place: RunPlace): Promise<string | Impossible> {
  const start = place.python ?? 'python3';
  try {
    const code = 'import sys, openai; print(sys.executable)';
    const { PATH, HOME } = place.env;
    const env = {
      ...(PATH === undefined ? {} : { PATH }),
      ...(HOME === undefined ? {} : { HOME }),
    };
    const { stdout } = await exec(start, ['-I', '-c', code], {
      env,
      timeout: 30_000,
      cwd: tmpdir(),
    });
    return stdout.trim();
  } catch (error) {
    const missing = /No module named '?openai/.test(wordsOf(error));
    return {
      kind: 'impossible',
      reason: missing
        ? `not run: ${start} has no openai package`
        : `not run: ${start} is not to be had here`,
      remedy: 'name a Python that has the openai package with --python',
    };
  }
}

/**
 * The words that shut a command in. Mounts need rights that the program must not have, so these
 * are dropped for good before it starts; else it could take the covers off again.
 */
async function shutIn(place: RunPlace, limits: RunLimits): Promise<Command | null> {
  const script = [
    'for secret in $CHATSPEC_HIDDEN; do if [ -e "$secret" ]; then mount --bind /dev/null "$secret" || exit 97; fi; done',
    'unset CHATSPEC_HIDDEN',
    `ulimit -v ${limits.memory * 1024 * 4}`,
    `ulimit -t ${Math.ceil(limits.time / 1000)}`,
    'ulimit -f 20480',
    'exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"',
  ].join('; ');
  const spaces = [
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--fork',
    '--mount-proc',
    '--kill-child',
  ];
  const hidden = place.secrets.map((path) => path.replace(/[\\ ]/g, '\\$&')).join(' ');
  const words: Command = [
    'unshare',
    ...spaces,
    'sh',
    '-c',
    `CHATSPEC_HIDDEN='${hidden.replaceAll("'", '')}'; ${script}`,
    'sh',
  ];
  try {
    const { PATH } = place.env;
    const [first, ...rest] = words;
    await exec(first, [...rest, 'true'], {
      env: PATH === undefined ? {} : { PATH },
      timeout: 10_000,
    });
    return words;
  } catch {
    return null;
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
  return (named ?? lines.at(-1) ?? `it ended with exit code ${code}`).slice(0, 300);
}
