import { formatWithOptions } from 'node:util';

/*
 * Stands for `vitest` while mutants are tried in one process: the few words of it that the tests of
 * the judge use, kept in a list instead of being run. `expect` is vitest's own.
 */

export { expect } from 'vitest';

type Work = () => unknown;

/** One test as its file wrote it. */
export interface ListedTest {
  /** Unique: file, titles of the groups around it, its own title, a number where needed. */
  readonly id: string;
  readonly file: string;
  readonly run: () => Promise<void>;
}

let file = '';
let tests: ListedTest[] = [];
let groups: readonly string[] = [];
let before: Work[] = [];
let after: Work[] = [];

/** Lists the tests that a file registers while it is imported. */
export async function listTests(
  name: string,
  load: () => Promise<unknown>,
): Promise<readonly ListedTest[]> {
  file = name;
  tests = [];
  groups = [];
  before = [];
  after = [];
  await load();
  return tests;
}

function register(title: string, work: Work): void {
  const around = { before, after };
  const name = [file, ...groups, title].join(' > ');
  const same = tests.filter(({ id }) => id === name || id.startsWith(`${name} #`)).length;
  tests.push({
    id: same === 0 ? name : `${name} #${same + 1}`,
    file,
    run: async () => {
      for (const hook of around.before) await hook();
      try {
        await work();
      } finally {
        for (const hook of around.after) await hook();
      }
    },
  });
}

function group(title: string, work: Work): void {
  const outside = groups;
  groups = [...outside, title];
  work();
  groups = outside;
}

type Named = (title: string, work: Work) => void;

/** `each` of vitest for rows: the values fill the places of the title and are given to the work. */
function each(name: Named) {
  return (rows: readonly unknown[]) =>
    (title: string, work: (...values: unknown[]) => unknown): void => {
      for (const row of rows) {
        const values = Array.isArray(row) ? row : [row];
        const places = title.match(/%[a-z]/g)?.length ?? 0;
        name(formatWithOptions({}, title, ...values.slice(0, places)), () => work(...values));
      }
    };
}

export const test = Object.assign(register, { each: each(register) });
export const it = test;
export const describe = Object.assign(group, { each: each(group) });

export function beforeEach(work: Work): void {
  before.push(work);
}

export function afterEach(work: Work): void {
  after.push(work);
}

/** What a command line provides: nothing here. */
export function inject(): undefined {
  return undefined;
}
