import type { Config, TargetEntry } from '../target/config.ts';
import type { Outcome } from '../vocabulary.ts';
import type { CommandEnd } from './command.ts';

/** The key that every row sends and that must be found nowhere afterwards. */
export const KEY = 'sk-fault-Zq7+x/9=Kd8"w2';

/** The model that every row asks for: that of the shipped recordings, which sound servers replay. */
export const MODEL = 'gemini-3-pro-preview';

/** What a row lets chatspec meet. Closed when the row is over. */
export interface Peer {
  readonly baseUrl: string;
  /** How many requests it has had so far. */
  readonly requests: () => number;
  readonly close: () => void;
}

/** What a row must come to. */
export interface Expected {
  readonly exit: number;
  /** `null`: no report is written. */
  readonly outcome: Outcome | null;
  readonly partial?: boolean;
  /** What the report shows beside its outcome, for the table. */
  readonly shows?: string;
  /** Longest time in seconds that the command may take on two busy cores. */
  readonly within: number;
  /** Words that standard error or the report must hold. */
  readonly says: RegExp;
}

/** The place of one row: a folder of its own, in which everything lies that is written. */
export interface Stage {
  readonly folder: string;
  readonly out: string;
  readonly peer: Peer;
  /** Runs chatspec on the row's target; `args` come after those of every row. */
  readonly run: (options?: RunOptions) => Promise<CommandEnd>;
}

export interface RunOptions {
  readonly command?: 'revalidate' | 'record';
  readonly args?: readonly string[];
  /** A command that starts the command line given to it as its arguments. */
  readonly through?: readonly string[];
  /** Told of the process once it runs. */
  readonly onStart?: (pid: number) => void;
}

/** One row of the table: a server or a surrounding that is wrong in one way. */
export interface Fault {
  /** Names the row; unique. */
  readonly name: string;
  /** Empty: the whole contract. */
  readonly probes: readonly string[];
  readonly start: () => Promise<Peer>;
  /** What the row's config says of its target beside the short time limits of all rows. */
  readonly target?: Partial<TargetEntry> | ((folder: string) => Promise<Partial<TargetEntry>>);
  readonly expected: Expected;
  /** What is done instead of one plain run; gives every process's end. */
  readonly play?: (stage: Stage) => Promise<readonly CommandEnd[]>;
  /** What is wrong beside the expectations that every row has, in a sentence each. */
  readonly inspect?: (stage: Stage, ends: readonly CommandEnd[]) => Promise<readonly string[]>;
}

/** The config of a row: short limits, so that a server that stalls costs little time. */
export function configOf(peer: Peer, more: Partial<TargetEntry>): Config {
  return {
    defaultTarget: 'fault',
    targets: {
      fault: {
        baseUrl: peer.baseUrl,
        models: [MODEL],
        apiKeyEnv: 'FAULT_KEY',
        timeouts: { connect: 2000, firstByte: 3000, gap: 1500, exchange: 3500 },
        ...more,
      },
    },
  };
}
