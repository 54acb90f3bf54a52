import { pathToFileURL } from 'node:url';
import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { Problem, wordsOf } from '../problem.ts';
import { check } from './check.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { history } from './history.ts';
import type { Io, Register } from './io.ts';
import { list } from './list.ts';
import { record } from './record.ts';
import { render } from './render.ts';
import { revalidate } from './revalidate.ts';

const COMMANDS: readonly Register[] = [
  revalidate,
  record,
  check,
  list,
  explain,
  render,
  diff,
  history,
];

/** Runs one command line and gives the exit code; whatever is thrown becomes one sentence. */
export async function main(args: readonly string[], world: Omit<Io, 'exitWith'>): Promise<number> {
  let code = 0;
  const io: Io = {
    ...world,
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  try {
    await buildProgram(io).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // commander has already printed its sentence; 0 is --help and --version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof Problem) {
      io.stderr(`${error.message}\n`);
      return error.exitCode;
    }
    io.stderr(
      `chatspec itself failed: ${wordsOf(error)}. Please report it with the command line.\n`,
    );
    return 2;
  }
}

function buildProgram(io: Io): Command {
  const program = new Command('chatspec')
    .description(packageJson.description)
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .showSuggestionAfterError();
  for (const register of COMMANDS) register(program, io);
  return program;
}

/** What a command takes from this process. */
function worldOf(): Omit<Io, 'exitWith'> {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  process.once('SIGTERM', () => interrupt.abort());
  return {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    isTTY: process.stderr.isTTY === true,
    readStdin: async () => Buffer.concat(await Array.fromAsync(process.stdin)),
    interrupted: interrupt.signal,
  };
}

/** Ends the process once what was printed has left it: exiting at once would cut a piped report. */
function leave(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // A reader that closed the pipe (`| head`) has all it wants.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) =>
      process.exit(error.code === 'EPIPE' ? 0 : 2),
    );
  }
  leave(await main(process.argv.slice(2), worldOf()));
}
