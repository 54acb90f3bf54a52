import { Worker } from 'node:worker_threads';
import { Problem, wordsOf } from '../../problem.ts';

/** Greatest page, in bytes; the longest of vendors' pages have a tenth of it. */
const LARGEST = 1024 * 1024;

/** What is shorter is read at once, whatever it holds. In characters. */
const SHORT = 4 * 1024;

/** Time that reading a page may take, in milliseconds. */
const PATIENCE = 5_000;

/**
 * The text of a page, once it is certain that reading it costs bounded time and memory. A `Problem`
 * where it is no text, too large, or made so that no parser comes to an end with it.
 */
export async function readableText(bytes: Uint8Array, path: string): Promise<string> {
  if (bytes.length > LARGEST) {
    throw new Problem(
      'file',
      `The page ${path} has ${bytes.length} bytes, and ${LARGEST} are read at most: split it.`,
    );
  }
  if (bytes.includes(0)) {
    throw new Problem('file', `The page ${path} holds NUL bytes, so it is no text: give Markdown.`);
  }
  const text = Buffer.from(bytes).toString('utf8');
  if (text.length > SHORT) await tryReading(text, path);
  return text;
}

function tryReading(text: string, path: string): Promise<void> {
  const worker = new Worker(new URL('../../gate/read-page.worker.ts', import.meta.url), {
    workerData: { text, name: path },
    // Less of a stack than this thread has: what passes there passes here.
    resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 0.5 },
  });
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void => {
      reject(new Problem('file', `The page ${path} cannot be read: ${why}; mend or split it.`));
    };
    const timer = setTimeout(() => {
      refuse(`that takes longer than ${PATIENCE / 1000} s`);
      void worker.terminate();
    }, PATIENCE);
    worker.on('error', (error) => refuse(wordsOf(error)));
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
