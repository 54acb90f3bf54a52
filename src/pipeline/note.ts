import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, wordsOf } from '../problem.ts';

/** How a run ended, beside its report or in its place: an outage leaves a sentence and no report. */
export interface Note {
  readonly target: string;
  readonly model: string;
  readonly exitCode: number;
  /** The last sentence on standard error. */
  readonly words: string;
}

const NAME = 'run.note';

export async function writeNote(folder: string, note: Note): Promise<void> {
  await writeFile(join(folder, NAME), `${JSON.stringify(note, null, 2)}\n`);
}

/** The note of a folder; `null` where there is none, as of a job that did not come so far. */
export async function readNote(folder: string): Promise<Note | null> {
  const path = join(folder, NAME);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Problem('file', `The note ${path} cannot be read: ${wordsOf(error)}.`);
  }
  if (isNote(value)) return value;
  throw new Problem('file', `The note ${path} is not one that the step run wrote.`);
}

function isNote(value: unknown): value is Note {
  if (typeof value !== 'object' || value === null) return false;
  const { target, model, exitCode, words } = value as Record<keyof Note, unknown>;
  return (
    [target, model, words].every((text) => typeof text === 'string') && Number.isInteger(exitCode)
  );
}

/** The last sentence that a command printed, without the report's place. */
export function lastWords(err: string): string {
  const lines = err.split('\n').filter((line) => line !== '' && !line.startsWith('Report: '));
  return lines.at(-1) ?? '';
}

/**
 * The folders of the artifacts that were downloaded. Each has its own, but where one only matched,
 * the action puts its files right into the folder that was named.
 */
export async function artifactsIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    throw new Problem('file', `The artifacts in ${directory} cannot be read: ${wordsOf(error)}.`);
  });
  if (entries.some((entry) => entry.isFile())) return [directory];
  return entries.map(({ name }) => join(directory, name)).toSorted();
}
