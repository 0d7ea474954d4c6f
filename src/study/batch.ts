// A batch: points of a grid, each the scenario with some values written otherwise, played calm or in many weathers. Rows come in one fixed
// order and are cut into chunks whose size goes by the batch alone, so that whoever plays a chunk gets the same rows.

import { policyFindings } from '../checks/policy.ts';
import type { Run, Unit } from '../figures/figure.ts';
import { layOut } from '../plan/layOut.ts';
import type { Plan } from '../plan/plan.ts';
import { InputProblems, type Problem, Report } from '../problem/problem.ts';
import { Refusal } from '../rules/refusal.ts';
import { weatherOf } from '../weather/weather.ts';
import { worded } from '../words/problems.ts';
import { type Batch, MOST_HELD, settingsAt } from '../written/batchFile.ts';
import { readOtherwise } from '../written/otherwise.ts';
import type { Read } from '../written/read.ts';
import type { WrittenUncertainty } from '../written/uncertaintyShape.ts';
import { played } from '../year/simulate.ts';
import { type Asked, asked } from './asked.ts';
import { type BatchAsked, batchAsked } from './batchAsked.ts';
import { type LeverColumn, leverColumns } from './batchLevers.ts';
import { CHANCE_PLACES, CHANCE_STATISTICS, chanceStatistics, STATISTICS, statisticsOf } from './batchStatistics.ts';
import { type Drawing, drawInto, drawingOf } from './draws.ts';
import { PLACES } from './scalars.ts';
import { column } from './spread.ts';

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
/** Cells of a chunk, which is held whole: 100 MB or so as they are made. */
const CHUNK_CELLS = 200_000;
/** Cells of what comes out: about ten gigabytes of CSV. No chunk is so held to more than a quarter of what a group of the Parquet file is. */
const MOST_CELLS = 1_000_000_000;

/** Draws that are tried where the rules refuse the calm run. */
const MOST_TRIED = 100;

/** @param columns how many columns a row has. */
export function cutOf({ points, draws, keepsAll }: Batch, columns: number): Cut {
  const rows = keepsAll ? points * (draws ?? 1) : points;
  const own = draws === null ? CALM_POINTS : keepsAll ? CHUNK_DRAWS : Math.max(1, Math.floor(CHUNK_DRAWS / draws));
  const held = Math.max(1, Math.floor(CHUNK_CELLS / columns));
  const chunkRows = Math.max(Math.min(own, held), Math.ceil(rows / MOST_CHUNKS));
  return { rows, chunkRows, chunks: Math.ceil(rows / chunkRows) };
}

/** All of what a batch is, as one text: for fingerprints. */
export function batchText({ axes, together, draws, seed, keepsAll, figures, chances }: Batch): string {
  const texts = [figures, chances].map((asked) => asked.map(({ text }) => text));
  return JSON.stringify([axes.map(({ said }) => said), together, draws, String(seed), keepsAll, ...texts]);
}

/** Plays points one after another. */
export class BatchPlayer {
  readonly columns: readonly BatchColumn[];
  readonly cut: Cut;
  private readonly batch: Batch;
  private readonly standard: WrittenUncertainty;
  private readonly asked: BatchAsked;
  private readonly levers: readonly LeverColumn[];
  /** Everything that is read of a draw, each once: figures, then what chances are about; last, a nought wherever a draw was played. */
  private readonly paths: readonly string[];

  /** @throws {InputProblems} where no point has one of the figures, or a condition is none. */
  constructor(batch: Batch, standard: WrittenUncertainty) {
    this.batch = batch;
    this.standard = standard;
    this.asked = batchAsked(batch);
    // What is wrong with the scenario's uncertainty is told here, not at every point.
    if (batch.draws !== null) weatherOf(this.asked.run.plan, batch.read, standard);
    this.paths = [...new Set([...this.asked.figures, ...this.asked.chances].map(({ path }) => path))];
    this.levers = batch.axes.flatMap(leverColumns);
    this.columns = this.columnsOf();
    this.cut = cutOf(batch, this.columns.length);
    this.checkSize();
  }

  /** Numbers that are held at once while a point is played. */
  get held(): number {
    const { draws, keepsAll } = this.batch;
    return draws === null || keepsAll ? 0 : draws * (this.paths.length + 1);
  }

  private checkSize(): void {
    const report = new Report();
    const cells = this.cut.rows * this.columns.length;
    if (cells > MOST_CELLS) report.add('error', 'batch-too-many', null, 'figures', { case: 'cells', got: cells, most: MOST_CELLS });
    // `*` may have made many figures of one.
    if (this.held > MOST_HELD) report.add('error', 'batch-too-many', null, 'draws', { case: 'held', got: this.held, most: MOST_HELD });
    report.stopIfFailed();
  }

  private columnsOf(): BatchColumn[] {
    const { draws, keepsAll } = this.batch;
    const { figures, chances } = this.asked;
    const made = (
      name: string,
      kind: BatchColumn['kind'],
      unit: Unit | null = null,
      places = unit === null ? 0 : (PLACES[unit] ?? 0),
    ): BatchColumn => {
      return { name, kind, places, unit };
    };
    const hasStatistics = draws !== null && !keepsAll;
    return [
      made('point', 'count'),
      ...(keepsAll ? [made('draw', 'count')] : []),
      ...this.levers.map(({ path, decimal }) =>
        decimal === null ? made(path, 'text') : made(path, 'decimal', decimal.unit, decimal.places),
      ),
      made('problem', 'text'),
      made('problem:zh', 'text'),
      ...(hasStatistics ? [made('played', 'count')] : []),
      ...figures.flatMap(({ path, unit }) =>
        (hasStatistics ? STATISTICS.map((name) => `${path}:${name}`) : [path]).map((name) => made(name, 'decimal', unit)),
      ),
      ...chances.flatMap(({ text }) => CHANCE_STATISTICS.map((name) => made(`P(${text})${name}`, 'decimal', 'rate', CHANCE_PLACES))),
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
      const settings = settingsAt(this.batch, point).map(({ value }, i) => (this.levers[i] as LeverColumn).cell(value));
      for (const [k, cells] of this.played(point, from, until - from).entries()) {
        rows.push([point, ...(keepsAll ? [from + k] : []), ...settings, ...cells]);
      }
      row += until - from;
    }
    return rows;
  }

  /** The problem and the figures of a point, or of some of its draws. */
  private played(point: number, from: number, count: number): BatchCell[][] {
    const { draws, keepsAll, read } = this.batch;
    const rows = keepsAll ? count : 1;
    try {
      const own = readOtherwise(read, settingsAt(this.batch, point));
      const plan = layOut(own);
      if (draws === null) {
        const run = { plan, books: played(plan) };
        const bad = badPolicy(run, own);
        if (bad !== null) return this.without(bad, rows);
        return [[...FINE, ...this.asked.figures.map(({ path }) => cellOf(asked(run, path)?.read(run)))]];
      }
      const drawing = drawingOf(plan, weatherOf(plan, own, this.standard), this.batch.seed);
      const run = firstRun(plan, drawing, draws);
      const bad = badPolicy(run, own);
      if (bad !== null) return this.without(bad, rows);
      return keepsAll ? this.eachDraw(run, drawing, from, count) : [this.statistics(run, drawing, draws)];
    } catch (error) {
      if (error instanceof Refusal) return this.without(error, rows);
      if (!(error instanceof InputProblems)) throw error;
      return this.without(error.problems.find(({ grade }) => grade === 'error') ?? { code: 'usage', path: '', args: {} }, rows);
    }
  }

  private without(why: Why, rows: number): BatchCell[][] {
    const { draws, keepsAll } = this.batch;
    const told = [...toldOf(why), ...(draws === null || keepsAll ? [] : [0])];
    const { figures, chances } = this.asked;
    const asked =
      draws === null || keepsAll ? figures.length : figures.length * STATISTICS.length + chances.length * CHANCE_STATISTICS.length;
    return Array.from({ length: rows }, () => [...told, ...new Array<null>(asked).fill(null)]);
  }

  /** A figure that this point does not have is nothing in any draw; a draw that the rules refuse says so. */
  private eachDraw(run: Run, drawing: Drawing, from: number, count: number): BatchCell[][] {
    const { table, width } = this.table(run, drawing, from, count);
    return Array.from({ length: count }, (_, k) => {
      const cells = this.paths.map((_path, i) => cellOf(table[k * width + i]));
      const isPlayed = table[k * width + width - 1] === 0;
      return [...(isPlayed ? FINE : toldOf(refusalIn(drawing, from + k))), ...cells];
    });
  }

  /** How many draws were played, then what they say of each figure and chance. */
  private statistics(run: Run, drawing: Drawing, draws: number): BatchCell[] {
    const { table, width, refused } = this.table(run, drawing, 0, draws);
    const sorted = new Float64Array(draws);
    const valuesOf = (path: string) => column(table, width, this.paths.indexOf(path));
    return [
      ...(refused === draws ? toldOf(refusalIn(drawing, 0)) : FINE),
      draws - refused,
      ...this.asked.figures.flatMap(({ path }) => statisticsOf(valuesOf(path), sorted)),
      ...this.asked.chances.flatMap((chance) => chanceStatistics(valuesOf(chance.path), chance)),
    ];
  }

  private table(
    run: Run,
    drawing: Drawing,
    from: number,
    count: number,
  ): { readonly table: Float64Array; readonly width: number; readonly refused: number } {
    const found = this.paths.map((path) => asked(run, path));
    const wanted = [...found.map((one): Asked => one ?? PLAYED), PLAYED];
    const table = new Float64Array(count * wanted.length);
    const width = wanted.length;
    const refused = drawInto(drawing, wanted, from, count, table);
    // What the point does not have is nothing in any of its draws, refused or not.
    for (const [i, one] of found.entries()) if (one === null) for (let k = 0; k < count; k++) table[k * width + i] = Number.NaN;
    return { table, width, refused };
  }
}

/** Nought in every draw that is played to its end. */
const PLAYED: Asked = { path: 'played', read: () => 0 };

/** Why a point or a draw has no figures. */
type Why = Pick<Problem, 'code' | 'path' | 'args'>;

/** The cells of `problem` and `problem:zh`: the code, for programs, and what is wrong in a sentence, for those who read the table. */
function toldOf({ code, path, args }: Why): [code: string, sentence: string] {
  return [code, worded({ code, path, args, grade: 'error', where: null }, 'zh').what];
}
const FINE = [null, null] as const;

/** Why a draw cannot be played. Few cannot: it is played once more. */
function refusalIn(drawing: Drawing, draw: number): Why {
  try {
    drawing.play(draw);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`draw ${draw}: refused, then not`);
}

/** R14: a policy that has a finding of grade error is not played. What is stale goes by the day, and is no error. */
function badPolicy(run: Run, read: Read): Why | null {
  return policyFindings(run, read, null).find(({ grade }) => grade === 'error') ?? null;
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

function cellOf(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
