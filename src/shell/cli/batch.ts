// shapan batch FILE — a grid of scenarios, each played, as CSV and Parquet; and shapan merge DIR…, which joins the results of shards.

import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { BATCH_INTERFACE } from '../../words/batchInterface.ts';
import { filled } from '../../words/language.ts';
import { MOST_HELD } from '../../written/batchFile.ts';
import { type Chunk, claim, type Manifest, placesOf, readChunk, readManifest, sameBatch, sweepBatch, writeChunk } from '../batchFolder.ts';
import { readyBatch } from '../batchJob.ts';
import { joinChunks } from '../batchJoin.ts';
import { Progress } from '../progress.ts';
import { workThrough } from '../threads.ts';
import { type Context, VERSION } from './context.ts';

export interface BatchOptions {
  readonly out: string | null;
  readonly allow: readonly string[];
  readonly threads: number | null;
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
  const job = { file, allowed: options.allow, version: VERSION, known: new Map() };
  const ready = readyBatch(job);
  const { manifest } = ready;
  context.hints(ready.read.source.name, ready.read.report.problems);
  const folder = options.out ?? `${basename(file).replace(/\.ya?ml$/, '')}-results`;
  claim(folder, manifest);
  const { i, n } = options.shard;
  const own = Array.from({ length: manifest.cut.chunks }, (_, chunk) => chunk).filter((chunk) => chunk % n === i - 1);
  const undone = own.filter((chunk) => readChunk(folder, manifest, chunk) === null);
  const kept = own.length - undone.length;
  if (kept > 0) process.stderr.write(`${say('kept', { count: kept })}\n`);
  const bar = new Progress(undone.length, options.progress, (percent, done, seconds) =>
    say('bar', { percent, done, all: undone.length, left: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` }),
  );
  // What a point holds is held by each thread.
  const most = Math.max(1, Math.floor(MOST_HELD / Math.max(1, ready.held)));
  const threads = Math.min(options.threads ?? availableParallelism(), undone.length, most);
  let given = 0;
  const work = {
    next: () => undone[given++] ?? null,
    here: (chunk: number) => ready.play(chunk),
    keep: (chunk: number, played: Chunk) => {
      writeChunk(folder, manifest, chunk, played);
      bar.step();
    },
    worker: './batchWorker.js',
    told: job,
  };
  // A chunk takes long: with workers this thread only writes, so that what is done is kept at once.
  await workThrough(work, () => (threads > 1 ? threads : 0), false);
  bar.end();
  if (n === 1) return joined(context, folder, manifest, new Array(manifest.cut.chunks).fill(folder));
  process.stdout.write(`${say('shardDone', { shard: `${i}/${n}`, chunks: own.length })}\n`);
  return 0;
}

export async function merge(context: Context, folders: readonly string[], out: string | null): Promise<number> {
  const [first = ''] = folders;
  const manifest = readManifest(first);
  for (const folder of folders.slice(1)) sameBatch(folder, readManifest(folder), manifest);
  const places = placesOf(folders, manifest);
  if (out !== null) claim(out, manifest);
  return joined(context, out ?? first, manifest, places);
}

/** @returns 1 where no row has figures: then nothing was found out. */
async function joined(context: Context, folder: string, manifest: Manifest, places: readonly string[]): Promise<number> {
  const say = saying(context);
  const { csv, parquet, refused } = await joinChunks(folder, manifest, places);
  for (const place of new Set([folder, ...places])) sweepBatch(place);
  if (refused > 0) process.stderr.write(`${say('refused', { count: refused })}\n`);
  const { cut, points } = manifest;
  process.stdout.write(`${say('finished', { rows: cut.rows, points, csv: basename(csv), parquet: basename(parquet) })}  ${join(folder)}\n`);
  const { scenario, policy, county, version } = manifest.marks;
  process.stdout.write(`${context.say('fingerprint', { scenario, policy, county, version })}\n`);
  return refused === cut.rows ? 1 : 0;
}
