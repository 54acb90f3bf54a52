import { spawn } from 'node:child_process';
import { Memory } from './memory.ts';

/** What became of one command. */
export interface CommandEnd {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
  /** Greatest resident size of any process of the command, in MiB; `null` where it is unknown. */
  readonly peakMiB: number | null;
  /** It was killed because it did not end. */
  readonly hung: boolean;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Seconds after which it counts as hung and is killed with all its children. */
  readonly longest: number;
  readonly onStart?: ((pid: number) => void) | undefined;
}

/** Runs a command in a process group of its own and watches its time and memory. */
export async function runCommand(
  [file = '', ...args]: readonly string[],
  options: CommandOptions,
): Promise<CommandEnd> {
  const started = performance.now();
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid;
  const memory = new Memory(pid);
  let out = '';
  let err = '';
  let hung = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const timer = setTimeout(() => {
    hung = true;
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  }, options.longest * 1000);
  if (pid !== undefined) options.onStart?.(pid);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(timer);
  const seconds = (performance.now() - started) / 1000;
  return { code, out, err, seconds, peakMiB: memory.stop(), hung };
}
