import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { readLegal } from './legal-table.ts';
import { openOwnBench } from './own-fixtures.ts';
import { readDefects } from './tables.ts';

const bench = await openOwnBench();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatspec-tables-'));
});
afterEach(() => rm(folder, { recursive: true }));

const sound: JsonObject = {
  name: 'a-name',
  fixture: 'text-plain',
  operations: [{ op: 'remove', at: '/usage' }],
  findings: ['usage.total'],
  about: 'A sentence.',
};

async function save(value: JsonValue): Promise<string> {
  const path = join(folder, 'table.json');
  await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

describe('a table of defects', () => {
  const read = async (...defects: readonly JsonObject[]) =>
    readDefects(await save({ defects }), bench);

  it('names its rows by probe and check, also those of another probe', async () => {
    const [defect] = await read({
      ...sound,
      findings: ['usage.total', 'stream-plain/parity.model'],
    });
    expect([...(defect?.findings ?? [])]).toEqual([
      'text-plain/usage.total',
      'stream-plain/parity.model',
    ]);
    expect(defect?.family).toBe('usage');
  });

  it.each([
    ['a probe without a fixture', { fixture: 'no-such' }, /a-name: there is no fixture.* no-such/],
    ['an answer that a probe has not', { step: 2 }, /a-name: text-plain has only 1 answer/],
    ['a row that is not planned', { findings: ['stream.id'] }, /no row text-plain\/stream\.id/],
    ['a row that never fails', { findings: ['usage.reported'] }, /usage\.reported is INFO/],
    ['an operation that there is not', { operations: [{ op: 'burn' }] }, /operations/],
    ['a member that there is not', { colour: 'red' }, /colour/],
  ])('refuses %s in a sentence', async (_what, change, words) => {
    await expect(read({ ...sound, ...change })).rejects.toThrow(words);
  });

  it('refuses two rows of one name, and what is no JSON', async () => {
    await expect(read(sound, sound)).rejects.toThrow(/a-name: 2 rows have this name/);
    await expect(readDefects(await save('{'), bench)).rejects.toThrow(/cannot be read as JSON/);
    await expect(readDefects(join(folder, 'absent.json'), bench)).rejects.toThrow(/cannot be read/);
  });
});

describe('a table of legal variations', () => {
  const variation: JsonObject = {
    name: 'a-name',
    kind: 'completion',
    operations: [{ op: 'remove', at: '/usage' }],
    about: 'A sentence.',
  };
  const read = async (change: JsonObject, elsewhere: readonly JsonValue[] = []) =>
    readLegal(await save({ legal: [{ ...variation, ...change }], elsewhere }), folder, bench);

  it('applies each to all answers of its kind in which it finds something', async () => {
    const { variations } = await read({ except: ['text-plain'] });
    const probes = variations[0]?.answers.map(({ spot }) => spot.probe.id) ?? [];
    expect(probes).toContain('sdk-plain');
    expect(probes).toContain('stream-left');
    expect(probes).not.toContain('text-plain');
    expect(probes).not.toContain('stream-plain');
  });

  it('refuses one that changes nothing, or nothing where it says so', async () => {
    await expect(read({ operations: [{ op: 'remove', at: '/nothing' }] })).rejects.toThrow(
      /changes no answer/,
    );
    const change = { operations: [{ op: 'remove', at: '/choices/1' }], fixtures: ['text-plain'] };
    await expect(read(change)).rejects.toThrow(/changes nothing in text-plain/);
  });

  it('refuses a test that is not there', async () => {
    const shown = (file: string) => ({
      variation: 'L12',
      test: { file, title: 'no such title' },
      about: 'A sentence.',
    });
    await expect(read({}, [shown('absent.ts')])).rejects.toThrow(/L12: there is no file absent/);
    await writeFile(join(folder, 'some.ts'), "it('has another title')");
    await expect(read({}, [shown('some.ts')])).rejects.toThrow(/L12: some\.ts has no test/);
  });
});
