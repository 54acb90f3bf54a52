import type { Bench } from '../../src/score/bench.ts';
import type { Reading } from '../../src/vocabulary.ts';
import type { Variant } from './variants.fixture.ts';

/**
 * What does not depend on any check, kept while mutants of the checks are loaded one after the other:
 * this file imports none of them, so it is never loaded anew.
 */
export const kept: {
  bench?: Promise<Bench>;
  variants?: Promise<readonly Variant[]>;
  readonly readings: Map<object, Map<boolean, Promise<Reading>>>;
} = { readings: new Map() };
