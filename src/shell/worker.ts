// A worker thread: lays the scenario files out by itself, as the command does, and plays the draws that it is sent.

import { parentPort, workerData } from 'node:worker_threads';
import { type DrawJob, type DrawTask, TaskPlayer } from './drawJob.ts';
import { READY } from './threads.ts';

const { tables, ...job } = workerData as DrawJob & { readonly tables: readonly SharedArrayBuffer[] };
const player = new TaskPlayer(
  job,
  tables.map((buffer) => new Float64Array(buffer)),
);

parentPort?.on('message', (task: DrawTask) => parentPort?.postMessage(player.play(task)));
player.prepared(0);
parentPort?.postMessage(READY);
