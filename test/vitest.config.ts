import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/cli/build.ts'],
    root: new URL('..', import.meta.url).pathname,
    testTimeout: 120_000,
    pool: 'forks',
    // All cores: left to itself vitest keeps one free, and on two cores that is half of them.
    maxWorkers: '100%',
  },
});
