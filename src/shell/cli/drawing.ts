// Plays draws here and, where there are many, on worker threads beside. What comes out is the same either way: each draw goes into its own
// place of a table that all threads write in.

import { availableParallelism } from 'node:os';
import { type DrawJob, type DrawTask, type Prepared, playTask } from '../drawJob.ts';
import { Progress } from '../progress.ts';
import { workThrough } from '../threads.ts';
import type { Context } from './context.ts';

/** Milliseconds that a task should take, so that the bar moves and threads end together; the first is small, as nobody knows how long it takes. */
const TASK = 25;
const FIRST_TASK = 8;
const MOST_DRAWS = 500;
/** A worker needs half a second to read its files and grow warm: with less than this left, in milliseconds, it is not worth it. */
const WORTH = 1000;
/** Before this nobody knows how long the rest takes. */
const TRIAL = 100;
/** Beyond this many threads only who asks for them gets more. */
const MOST_BY_ITSELF = 16;

/** Of one file: for each figure the values of all draws, and how many draws the rules refused. */
export interface Table {
  readonly values: Float64Array;
  readonly refused: number;
}

/** @param threads null: as many as are worth it. */
export async function drawAll(context: Context, job: DrawJob, ready: readonly Prepared[], threads: number | null): Promise<Table[]> {
  const { draws } = job;
  const buffers = ready.map(({ asked }) => new SharedArrayBuffer(draws * asked.length * Float64Array.BYTES_PER_ELEMENT));
  const tables = buffers.map((buffer) => new Float64Array(buffer));
  const refused = tables.map(() => 0);
  const all = draws * ready.length;
  const bar = new Progress(all, false, (percent, _, seconds) => context.say('timeLeft', { percent, seconds }));
  const start = performance.now();
  let [given, done, size, each] = [0, 0, FIRST_TASK, 0];
  const next = (): DrawTask | null => {
    if (given === all) return null;
    const first = given % draws;
    const count = Math.min(size, draws - first);
    const task = { file: Math.floor(given / draws), first, count };
    given += count;
    return task;
  };
  const here = (task: DrawTask): number => {
    const began = performance.now();
    const refusedOfTask = playTask(ready[task.file] as Prepared, task, draws, tables[task.file] as Float64Array);
    each = (performance.now() - began) / task.count;
    size = Math.max(1, Math.min(Math.floor(TASK / each), 2 * size, MOST_DRAWS));
    return refusedOfTask;
  };
  const keep = ({ file, count }: DrawTask, refusedOfTask: number): void => {
    refused[file] = (refused[file] as number) + refusedOfTask;
    done += count;
    bar.step(count);
  };
  const beside = Math.min(availableParallelism(), MOST_BY_ITSELF) - 1;
  const workers = (): number => {
    if (threads !== null) return Math.min(threads, all) - 1;
    return performance.now() - start > TRIAL && each * (all - done) > WORTH ? beside : 0;
  };
  await workThrough({ next, here, keep, worker: './worker.js', told: { ...job, tables: buffers } }, workers, true);
  bar.end();
  return tables.map((values, i) => ({ values, refused: refused[i] as number }));
}
