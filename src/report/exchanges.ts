import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import { type ExchangeFile, exchangeOf, fileOf, sha256Of } from '../exchange/exchange-file.ts';
import { checkFile } from '../schema/files.ts';
import type { Exchange } from '../vocabulary.ts';
import type { Report } from './format.ts';

/*
 * The exchanges of a live run lie beside its report, `<stem>.exchanges.jsonl.gz`, so that a later
 * suite can judge them again: a line for each, `{exchange, body}`, where `exchange` is as in a
 * fixture and `body` is base64. They are what the run's own folder holds, so no key is in them. One
 * small file, since the reports of every night are kept.
 */

interface Line {
  readonly exchange: ExchangeFile;
  readonly body: string;
}

/** Greatest sum of bodies that are kept, in bytes; a body that no longer fits is left out. */
const MOST_KEPT = 8 * 1024 * 1024;

/** Greatest file that is read, unpacked, in bytes. */
const MOST_READ = 64 * 1024 * 1024;

/** Where the exchanges of a report lie. */
export function exchangesPath(report: string): string {
  return report.replace(/(\.json)?$/, '.exchanges.jsonl.gz');
}

/**
 * Whether a report speaks of this very exchange: by name and body, whatever its file says of
 * itself. What the report attests as live came live.
 */
export function attests({ exchanges }: Report, { source, body }: Exchange): boolean {
  const named = exchanges.filter((each) => each.source === source);
  if (named.length === 0) return false;
  const digest = sha256Of(body);
  return named.some(({ sha256 }) => sha256 === digest);
}

/** Writes the exchanges that a report attests, whole or not at all; gives their number. */
export async function writeExchanges(
  report: Report,
  path: string,
  exchanges: Iterable<Exchange> | AsyncIterable<Exchange>,
): Promise<number> {
  const temporary = `${path}.part`;
  let count = 0;
  const lines = async function* (): AsyncGenerator<string> {
    const seen = new Set<string>();
    let room = MOST_KEPT;
    for await (const exchange of exchanges) {
      const { source, body } = exchange;
      if (seen.has(source) || body.length > room || !attests(report, exchange)) continue;
      seen.add(source);
      room -= body.length;
      count += 1;
      const line: Line = {
        exchange: fileOf(exchange, body.length === 0 ? null : 'body'),
        body: Buffer.from(body).toString('base64'),
      };
      yield `${JSON.stringify(line)}\n`;
    }
  };
  try {
    await pipeline(lines, createGzip(), createWriteStream(temporary));
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return count;
}

/** Reads the exchanges at a path; none where there is no whole file, and broken lines are left out. */
export async function readExchanges(path: string): Promise<readonly Exchange[]> {
  let text: string;
  try {
    text = gunzipSync(await readFile(path), { maxOutputLength: MOST_READ }).toString('utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => exchangeIn(line) ?? []);
}

function exchangeIn(text: string): Exchange | null {
  const line = parse(text);
  if (line === null) return null;
  const body = new Uint8Array(Buffer.from(line.body, 'base64'));
  if (line.exchange.body !== null && line.exchange.body.sha256 !== sha256Of(body)) return null;
  const { evidence, frames } = line.exchange;
  return exchangeOf(line.exchange, body, { evidence, frames });
}

/** The door where a line becomes data. */
function parse(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : null;
  } catch {
    return null;
  }
}

function isLine(value: unknown): value is Line {
  return (
    typeof value === 'object' &&
    value !== null &&
    'body' in value &&
    typeof value.body === 'string' &&
    'exchange' in value &&
    checkFile('exchange', value.exchange).length === 0
  );
}
