import { describe, expect, it, vi } from 'vitest';
import { gather } from '../engine/gather.ts';
import { chunkOf, serve, targetAt } from '../exchange/server.fixture.ts';
import type { JsonValue } from '../vocabulary.ts';
import { listOf, member } from '../wire/members.ts';
import { failuresOf } from './bench.ts';
import { dataOf, splitBlocks } from './blocks.ts';
import { combineVariations, judgeCombination } from './legal.ts';
import { readLegal } from './legal-table.ts';
import { LEGAL, openOwnBench, ROOT } from './own-fixtures.ts';

// Much is judged here; on a busy machine that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

const bench = await openOwnBench();
const { variations, elsewhere } = await readLegal(LEGAL, ROOT, bench);

/** Every number of the catalogue of legal variations. */
const numbers =
  'L01 L02 L04 L05 L06 L07 L08 L09 L10 L12 L13 L14 L16 L17 L18 L20 L21 L22 L23 L25 L26 L27 L28 L29 L32 L33 L34 L35 L37 L38 L39 L40 L41 L42 L43 L44 L45 L46 L48 L50 L52 L53 L55 L56 L58 L59 L60 L61 L62 L63'.split(
    ' ',
  );

it('every legal variation of the catalogue is in the table, and many of our own', () => {
  const shown = new Set([...variations, ...elsewhere].map(({ variation }) => variation));
  expect(numbers.filter((number) => !shown.has(number))).toEqual([]);
  expect(variations.filter(({ variation }) => variation === null).length).toBeGreaterThan(30);
});

it('no legal variation makes a row fail', async () => {
  // `npm run score` varies all answers of the target at once; here one answer of each, by itself.
  for (const { name, answers, promises } of variations.filter(({ alone }) => !alone)) {
    for (const { spot, exchange } of answers.slice(0, 1)) {
      const failures = failuresOf(await bench.judge(spot, exchange, promises));
      expect([...failures], `${name} in ${spot.probe.id}`).toEqual([]);
    }
  }
});

it('no random combination of legal variations makes a row fail', async () => {
  for (const combination of combineVariations(bench, variations, { seed: 11, runs: 80 })) {
    expect(await judgeCombination(bench, combination)).toEqual([]);
  }
});

it('the sound fixtures show what needs no change', async () => {
  const chunks = (probe: string): readonly JsonValue[] => {
    const spot = bench.spots.find((one) => one.probe.id === probe);
    const body = spot === undefined ? new Uint8Array() : bench.exchangeAt(spot).body;
    return splitBlocks(body)
      .map(dataOf)
      .filter((data) => data?.startsWith('{') === true)
      .map((data) => JSON.parse(data ?? ''));
  };
  const deltas = (probe: string) =>
    chunks(probe).flatMap((chunk) =>
      listOf(member(chunk, 'choices')).map((choice) => member(choice, 'delta')),
    );
  // The role stands in the first delta alone, and the last delta is empty.
  expect(deltas('stream-plain').map((delta) => member(delta, 'role'))[0]).toBe('assistant');
  expect(deltas('stream-plain').filter((delta) => member(delta, 'role')).length).toBe(1);
  expect(deltas('stream-plain').at(-1)).toEqual({});
  // Fragments after the first have only index and arguments.
  expect(listOf(member(deltas('tools-named').at(-2), 'tool_calls')).map(namesOf)).toEqual([
    ['index', 'function'],
  ]);
  // The chunks of two choices are interleaved.
  const indexes = chunks('stream-n').map((chunk) =>
    member(listOf(member(chunk, 'choices'))[0], 'index'),
  );
  expect(indexes.join('')).toMatch(/0+1+0+1+/);
  for (const probe of ['stream-plain', 'tools-named', 'stream-n']) {
    const spot = bench.spots.find((one) => one.probe.id === probe);
    if (spot === undefined) throw new Error(`no fixture of ${probe}`);
    expect([...failuresOf(await bench.judge(spot, bench.exchangeAt(spot)))]).toEqual([]);
  }
});

function namesOf(value: JsonValue): readonly string[] {
  return Object.keys(Object(value));
}

describe('the same body of a stream over a socket', () => {
  const spot = bench.spots.find(({ probe }) => probe.id === 'stream-usage');
  if (spot === undefined) throw new Error('no fixture of stream-usage');
  const body = Buffer.from(bench.exchangeAt(spot).body).toString('utf8');
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';

  /** Asks a server and judges what it answers, at the time of the fixtures. */
  async function failuresAt(baseUrl: string): Promise<readonly string[]> {
    const target = targetAt(baseUrl, { model: bench.target.model });
    const { probe } = bench.spots.find((one) => one === spot) ?? bench.spots[0] ?? { probe: null };
    if (probe === null) throw new Error('no probe');
    const exchanges = await gather(
      { probes: [probe], target, key: 'sk-test-0123456789', env: {} },
      {},
    );
    const [exchange] = exchanges.get(probe.id) ?? [];
    expect([exchange?.ending, exchange?.body.length]).toEqual([
      'complete',
      Buffer.byteLength(body),
    ]);
    const date = bench.exchangeAt({ probe, step: 0 }).date;
    const dated = [...(exchanges.get(probe.id) ?? [])].map((one) => ({ ...one, date }));
    return [...failuresOf(await bench.judgeAll(new Map([[probe.id, dated]])))];
  }

  it('a connection that stays open after the body has ended changes no verdict', async () => {
    const { baseUrl } = await serve((socket) => {
      socket.write(`${head}connection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n`);
      socket.write(chunkOf(body) + chunkOf(''));
    });
    expect(await failuresAt(baseUrl)).toEqual([]);
  });

  it('the transfer by chunks, by length and by the end of the connection gives the same verdicts', async () => {
    const bytes = Buffer.byteLength(body);
    const ways: readonly ((write: (text: string) => void, end: () => void) => void)[] = [
      (write) => write(`${head}transfer-encoding: chunked\r\n\r\n${chunkOf(body)}${chunkOf('')}`),
      (write) => write(`${head}content-length: ${bytes}\r\n\r\n${body}`),
      (write, end) => {
        write(`${head}connection: close\r\n\r\n${body}`);
        end();
      },
    ];
    for (const way of ways) {
      const { baseUrl } = await serve((socket) => {
        way(
          (text) => socket.write(text),
          () => socket.end(),
        );
      });
      expect(await failuresAt(baseUrl)).toEqual([]);
    }
  });
});
