import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { artifactsIn, lastWords, readNote, writeNote } from './note.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('several artifacts have folders of their own, and the files of a lone one lie bare', async () => {
  expect(await artifactsIn(folder)).toEqual([]);
  await mkdir(join(folder, 'report--b'));
  await mkdir(join(folder, 'report--a'));
  expect(await artifactsIn(folder)).toEqual([join(folder, 'report--a'), join(folder, 'report--b')]);
  const lone = join(folder, 'report--a');
  await writeFile(join(lone, 'badge.json'), '{}');
  expect(await artifactsIn(lone)).toEqual([lone]);
  await expect(artifactsIn(join(folder, 'absent'))).rejects.toThrow(/absent cannot be read/);
});

test('a note is read back, and what is no note is refused', async () => {
  const note = { target: 't', model: 'm', exitCode: 3, words: 'The key was refused.' };
  expect(await readNote(folder)).toBeNull();
  await writeNote(folder, note);
  expect(await readNote(folder)).toEqual(note);
  await writeFile(join(folder, 'run.note'), '{"target": 1}');
  await expect(readNote(folder)).rejects.toThrow(/not one that the step run wrote/);
  await writeFile(join(folder, 'run.note'), '{');
  await expect(readNote(folder)).rejects.toThrow(/cannot be read/);
});

test('the last words of a command are its last sentence, not the place of its report', () => {
  expect(lastWords('plan\nThe host is down.\nReport: x.md\n')).toBe('The host is down.');
  expect(lastWords('')).toBe('');
});
