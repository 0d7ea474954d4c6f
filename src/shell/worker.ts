// A worker thread: reads the scenario files by itself, as the command does, and plays the draws that it is sent.

import { parentPort, workerData } from 'node:worker_threads';
import { drawInto } from '../study/draws.ts';
import { Context } from './cli/context.ts';
import { type DrawJob, type DrawnTask, type DrawTask, type Prepared, prepared, standardUncertainty } from './cli/drawJob.ts';

const job = workerData as DrawJob;
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
  const { drawing, asked } = preparedAt(task.file);
  const values = new Float64Array(task.count * asked.length);
  drawInto(drawing, asked, task.first, task.count, values);
  parentPort?.postMessage({ ...task, values } satisfies DrawnTask, [values.buffer]);
});
