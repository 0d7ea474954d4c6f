// A worker thread of a batch: reads the batch file by itself and plays the chunks that it is sent.

import { parentPort, workerData } from 'node:worker_threads';
import type { Chunk } from './batchFolder.ts';
import { type BatchJob, readyBatch } from './batchJob.ts';
import { READY } from './threads.ts';

export interface PlayedChunk extends Chunk {
  /** Of the batch as the worker read it: the files may have changed since. */
  readonly fingerprint: string;
}

const ready = readyBatch(workerData as BatchJob);

parentPort?.on('message', (chunk: number) => {
  parentPort?.postMessage({ fingerprint: ready.manifest.fingerprint, ...ready.play(chunk) } satisfies PlayedChunk);
});
parentPort?.postMessage(READY);
