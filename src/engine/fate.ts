import type { Row } from '../vocabulary.ts';
import { sayRow } from './row.ts';

/** What becomes of the test that carries a row. */
export type Fate =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly words: string }
  | { readonly kind: 'skip'; readonly words: string };

/**
 * A MUST that violates the contract fails its test, and with `strict` a SHOULD; a fault of our own
 * does, too. What was not tested is skipped with its reason. Everything else passes: what a baseline
 * expects, what is only told.
 */
export function fateOf(row: Row, strict: boolean): Fate {
  const { verdict, standing, level, reason, detail } = row;
  if (verdict === 'error') return { kind: 'fail', words: detail ?? 'the judge failed' };
  const binds = level === 'MUST' || (strict && level === 'SHOULD');
  if (verdict === 'fail' && standing === 'violating' && binds) {
    return { kind: 'fail', words: sayRow(row) };
  }
  if (verdict === 'skip' || verdict === 'inconclusive') {
    return { kind: 'skip', words: [reason, detail].filter((part) => part !== null).join(': ') };
  }
  return { kind: 'pass' };
}
