import { type Command, InvalidArgumentError } from 'commander';
import { catalogue } from '../../specs/catalogue.ts';
import type { Shard } from '../engine/shard.ts';
import { Problem } from '../problem.ts';
import type { Probe } from '../vocabulary.ts';
import { suggest } from './nearest.ts';

/** What a run is told on the command line. */
export interface RunOptions {
  readonly replay?: boolean;
  readonly live?: boolean;
  readonly target?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly apiKeyEnv?: string;
  readonly probe: readonly string[];
  readonly out?: string;
  readonly strict: boolean;
  readonly json: boolean;
  readonly allowHttp: boolean;
  readonly config?: string;
  readonly fixtures?: string;
  readonly concurrency: number;
  readonly rpm?: number;
  readonly maxRequests?: number;
  readonly maxTokens?: number;
  readonly dryRun: boolean;
  readonly repeat: number;
  /** Only this part of the probes. */
  readonly shard?: Shard;
  /** Another baseline than the target's own. */
  readonly baseline?: string;
}

/** Adds the options that `revalidate` and `record` share. */
export function addRunOptions(command: Command): Command {
  return command
    .option('--target <name>', 'a target of the config; default: its defaultTarget')
    .option('--model <name>', 'the model to ask for; default: the first one of the target')
    .option('--base-url <url>', 'an endpoint without a config entry, with its /v1; implies --live')
    .option('--api-key-env <name>', 'the environment variable that holds the key')
    .option('--config <file>', 'another config file than chatspec.config.json')
    .option('--probe <id>', 'only this probe; may be given several times', collect, [])
    .option('--out <dir>', 'where the report is written')
    .option('--strict', 'count SHOULD as MUST', false)
    .option('--json', 'print the report JSON on stdout, and nothing else there', false)
    .option('--allow-http', 'allow http: to other hosts than this one', false)
    .option('--concurrency <n>', 'probes side by side', wholeNumber, 4)
    .option('--rpm <n>', 'requests per minute at most', wholeNumber)
    .option('--max-requests <n>', 'stop after that many requests', wholeNumber)
    .option('--max-tokens <n>', 'stop before asking for more output tokens', wholeNumber)
    .option('--repeat <n>', 'send each probe that many times', wholeNumber, 1)
    .option('--baseline <file>', 'other expected failures than specs/baselines/<target>.json')
    .option('--dry-run', 'print what would be sent and stop', false)
    .option('--fixtures <dir>', 'the folder of recordings; default: fixtures/exchanges');
}

/** The probes that were chosen, in the order of the catalogue; all where none was. */
export function chooseProbes(ids: readonly string[]): readonly Probe[] {
  const known = new Set(catalogue.probes.map(({ id }) => id));
  const stranger = ids.find((id) => !known.has(id));
  if (stranger !== undefined) {
    throw new Problem(
      'usage',
      `There is no probe ${stranger}.${suggest(stranger, known)} The command list names them all.`,
    );
  }
  return ids.length === 0
    ? catalogue.probes
    : catalogue.probes.filter(({ id }) => ids.includes(id));
}

/** Reads `1/4`. */
export function readShard(text: string): Shard {
  const [, number, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (number === undefined || of === undefined || number < 1 || number > of) {
    throw new InvalidArgumentError('It must be like 1/4: which shard, from 1, and of how many.');
  }
  return { number, of };
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('It must be a whole number from 1.');
  }
  return value;
}

/** A port to listen at. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('It must be a port from 1 to 65535.');
  }
  return value;
}
