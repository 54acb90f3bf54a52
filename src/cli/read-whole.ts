import { GREATEST_FILE, tooLarge } from '../exchange/import/import.ts';

/**
 * Reads a file, a pipe or standard input to its end, at most 256 MiB of it, however large it says it
 * is.
 * @throws {Problem} where there is more.
 */
export async function readWhole(pieces: AsyncIterable<unknown>, name: string): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) continue;
    length += piece.length;
    if (length > GREATEST_FILE) throw tooLarge(name);
    kept.push(piece);
  }
  return Buffer.concat(kept, length);
}
