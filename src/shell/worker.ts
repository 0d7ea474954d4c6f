// A worker thread: reads the scenario files by itself, as the command does, and plays the draws that it is sent.

import { parentPort, workerData } from 'node:worker_threads';
import { Context } from './cli/context.ts';
import { type DrawJob, type DrawTask, type Prepared, playTask, prepared, standardUncertainty } from './cli/drawJob.ts';
import { READY } from './threads.ts';

const job = workerData as DrawJob & { readonly tables: readonly SharedArrayBuffer[] };
const context = new Context('zh', job.allow);
const standard = standardUncertainty();
const ready = new Map<number, Prepared>();

function preparedAt(file: number): Prepared {
  const known = ready.get(file);
  if (known !== undefined) return known;
  const { run, read } = context.open(job.files[file] as string);
  const made = prepared(run, read, standard, job);
  ready.set(file, made);
  return made;
}

parentPort?.on('message', (task: DrawTask) => {
  playTask(preparedAt(task.file), task, new Float64Array(job.tables[task.file] as SharedArrayBuffer));
  parentPort?.postMessage(null);
});
preparedAt(0);
parentPort?.postMessage(READY);
