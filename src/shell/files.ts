// Files as the command line reaches them. Scenario files come from strangers: what they name may lie in their own
// folder or in the seeds, nowhere else unless the user says so; nothing larger than a scenario needs is read.

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '../problem/problem.ts';
import { type Source, sourceOf } from '../problem/source.ts';
import type { FileKind, NotOpened, Shelf } from '../written/read.ts';
import type { CellTable } from '../written/table.ts';
import { cellsOf } from './csv.ts';

/** A scenario of ten thousand rows is about a megabyte; more belongs into a CSV. */
const LARGEST_YAML = 4 * 1024 * 1024;
/** Three million payments; all of a table is held at once. */
const LARGEST_CSV = 32 * 1024 * 1024;

/** The project's own folder: two above this file in the sources, one above the bundle. */
export function projectFile(...path: readonly string[]): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const root = basename(here) === 'dist' ? dirname(here) : dirname(dirname(here));
  return join(root, ...path);
}

const SEED_FOLDERS: Readonly<Record<Exclude<FileKind, 'scenario'>, string>> = {
  policy: 'policies',
  county: 'counties',
  uncertainty: 'uncertainty',
};

/**
 * What was read of each file, so that one that is named again is as it was: for threads that must play what the command read, whatever is
 * written into the files meanwhile. Keys are the file's path, the folder that it had to stay in, and how large it may be.
 */
export type KnownFiles = Map<string, { readonly text: string; readonly home: Home }>;

/** Where a source really lies, and the folder that what it names must stay in. */
interface Home {
  readonly path: string;
  readonly root: string;
}

export class Files implements Shelf {
  private readonly homes = new WeakMap<Source, Home>();
  private readonly allowed: readonly string[];
  private readonly known: KnownFiles | null;

  /**
   * @param allowed further folders that scenario files may name files in; the user named them.
   * @param known what was read before, and where what is read now is kept; null: every file is read anew.
   */
  constructor(allowed: readonly string[] = [], known: KnownFiles | null = null) {
    this.known = known;
    this.allowed = allowed.map((folder) => realOr(resolve(folder)));
  }

  /** Opens a file that the user named: anywhere. */
  named(name: string): Source | NotOpened {
    return this.source(resolve(name), name, null, LARGEST_YAML);
  }

  open(kind: FileKind, name: string, from: Source): Source | NotOpened {
    const isPath = /[/\\]|\.ya?ml$/.test(name);
    if (kind === 'scenario' || isPath) return this.beside(isPath ? name : `${name}.yaml`, from, LARGEST_YAML);
    const folder = projectFile('seeds', SEED_FOLDERS[kind]);
    const known = seedsIn(folder);
    if (!known.includes(name))
      return { code: 'unknown-seed', args: { got: name, near: nearest(name, known) ?? '', known: known.join('、') } };
    return this.source(join(folder, `${name}.yaml`), `seeds/${SEED_FOLDERS[kind]}/${name}.yaml`, projectFile('seeds'), LARGEST_YAML);
  }

  table(name: string, from: Source): CellTable | NotOpened {
    const source = this.beside(name, from, LARGEST_CSV);
    return 'code' in source ? source : cellsOf(source);
  }

  /** A file named relative to the one that names it, and within what that one may reach. */
  private beside(name: string, from: Source, largest: number): Source | NotOpened {
    const home = this.homes.get(from);
    if (home === undefined) return { code: 'path-outside', args: { got: name, folder: '—' } };
    const path = isAbsolute(name) ? name : resolve(dirname(home.path), name);
    const shown = isAbsolute(name) ? name : join(dirname(from.name), name);
    if (![home.root, ...this.allowed].some((root) => inside(path, root))) {
      return { code: 'path-outside', args: { got: name, folder: shownFolder(from.name), beyond: dirname(shown) } };
    }
    return this.source(path, shown, home.root, largest);
  }

  private source(path: string, name: string, root: string | null, largest: number): Source | NotOpened {
    const key = [path, root ?? '', largest].join('\0');
    const known = this.known?.get(key);
    const read = known ?? readText(path, name, root, largest, this.allowed);
    if ('code' in read) return read;
    this.known?.set(key, read);
    const source = sourceOf(name, read.text);
    this.homes.set(source, read.home);
    return source;
  }
}

/** A file's text, and where it lies; or why it may not be read. */
function readText(
  path: string,
  name: string,
  root: string | null,
  largest: number,
  allowed: readonly string[],
): { readonly text: string; readonly home: Home } | NotOpened {
  const args = { got: name };
  let real: string;
  let size: number;
  try {
    real = realpathSync(path);
    const stat = statSync(real);
    if (!stat.isFile()) return { code: 'file-unreadable', args: { ...args, detail: 'not a file' } };
    size = stat.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { code: 'file-missing', args }
      : { code: 'file-unreadable', args: { ...args, detail: code ?? '' } };
  }
  // A link inside the folder must not lead out of it.
  if (root !== null && ![realOr(root), ...allowed].some((folder) => inside(real, folder))) {
    return { code: 'path-outside', args: { ...args, folder: shownFolder(name) } };
  }
  if (size > largest)
    return { code: 'file-too-large', args: { ...args, size: Math.ceil(size / 1024 / 1024), most: largest / 1024 / 1024 } };
  let bytes: Buffer;
  try {
    bytes = readFileSync(real);
  } catch (error) {
    return { code: 'file-unreadable', args: { ...args, detail: (error as NodeJS.ErrnoException).code ?? '' } };
  }
  const text = decoded(bytes, largest === LARGEST_CSV);
  if (text === null) return { code: 'encoding', args };
  return { text, home: { path: real, root: root === null ? dirname(real) : realOr(root) } };
}

function shownFolder(name: string): string {
  const folder = dirname(name);
  return folder === '.' ? './' : `${folder}/`;
}

function inside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith(`..${sep}`) && way !== '..' && !isAbsolute(way);
}

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** UTF-8 with or without a mark; tables also in GBK (Excel in China writes it), which GB18030 contains. */
function decoded(bytes: Buffer, gbkToo: boolean): string | null {
  for (const encoding of gbkToo ? ['utf-8', 'gb18030'] : ['utf-8']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next encoding, if there is one
    }
  }
  return null;
}

function seedsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -5))
    .sort();
}

/** A folder and those above it. Node's own way (`recursive`) never returns where a file system takes no folders, as in /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

/** Two machines may write in one folder, and in containers every process may have the same number: so a name says all three. */
const PART = /\.([\w-]+)\.(\d+)\.[0-9a-f]{8}\.part$/;

/** A name that nobody else writes under, for what is not whole yet. */
export function temporaryName(path: string): string {
  return `${path}.${thisHost()}.${process.pid}.${randomBytes(4).toString('hex')}.part`;
}

function thisHost(): string {
  return hostname()
    .replace(/[^\w-]/g, '_')
    .slice(0, 40);
}

/** Nobody writes one file for so long, in milliseconds. */
const OLD = 24 * 3600 * 1000;

/** Takes away what was begun in a folder by processes that are no more; what others may still be writing stays. */
export function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    // Downloads of others are called so too.
    const [, host, pid] = PART.exec(name) ?? [];
    if (host === undefined) continue;
    const path = join(folder, name);
    const isOld = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > OLD;
    if (isOld || (host === thisHost() && !isRunning(Number(pid)))) rmSync(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Writes a file whole or not at all: under a temporary name first, then renamed. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  placeWhole(path, content, (temporary) => renameSync(temporary, path));
}

/** As `writeWhole`, but a file that is there stays, even one that came a moment ago. */
export function writeFirst(path: string, content: string): void {
  placeWhole(path, content, (temporary) => {
    try {
      // Unlike a rename, a link never replaces what is there.
      linkSync(temporary, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
      // Some file systems know no links.
      if (statSync(path, { throwIfNoEntry: false }) === undefined) renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  });
}

function placeWhole(path: string, content: string | Uint8Array, place: (temporary: string) => void): void {
  makeFolder(dirname(path));
  const temporary = temporaryName(path);
  try {
    const file = openSync(temporary, 'w');
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    place(temporary);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
