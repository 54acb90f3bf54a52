import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { GREATEST_FILE } from '../exchange/import/import.ts';
import { readWhole } from './read-whole.ts';

it('reads all pieces of a stream', async () => {
  const whole = await readWhole(Readable.from([Buffer.from('ab'), Buffer.from('c')]), 'stdin');
  expect(`${Buffer.from(whole)}`).toBe('abc');
});

it('stops reading an endless stream, and says so in a sentence', async () => {
  const piece = Buffer.alloc(16 * 1024 * 1024);
  let read = 0;
  async function* endless() {
    for (;;) {
      read += piece.length;
      yield piece;
    }
  }
  await expect(readWhole(endless(), 'standard input')).rejects.toThrow(/standard input.*256 MiB/);
  expect(read).toBeLessThanOrEqual(GREATEST_FILE + piece.length);
});
