// shapan batch FILE — a grid of scenarios, each played, as CSV and Parquet; and shapan merge DIR…, which joins the results of shards.

import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { BATCH_INTERFACE } from '../../words/batchInterface.ts';
import { filled } from '../../words/language.ts';
import { claim, type Manifest, placesOf, readChunk, readManifest, sameBatch, sweep, writeChunk } from '../batchFolder.ts';
import { readyBatch } from '../batchJob.ts';
import { joinChunks } from '../batchJoin.ts';
import { playChunks } from '../batchThreads.ts';
import { type Context, VERSION } from './context.ts';

export interface BatchOptions {
  readonly out: string | null;
  readonly allow: readonly string[];
  readonly workers: number | null;
  /** Part i of n, from 1. */
  readonly shard: { readonly i: number; readonly n: number };
  readonly progress: boolean;
}

type Say = (key: keyof typeof BATCH_INTERFACE, args?: Readonly<Record<string, string | number>>) => string;

function saying({ language }: Context): Say {
  return (key, args = {}) => filled(BATCH_INTERFACE[key][language], args);
}

export async function batch(context: Context, file: string, options: BatchOptions): Promise<number> {
  const say = saying(context);
  const job = { file, allowed: options.allow, version: VERSION };
  const ready = readyBatch(job);
  const { manifest } = ready;
  const folder = options.out ?? `${basename(file).replace(/\.ya?ml$/, '')}-results`;
  claim(folder, manifest);
  const { i, n } = options.shard;
  const own = Array.from({ length: manifest.cut.chunks }, (_, chunk) => chunk).filter((chunk) => chunk % n === i - 1);
  const undone = own.filter((chunk) => readChunk(folder, manifest, chunk) === null);
  const kept = own.length - undone.length;
  if (kept > 0) process.stderr.write(`${say('kept', { count: kept })}\n`);
  const bar = new Bar(say, options.progress, undone.length);
  await playChunks(job, ready, undone, options.workers ?? availableParallelism(), (chunk, played) => {
    writeChunk(folder, manifest, chunk, played);
    bar.step();
  });
  bar.end();
  if (n === 1) await joined(context, folder, manifest, new Array(manifest.cut.chunks).fill(folder));
  else process.stdout.write(`${say('shardDone', { shard: `${i}/${n}`, chunks: own.length })}\n`);
  return 0;
}

export async function merge(context: Context, folders: readonly string[], out: string | null): Promise<number> {
  const [first = ''] = folders;
  const manifest = readManifest(first);
  for (const folder of folders.slice(1)) sameBatch(folder, readManifest(folder), manifest);
  await joined(context, out ?? first, manifest, placesOf(folders, manifest));
  return 0;
}

async function joined(context: Context, folder: string, manifest: Manifest, places: readonly string[]): Promise<void> {
  const say = saying(context);
  mkdirSync(folder, { recursive: true });
  const { csv, parquet, refused } = await joinChunks(folder, manifest, places);
  for (const place of new Set(places)) sweep(place);
  if (refused > 0) process.stderr.write(`${say('refused', { count: refused })}\n`);
  const { cut, points } = manifest;
  process.stdout.write(`${say('finished', { rows: cut.rows, points, csv: basename(csv), parquet: basename(parquet) })}  ${join(folder)}\n`);
  const { scenario, policy, county, version } = manifest.marks;
  process.stdout.write(`${context.say('fingerprint', { scenario, policy, county, version })}\n`);
}

const WIDTH = 24;
/** Where there is no terminal, a line this often at most. */
const QUIET = 1000;

/** How far a batch is, and how long it may take yet. */
class Bar {
  private readonly say: Say;
  private readonly all: number;
  private readonly isShown: boolean;
  private readonly start = performance.now();
  private last = 0;
  private done = 0;

  constructor(say: Say, isWanted: boolean, all: number) {
    this.say = say;
    this.all = all;
    this.isShown = isWanted || process.stderr.isTTY === true;
  }

  step(): void {
    this.done += 1;
    if (!this.isShown) return;
    const now = performance.now();
    if (!process.stderr.isTTY && this.done < this.all && now - this.last < QUIET) return;
    this.last = now;
    const share = this.done / this.all;
    const full = Math.round(share * WIDTH);
    const seconds = Math.ceil(((now - this.start) / share - (now - this.start)) / 1000);
    const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const text = this.say('bar', { percent: Math.floor(share * 100), done: this.done, all: this.all, left });
    const line = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${text}`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
  }

  end(): void {
    if (this.isShown && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}
