import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { addressOf, forget, hookModules, recall } from './modules.ts';
import { type ListedTest, listTests } from './registry.ts';

/** What Stryker's instrumented code shares with the runner. */
interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: NonNullable<Extract<DryRunResult, { status: 'complete' }>['mutantCoverage']>;
}

declare global {
  var __stryker__: Namespace | undefined;
}

/**
 * Tries mutants in one process. Stryker's own runner for vitest starts vitest for each mutant, which
 * takes most of a second: of 9,000 mutants that is hours. Here a mutant costs its tests. A module
 * that a mutant is in is loaded anew for it, with everything that imports it, so that nothing a
 * mutant left behind reaches the next one; `MUTATION_KEEP` keeps modules that keep no state, except
 * for mutants of what is evaluated on load.
 */
class InProcessRunner implements TestRunner {
  static readonly inject = [commonTokens.options] as const;
  readonly #root = pathToFileURL(`${process.cwd()}/`).href;
  readonly #keep = process.env['MUTATION_KEEP'] === 'yes';
  #clean: Promise<readonly ListedTest[]> | undefined;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    hookModules(this.#root);
    // A property that fails has noticed the mutant: how little is enough does not matter.
    fc.configureGlobal({ endOnFailure: true });
  }

  async dryRun(_options: DryRunOptions): Promise<DryRunResult> {
    const shared = namespace();
    shared.activeMutant = undefined;
    const tests = await this.#first();
    const results = await runTests(tests, false);
    const { mutantCoverage } = shared;
    return {
      status: DryRunStatus.Complete,
      tests: results,
      ...(mutantCoverage === undefined ? {} : { mutantCoverage }),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    if (!isSampled(options.activeMutant.id)) {
      // Of all that a run can say, only this is left out of every count.
      return { status: MutantRunStatus.Error, errorMessage: 'not in the sample' };
    }
    const shared = namespace();
    const { activeMutant, mutantActivation, hitLimit, testFilter } = options;
    shared.activeMutant = undefined;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    shared.hitLimit = hitLimit;
    recall();
    const clean = await this.#first();
    let tests = clean;
    try {
      if (mutantActivation === 'static') shared.activeMutant = activeMutant.id;
      if (mutantActivation === 'static' || !this.#keep) {
        tests = await this.#anew(options.sandboxFileName, testFilter);
      }
    } catch (error) {
      return toMutantRunResult(
        determineHitLimitReached(shared.hitCount, hitLimit) ?? {
          status: DryRunStatus.Error,
          errorMessage: error instanceof Error ? error.message : String(error),
        },
      );
    }
    shared.activeMutant = activeMutant.id;
    const wanted = testFilter === undefined ? null : new Set(testFilter);
    const chosen = wanted === null ? tests : tests.filter(({ id }) => wanted.has(id));
    const results = await runTests(chosen, !options.disableBail);
    shared.activeMutant = undefined;
    const stuck = determineHitLimitReached(shared.hitCount, hitLimit);
    return toMutantRunResult(stuck ?? { status: DryRunStatus.Complete, tests: results });
  }

  /** The tests over modules as they were first loaded, without any mutant. */
  #first(): Promise<readonly ListedTest[]> {
    this.#clean ??= list(testFiles());
    return this.#clean;
  }

  /** The tests that can see a file, over modules loaded anew. */
  async #anew(
    sandboxFile: string,
    testFilter: readonly string[] | undefined,
  ): Promise<readonly ListedTest[]> {
    const stale = forget(pathToFileURL(sandboxFile).href);
    const named = new Set((testFilter ?? []).map((id) => id.split(' > ', 1)[0]));
    const files = testFiles().filter(
      (file) =>
        stale.has(pathToFileURL(join(process.cwd(), file)).href) &&
        (testFilter === undefined || named.has(file)),
    );
    return list(files);
  }
}

/** `MUTATION_SAMPLE=4/1` tries every fourth mutant, from the second. */
function isSampled(id: string): boolean {
  const [every = 1, from = 0] = (process.env['MUTATION_SAMPLE'] ?? '1/0').split('/').map(Number);
  return Number(id) % every === from;
}

function testFiles(): readonly string[] {
  const patterns = (process.env['MUTATION_TESTS'] ?? '').split(',');
  return patterns.flatMap((pattern) => globSync(pattern).toSorted());
}

async function list(files: readonly string[]): Promise<readonly ListedTest[]> {
  const tests: ListedTest[] = [];
  for (const file of files) {
    const url = pathToFileURL(join(process.cwd(), file)).href;
    tests.push(...(await listTests(file, () => import(addressOf(url)))));
  }
  return tests;
}

async function runTests(tests: readonly ListedTest[], bail: boolean): Promise<TestResult[]> {
  const shared = namespace();
  const results: TestResult[] = [];
  for (const { id, file, run } of tests) {
    const started = performance.now();
    shared.currentTestId = id;
    let failure: string | null = null;
    try {
      await run();
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    shared.currentTestId = undefined;
    const about = { id, name: id, fileName: file, timeSpentMs: performance.now() - started };
    results.push(
      failure === null
        ? { ...about, status: TestStatus.Success }
        : { ...about, status: TestStatus.Failed, failureMessage: failure },
    );
    if (failure !== null && bail) break;
  }
  return results;
}

function namespace(): Namespace {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
];
