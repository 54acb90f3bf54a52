import { Worker } from 'node:worker_threads';
import type { BlockKind } from '../../gate/example.ts';
import { classifyBlocks } from '../../gate/examples.ts';
import { readPage } from '../../gate/read-page.ts';
import type { PageReading } from '../../gate/reading.ts';
import { Problem, wordsOf } from '../../problem.ts';

/** Greatest page, in bytes; the longest of vendors' pages have a tenth of it. */
export const LARGEST = 1024 * 1024;

/** What is shorter is read at once, whatever it holds. In characters. */
const SHORT = 4 * 1024;

/** Time of a processor that reading a page may take, in milliseconds. */
const PATIENCE = 4_000;

/** Time by the clock that it may take, in milliseconds: a busy machine is no fault of the page. */
const LONG_PATIENCE = 4 * PATIENCE;

/** Memory that reading a page may take, in bytes: the whole process is to stay below 300 MiB. */
const HEAP = 128 * 1024 * 1024;

/** A page as it was read, once. */
export interface ReadablePage {
  readonly source: string;
  readonly reading: PageReading;
  /** What each block of the reading is, in its order. */
  readonly blocks: readonly BlockKind[];
}

/** The text of a page. A `Problem` where its bytes are none, or too many. */
export function textOf(bytes: Uint8Array, path: string): string {
  if (bytes.length > LARGEST) {
    throw new Problem(
      'file',
      `The page ${path} has more than ${LARGEST} bytes, which are read at most: split it.`,
    );
  }
  const utf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) throw new Problem('file', `The page ${path} is UTF-16: save it as UTF-8.`);
  if (bytes.includes(0)) {
    throw new Problem(
      'file',
      `The page ${path} holds NUL bytes, so it is no text, or UTF-16: save it as UTF-8.`,
    );
  }
  try {
    // A renewal would write what could not be decoded back as something else.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem('file', `The page ${path} is not UTF-8: save it as UTF-8.`);
  }
}

/**
 * Reads a page once it is certain that this costs bounded time and memory. A `Problem` where it is
 * made so that no parser comes to an end with it.
 */
export async function readSafely(source: string, path: string): Promise<ReadablePage> {
  if (source.length > SHORT) await tryReading(source, path);
  const reading = readPage(source, path);
  return { source, reading, blocks: classifyBlocks(reading.blocks) };
}

function tryReading(source: string, path: string): Promise<void> {
  const worker = new Worker(new URL('../../gate/read-page.worker.ts', import.meta.url), {
    workerData: { text: source, name: path },
    // Less of a stack than this thread has: what passes there passes here.
    resourceLimits: {
      stackSizeMb: 0.5,
      maxYoungGenerationSizeMb: 8,
      maxOldGenerationSizeMb: HEAP / 1024 / 1024,
    },
  });
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void => {
      reject(new Problem('file', `The page ${path} cannot be read: ${why}; mend or split it.`));
      void worker.terminate();
    };
    const late = `that takes longer than ${PATIENCE / 1000} s`;
    const over = setTimeout(() => refuse(late), LONG_PATIENCE);
    // Node's own command line, where it has limits, has the better of those of a worker.
    const watch = setInterval(async () => {
      const used = await usageOf(worker);
      if (used === null) return;
      if (used.heap > HEAP) refuse(`that takes more than ${HEAP / 1024 / 1024} MiB`);
      else if (used.time > PATIENCE) refuse(late);
    }, 50);
    worker.on('error', (error) => refuse(wordsOf(error)));
    worker.on('exit', () => {
      clearTimeout(over);
      clearInterval(watch);
      resolve();
    });
  });
}

/** What a worker has used of memory, in bytes, and of time, in milliseconds; `null` once it is gone. */
async function usageOf(worker: Worker): Promise<{ heap: number; time: number } | null> {
  try {
    const [heap, cpu] = await Promise.all([worker.getHeapStatistics(), worker.cpuUsage()]);
    return { heap: heap.total_heap_size, time: (cpu.user + cpu.system) / 1000 };
  } catch {
    return null;
  }
}
