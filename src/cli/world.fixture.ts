import { judgeHere } from './judge.fixture.ts';
import { runProgram } from './program.ts';

/** What a command line did. */
export interface Done {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, in a folder, with an environment of its own. */
export async function runCommand(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Done> {
  let out = '';
  let err = '';
  const code = await runProgram(args, {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    env,
    cwd,
    now: () => new Date('2026-03-22T10:15:00.000Z'),
    isTTY: false,
    readStdin: async () => new Uint8Array(),
    judge: judgeHere,
    interrupted: new AbortController().signal,
  });
  return { code, out, err };
}
