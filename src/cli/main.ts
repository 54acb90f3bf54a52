import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { openBench } from '../report/run.ts';
import type { Io } from './io.ts';
import { ROOT } from './root.ts';

/** What a command takes from this process. */
function worldOf(): Omit<Io, 'exitWith'> {
  const bench = openBench();
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
    readStdin: async () =>
      (await import('./read-whole.ts')).readWhole(process.stdin, 'standard input'),
    prepareJudge: bench.prepare,
    judge: bench.judge,
    interrupted: interrupt.signal,
  };
}

/** Ends the process once what was printed has left it: exiting at once would cut a piped report. */
function leave(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

// A reader that closed the pipe (`| head`) has all it wants; the files and the exit code are still
// owed to others.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(2);
  });
}

// Half of a short run is compiling; the workers of vitest find the cache by the variable.
const CACHE = join(ROOT, 'node_modules/.cache/chatspec');
enableCompileCache(CACHE);
if (getCompileCacheDir() !== undefined) process.env['NODE_COMPILE_CACHE'] = CACHE;

const { runProgram } = await import('./program.ts');
leave(await runProgram(process.argv.slice(2), worldOf()));
