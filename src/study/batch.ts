// A batch: points of a grid, each the scenario with some values written otherwise, played calm or in many weathers. Rows come in one fixed
// order and are cut into chunks whose size goes by the batch alone, so that whoever plays a chunk gets the same rows.

import { figureAt, figurePaths } from '../figures/catalogue.ts';
import type { Run, Unit } from '../figures/figure.ts';
import { layOut } from '../plan/layOut.ts';
import type { Plan } from '../plan/plan.ts';
import { InputProblems, nearest, type ProblemCode, Report } from '../problem/problem.ts';
import { Refusal } from '../rules/refusal.ts';
import { weatherOf } from '../weather/weather.ts';
import { type Batch, settingsAt } from '../written/batchFile.ts';
import { textOf } from '../written/extend.ts';
import { readOtherwise } from '../written/otherwise.ts';
import type { WrittenUncertainty } from '../written/uncertaintyShape.ts';
import { play } from '../year/play.ts';
import { played } from '../year/simulate.ts';
import { type Asked, asked } from './asked.ts';
import { type Drawing, drawInto, drawingOf } from './draws.ts';
import { column, QUANTILES, spreadOf } from './spread.ts';

/** A column of what comes out: a whole number, a text, or a decimal with its places. */
export interface BatchColumn {
  readonly name: string;
  readonly kind: 'count' | 'text' | 'decimal';
  readonly places: number;
  readonly unit: Unit | null;
}

/** A cell: a text, a whole number of the smallest part shown, or nothing. */
export type BatchCell = string | number | null;

/** How a batch is cut up. */
export interface Cut {
  readonly rows: number;
  readonly chunkRows: number;
  readonly chunks: number;
}

/** Calm points of a chunk: a second of work or so. */
const CALM_POINTS = 64;
const CHUNK_DRAWS = 2048;
/** Folders with more files than this are slow. */
const MOST_CHUNKS = 20_000;

/** Draws that are tried where the rules refuse the calm run. */
const MOST_TRIED = 100;

/** What is told of the draws of a point, for each figure; `error` is the mean's Monte-Carlo error. */
const STATISTICS = ['mean', 'error', 'deviation', ...QUANTILES.map((percent) => `P${percent}`)];

const PLACES: Readonly<Record<Unit, number>> = { amount: 2, rate: 2, months: 2, price: 4, flag: 0 };

export function cutOf(batch: Batch): Cut {
  const rows = batch.keepsAll ? batch.points * (batch.draws ?? 1) : batch.points;
  const own = batch.draws === null ? CALM_POINTS : batch.keepsAll ? CHUNK_DRAWS : Math.max(1, Math.floor(CHUNK_DRAWS / batch.draws));
  const chunkRows = Math.max(own, Math.ceil(rows / MOST_CHUNKS));
  return { rows, chunkRows, chunks: Math.ceil(rows / chunkRows) };
}

/** Every row of what a batch is, as one text: for fingerprints. */
export function batchText({ axes, together, draws, seed, keepsAll, figures }: Batch): string {
  const values = axes.map(({ paths, rows }) => [paths, rows.map((row) => row.map(textOf))]);
  return JSON.stringify([values, together, draws, String(seed), keepsAll, figures.map(({ path }) => path)]);
}

/** Plays points one after another. */
export class BatchPlayer {
  readonly columns: readonly BatchColumn[];
  private readonly batch: Batch;
  private readonly standard: WrittenUncertainty;

  /** @throws {InputProblems} where a path does not exist, or no point has one of the figures. */
  constructor(batch: Batch, standard: WrittenUncertainty) {
    this.batch = batch;
    this.standard = standard;
    this.columns = this.columnsOf(this.check());
  }

  /** Tells misspelt paths and figures before anything is played. @returns the unit of each figure. */
  private check(): Unit[] {
    const { batch } = this;
    const report = new Report();
    const where = new Map(batch.axes.flatMap((axis) => axis.paths.map((path, j) => [path, axis.where[j] ?? null] as const)));
    try {
      readOtherwise(batch.read, settingsAt(batch, 0));
    } catch (error) {
      if (!(error instanceof InputProblems)) throw error;
      // A value may be right at other points; a path that is not there never is.
      for (const { code, path, args } of error.problems)
        if (code === 'unknown-path') report.add('error', code, where.get(path) ?? null, path, args);
    }
    report.stopIfFailed();
    const runs = this.trials();
    // What is wrong with the scenario's uncertainty is told here, not at every point.
    if (batch.draws !== null) weatherOf((runs[0] as Run).plan, batch.read, this.standard);
    const units = batch.figures.map(({ path, where }) => {
      const run = runs.find((one) => asked(one, path) !== null);
      if (run !== undefined) return figureAt(run, path)?.figure.unit ?? 'amount';
      const known = figurePaths(runs[0] as Run);
      const near = nearest(path, known) ?? '';
      report.add('error', 'unknown-figure', where, path, { got: path, near, known: known.slice(0, 6).join('、') });
      return 'amount';
    });
    report.stopIfFailed();
    return units;
  }

  /** Calm runs of the scenario itself and of the first point, where they can be played. @throws {InputProblems} of the scenario, if neither can. */
  private trials(): Run[] {
    const { read } = this.batch;
    const runs = [() => read, () => readOtherwise(read, settingsAt(this.batch, 0))].flatMap((reading): Run[] => {
      try {
        const plan = layOut(reading());
        return [{ plan, books: played(plan) }];
      } catch (error) {
        if (error instanceof InputProblems || error instanceof Refusal) return [];
        throw error;
      }
    });
    return runs.length > 0 ? runs : [play(read)];
  }

  private columnsOf(units: readonly Unit[]): BatchColumn[] {
    const { axes, draws, keepsAll, figures } = this.batch;
    const made = (name: string, kind: BatchColumn['kind'], unit: Unit | null = null): BatchColumn => {
      return { name, kind, places: unit === null ? 0 : PLACES[unit], unit };
    };
    const hasStatistics = draws !== null && !keepsAll;
    return [
      made('point', 'count'),
      ...(keepsAll ? [made('draw', 'count')] : []),
      ...axes.flatMap(({ paths }) => paths.map((path) => made(path, 'text'))),
      made('problem', 'text'),
      ...(hasStatistics ? [made('played', 'count')] : []),
      ...figures.flatMap(({ path }, i) =>
        (hasStatistics ? STATISTICS.map((name) => `${path}:${name}`) : [path]).map((name) => made(name, 'decimal', units[i])),
      ),
    ];
  }

  /** Rows `first` to `first + count`. Points that cannot be played say why in `problem` and have no figures. */
  rows(first: number, count: number): BatchCell[][] {
    const { draws, keepsAll } = this.batch;
    const each = keepsAll ? (draws ?? 1) : 1;
    const rows: BatchCell[][] = [];
    for (let row = first; row < first + count; ) {
      const point = Math.floor(row / each);
      const from = row - point * each;
      const until = Math.min(each, from + first + count - row);
      const settings = settingsAt(this.batch, point);
      const texts = settings.map(({ value }) => (typeof value === 'string' ? value : textOf(value)));
      for (const [k, cells] of this.played(point, from, until - from).entries()) {
        rows.push([point, ...(keepsAll ? [from + k] : []), ...texts, ...cells]);
      }
      row += until - from;
    }
    return rows;
  }

  /** The problem and the figures of a point, or of some of its draws. */
  private played(point: number, from: number, count: number): BatchCell[][] {
    const { draws, seed, keepsAll, figures, read } = this.batch;
    const none = this.columns.filter(({ kind }) => kind === 'decimal').map(() => null);
    const failed = (code: ProblemCode): BatchCell[][] =>
      Array.from({ length: count }, () => [code, ...(draws === null || keepsAll ? [] : [0]), ...none]);
    try {
      const own = readOtherwise(read, settingsAt(this.batch, point));
      const plan = layOut(own);
      if (draws === null) {
        const run = { plan, books: played(plan) };
        return [[null, ...figures.map(({ path }) => cellOf(asked(run, path)?.read(run)))]];
      }
      const drawing = drawingOf(plan, weatherOf(plan, own, this.standard), seed);
      const wanted = askedIn(firstRun(plan, drawing, draws), figures);
      const table = new Float64Array((keepsAll ? count : draws) * wanted.length);
      drawInto(drawing, wanted, from, keepsAll ? count : draws, table);
      if (!keepsAll) return [[null, ...statistics(table, wanted.length)]];
      return Array.from({ length: count }, (_, k) => {
        const cells = wanted.map((_figure, i) => cellOf(table[k * wanted.length + i]));
        return [cells.some((cell) => cell !== null) ? null : 'refused', ...cells];
      });
    } catch (error) {
      if (error instanceof Refusal) return failed(error.code);
      if (!(error instanceof InputProblems)) throw error;
      return failed(error.problems.find(({ grade }) => grade === 'error')?.code ?? 'usage');
    }
  }
}

/** A run that has the point's figures: the calm one, or else the first draw that the rules do not refuse. @throws {Refusal} */
function firstRun(plan: Plan, drawing: Drawing, draws: number): Run {
  let refusal: Refusal | null = null;
  for (let draw = -1; draw < Math.min(draws, MOST_TRIED); draw++) {
    try {
      return draw < 0 ? { plan, books: played(plan) } : { plan: drawing.plan, books: drawing.play(draw) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/** Figures that a point does not have are nothing in every draw. */
function askedIn(run: Run, figures: Batch['figures']): Asked[] {
  return figures.map(({ path }) => asked(run, path) ?? { path, read: () => Number.NaN });
}

function cellOf(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** How many draws were played, then the statistics of each figure, rounded to its smallest part. */
function statistics(table: Float64Array, width: number): BatchCell[] {
  const sorted = new Float64Array(table.length / width);
  const spreads = Array.from({ length: width }, (_, i) => spreadOf(column(table, width, i), sorted));
  const cells = spreads.flatMap(({ mean, deviation, quantiles }) =>
    [mean.value, mean.error, deviation, ...quantiles.map(({ value }) => value)].map((value) => cellOf(Math.round(value) + 0)),
  );
  return [Math.max(0, ...spreads.map(({ count }) => count)), ...cells];
}
