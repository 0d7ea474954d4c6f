// Bundles the command line into dist/shapan.js, one file that starts quickly, and its worker threads beside it.
import { chmodSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
await build({
  absWorkingDir: root,
  entryPoints: { shapan: 'src/shell/cli/main.ts', worker: 'src/shell/worker.ts', batchWorker: 'src/shell/batchWorker.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  define: { SHAPAN_VERSION: JSON.stringify(version) },
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as shapanRequire } from 'node:module';\nconst require = shapanRequire(import.meta.url);",
  },
});
chmodSync(`${root}dist/shapan.js`, 0o755);
