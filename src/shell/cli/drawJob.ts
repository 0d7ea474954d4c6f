// Draws of scenario files: laid out the same in the process itself and in worker threads, so that both give the same bits.

import type { Run } from '../../figures/figure.ts';
import { InputProblems, nearest, Report } from '../../problem/problem.ts';
import { sourceOf } from '../../problem/source.ts';
import { type Asked, asked } from '../../study/asked.ts';
import { type Drawing, drawingOf } from '../../study/draws.ts';
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

/** Draws of one file, and what came of them. */
export interface DrawTask {
  readonly file: number;
  readonly first: number;
  readonly count: number;
}
export interface DrawnTask extends DrawTask {
  readonly values: Float64Array;
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
