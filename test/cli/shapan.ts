// Runs what npm run build made: in the tests' own process, where starting costs nothing, or as a process, as a user does.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const ROOT = new URL('../../', import.meta.url).pathname;
export const SHAPAN = join(ROOT, 'dist/shapan.js');

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Main = (args: readonly string[]) => Promise<number>;

/** Anything that takes longer hangs. */
const LONGEST = 60_000;

let before: Promise<unknown> = Promise.resolve();

/** One after another: a process has one working folder and one output. */
export function shapan(args: readonly string[], cwd: string = ROOT): Promise<Outcome> {
  const outcome = before.then(() => here(args, cwd));
  before = outcome.catch(() => undefined);
  return outcome;
}

async function here(args: readonly string[], cwd: string): Promise<Outcome> {
  const { main } = (await import(pathToFileURL(join(ROOT, 'dist/commands.js')).href)) as { main: Main };
  const home = process.cwd();
  const out = listenedTo(process.stdout);
  const err = listenedTo(process.stderr);
  process.chdir(cwd);
  try {
    const code = await main(args);
    return { code, out: out.heard(), err: err.heard() };
  } finally {
    process.chdir(home);
    out.release();
    err.release();
  }
}

/** What is written to a stream is kept instead. */
function listenedTo(stream: NodeJS.WriteStream): { heard: () => string; release: () => void } {
  const { write } = stream;
  const texts: string[] = [];
  stream.write = (text: string | Uint8Array, ...more: unknown[]): boolean => {
    texts.push(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
    const done = more.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  return {
    heard: () => texts.join(''),
    release: () => {
      stream.write = write;
    },
  };
}

/** As a process of its own: for what only a process has, such as a size of memory or an end by a signal. */
export function shapanProcess(args: readonly string[], cwd: string = ROOT): Promise<Outcome> {
  return ran(process.execPath, [SHAPAN, ...args], cwd);
}

export function ran(command: string, args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, [...args], { cwd, timeout: LONGEST, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}

/** Whatever would mean that a user saw our stack instead of a problem. */
export const STACK = /^\s+at .+:\d+/m;
export const HAN = /\p{Script=Han}/u;
