/**
 * One folder a run: src/mutation/main.ts names it in the environment. Default mutators, nothing
 * excluded but what is no code of the judge: tests, their fixtures, and generated types.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: [
    `${process.env['MUTATION_FOLDER']}/**/*.ts`,
    '!**/*.test.ts',
    '!**/*.fixture.ts',
    '!**/*.mutation.ts',
    '!src/schema/generated/**',
  ],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // Results of mutants whose code and tests did not change since are taken over.
  incremental: true,
  incrementalFile: `reports/.stryker/${process.env['MUTATION_NAME']}.incremental.json`,
  tempDirName: `reports/.stryker/${process.env['MUTATION_NAME']}`,
  concurrency: Number(process.env['MUTATION_CONCURRENCY'] ?? 1),
  timeoutMS: 10_000,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, allowEmojis: false },
  jsonReporter: { fileName: `reports/.stryker/${process.env['MUTATION_NAME']}.json` },
  // Stryker rewrites tsconfig.json with the compiler's JavaScript interface, which TypeScript 7 has
  // not; nothing here refers to another file, so there is nothing to rewrite.
  tsconfigFile: 'none',
  // Types are stripped, never checked, so mutants need no comments against the compiler.
  disableTypeChecks: false,
};
