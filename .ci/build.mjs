// Bundles the command line into dist/: shapan.js, which a user starts, the commands that it runs, and worker threads beside them.
import { chmodSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const options = {
  absWorkingDir: root,
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
};
// The commands stand apart from what starts them, so that tests run them without a process each.
await build({
  ...options,
  entryPoints: { commands: 'src/shell/cli/main.ts', worker: 'src/shell/worker.ts', batchWorker: 'src/shell/batchWorker.ts' },
});
await build({ ...options, entryPoints: { shapan: 'src/shell/cli/entry.ts' }, plugins: [{ name: 'commands', setup: apart }] });
chmodSync(`${root}dist/shapan.js`, 0o755);

function apart(bundling) {
  bundling.onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './commands.js', external: true }));
}
