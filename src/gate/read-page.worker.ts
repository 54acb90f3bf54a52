import { workerData } from 'node:worker_threads';
import { classifyBlocks } from './examples.ts';
import { readPage } from './read-page.ts';

/*
 * Reads a page in a thread of its own, for nothing but to see whether that ends: a parser of
 * Markdown may take a time that grows with the square of the page, and nobody can interrupt it.
 * The reading is not handed over: copies of its texts would take more than reading it again.
 */
const { text, name }: { readonly text: string; readonly name: string } = workerData;
classifyBlocks(readPage(text, name).blocks);
