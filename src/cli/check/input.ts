import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Problem, wordsOf } from '../../problem.ts';
import type { Io } from '../io.ts';
import { readWhole } from '../read-whole.ts';

/**
 * Reads a file, pipe or `-`, at most 256 MiB of it, however large it says it is.
 * @throws {Problem} where it cannot be read.
 */
export async function readInput(
  name: string,
  io: Pick<Io, 'cwd' | 'readStdin'>,
  shown = name,
): Promise<Uint8Array> {
  try {
    if (name === '-') return await io.readStdin();
    return await readWhole(createReadStream(resolve(io.cwd, name)), shown);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('usage', `${shown} cannot be read: ${wordsOf(error)}`, { cause: error });
  }
}
