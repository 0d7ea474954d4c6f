// What a batch asks of its points, looked up before anything is played: figures by their paths, and chances, each a condition on one figure.
// A figure that the scenario itself does not have may belong to other points (they may have more years, or another policy).

import { figureAt } from '../figures/catalogue.ts';
import type { Run, Unit } from '../figures/figure.ts';
import { figureMeant } from '../figures/meant.ts';
import { layOut } from '../plan/layOut.ts';
import { InputProblems, Report } from '../problem/problem.ts';
import { Refusal } from '../rules/refusal.ts';
import { type AskedOf, type Batch, settingsAt } from '../written/batchFile.ts';
import { readOtherwise } from '../written/otherwise.ts';
import { type Axis, MOST_COLUMNS } from '../written/vary.ts';
import { play } from '../year/play.ts';
import { played } from '../year/simulate.ts';
import { asked } from './asked.ts';
import { type BadValue, type Comparison, isBadValue, meets, wantedOf, writtenGoal } from './goals.ts';
import { scalarsAt } from './scalars.ts';

interface AskedFigure {
  readonly path: string;
  readonly unit: Unit;
}

/** A condition on one figure: in how many draws is it so? */
export interface AskedChance {
  readonly path: string;
  /** As it heads its columns: `2025.pool.closing < 0`. */
  readonly text: string;
  /** @param value as the figure is asked: fen, hundredths of a percent or month. */
  readonly isSo: (value: number) => boolean;
}

export interface BatchAsked {
  readonly figures: readonly AskedFigure[];
  readonly chances: readonly AskedChance[];
  /** The first run that could be played: of the scenario itself, if the rules take it. */
  readonly run: Run;
}

/** Points whose calm runs are looked at for figures that the scenario itself does not have. */
const MOST_LOOKED_AT = 32;

/** @throws {InputProblems} where no point that was looked at has one of the figures, or a condition is none. */
export function batchAsked(batch: Batch): BatchAsked {
  const runs = new LookedAt(batch);
  const report = new Report();
  // A figure once, however many patterns name it.
  const named = batch.figures.flatMap((one) => figuresOf(one, runs, report));
  const figures = [...new Map(named.map((one) => [one.path, one])).values()];
  // So is a chance.
  const likely = batch.chances.flatMap((one) => chancesOf(one, runs, report));
  const chances = [...new Map(likely.map((one) => [one.text, one])).values()];
  for (const [key, found] of [['figures', figures] as const, ['chances', chances] as const]) {
    if (found.length <= MOST_COLUMNS) continue;
    report.add('error', 'batch-too-many', batch[key][0]?.where ?? null, key, { case: key, got: found.length, most: MOST_COLUMNS });
  }
  report.stopIfFailed();
  return { figures, chances, run: runs.first };
}

/** One figure, or with `*` each that any point looked at has under that name. */
function figuresOf({ text, where }: AskedOf, runs: LookedAt, report: Report): AskedFigure[] {
  const units = unitsOf(text, runs);
  if (units.size === 0) unknown(text, where, runs, report);
  return [...units].map(([path, unit]) => ({ path, unit }));
}

/** The figures that a path names, which may have `*` or be without its year, each with its unit. */
function unitsOf(figure: string, runs: LookedAt): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  const found = (run: Run): boolean => {
    const paths = asked(run, figure) === null ? scalarsAt(run, figure).map(({ path }) => path) : [figure];
    for (const path of paths) if (asked(run, path) !== null) units.set(path, unitAt(run, path));
    return units.size > 0;
  };
  // A pattern may name more in later points; a single figure is found or not.
  if (/\*|^\D/.test(figure)) runs.find((run) => found(run) && false);
  else runs.find(found);
  return units;
}

function unitAt(run: Run, path: string): Unit {
  return figureAt(run, path)?.figure.unit ?? 'amount';
}

function unknown(got: string, where: AskedOf['where'], runs: LookedAt, report: Report): void {
  report.add('error', 'unknown-figure', where, got, figureMeant(runs.first, got));
}

/** With `*`, a chance of each figure that any point looked at has under that name. */
function chancesOf({ text, where }: AskedOf, runs: LookedAt, report: Report): AskedChance[] {
  const written = writtenGoal(text);
  if (written === null) {
    report.add('error', 'batch-chance', where, 'chances', { got: text });
    return [];
  }
  const { figure, comparison, value } = written;
  const units = unitsOf(figure, runs);
  if (units.size === 0) unknown(figure, where, runs, report);
  return [...units].flatMap(([path, unit]) => {
    const isSo = conditionOf(value, unit, comparison);
    if (!isBadValue(isSo)) return [{ path, text: `${path} ${comparison} ${value}`, isSo }];
    const [meant, other = ''] = isSo.meant;
    const bad = meant === undefined ? { case: 'value' } : { case: 'bare', meant, other };
    report.add('error', 'batch-chance', where, 'chances', { ...bad, got: value, figure: path });
    return [];
  });
}

/** The same comparison as a goal's, in plain numbers: draws are many. A whole number stands to a fraction as it stands to its floor. */
function conditionOf(value: string, unit: Unit, comparison: Comparison): ((value: number) => boolean) | BadValue {
  const wanted = wantedOf(value, unit);
  if (typeof wanted === 'string') return { meant: [] };
  if (isBadValue(wanted)) return wanted;
  const { n, d } = wanted;
  const rest = ((n % d) + d) % d;
  const floor = Number((n - rest) / d);
  const above = rest === 0n ? 0 : -1;
  return (one) => meets(one < floor ? -1 : one > floor ? 1 : above, comparison);
}

/** Calm runs of the scenario itself, of the first point, then of points along each axis; played only as far as they are asked for. */
class LookedAt {
  private readonly batch: Batch;
  private readonly points: readonly number[];
  private readonly runs: Run[] = [];
  private next = -1;

  /** @throws {InputProblems} of the scenario, where neither it nor any of the points looked at can be played. */
  constructor(batch: Batch) {
    this.batch = batch;
    this.points = [0, ...alongAxes(batch)];
    let why: InputProblems | Refusal | null = null;
    while (this.runs.length === 0 && this.next < this.points.length) why ??= this.look();
    if (this.runs.length > 0) return;
    // The scenario's own refusal says most.
    if (why instanceof Refusal) play(batch.read);
    throw why;
  }

  get first(): Run {
    return this.runs[0] as Run;
  }

  find(isWanted: (run: Run) => boolean): Run | null {
    for (let k = 0; ; k++) {
      while (k >= this.runs.length && this.next < this.points.length) this.look();
      const run = this.runs[k];
      if (run === undefined) return null;
      if (isWanted(run)) return run;
    }
  }

  /** @returns why there is no run of the next point, if there is none. */
  private look(): InputProblems | Refusal | null {
    const point = this.next < 0 ? null : (this.points[this.next] as number);
    this.next += 1;
    const { read } = this.batch;
    try {
      const plan = layOut(point === null ? read : readOtherwise(read, settingsAt(this.batch, point)));
      this.runs.push({ plan, books: played(plan) });
      return null;
    } catch (error) {
      if (!(error instanceof InputProblems || error instanceof Refusal)) throw error;
      return error;
    }
  }
}

/** Points that differ from the first in the value of one axis, evenly along it and always its last. */
function alongAxes({ axes, together, points }: Batch): number[] {
  const along = (count: number, apart: number): number[] => {
    const most = Math.min(count - 1, Math.max(1, Math.floor(MOST_LOOKED_AT / axes.length)));
    return Array.from({ length: most }, (_, i) => Math.round(((i + 1) * (count - 1)) / most) * apart);
  };
  if (together) return along(points, 1).slice(0, MOST_LOOKED_AT);
  return axes.flatMap(({ count }: Axis, i) =>
    along(
      count,
      axes.slice(i + 1).reduce((product, later) => product * later.count, 1),
    ),
  );
}
