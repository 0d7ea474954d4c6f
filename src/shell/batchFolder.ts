// The folder of a batch: a manifest that says of what it is, a file for each finished chunk, and what they are joined into. Every file is whole
// or absent, so that a batch may be killed at any moment.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputProblems, type ProblemCode, Report } from '../problem/problem.ts';
import type { BatchCell, BatchColumn, Cut } from '../study/batch.ts';
import { MOST_PLACES } from '../study/batchLevers.ts';
import { MOST_ROWS } from '../written/vary.ts';
import { csvText, type OutCell } from './csv.ts';
import { sweep, temporaryName, writeFirst, writeWhole } from './files.ts';

const MARKS = ['scenario', 'policy', 'county', 'batch', 'version'] as const;

/** What a batch is made of; two are one batch where all of these agree. */
export interface Manifest {
  readonly fingerprint: string;
  readonly marks: Readonly<Record<(typeof MARKS)[number], string>>;
  readonly points: number;
  readonly cut: Cut;
  readonly columns: readonly BatchColumn[];
}

const MANIFEST = 'manifest.json';
/** What chunks are joined into. */
export const RESULTS = ['results.csv', 'results.parquet'] as const;
const CHUNKS = 'chunks';
const HEADER = /^shapan-batch (\w+) (\d+) (\d+) (\d+) (\w+)\n/;

function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** @throws {InputProblems} always. */
function refuse(code: ProblemCode, folder: string, args: Readonly<Record<string, string | number>>): never {
  const report = new Report();
  report.add('error', code, null, folder, args);
  throw new InputProblems(report.problems);
}

/** @throws {InputProblems} where the folder has no manifest that can be read. */
export function readManifest(folder: string): Manifest {
  try {
    const path = join(folder, MANIFEST);
    if (statSync(path).size > 32 * 1024 * 1024) refuse('batch-no-folder', folder, { got: folder });
    const read = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    if (isSound(read)) return read;
  } catch (error) {
    if (error instanceof InputProblems) throw error;
  }
  return refuse('batch-no-folder', folder, { got: folder });
}

/** The file may be anybody's: whatever of it is used later is looked at here. */
function isSound({ fingerprint, marks, points, cut, columns }: Manifest): boolean {
  const { rows, chunkRows, chunks } = cut;
  const isCount = (n: unknown) => typeof n === 'number' && Number.isInteger(n) && n > 0;
  return (
    [rows, chunkRows, chunks, points].every(isCount) &&
    rows <= MOST_ROWS &&
    chunks === Math.ceil(rows / chunkRows) &&
    isMark(fingerprint) &&
    /^\w+$/.test(fingerprint) &&
    MARKS.every((key) => isMark(marks[key])) &&
    columns.length > 0 &&
    columns.every(isColumn)
  );
}

function isMark(text: unknown): boolean {
  return typeof text === 'string' && /^[\w.+-]{1,40}$/.test(text);
}

function isColumn({ name, kind, places }: BatchColumn): boolean {
  return (
    typeof name === 'string' &&
    ['count', 'text', 'decimal'].includes(kind) &&
    Number.isInteger(places) &&
    places >= 0 &&
    places <= MOST_PLACES
  );
}

/**
 * Makes the folder that of a batch, or finds that it is: of two processes that begin at once one makes it, and the other finds it.
 * @throws {InputProblems} where it is that of another.
 */
export function claim(folder: string, manifest: Manifest): void {
  if (!existsSync(join(folder, MANIFEST))) {
    // The manifest is there before anything else that a batch writes.
    const foreign = RESULTS.find((name) => existsSync(join(folder, name)));
    if (foreign !== undefined) refuse('batch-differs', folder, { case: 'foreign', got: folder, name: foreign });
  }
  writeFirst(join(folder, MANIFEST), manifestText(manifest));
  sameBatch(folder, readManifest(folder), manifest);
}

/** @throws {InputProblems} */
export function sameBatch(folder: string, there: Manifest, wanted: Manifest): void {
  if (manifestText(there) === manifestText(wanted)) return;
  const differing = MARKS.filter((key) => there.marks[key] !== wanted.marks[key]);
  refuse('batch-differs', folder, { got: folder, differing: differing.length === 0 ? 'manifest' : differing.join('、') });
}

function chunkPath(folder: string, chunk: number): string {
  return join(folder, CHUNKS, `${String(chunk).padStart(8, '0')}.csv`);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The lines of a chunk as they are joined, and how many of its rows have a problem and no figure at all. */
export interface Chunk {
  readonly lines: string;
  readonly refused: number;
}

export function chunkOf(rows: readonly (readonly BatchCell[])[], columns: readonly BatchColumn[]): Chunk {
  const problem = columns.findIndex(({ name, kind }) => name === 'problem' && kind === 'text');
  const cells = rows.map((row) => row.map((cell, i) => outCell(cell, columns[i] as BatchColumn)));
  // After `problem` and its sentence; `played` is no figure.
  const isFigure = columns.map(({ name }, i) => i > problem + 1 && name !== 'played');
  const hasNone = (row: readonly BatchCell[]) => row.every((cell, i) => cell === null || isFigure[i] !== true);
  return { lines: csvText(cells).slice(1), refused: rows.filter((row) => row[problem] !== null && hasNone(row)).length };
}

export function headerLine(columns: readonly BatchColumn[]): string {
  return csvText([columns.map(({ name }) => ({ text: name, isText: true }))]);
}

function outCell(cell: BatchCell, { places }: BatchColumn): OutCell {
  if (cell === null) return { text: '', isText: false };
  if (typeof cell === 'string') return { text: cell, isText: !/^-?\d[\d,]*(\.\d+)?[%‰]?$/.test(cell) };
  const digits = String(Math.abs(cell)).padStart(places + 1, '0');
  const point = digits.length - places;
  const text = places === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return { text: cell < 0 ? `-${text}` : text, isText: false };
}

export function writeChunk(folder: string, { fingerprint, cut }: Manifest, chunk: number, { lines, refused }: Chunk): void {
  const header = `shapan-batch ${fingerprint} ${chunk} ${rowsIn(cut, chunk)} ${refused} ${digestOf(lines)}\n`;
  writeWhole(chunkPath(folder, chunk), header + lines);
}

/** A finished chunk; null where there is none, or it is damaged or another's. */
export function readChunk(folder: string, { fingerprint, cut }: Manifest, chunk: number): Chunk | null {
  let text: string;
  try {
    text = readFileSync(chunkPath(folder, chunk), 'utf8');
  } catch {
    return null;
  }
  const [header, mark, number, rows, refused, digest] = HEADER.exec(text) ?? [];
  if (header === undefined || mark !== fingerprint || Number(number) !== chunk || Number(rows) !== rowsIn(cut, chunk)) return null;
  const lines = text.slice(header.length);
  return digestOf(lines) === digest ? { lines, refused: Number(refused) } : null;
}

/** Chunks that a folder has files of, sound or not. */
function chunksIn(folder: string): number[] {
  const path = join(folder, CHUNKS);
  if (!existsSync(path)) return [];
  return readdirSync(path).flatMap((name) => (/^\d{8}\.csv$/.test(name) ? [Number(name.slice(0, 8))] : []));
}

export function rowsIn({ rows, chunkRows }: Cut, chunk: number): number {
  return Math.min(chunkRows, rows - chunk * chunkRows);
}

/** Takes away what killed runs had begun to write, of chunks and of what they are joined into. */
export function sweepBatch(folder: string): void {
  for (const place of [folder, join(folder, CHUNKS)]) if (existsSync(place)) sweep(place);
}

/** Where each chunk is. @throws {InputProblems} unless each is in exactly one of the folders. */
export function placesOf(folders: readonly string[], { cut }: Manifest): string[] {
  const places: (string | undefined)[] = new Array(cut.chunks).fill(undefined);
  for (const folder of folders) {
    for (const chunk of chunksIn(folder)) {
      if (chunk >= cut.chunks) continue;
      if (places[chunk] !== undefined) refuse('batch-twice', folder, { got: chunk });
      places[chunk] = folder;
    }
  }
  const missing = [...places.keys()].filter((chunk) => places[chunk] === undefined);
  if (missing.length > 0) refuseMissing(folders[0] ?? '', cut, missing);
  return places as string[];
}

/** @throws {InputProblems} always. */
export function refuseMissing(folder: string, { chunks }: Cut, missing: readonly number[]): never {
  const got = `${missing.slice(0, 8).join('、')}${missing.length > 8 ? '…' : ''}`;
  return refuse('batch-missing', folder, { count: missing.length, chunks, got });
}

/** A file that is written bit by bit and takes its name when it is whole. */
export async function growing(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await write(temporary);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
