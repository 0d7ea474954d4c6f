// Hands draws out to worker threads, or plays them here, and tells how far it is. What comes out is the same either way: each draw goes
// into its own place of the table.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { drawInto } from '../../study/draws.ts';
import type { Context } from './context.ts';
import type { DrawJob, DrawnTask, DrawTask, Prepared } from './drawJob.ts';

/** Draws of one task: some hundredths of a second, so that the bar moves and threads end together. */
const TASK = 250;
/** Fewer draws than this a thread are done before a second one has read its files. */
const FEWEST = 1000;
const MOST_THREADS = 16;

/** @param threads null: as many as are worth it here. @returns the table of each file: draws × figures. */
export async function drawAll(
  context: Context,
  job: DrawJob,
  ready: readonly Prepared[],
  draws: number,
  threads: number | null,
): Promise<Float64Array[]> {
  const tables = ready.map(({ asked }) => new Float64Array(draws * asked.length));
  const tasks = ready.flatMap((_, file) =>
    Array.from(
      { length: Math.ceil(draws / TASK) },
      (_, i): DrawTask => ({ file, first: i * TASK, count: Math.min(TASK, draws - i * TASK) }),
    ),
  );
  const bar = progress(context, tasks.length);
  const keep = ({ file, first, values }: DrawnTask): void => {
    tables[file]?.set(values, first * (ready[file] as Prepared).asked.length);
    bar.step();
  };
  const worth = Math.floor((draws * ready.length) / FEWEST);
  const count = threads ?? Math.max(1, Math.min(worth, availableParallelism(), MOST_THREADS));
  if (count === 1) {
    for (const task of tasks) {
      const { drawing, asked } = ready[task.file] as Prepared;
      const values = new Float64Array(task.count * asked.length);
      drawInto(drawing, asked, task.first, task.count, values);
      keep({ ...task, values });
    }
  } else await inWorkers(job, tasks, count, keep);
  bar.end();
  return tables;
}

/** Each worker is sent a task, and the next when it has done one. */
function inWorkers(job: DrawJob, tasks: readonly DrawTask[], count: number, keep: (drawn: DrawnTask) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let [sent, done] = [0, 0];
    const workers = Array.from(
      { length: Math.min(count, tasks.length) },
      () => new Worker(new URL('./worker.js', import.meta.url), { workerData: job }),
    );
    const finish = (after: () => void): void => {
      for (const worker of workers) void worker.terminate();
      after();
    };
    for (const worker of workers) {
      const next = (): void => {
        if (sent < tasks.length) worker.postMessage(tasks[sent++]);
      };
      worker.on('message', (drawn: DrawnTask) => {
        keep(drawn);
        done += 1;
        if (done === tasks.length) finish(resolve);
        else next();
      });
      worker.on('error', (error) => finish(() => reject(error)));
      next();
    }
  });
}

const WIDTH = 30;

/** A bar with the time left, on a terminal only. */
function progress(context: Context, steps: number): { step(): void; end(): void } {
  if (!process.stderr.isTTY) return { step: () => undefined, end: () => undefined };
  const start = performance.now();
  let done = 0;
  return {
    step() {
      done += 1;
      const full = Math.round((done / steps) * WIDTH);
      const left = Math.ceil((((performance.now() - start) / done) * (steps - done)) / 1000);
      const text = context.say('timeLeft', { percent: Math.floor((100 * done) / steps), seconds: left });
      process.stderr.write(`\r${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${text}\x1b[K`);
    },
    end: () => {
      process.stderr.write('\r\x1b[K');
    },
  };
}
