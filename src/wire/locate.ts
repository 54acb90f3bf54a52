import { scanJson } from './scan.ts';
import { byteCursor, skipMark } from './utf8.ts';

/** More values of one body are not told apart, nor are deeper ones: nobody reads that far. */
const mostValues = 20_000;
const deepestValue = 64;

/**
 * Byte offsets of the values of a JSON body, by pointer, as far as the body is JSON. Made in one walk
 * for all places of a body: to look for each of them anew would cost a hostile body's square.
 */
export function locateValues(bytes: Uint8Array): ReadonlyMap<string, number> {
  const { mark, rest } = skipMark(bytes);
  const text = Buffer.from(rest).toString('utf8');
  const offsetOf = byteCursor(rest, text);
  const found = new Map<string, number>();
  scanJson(text, {
    value: (pointer, index, depth) => {
      if (depth > deepestValue || found.size === mostValues) return;
      const at = pointer();
      if (!found.has(at)) found.set(at, mark + offsetOf(index));
    },
  });
  return found;
}

/**
 * The offset of the value at a pointer, or of the nearest one around it that was found; `null` where
 * not even the whole was.
 */
export function nearestOffset(found: ReadonlyMap<string, number>, pointer: string): number | null {
  const steps = pointer.split('/', deepestValue + 1);
  for (let n = steps.length; n > 0; n -= 1) {
    const offset = found.get(steps.slice(0, n).join('/'));
    if (offset !== undefined) return offset;
  }
  return null;
}
