// Draws of scenario files: laid out the same in the process itself and in worker threads, so that both give the same bits.

import type { Run } from '../figures/figure.ts';
import { figureMeant } from '../figures/meant.ts';
import { InputProblems, Report } from '../problem/problem.ts';
import { sourceOf } from '../problem/source.ts';
import { type Asked, asked } from '../study/asked.ts';
import { type Drawing, drawInto, drawingOf } from '../study/draws.ts';
import { columnsOf } from '../study/outlook.ts';
import { scalarsAt } from '../study/scalars.ts';
import { weatherOf } from '../weather/weather.ts';
import { type Read, readScenario, readUncertainty } from '../written/read.ts';
import type { WrittenUncertainty } from '../written/uncertaintyShape.ts';
import { play } from '../year/play.ts';
import { Files, type KnownFiles, projectFile } from './files.ts';

/** What a worker is told of all its draws. */
export interface DrawJob {
  readonly files: readonly string[];
  readonly allow: readonly string[];
  /** The files as the command read them: whatever is written into them meanwhile, every thread plays what the command's fingerprint names. */
  readonly known: KnownFiles;
  readonly draws: number;
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
  /** True where the months played are all known and no score strays, so that no draw differs from another. */
  readonly isAllKnown: boolean;
}

/** @throws {InputProblems} */
export function prepared(
  run: Run,
  read: Read,
  standard: WrittenUncertainty,
  { seed, figures }: Pick<DrawJob, 'seed' | 'figures'>,
): Prepared {
  const weather = weatherOf(run.plan, read, standard);
  const { shown, all } = columnsOf(run, figures === null ? null : figuresAt(run, figures));
  const scoresStray = weather.scores.length > 0 && run.plan.years.some(({ settles }) => settles);
  const isAllKnown = !scoresStray && run.plan.years.every(({ months }, y) => (weather.from[y] ?? 0) >= months);
  return { drawing: drawingOf(run.plan, weather, seed), shown, asked: all, isAllKnown };
}

/** Plays a task's draws into the table of its file: for each figure the values of all draws. @returns how many the rules refused. */
export function playTask({ drawing, asked }: Prepared, { first, count }: DrawTask, draws: number, table: Float64Array): number {
  if (table.length !== draws * asked.length)
    throw new RangeError(`a table of ${table.length} for ${draws} draws of ${asked.length} figures`);
  const rows = new Float64Array(count * asked.length);
  const refused = drawInto(drawing, asked, first, count, rows);
  for (let i = 0; i < asked.length; i++) {
    const at = i * draws + first;
    for (let k = 0; k < count; k++) table[at + k] = rows[k * asked.length + i] as number;
  }
  return refused;
}

/** Plays tasks of a job that is known by its files alone, as a worker does; each file is laid out when its first task comes. */
export class TaskPlayer {
  private readonly job: DrawJob;
  private readonly tables: readonly Float64Array[];
  private readonly standard: WrittenUncertainty;
  private readonly ready = new Map<number, Prepared>();

  constructor(job: DrawJob, tables: readonly Float64Array[]) {
    this.job = job;
    this.tables = tables;
    this.standard = standardUncertainty(job.known);
  }

  /** @returns how many of the task's draws the rules refused. */
  play(task: DrawTask): number {
    return playTask(this.prepared(task.file), task, this.job.draws, this.tables[task.file] as Float64Array);
  }

  prepared(file: number): Prepared {
    let ready = this.ready.get(file);
    if (ready === undefined) {
      const { files, allow, known } = this.job;
      const shelf = new Files(allow, known);
      const source = shelf.named(files[file] as string);
      if (!('text' in source)) throw new RangeError(`the command did not read ${files[file]}`);
      const read = readScenario(source, shelf);
      ready = prepared(play(read), read, this.standard, this.job);
      this.ready.set(file, ready);
    }
    return ready;
  }
}

/** The numbers of a run that a path names, which may have `*`. @throws {InputProblems} where it names none. */
function figuresOf(run: Run, path: string): Asked[] {
  const found = scalarsAt(run, path).flatMap((one) => asked(run, one.path) ?? []);
  if (found.length > 0) return found;
  const report = new Report();
  if (scalarsAt(run, path).length > 0) report.add('error', 'usage', null, '--figures', { case: 'noNumber', got: path });
  else report.add('error', 'unknown-figure', null, '--figures', figureMeant(run, path));
  throw new InputProblems(report.problems);
}

/** Each figure once, however often it is named. */
function figuresAt(run: Run, paths: readonly string[]): Asked[] {
  return [...new Map(paths.flatMap((path) => figuresOf(run, path)).map((one) => [one.path, one])).values()];
}

/** What draws go by where a scenario says nothing of uncertainty. */
export function standardUncertainty(known: KnownFiles | null = null): WrittenUncertainty {
  const source = new Files([], known).named(projectFile('seeds', 'uncertainty', 'default.yaml'));
  return readUncertainty('text' in source ? source : sourceOf('seeds/uncertainty/default.yaml', ''));
}
