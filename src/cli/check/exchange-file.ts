import type { ReadExchangeFile } from '../../exchange/import/import.ts';
import { Problem } from '../../problem.ts';

/** Reads an exchange file with the body beside it. */
export async function readExchangeFile(path: string): Promise<ReadExchangeFile> {
  throw new Problem('file', `${path} is an exchange file`);
}
