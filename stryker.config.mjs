const { MUTATION_FOLDER: folder, MUTATION_NAME: name, MUTATION_CONCURRENCY: width } = process.env;

/**
 * One folder a run: src/mutation/main.ts names it in the environment. Default mutators, nothing
 * excluded but what is no code of the judge: tests, their fixtures, and generated types.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: [
    `${folder}/**/*.ts`,
    '!**/*.test.ts',
    '!**/*.fixture.ts',
    '!**/*.mutation.ts',
    '!src/schema/generated/**',
  ],
  plugins: ['./src/mutation/runner.ts'],
  testRunner: 'in-process',
  coverageAnalysis: 'perTest',
  tempDirName: `reports/.stryker/${name}`,
  ignorePatterns: ['reports', 'fixtures/pages'],
  concurrency: Number(width ?? 1),
  // Modules that were loaded anew for a mutant stay in memory until the process ends.
  maxTestRunnerReuse: 150,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: {
    allowColor: false,
    logTests: false,
    allowEmojis: false,
    reportMutants: false,
  },
  jsonReporter: { fileName: `reports/.stryker/${name}.json` },
  // Stryker rewrites tsconfig.json with the compiler's JavaScript interface, which TypeScript 7 has
  // not; nothing here refers to another file, so there is nothing to rewrite.
  tsconfigFile: 'none',
  // Types are stripped, never checked, so mutants need no comments against the compiler.
  disableTypeChecks: false,
};
