// Hands chunks out: to worker threads, or one after another here. Each is kept as soon as it is done.

import { Worker } from 'node:worker_threads';
import { InputProblems, Report } from '../problem/problem.ts';
import type { Chunk } from './batchFolder.ts';
import type { BatchJob, ReadyBatch } from './batchJob.ts';
import type { PlayedChunk } from './batchWorker.ts';

/** @throws {InputProblems} where the files changed meanwhile. */
export async function playChunks(
  job: BatchJob,
  ready: ReadyBatch,
  chunks: readonly number[],
  threads: number,
  keep: (chunk: number, played: Chunk) => void,
): Promise<void> {
  const count = Math.min(threads, chunks.length);
  if (count > 1) return inWorkers(job, ready, chunks, count, keep);
  for (const chunk of chunks) keep(chunk, ready.play(chunk));
}

function inWorkers(
  job: BatchJob,
  { manifest }: ReadyBatch,
  chunks: readonly number[],
  count: number,
  keep: (chunk: number, played: Chunk) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let [sent, done] = [0, 0];
    const workers = Array.from({ length: count }, () => new Worker(new URL('./batchWorker.js', import.meta.url), { workerData: job }));
    const finish = (after: () => void): void => {
      for (const worker of workers) void worker.terminate();
      after();
    };
    for (const worker of workers) {
      const next = (): void => {
        if (sent < chunks.length) worker.postMessage(chunks[sent++]);
      };
      worker.on('message', ({ chunk, fingerprint, ...played }: PlayedChunk) => {
        try {
          if (fingerprint !== manifest.fingerprint) throw changed(job.file);
          keep(chunk, played);
        } catch (error) {
          finish(() => reject(error));
          return;
        }
        done += 1;
        if (done === chunks.length) finish(resolve);
        else next();
      });
      worker.on('error', (error) => finish(() => reject(error)));
      next();
    }
  });
}

function changed(file: string): InputProblems {
  const report = new Report();
  report.add('error', 'batch-differs', null, file, { got: file, differing: 'batch' });
  return new InputProblems(report.problems);
}
