const { MUTATION_FILES: files = '', MUTATION_REPORT: report, MUTATION_WIDTH: width } = process.env;

/**
 * Started by src/mutation/main.ts, which names the files. Default mutators.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: files.split(','),
  plugins: ['./src/mutation/runner.ts'],
  testRunner: 'in-process',
  coverageAnalysis: 'perTest',
  tempDirName: `${report}.sandbox`,
  ignorePatterns: ['reports', 'fixtures/pages'],
  concurrency: Number(width ?? 1),
  // Modules that were loaded anew for a mutant stay in memory until the process ends.
  maxTestRunnerReuse: 400,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: {
    allowColor: false,
    logTests: false,
    allowEmojis: false,
    reportMutants: false,
  },
  jsonReporter: { fileName: report },
  // Stryker rewrites tsconfig.json with the compiler's JavaScript interface, which TypeScript 7 has
  // not; nothing here refers to another file, so there is nothing to rewrite.
  tsconfigFile: 'none',
  // Types are stripped, never checked, so mutants need no comments against the compiler.
  disableTypeChecks: false,
};
