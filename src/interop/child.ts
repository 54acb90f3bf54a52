import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Problem } from '../problem.ts';

/** Milliseconds that a child may take to end by itself before it is killed. */
const PATIENCE_MS = 3000;
/** Characters of a child's output that are kept for a message about its failure. */
const TAIL = 2000;

/** A finished program. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
}

/** A running server and the way to end it. */
export interface Running {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Keeps the last characters of what a stream says. */
function tail(stream: NodeJS.ReadableStream | null): () => string {
  let kept = '';
  stream?.on('data', (piece: Buffer) => {
    kept = (kept + piece.toString('utf8')).slice(-TAIL);
  });
  return () => kept.trim();
}

/** Asks a child to end, and kills it if it does not. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await gone;
  clearTimeout(impatience);
}

/**
 * Runs a program to its end on the Node that runs this file; its diagnostics go to our stderr.
 *
 * @throws {Problem} when it cannot be started or the signal fires.
 */
export async function run(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<Finished> {
  options.signal.throwIfAborted();
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const leave = (): void => void stop(child);
  options.signal.addEventListener('abort', leave, { once: true });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  try {
    await once(child, 'close');
  } catch (error) {
    throw new Problem('internal', `Could not start ${args[0]} with ${process.execPath}.`, {
      cause: error,
    });
  } finally {
    options.signal.removeEventListener('abort', leave);
  }
  options.signal.throwIfAborted();
  return { code: child.exitCode, stdout: Buffer.concat(pieces).toString('utf8') };
}

/**
 * Starts a server that was written by others, bound to 127.0.0.1, on the Node that runs this file.
 *
 * @throws {Problem} when it ends, fails to start, or does not listen in time.
 */
export async function serve(
  name: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number },
): Promise<Running> {
  const preload = new URL('bind-loopback.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', preload, ...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said = [tail(child.stdout), tail(child.stderr)];
  try {
    const port = await portOf(child, options.timeoutMs);
    return { port, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    const words = said
      .map((last) => last())
      .join(' ')
      .trim();
    throw new Problem('untold', `${name} did not start listening: ${words || 'it said nothing'}.`, {
      cause: error,
    });
  }
}

/** The port that a preloaded child reports; rejects when it ends or stays silent. */
async function portOf(child: ChildProcess, timeoutMs: number): Promise<number> {
  const silence = AbortSignal.timeout(timeoutMs);
  const ended = once(child, 'close', { signal: silence }).then(() => {
    throw new Error('it ended');
  });
  const told = once(child, 'message', { signal: silence }).then(([message]: unknown[]) => {
    if (typeof message === 'object' && message !== null && 'port' in message) {
      return Number(message.port);
    }
    throw new Error('it told no port');
  });
  return Promise.race([told, ended]);
}
