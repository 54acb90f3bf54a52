import { execFile } from 'node:child_process';
import { mkdir, realpath, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { wordsOf } from '../problem.ts';

/** It could not be run here, or not without danger to the key. */
export interface Impossible {
  readonly kind: 'impossible';
  readonly reason: string;
  readonly remedy: string;
}

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

/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

export async function nodeCommand(
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

export async function pythonCommand(
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
