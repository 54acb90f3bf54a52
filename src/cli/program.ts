import { Command, CommanderError } from 'commander';
import own from '../../package.json' with { type: 'json' };
import { Problem, wordsOf } from '../problem.ts';
import type { Io, Register } from './io.ts';

/** Each command by its name; loaded when it is needed, since some bring much with them. */
const COMMANDS: ReadonlyMap<string, () => Promise<Register>> = new Map([
  ['revalidate', async () => (await import('./revalidate.ts')).revalidate],
  ['record', async () => (await import('./record.ts')).record],
  ['check', async () => (await import('./check.ts')).check],
  ['gate', async () => (await import('./gate.ts')).gate],
  ['proxy', async () => (await import('./proxy.ts')).proxy],
  ['serve', async () => (await import('./serve.ts')).serve],
  ['list', async () => (await import('./list.ts')).list],
  ['explain', async () => (await import('./explain.ts')).explain],
  ['render', async () => (await import('./render.ts')).render],
  ['baseline', async () => (await import('./baseline.ts')).baseline],
  ['merge', async () => (await import('./merge.ts')).merge],
  ['diff', async () => (await import('./diff.ts')).diff],
  ['history', async () => (await import('./history.ts')).history],
]);

/** Runs one command line and gives the exit code; whatever is thrown becomes one sentence. */
export async function runProgram(
  args: readonly string[],
  world: Omit<Io, 'exitWith'>,
): Promise<number> {
  let code = 0;
  const io: Io = {
    ...world,
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  try {
    const program = await buildProgram(args, io);
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // commander has already printed its sentence; 0 is --help and --version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof Problem) {
      io.stderr(`${sentence(error.message)}\n`);
      return error.exitCode;
    }
    const words = wordsOf(error);
    io.stderr(`chatspec itself failed: ${words}; please report it with the command line.\n`);
    return 2;
  }
}

async function buildProgram(args: readonly string[], io: Io): Promise<Command> {
  const program = new Command('chatspec')
    .description(own.description)
    .version(own.version)
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      outputError: (words, write) => write(`${mistake(words)}; ${helpOf(args)}.\n`),
    })
    .showSuggestionAfterError();
  for (const load of commandsFor(args)) (await load())(program, io);
  return program;
}

/** The one command that is asked for; all of them for help and for names that are none. */
function commandsFor([name = '']: readonly string[]): Iterable<() => Promise<Register>> {
  const wanted = COMMANDS.get(name);
  return wanted === undefined ? COMMANDS.values() : [wanted];
}

/** What commander says of a bad command line, on one line; its suggestion comes on a second one. */
function mistake(words: string): string {
  const line = words
    .replace(/^error: /, '')
    .replace(/\s*\(Did you mean (.+)\?\)\s*$/, ', did you mean $1');
  return sentence(line.trim()).replace(/\.$/, '');
}

function helpOf([name = '']: readonly string[]): string {
  return COMMANDS.has(name)
    ? `chatspec ${name} --help tells what it takes`
    : 'chatspec --help names the commands';
}

function sentence(words: string): string {
  const start = /^[a-z]+ /.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
  return /[.?!]$/.test(start) ? start : `${start}.`;
}
