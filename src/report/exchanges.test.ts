import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256Of } from '../exchange/exchange-file.ts';
import { readFixture } from '../exchange/fixture.ts';
import type { Exchange } from '../vocabulary.ts';
import { exchangesPath, readExchanges, writeExchanges } from './exchanges.ts';
import type { Report } from './format.ts';
import { sampleReport } from './report.fixture.ts';

const fixture = join(import.meta.dirname, '../../fixtures/exchanges/crazyrouter/stream-plain.json');

let folder: string;
let path: string;
let exchange: Exchange;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
  path = exchangesPath(join(folder, 'a.json'));
  exchange = { ...(await readFixture(fixture)).exchange, evidence: 'live' };
});
afterEach(() => rm(folder, { recursive: true }));

/** A report that attests these exchanges. */
function reportOf(...exchanges: readonly Exchange[]): Report {
  const report = sampleReport({});
  const [summary] = report.exchanges;
  if (summary === undefined) throw new Error('the sample has no exchange');
  return {
    ...report,
    exchanges: exchanges.map(({ source, body }) => ({
      ...summary,
      source,
      sha256: sha256Of(body),
    })),
  };
}

test('what is kept beside a report is read back as it was', async () => {
  expect(await writeExchanges(reportOf(exchange), path, [exchange])).toBe(1);
  expect(await readdir(folder)).toEqual(['a.exchanges.jsonl.gz']);
  const [read] = await readExchanges(path);
  expect({ ...read, body: Buffer.from(read?.body ?? []) }).toEqual({
    ...exchange,
    body: Buffer.from(exchange.body),
  });
});

test('only what the report attests is kept, and each name once', async () => {
  const other = { ...exchange, body: new Uint8Array(Buffer.from('data: [DONE]\n\n')) };
  const kept = await writeExchanges(reportOf(exchange), path, [other, exchange, exchange]);
  expect(kept).toBe(1);
  const [read] = await readExchanges(path);
  expect(read?.body.length).toBe(exchange.body.length);
});

test('bodies beyond the bound are left out, and the others kept', async () => {
  const large = { ...exchange, source: 'large', body: new Uint8Array(9 * 1024 * 1024) };
  expect(await writeExchanges(reportOf(large, exchange), path, [large, exchange])).toBe(1);
});

test('a file that is missing, cut or no archive holds nothing, and a changed body is left out', async () => {
  expect(await readExchanges(path)).toEqual([]);
  await writeFile(path, 'no archive');
  expect(await readExchanges(path)).toEqual([]);
  await writeExchanges(reportOf(exchange), path, [exchange]);
  const whole = await readFile(path);
  await writeFile(path, whole.subarray(0, whole.length / 2));
  expect(await readExchanges(path)).toEqual([]);
  const line = JSON.parse(gunzipSync(whole).toString());
  const changed = JSON.stringify({ ...line, body: Buffer.from('data: x\n\n').toString('base64') });
  await writeFile(path, gzipSync(`${changed}\n{"no":"line"}\nnothing\n`));
  expect(await readExchanges(path)).toEqual([]);
});
