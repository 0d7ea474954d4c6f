import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/cli/build.ts'],
    root: new URL('..', import.meta.url).pathname,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // The command line as it was built is run as it is.
    server: { deps: { external: [/\/dist\/commands\.js$/] } },
    // Test files share what they import: loading it for each anew took a quarter of the time. Nothing outside src/shell keeps anything that could leak.
    isolate: false,
    // All cores: left to itself vitest keeps one free, and on two cores that is half of them.
    maxWorkers: '100%',
  },
});
