import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../../problem.ts';
import type { Io } from '../io.ts';
import { readWhole } from '../read-whole.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory; name the files in it',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENOTDIR: 'a part of its path is not a directory',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/**
 * Reads a file, pipe or `-`, at most 256 MiB of it, however large it says it is.
 * @throws {Problem} where it cannot be read.
 */
export async function readInput(
  name: string,
  io: Pick<Io, 'cwd' | 'readStdin'>,
): Promise<Uint8Array> {
  try {
    if (name === '-') return await io.readStdin();
    return await readWhole(createReadStream(resolve(io.cwd, name)), name);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('usage', `${name} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return REASONS[code] ?? error.message;
}
