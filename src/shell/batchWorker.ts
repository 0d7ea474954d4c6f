// A worker thread of a batch: lays the batch out by itself, from the files as the command read them, and plays the chunks that it is sent.

import { parentPort, workerData } from 'node:worker_threads';
import { type BatchJob, readyBatch } from './batchJob.ts';
import { READY } from './threads.ts';

const ready = readyBatch(workerData as BatchJob, true);

parentPort?.on('message', (chunk: number) => parentPort?.postMessage(ready.play(chunk)));
parentPort?.postMessage(READY);
