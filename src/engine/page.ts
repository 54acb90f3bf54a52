import type { Reading } from '../vocabulary.ts';

/** Whether an answer is no stream and was never meant as JSON: a page, bare words, nothing at all. */
export function isPage({ view, exchange }: Reading): boolean {
  if (view.kind === 'stream' || view.doc.value !== undefined) return false;
  return !/^\s*[{[]/.test(Buffer.from(exchange.body.subarray(0, 64)).toString('latin1'));
}
