import { defineConfig } from 'vitest/config';

// Two tiers: CUNAN_TEST_TIER=long runs the full counts of the sampled properties (npm run test:long).
export default defineConfig({
  test: {
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // .ci/run counts from a report of its own.
    reporters: process.env['CUNAN_TEST_REPORT'] ? ['default', 'json'] : ['default'],
    ...(process.env['CUNAN_TEST_REPORT'] && { outputFile: { json: process.env['CUNAN_TEST_REPORT'] } }),
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { extends: true, test: { name: 'integration', include: ['test/integration/**/*.test.ts'] } },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], fileParallelism: false } },
    ],
  },
});
