// Runs dist/shapan.js as a process of its own, as a user does.

import { execFile } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = new URL('../../', import.meta.url).pathname;
export const SHAPAN = join(ROOT, 'dist/shapan.js');

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly milliseconds: number;
}

/** Anything that takes longer hangs. */
const LONGEST = 15_000;

export function shapan(args: readonly string[], cwd: string = ROOT): Promise<Outcome> {
  return ran(process.execPath, [SHAPAN, ...args], cwd);
}

export function ran(command: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const start = performance.now();
  return new Promise((resolve) => {
    execFile(command, [...args], { cwd, timeout: LONGEST, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out, err, milliseconds: performance.now() - start });
    });
  });
}

/** Whatever would mean that a user saw our stack instead of a problem. */
export const STACK = /^\s+at .+:\d+/m;
export const HAN = /\p{Script=Han}/u;
