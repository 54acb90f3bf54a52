import { defineConfig } from 'vitest/config';

/**
 * The tests that a mutation run of one folder has at hand: those beside the code. The checks have
 * the tests of the catalogue, and the tables of defects and of legal variations cut by family.
 */
const folder = process.env['MUTATION_FOLDER'] ?? 'specs/checks';
const beside = [`${folder}/**/*.test.ts`];

export default defineConfig({
  test: {
    include:
      folder === 'specs/checks' ? ['specs/*.test.ts', ...beside, 'specs/**/*.mutation.ts'] : beside,
    testTimeout: 60_000,
  },
});
