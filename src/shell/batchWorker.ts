// A worker thread of a batch: reads the batch file by itself and plays the chunks that it is sent.

import { parentPort, workerData } from 'node:worker_threads';
import { InputProblems } from '../problem/problem.ts';
import type { Chunk } from './batchFolder.ts';
import { type BatchJob, type ReadyBatch, readyBatch } from './batchJob.ts';
import { READY } from './threads.ts';

export interface PlayedChunk extends Chunk {
  /** Of the batch as the worker read it: the files may have changed since. */
  readonly fingerprint: string;
}

/** What a worker answers that has no batch: it is of no batch. */
const CHANGED: PlayedChunk = { fingerprint: '', lines: '', refused: 0 };

const ready = readyOrNot();

/** Null where the files, which could be read a moment ago, no longer can. */
function readyOrNot(): ReadyBatch | null {
  try {
    return readyBatch(workerData as BatchJob);
  } catch (error) {
    if (error instanceof InputProblems) return null;
    throw error;
  }
}

parentPort?.on('message', (chunk: number) => {
  const played = ready === null ? CHANGED : { fingerprint: ready.manifest.fingerprint, ...ready.play(chunk) };
  parentPort?.postMessage(played satisfies PlayedChunk);
});
parentPort?.postMessage(READY);
