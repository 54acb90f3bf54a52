import { parentPort, workerData } from 'node:worker_threads';
import { classifyBlocks } from './examples.ts';
import { readPage } from './read-page.ts';

/*
 * Reads a page in a thread of its own: a parser of Markdown may take a time that grows with the
 * square of the page, and nobody can interrupt it in the thread in which it runs.
 */
const { text, name }: { readonly text: string; readonly name: string } = workerData;
const reading = readPage(text, name);
parentPort?.postMessage({ reading, blocks: classifyBlocks(reading.blocks) });
