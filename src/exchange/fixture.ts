import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Problem, wordsOf } from '../problem.ts';
import { checkFile } from '../schema/files.ts';
import type { EvidenceKind, Exchange } from '../vocabulary.ts';
import { type ExchangeFile, exchangeOf, fileOf, sha256Of } from './exchange-file.ts';
import { formatJson } from './format.ts';
import { headerOf } from './headers.ts';
import { litter } from './litter.ts';

/** A file in a folder of exchanges. */
export interface FixtureEntry {
  readonly probe: string;
  /** Number of the request in the probe, from 1. */
  readonly step: number;
  /** Number of the repetition, from 1. */
  readonly round: number;
  readonly path: string;
}

/** An exchange read from disk, and what is wrong with the file in a sentence each. */
export interface ReadFixture {
  readonly exchange: Exchange;
  readonly warnings: readonly string[];
}

const BODY_ENDINGS = ['.sse', '.body'] as const;
const SOURCE = /^(?<probe>[a-z0-9-]+)(?:\.(?<step>\d+))?(?:@(?<round>\d+))?$/;

/** Name of an exchange: `text-plain`, `tools-loop.2`; from the second round on with `@round`. */
export function sourceOf(probe: string, step: number, steps: number, round = 1): string {
  return `${probe}${steps > 1 ? `.${step}` : ''}${round > 1 ? `@${round}` : ''}`;
}

/** The round, from 1, of an exchange that was named so. */
export function roundOf(name: string): number {
  return Number(SOURCE.exec(name)?.groups?.['round'] ?? 1);
}

/**
 * Writes an exchange into a folder as `<source>.json` with its body beside it; returns the path.
 * The body comes first, so that a crash in between leaves a hash that does not match, never a
 * file that seems whole. `as: 'recorded'` is for fixtures: what was live is a recording from then
 * on. A run's own folder keeps what it is.
 */
export async function writeFixture(
  folder: string,
  exchange: Exchange,
  options: { readonly as?: EvidenceKind } = {},
): Promise<string> {
  const name = exchange.source.replace(/[^A-Za-z0-9._@-]/g, '-');
  const path = join(folder, `${name}.json`);
  const ending = isEventStream(exchange) ? '.sse' : '.body';
  const file = exchange.body.length === 0 ? null : `${name}${ending}`;
  await mkdir(folder, { recursive: true });
  if (file !== null) await writeFileAtomic(join(folder, file), Buffer.from(exchange.body));
  await writeFileAtomic(path, formatJson(fileOf(exchange, file, options.as)));
  for (const other of BODY_ENDINGS) {
    if (`${name}${other}` !== file) await rm(join(folder, `${name}${other}`), { force: true });
  }
  return path;
}

/** Bodies up to this many bytes stay in memory. */
const SMALL = 16 * 1024;

/**
 * The same exchange, of which `writeFixture` has given the path; a large body is read from there
 * each time that it is looked at, so that a run of many does not hold them all.
 */
export function withBodyOnDisk(exchange: Exchange, path: string): Exchange {
  if (exchange.body.length <= SMALL) return exchange;
  const { body: _body, ...rest } = exchange;
  const file = path.replace(/\.json$/, isEventStream(exchange) ? '.sse' : '.body');
  return {
    ...rest,
    get body() {
      return bodyIn(file);
    },
  };
}

/** The body that was looked at last: whoever looks at one does so several times. */
let latest: { readonly file: string; readonly body: Uint8Array } | null = null;

const dropBytes = litter(8 * 1024 * 1024, 'major');

function bodyIn(file: string): Uint8Array {
  if (latest?.file === file) return latest.body;
  dropBytes(latest?.body.length ?? 0);
  const body = readFileSync(file);
  latest = { file, body };
  return body;
}

/** Reads an exchange file. Throws a Problem where file or body are missing or not of the format. */
export async function readFixture(path: string): Promise<ReadFixture> {
  const stored = parse(await readOr(path, `the exchange ${path}`), path);
  const warnings: string[] = [];
  let body: Uint8Array = new Uint8Array();
  if (stored.body !== null) {
    body = await readOr(join(dirname(path), stored.body.file), `the body of ${path}`);
    if (sha256Of(body) !== stored.body.sha256) {
      warnings.push(
        `${path}: the body ${stored.body.file} is not the one that was recorded (its SHA-256 differs); its evidence counts as synthetic`,
      );
    }
  }
  const evidence = warnings.length > 0 ? 'synthetic' : stored.evidence;
  const sum = stored.frames?.reduce((total, [, bytes]) => total + bytes, 0);
  const framed = sum === undefined || sum === body.length;
  if (!framed) {
    warnings.push(
      `${path}: its frames hold ${sum} bytes and its body ${body.length}; its times are not used`,
    );
  }
  const exchange = exchangeOf(stored, body, { evidence, frames: framed ? stored.frames : null });
  return { exchange, warnings };
}

/** The exchange files of a folder by probe, round and step; none where there is no folder. */
export async function listFixtures(folder: string): Promise<readonly FixtureEntry[]> {
  const names = await readdir(folder).catch((error) => {
    if (error?.code === 'ENOENT') return [];
    throw new Problem('file', `the folder ${folder} cannot be read (${wordsOf(error)})`);
  });
  const entries = names.flatMap((name): FixtureEntry[] => {
    const parts = name.endsWith('.json') ? SOURCE.exec(basename(name, '.json'))?.groups : undefined;
    const probe = parts?.['probe'];
    if (parts === undefined || probe === undefined) return [];
    const [step, round] = [Number(parts['step'] ?? 1), Number(parts['round'] ?? 1)];
    return [{ probe, step, round, path: join(folder, name) }];
  });
  return entries.sort(
    (one, other) =>
      (one.probe < other.probe ? -1 : one.probe > other.probe ? 1 : 0) ||
      one.round - other.round ||
      one.step - other.step,
  );
}

/** The door where a file's text becomes data. */
function parse(bytes: Uint8Array, path: string): ExchangeFile {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Problem(
      'file',
      `the exchange ${path} is not JSON (${wordsOf(error)}); record it anew`,
    );
  }
  const [mistake] = checkFile('exchange', value);
  if (mistake !== undefined) {
    throw new Problem('file', `the exchange ${path} is not of the format: ${mistake}`);
  }
  return value as ExchangeFile;
}

async function readOr(path: string, what: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new Problem('file', `${what} cannot be read: ${path} (${wordsOf(error)})`);
  }
}

function isEventStream({ headers }: Exchange): boolean {
  return /^\s*text\/event-stream/i.test(headerOf(headers, 'content-type') ?? '');
}
