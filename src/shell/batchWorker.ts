// A worker thread of a batch: reads the batch file by itself and plays the chunks that it is sent.

import { parentPort, workerData } from 'node:worker_threads';
import type { Chunk } from './batchFolder.ts';
import { type BatchJob, readyBatch } from './batchJob.ts';

export interface PlayedChunk extends Chunk {
  readonly chunk: number;
  /** Of the batch as the worker read it: the files may have changed since. */
  readonly fingerprint: string;
}

const ready = readyBatch(workerData as BatchJob);

parentPort?.on('message', (chunk: number) => {
  parentPort?.postMessage({ chunk, fingerprint: ready.manifest.fingerprint, ...ready.play(chunk) } satisfies PlayedChunk);
});
