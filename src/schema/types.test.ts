import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { complainOfTypes, generateTypes, writeTypes } from './types.ts';

test('the generated types are what the schemas say', async () => {
  const texts = await generateTypes();
  expect(complainOfTypes(texts, new URL('generated/', import.meta.url))).toBeNull();
});

test('files that differ, are missing or are left over are stale until they are written', async () => {
  const root = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
  try {
    const folder = pathToFileURL(join(root, 'generated/'));
    const texts = new Map([
      ['a.ts', 'a'],
      ['b.ts', 'b'],
    ]);
    expect(complainOfTypes(texts, folder)).toBe(
      'src/schema/generated/a.ts, src/schema/generated/b.ts: not what the schemas say; run `npm run generate`.',
    );
    writeTypes(texts, folder);
    expect(complainOfTypes(texts, folder)).toBeNull();
    await writeFile(join(root, 'generated', 'a.ts'), 'x');
    await writeFile(join(root, 'generated', 'old.ts'), 'x');
    expect(complainOfTypes(texts, folder)).toMatch(/generated\/a\.ts, .*generated\/old\.ts: /);
    writeTypes(texts, folder);
    expect(await readdir(folder)).toEqual(['a.ts', 'b.ts']);
    expect(await readFile(join(root, 'generated', 'a.ts'), 'utf8')).toBe('a');
  } finally {
    await rm(root, { recursive: true });
  }
});
