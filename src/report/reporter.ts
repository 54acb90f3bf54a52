import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { wholeRow } from '../engine/row.ts';
import type { Check, Row } from '../vocabulary.ts';

/** What vitest's run left behind: rows from the tests' meta, and what went wrong outside a test. */
export interface Collection {
  readonly reporter: Reporter;
  readonly rows: readonly Row[];
  /** Our own faults: a suite that could not be loaded, an error that nobody caught. */
  readonly faults: readonly string[];
}

/** Makes the reporter that a run from the command line uses; it prints nothing. */
export function collectRows(checks: readonly Check[]): Collection {
  const known = new Map(checks.map((check) => [check.requirement.id, check]));
  const rows: Row[] = [];
  const faults: string[] = [];
  return {
    rows,
    faults,
    reporter: {
      onTestCaseResult(test: TestCase) {
        const { row } = test.meta();
        const check = known.get(row?.check ?? '');
        if (row !== undefined && check !== undefined) rows.push(wholeRow(row, check));
        else faults.push(`${test.fullName}: ${firstWords(test.result().errors)}`);
      },
      onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]) {
        for (const module of modules) {
          const errors = module.errors();
          if (errors.length > 0) faults.push(`${module.relativeModuleId}: ${firstWords(errors)}`);
        }
        faults.push(...unhandled.map(({ message }) => message));
      },
    },
  };
}

function firstWords(errors: readonly { readonly message: string }[] | undefined): string {
  return errors?.[0]?.message ?? 'no row came of it';
}
