import { causeOf } from '../engine/rest.ts';
import type { Level, Outcome, Row } from '../vocabulary.ts';

export type WeighedRow = Pick<
  Row,
  'case' | 'probes' | 'level' | 'verdict' | 'reason' | 'detail' | 'standing'
>;

/** What the outcome of a run depends on. */
export interface Weighing {
  readonly rows: readonly WeighedRow[];
  /** How many cases were planned: a row that is missing is our own fault. */
  readonly planned: number;
  /** SHOULD counts as MUST. */
  readonly strict: boolean;
  /** Whether a claim of the target's own page is contradicted by what nobody expects. */
  readonly contradicted: boolean;
  /** How many baseline entries are stale, expired or match nothing. */
  readonly staleEntries: number;
}

/**
 * Weighs a run. Our own faults come first, since nothing else can be trusted after one; a violation
 * outweighs what could not be tested. A run in which no row passed has shown nothing.
 */
export function weigh(run: Weighing): Outcome {
  const binding = run.rows.filter(({ level }) => binds(level, run.strict));
  if (run.rows.some(({ verdict }) => verdict === 'error')) return 'error';
  if (run.rows.length !== run.planned) return 'error';
  if (run.contradicted || run.staleEntries > 0) return 'violates';
  if (run.rows.some(({ standing }) => standing === 'surprise-pass')) return 'violates';
  if (binding.some(({ verdict, standing }) => verdict === 'fail' && standing === 'violating')) {
    return 'violates';
  }
  if (binding.some(isOpen(run.rows))) return 'inconclusive';
  return run.rows.some(({ verdict }) => verdict === 'pass') ? 'conforms' : 'inconclusive';
}

/**
 * Whether a case could not be tested, and nobody expected that: what rests on an expected failure is
 * as known as the failure itself.
 */
function isOpen(rows: readonly WeighedRow[]): (row: WeighedRow) => boolean {
  const expected = new Set(
    rows.filter(({ standing }) => standing === 'expected-failure').map((row) => row.case),
  );
  return (row) => row.reason === 'not-tested' && !expected.has(causeOf(row) ?? '');
}

/** Whether a failure at this level violates the contract. */
export function binds(level: Level, strict: boolean): boolean {
  return level === 'MUST' || (strict && level === 'SHOULD');
}

const EXIT_CODES = { conforms: 0, violates: 1, error: 2, inconclusive: 3 } as const;

/** The exit code that an outcome deserves. */
export function exitCodeOf(outcome: Outcome): 0 | 1 | 2 | 3 {
  return EXIT_CODES[outcome];
}

/** Where several commands' codes hold: 130, then 2, then 1, then 3. */
export function weightiest(codes: readonly number[]): number {
  return [130, 2, 1, 3].find((code) => codes.includes(code)) ?? 0;
}
