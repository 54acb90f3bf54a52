import { defineConfig } from 'vitest/config';

/**
 * Two projects, so that a red harness is never mistaken for a red endpoint: `conformance` judges the
 * target, `harness` tests chatspec itself.
 */
export default defineConfig({
  test: {
    // By default vitest leaves one core free: of two, that is half of them.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'conformance',
          include: ['specs/**/*.spec.ts'],
          isolate: false,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'harness',
          include: ['src/**/*.test.ts', 'specs/**/*.test.ts'],
          // No test changes a module or the environment, and loading all anew for each file took a
          // third of the time.
          isolate: false,
          // A busy machine is no red test: what hangs is still ended, and speed is the bench's matter.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
