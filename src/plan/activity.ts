// R4 Activity and its projection (支付明细与推算)
//
// A cell is home × institution × service × month: the sum of its rows. The base year is the last one with activity before
// the run; each later year's cell = times(cell of the year before, 1 + growth). Shocks multiply projected cells, each
// rounded in turn, and are not carried into the next year's base. R4b: months up to `actualTo` are what happened.
// Always: a cell is not negative; a year without a month is spread evenly, to the fen.
// Example: 1.00元 in January 2024, growth 2.5% → 1.03元 in January 2025 (1.025 rounds up); a shock of 1.22 makes it 1.26元
// for 2025 and leaves 1.03元 as the base of 2026.

import { apportion } from '../money/apportion.ts';
import { MONTHS, monthNumber, PERIODS, type YearMonth } from '../money/calendar.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { fen, LARGEST_EXACT } from '../money/fen.ts';
import { plus, type Ratio, times, WHOLE } from '../money/ratio.ts';
import type { Report } from '../problem/problem.ts';
import type { Where } from '../problem/source.ts';
import type { Row } from '../written/table.ts';
import type { Shock, Stream } from './parties.ts';
import type { Close } from './plan.ts';

/** Cells of one year, streams × 13 periods (the settlement period stays empty). */
export interface YearCells {
  readonly unshocked: Float64Array;
  readonly shocked: Float64Array;
}

/** Sums the rows of each year into cells. Rows must already be resolved to streams (−1: skipped). */
export function cellsOfRows(
  rows: readonly Row[],
  streamOf: readonly number[],
  streamCount: number,
  report: Report,
): Map<number, Float64Array> {
  const years = new Map<number, Float64Array>();
  const twelve = new Float64Array(MONTHS);
  const even = new Float64Array(MONTHS).fill(1);
  for (const [i, row] of rows.entries()) {
    const stream = streamOf[i] ?? -1;
    if (stream < 0) continue;
    let cells = years.get(row.year);
    if (cells === undefined) {
      cells = new Float64Array(streamCount * PERIODS);
      years.set(row.year, cells);
    }
    if (row.month !== null) add(cells, stream * PERIODS + row.month - 1, row.fund);
    else {
      apportion(row.fund, even, twelve);
      for (let m = 0; m < MONTHS; m++) add(cells, stream * PERIODS + m, twelve[m] as number);
    }
  }
  for (const [i, row] of rows.entries()) {
    const stream = streamOf[i] ?? -1;
    if (stream < 0 || row.fund >= 0) continue;
    // Only a negative row can make its cell negative: a correction beyond what there was.
    const cells = years.get(row.year) as Float64Array;
    for (let m = 0; m < MONTHS; m++) {
      if (row.month !== null && row.month !== m + 1) continue;
      if ((cells[stream * PERIODS + m] as number) >= 0) continue;
      report.add('error', 'cell-negative', row.where, row.path, {
        home: row.home,
        institution: row.institution,
        service: row.service,
        year: row.year,
        month: m + 1,
      });
      break;
    }
  }
  return years;
}

function add(cells: Float64Array, index: number, amount: number): void {
  cells[index] = (cells[index] as number) + amount;
}

/** The cells that a close carries, by stream; streams it does not have are empty. */
export function cellsOfClose(close: Close, streamKeys: readonly string[]): Float64Array {
  const cells = new Float64Array(streamKeys.length * PERIODS);
  const index = new Map(streamKeys.map((key, i) => [key, i]));
  for (const row of close.cells) {
    const stream = index.get(streamKey(row.home, row.institution, row.service));
    if (stream !== undefined) cells.set(row.months, stream * PERIODS);
  }
  return cells;
}

export function streamKey(home: string, institution: string, service: string): string {
  return `${home}\u0000${institution}\u0000${service}`;
}

export interface Projection {
  readonly streams: readonly Stream[];
  readonly growth: ReadonlyArray<Dated<Ratio> | null>;
  readonly growthPath: (service: number) => { readonly path: string; readonly where: Where | null };
  readonly shocks: readonly Shock[];
  readonly actualTo: YearMonth | null;
  /** Cells known: of rows by year, or of a close. */
  readonly known: ReadonlyMap<number, Float64Array>;
  readonly base: number | null;
}

/** Cells of every year after the base year up to `last`, with and without shocks. */
export function projected(p: Projection, last: number, first: number, report: Report): Map<number, YearCells> {
  const years = new Map<number, YearCells>();
  const empty = new Float64Array(p.streams.length * PERIODS);
  for (const [year, cells] of p.known) if (year < first) years.set(year, { unshocked: cells, shocked: cells });
  const actualTo = p.actualTo === null ? -1 : monthNumber(p.actualTo);
  for (let year = Math.min(p.base ?? first - 1, first - 1) + 1; year <= last; year++) {
    const before = years.get(year - 1)?.unshocked ?? empty;
    const actual = p.known.get(year) ?? empty;
    const actualMonths = year >= first ? Math.min(MONTHS, Math.max(0, actualTo - year * MONTHS + 1)) : 0;
    const unshocked = new Float64Array(empty.length);
    for (const [s, stream] of p.streams.entries()) {
      const rate = actualMonths < MONTHS ? growthAt(p, stream.service, s, before, year, report) : WHOLE;
      for (let m = 0; m < MONTHS; m++) {
        const i = s * PERIODS + m;
        unshocked[i] = m < actualMonths ? (actual[i] as number) : times(fen(before[i] as number), rate);
      }
    }
    const shocked = shockedCells(p, unshocked, year, actualMonths);
    if (!exact(shocked) || !exact(unshocked)) {
      report.add('error', 'too-large-together', null, 'county.activity', { year });
      break;
    }
    years.set(year, { unshocked, shocked });
  }
  return years;
}

/** 1 + growth of a stream's service, read only where there is something to grow. */
function growthAt(p: Projection, service: number, stream: number, before: Float64Array, year: number, report: Report): Ratio {
  const dated = p.growth[service];
  if (dated === null || dated === undefined) return WHOLE;
  const grows = before.subarray(stream * PERIODS, stream * PERIODS + MONTHS).some((cell) => cell !== 0);
  if (!grows) return WHOLE;
  const entry = entryAt(dated, year);
  if (entry === null) {
    const { path, where } = p.growthPath(service);
    if (!report.problems.some((known) => known.code === 'dated-before' && known.path === path)) {
      report.add('error', 'dated-before', where, path, { year, first: dated.entries[0]?.from ?? '' });
    }
    return WHOLE;
  }
  return plus(WHOLE, entry.value);
}

function shockedCells(p: Projection, unshocked: Float64Array, year: number, actualMonths: number): Float64Array {
  const start = year * MONTHS;
  const active = p.shocks.filter((shock) => shock.from < start + MONTHS && shock.to >= start + actualMonths);
  if (active.length === 0) return unshocked;
  const cells = unshocked.slice();
  for (const shock of active) {
    const from = Math.max(actualMonths, shock.from - start);
    const to = Math.min(MONTHS - 1, shock.to - start);
    for (const [s, stream] of p.streams.entries()) {
      if (!covers(shock, stream)) continue;
      for (let m = from; m <= to; m++) {
        const i = s * PERIODS + m;
        cells[i] = times(fen(cells[i] as number), shock.factor);
      }
    }
  }
  return cells;
}

export function covers(shock: Shock, stream: Stream): boolean {
  return (
    (shock.service < 0 || shock.service === stream.service) &&
    (shock.home < 0 || shock.home === stream.home) &&
    (shock.institution < 0 || shock.institution === stream.institution) &&
    (shock.place < 0 || shock.place === stream.place)
  );
}

/** R0: true where the sum of a year's cells stays exact in a double. */
function exact(cells: Float64Array): boolean {
  let sum = 0;
  for (const cell of cells) sum += cell;
  return sum <= LARGEST_EXACT;
}

/** Spending for each alliance's insured by month: alliances × 12. `none` is not among them. */
export function spendingOf(cells: Float64Array, streams: readonly Stream[], alliances: number): Float64Array {
  const spending = new Float64Array(alliances * MONTHS);
  for (const [s, stream] of streams.entries()) {
    if (stream.home >= alliances) continue;
    for (let m = 0; m < MONTHS; m++) {
      const i = stream.home * MONTHS + m;
      spending[i] = (spending[i] as number) + (cells[s * PERIODS + m] as number);
    }
  }
  return spending;
}
