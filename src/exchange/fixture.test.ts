import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { exchangeWith } from './exchange.fixture.ts';
import { listFixtures, readFixture, sourceOf, writeFixture } from './fixture.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatspec-'));
  const mine = folder;
  onTestFinished(() => rm(mine, { recursive: true }));
});

describe('a fixture', () => {
  it('is read back as it was written, whatever the body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (body) => {
        const exchange = exchangeWith({ body });
        const path = await writeFixture(folder, exchange);
        expect(await readFixture(path)).toEqual({ exchange, warnings: [] });
      }),
      { numRuns: 20 },
    );
  });

  it('has its raw body beside it, named after its kind', async () => {
    await writeFixture(folder, exchangeWith());
    await writeFixture(
      folder,
      exchangeWith({ source: 'text-plain', headers: [['content-type', 'application/json']] }),
    );
    expect((await readdir(folder)).sort()).toEqual([
      'stream-plain.json',
      'stream-plain.sse',
      'text-plain.body',
      'text-plain.json',
    ]);
  });

  it('leaves no body of an earlier kind behind', async () => {
    await writeFixture(folder, exchangeWith());
    await writeFixture(folder, exchangeWith({ headers: [['Content-Type', 'text/html']] }));
    expect((await readdir(folder)).sort()).toEqual(['stream-plain.body', 'stream-plain.json']);
  });

  it('is the same text each time, with a frame and a header pair on a line', async () => {
    const frames = [
      [1, 100],
      [2.5, exchangeWith().body.length - 100],
    ] as const;
    const path = await writeFixture(folder, exchangeWith({ frames }));
    const text = await readFile(path, 'utf8');
    await writeFixture(folder, exchangeWith({ frames }));
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(text).toContain('\n    [1, 100],\n');
    expect(text).toContain('\n    ["Content-Type", "text/event-stream"]\n');
  });

  it('turns live into recorded when asked to, and nothing else', async () => {
    const live = await writeFixture(folder, exchangeWith(), { as: 'recorded' });
    const drawn = exchangeWith({ source: 'text-plain', evidence: 'synthetic' });
    const synthetic = await writeFixture(folder, drawn, { as: 'recorded' });
    expect((await readFixture(live)).exchange.evidence).toBe('recorded');
    expect((await readFixture(synthetic)).exchange.evidence).toBe('synthetic');
  });

  it('with a changed body is synthetic and says so', async () => {
    const path = await writeFixture(folder, exchangeWith({ evidence: 'recorded' }));
    const body = await readFile(join(folder, 'stream-plain.sse'));
    body[20] = 0x58;
    await writeFile(join(folder, 'stream-plain.sse'), body);
    const { exchange, warnings } = await readFixture(path);
    expect(exchange.evidence).toBe('synthetic');
    expect(exchange.frames).not.toBeNull();
    expect(warnings).toEqual([expect.stringContaining('SHA-256')]);
  });

  it('whose frames do not hold its body loses its times, with a warning', async () => {
    const path = await writeFixture(folder, exchangeWith({ frames: [[1, 5]] }));
    const { exchange, warnings } = await readFixture(path);
    expect(exchange.frames).toBeNull();
    expect(warnings).toEqual([expect.stringContaining('its frames hold 5 bytes')]);
  });

  it('without its body, of another format or unreadable is a problem in a sentence', async () => {
    const path = await writeFixture(folder, exchangeWith());
    await rm(join(folder, 'stream-plain.sse'));
    await expect(readFixture(path)).rejects.toThrow(/^the body of .* cannot be read/);
    await writeFile(path, '{"format": "chatspec-exchange/1", "sourse": 1}');
    await expect(readFixture(path)).rejects.toThrow(/is not of the format: /);
    await writeFile(path, '{');
    await expect(readFixture(path)).rejects.toThrow(/is not JSON/);
    await expect(readFixture(join(folder, 'none.json'))).rejects.toMatchObject({ kind: 'file' });
  });

  it('cannot point to a body in another folder', async () => {
    const path = await writeFixture(folder, exchangeWith());
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"stream-plain.sse"', '"../secret"'));
    await expect(readFixture(path)).rejects.toThrow(/is not of the format/);
  });

  it('of an answer that never came has no body file', async () => {
    const nothing = exchangeWith({
      body: new Uint8Array(),
      status: null,
      headers: null,
      frames: null,
      ending: null,
      failure: { kind: 'connect', message: 'h refused the connection' },
    });
    const path = await writeFixture(folder, nothing);
    expect(await readdir(folder)).toEqual(['stream-plain.json']);
    expect((await readFixture(path)).exchange).toEqual(nothing);
  });
});

describe('a folder of fixtures', () => {
  it('is listed by probe, round and step, and skips what is no exchange', async () => {
    const sources = [
      sourceOf('tools-loop', 10, 10),
      sourceOf('tools-loop', 2, 10),
      sourceOf('text-plain', 1, 1, 2),
      sourceOf('text-plain', 1, 1),
    ];
    for (const source of sources) await writeFixture(folder, exchangeWith({ source }));
    await writeFile(join(folder, 'README.md'), '');
    const listed = await listFixtures(folder);
    expect(listed.map(({ probe, step, round }) => [probe, step, round])).toEqual([
      ['text-plain', 1, 1],
      ['text-plain', 1, 2],
      ['tools-loop', 2, 1],
      ['tools-loop', 10, 1],
    ]);
  });

  it('that is not there holds nothing', async () => {
    expect(await listFixtures(join(folder, 'nowhere'))).toEqual([]);
  });
});
