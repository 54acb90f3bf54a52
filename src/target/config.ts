import { readFile } from 'node:fs/promises';
import { Problem, wordsOf } from '../problem.ts';
import { checkFile } from '../schema/files.ts';
import type {
  Capability,
  CapabilityState,
  Dialect,
  JsonObject,
  ModelEcho,
  SizeLimits,
  Timeouts,
} from '../vocabulary.ts';

export const CONFIG_NAME = 'chatspec.config.json';

/** A target as `chatspec.config.json` states it; `schemas/files/config.schema.json` says the same. */
export interface TargetEntry {
  readonly baseUrl: string;
  readonly models?: readonly string[];
  readonly apiKeyEnv?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  readonly tokenLimit?: 'max_tokens' | 'max_completion_tokens';
  readonly reasoningAllowance?: number;
  readonly capabilities?: Readonly<Partial<Record<Capability, CapabilityState>>>;
  readonly modelEcho?: ModelEcho;
  readonly dialect?: Dialect | null;
  readonly proxy?: string | null;
  readonly caFile?: string | null;
  readonly allowHttp?: boolean;
  readonly timeouts?: Partial<Timeouts>;
  readonly limits?: Partial<SizeLimits>;
  readonly price?: { readonly input: number; readonly output: number } | null;
}

export interface Config {
  readonly defaultTarget?: string;
  readonly targets: Readonly<Record<string, TargetEntry>>;
}

/** Reads a config file. Throws a Problem with the place of what is wrong. */
export async function readConfig(path: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Problem(
      'file',
      `the config ${path} cannot be read (${wordsOf(error)}); write one, or give --base-url and --model`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('file', `the config ${path} is not JSON (${wordsOf(error)}); mend it there`);
  }
  const mistakes = checkFile('config', value);
  if (mistakes.length > 0) {
    throw new Problem(
      'file',
      `the config ${path} is not valid: ${mistakes.slice(0, 5).join('; ')}`,
    );
  }
  const config = value as Config;
  const { defaultTarget, targets } = config;
  if (defaultTarget !== undefined && !Object.hasOwn(targets, defaultTarget)) {
    throw new Problem(
      'file',
      `the config ${path} names ${defaultTarget} as defaultTarget and does not describe it under targets`,
    );
  }
  return config;
}
