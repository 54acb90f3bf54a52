import { dirname, join, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import type { SizeLimits, Target, Timeouts } from '../vocabulary.ts';
import { addressOf } from './address.ts';
import { CONFIG_NAME, readConfig, type TargetEntry } from './config.ts';
import { type Environment, withDotenv } from './environment.ts';

/** What the command line says about the target. */
export interface TargetOptions {
  readonly target?: string | undefined;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly apiKeyEnv?: string | undefined;
  readonly allowHttp?: boolean | undefined;
}

export interface ResolveInput {
  readonly cwd: string;
  readonly env: Environment;
  readonly options: TargetOptions;
  /** Path of the config; by default `chatspec.config.json` in `cwd`. */
  readonly config?: string | undefined;
  /** Whether requests will be sent: only then must the key be there. */
  readonly live: boolean;
}

export interface ResolvedTarget {
  readonly target: Target;
  /** `null`: the target has none, or none is needed because nothing is sent. */
  readonly key: string | null;
  /** What is odd and may be right, in a sentence each. */
  readonly hints: readonly string[];
  /** Whether it was made of `--base-url`, without the config. */
  readonly adHoc: boolean;
  /** The environment with `.env` in it, for proxies. */
  readonly env: Environment;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  connect: 10_000,
  // Models that think say nothing for a minute and more.
  firstByte: 120_000,
  gap: 60_000,
  exchange: 300_000,
  run: 1_800_000,
};

export const DEFAULT_LIMITS: SizeLimits = {
  body: 16 * 1024 * 1024,
  decompressed: 16 * 1024 * 1024,
  head: 64 * 1024,
  // Of a token each: many times more than any probe asks for; `reasoningAllowance` comes on top.
  events: 2_048,
  event: 4 * 1024 * 1024,
};

/**
 * The target of a command and its key: from the config, or ad hoc from `--base-url`. Throws a
 * Problem for everything that a person can get wrong.
 */
export async function resolveTarget(input: ResolveInput): Promise<ResolvedTarget> {
  const { options } = input;
  const env = withDotenv(input.cwd, input.env);
  const adHoc = options.baseUrl !== undefined;
  if (adHoc && options.target !== undefined) {
    throw new Problem('usage', '--base-url makes a target of its own; leave out --target');
  }
  const chosen = adHoc ? adHocEntry(options) : await configuredEntry(input);
  const { entry, place } = chosen;
  const allowHttp = options.allowHttp === true || entry.allowHttp === true;
  const { baseUrl, url, hints } = addressOf(entry.baseUrl, place, allowHttp);
  const name = chosen.name ?? url.host;
  const model = options.model ?? entry.models?.[0];
  if (model === undefined || model.trim() === '') {
    throw new Problem(
      'usage',
      `no model is given for ${name}: add --model NAME${adHoc ? '' : ', or name one under models of its entry in the config'}`,
    );
  }
  const apiKeyEnv = options.apiKeyEnv ?? entry.apiKeyEnv ?? null;
  return {
    target: {
      name,
      baseUrl,
      model,
      models: [...new Set([...(entry.models ?? []), model])],
      apiKeyEnv,
      headers: entry.headers ?? {},
      query: entry.query ?? {},
      body: entry.body ?? {},
      tokenLimit: entry.tokenLimit ?? 'max_tokens',
      reasoningAllowance: entry.reasoningAllowance ?? 0,
      // Without a key there is no wrong and no missing one.
      capabilities: { ...entry.capabilities, ...(apiKeyEnv === null ? { auth: 'no' } : {}) },
      modelEcho: entry.modelEcho ?? 'any',
      dialect: entry.dialect ?? null,
      proxy: proxyOf(entry.proxy ?? null, name),
      caFile: entry.caFile == null ? null : resolve(chosen.folder, entry.caFile),
      timeouts: { ...DEFAULT_TIMEOUTS, ...entry.timeouts },
      limits: limitsOf(entry),
      price: entry.price ?? null,
    },
    key: keyOf(apiKeyEnv, env, input.live),
    hints,
    adHoc,
    env,
  };
}

function limitsOf({ limits, reasoningAllowance = 0 }: TargetEntry): SizeLimits {
  const events = DEFAULT_LIMITS.events + reasoningAllowance;
  return { ...DEFAULT_LIMITS, events, ...limits };
}

interface Chosen {
  readonly entry: TargetEntry;
  /** `null`: called by host and port. */
  readonly name: string | null;
  /** Where the address was given, for messages. */
  readonly place: string;
  /** What relative paths are relative to. */
  readonly folder: string;
}

function adHocEntry({ baseUrl = '' }: TargetOptions): Chosen {
  return { entry: { baseUrl }, name: null, place: 'the address of --base-url', folder: '.' };
}

async function configuredEntry({ cwd, config, options }: ResolveInput): Promise<Chosen> {
  const path = config === undefined ? join(cwd, CONFIG_NAME) : resolve(cwd, config);
  const { targets, defaultTarget } = await readConfig(path);
  const known = Object.keys(targets);
  const name = options.target ?? defaultTarget ?? (known.length === 1 ? known[0] : undefined);
  if (name === undefined) {
    throw new Problem('usage', `no target is given: add --target NAME (${known.join(', ')})`);
  }
  const entry = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (entry === undefined) {
    const others = known.length === 0 ? 'it describes none' : `it knows ${known.join(', ')}`;
    throw new Problem('usage', `the target ${name} is not in ${path}: ${others}`);
  }
  const place = `the baseUrl of ${name} in ${path}`;
  return { entry, name, place, folder: dirname(path) };
}

function keyOf(variable: string | null, env: Environment, live: boolean): string | null {
  if (variable === null) return null;
  // Files and secret stores like to end in a line feed.
  const key = env[variable]?.trim() ?? '';
  if (key === '') {
    if (!live) return null;
    throw new Problem('usage', `the variable ${variable} is not set: put the key into it or .env`);
  }
  if (key.length < 8) {
    throw new Problem(
      'usage',
      `the key in ${variable} has fewer than 8 characters: too few to hide`,
    );
  }
  if (!/^[!-~]+$/.test(key)) {
    throw new Problem('usage', `the key in ${variable} has characters that no header can carry`);
  }
  return key;
}

function proxyOf(proxy: string | null, name: string): string | null {
  if (proxy === null || URL.canParse(proxy)) return proxy;
  throw new Problem('file', `the proxy of ${name} is not an address; write http://HOST:PORT`);
}
