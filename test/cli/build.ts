// Before any test: dist/shapan.js as of now, for the tests that run it as a process. Built only where a source is newer,
// so that one run of tests does not replace the file under another's feet.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = new URL('../../', import.meta.url).pathname;

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

export default function setup(): void {
  const built = join(ROOT, 'dist/shapan.js');
  const sources = ['src', '.ci/build.mjs', 'package.json'].map((path) => newest(join(ROOT, path)));
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources)) return;
  execFileSync(process.execPath, [join(ROOT, '.ci/build.mjs')], { stdio: 'inherit' });
}
