// Draws of scenario files: laid out the same in the process itself and in worker threads, so that both give the same bits.

import type { Run } from '../../figures/figure.ts';
import { InputProblems, nearest, Report } from '../../problem/problem.ts';
import { sourceOf } from '../../problem/source.ts';
import { type Asked, asked } from '../../study/asked.ts';
import { type Drawing, drawInto, drawingOf } from '../../study/draws.ts';
import { columnsOf } from '../../study/outlook.ts';
import { weatherOf } from '../../weather/weather.ts';
import { type Read, readUncertainty } from '../../written/read.ts';
import type { WrittenUncertainty } from '../../written/uncertaintyShape.ts';
import { Files, projectFile } from '../files.ts';

/** What a worker is told of all its draws. */
export interface DrawJob {
  readonly files: readonly string[];
  readonly allow: readonly string[];
  readonly seed: bigint;
  /** Paths of figures; null for the standard ones. */
  readonly figures: readonly string[] | null;
}

/** Draws of one file. */
export interface DrawTask {
  readonly file: number;
  readonly first: number;
  readonly count: number;
}

/** A scenario ready to be drawn. */
export interface Prepared {
  readonly drawing: Drawing;
  readonly shown: readonly Asked[];
  readonly asked: readonly Asked[];
}

/** @throws {InputProblems} */
export function prepared(
  run: Run,
  read: Read,
  standard: WrittenUncertainty,
  { seed, figures }: Pick<DrawJob, 'seed' | 'figures'>,
): Prepared {
  const weather = weatherOf(run.plan, read, standard);
  const { shown, all } = columnsOf(run, figures === null ? null : figures.map((path) => figureOf(run, path)));
  return { drawing: drawingOf(run.plan, weather, seed), shown, asked: all };
}

/** Plays a task's draws into the table of its file: for each figure the values of all draws. */
export function playTask({ drawing, asked }: Prepared, { first, count }: DrawTask, table: Float64Array): void {
  const rows = new Float64Array(count * asked.length);
  drawInto(drawing, asked, first, count, rows);
  const draws = table.length / asked.length;
  for (let i = 0; i < asked.length; i++) {
    const at = i * draws + first;
    for (let k = 0; k < count; k++) table[at + k] = rows[k * asked.length + i] as number;
  }
}

function figureOf(run: Run, path: string): Asked {
  const found = asked(run, path);
  if (found !== null) return found;
  const known = columnsOf(run, null).all.map((one) => one.path);
  const report = new Report();
  report.add('error', 'unknown-figure', null, '--figures', {
    got: path,
    near: nearest(path, known) ?? '',
    known: known.slice(0, 6).join('、'),
  });
  throw new InputProblems(report.problems);
}

/** What draws go by where a scenario says nothing of uncertainty. */
export function standardUncertainty(): WrittenUncertainty {
  const source = new Files().named(projectFile('seeds', 'uncertainty', 'default.yaml'));
  return readUncertainty('text' in source ? source : sourceOf('seeds/uncertainty/default.yaml', ''));
}
