import type { Command } from 'commander';
import type { Judge } from '../report/run.ts';

/** Everything that a command takes from the world around it. Made by `main`, faked by tests. */
export interface Io {
  /** Results. */
  readonly stdout: (text: string) => void;
  /** Progress and diagnostics. */
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: () => Date;
  /** Whether standard error is a terminal that a person watches. */
  readonly isTTY: boolean;
  readonly readStdin: () => Promise<Uint8Array>;
  readonly judge: Judge;
  /** Starts what `judge` needs while a replay is still being gathered. */
  readonly prepareJudge?: () => void;
  /** Aborted at the first Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** The exit code of the process, where the command ends without a thrown `Problem`. */
  readonly exitWith: (code: number) => void;
}

/** Adds one command to the program; its action prints by `io` and ends with `io.exitWith`. */
export type Register = (program: Command, io: Io) => void;
