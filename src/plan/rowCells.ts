// Rows of activity summed into cells (R4), and the cells that a close carries. A case row (R9, 病例) counts the points that
// its cost against the item's reference cost leaves it.

import { apportion } from '../money/apportion.ts';
import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { compareShare, type Ratio, roundedQuotient } from '../money/ratio.ts';
import type { Report } from '../problem/problem.ts';
import { MEASURES, NO_MEASURES, type Row } from '../written/table.ts';
import type { Close } from './plan.ts';
import { bitOf, type Cells, emptyCells, FUND_KNOWN, type Known } from './volumes.ts';

/** Cells and what is known of them, by year. */
export interface RowCells {
  readonly cells: ReadonlyMap<number, Cells>;
  readonly known: ReadonlyMap<number, Known>;
}

const FUND_AND_MEASURES = ['fund', ...MEASURES] as const;
const twelve = new Float64Array(MONTHS);
const even = new Float64Array(MONTHS).fill(1);

/** Sums the rows of each year into cells. Rows must already be resolved to streams (−1: skipped). */
export function cellsOfRows(
  rows: readonly Row[],
  streamOf: readonly number[],
  streamCount: number,
  withVolumes: boolean,
  report: Report,
): RowCells {
  const years = new Map<number, Cells>();
  const known = new Map<number, Known>();
  for (const [i, row] of rows.entries()) {
    const stream = streamOf[i] ?? -1;
    if (stream < 0) continue;
    let cells = years.get(row.year);
    let bits = known.get(row.year);
    if (cells === undefined || bits === undefined) {
      cells = emptyCells(streamCount, withVolumes);
      bits = new Uint8Array(streamCount);
      years.set(row.year, cells);
      known.set(row.year, bits);
    }
    if (row.fund !== null) {
      spread(cells.fund, stream, row.month, row.fund);
      bits[stream] = (bits[stream] as number) | FUND_KNOWN;
    }
    if (row.measures === NO_MEASURES || cells.volumes === null) continue;
    for (const measure of MEASURES) {
      const amount = row.measures[measure];
      if (amount === undefined) continue;
      spread(cells.volumes[measure], stream, row.month, amount);
      bits[stream] = (bits[stream] as number) | bitOf(measure);
    }
  }
  wantNotNegative(rows, streamOf, years, report);
  return { cells: years, known };
}

/** Adds a row's number to its month, or evenly to all twelve. */
function spread(table: Float64Array, stream: number, month: number | null, amount: number): void {
  const start = stream * PERIODS;
  if (month !== null) {
    table[start + month - 1] = (table[start + month - 1] as number) + amount;
    return;
  }
  apportion(fen(amount), even, twelve);
  for (let m = 0; m < MONTHS; m++) table[start + m] = (table[start + m] as number) + (twelve[m] as number);
}

/** Only a negative row can make its cell negative: a correction beyond what there was. */
function wantNotNegative(rows: readonly Row[], streamOf: readonly number[], years: ReadonlyMap<number, Cells>, report: Report): void {
  for (const [i, row] of rows.entries()) {
    const stream = streamOf[i] ?? -1;
    const cells = years.get(row.year);
    if (stream < 0 || cells === undefined) continue;
    if (row.measures === NO_MEASURES && (row.fund ?? 0) >= 0) continue;
    for (const measure of FUND_AND_MEASURES) {
      const amount = measure === 'fund' ? row.fund : row.measures[measure];
      const table = measure === 'fund' ? cells.fund : cells.volumes?.[measure];
      if (amount === null || amount === undefined || amount >= 0 || table === undefined) continue;
      for (let m = 0; m < MONTHS; m++) {
        if (row.month !== null && row.month !== m + 1) continue;
        if ((table[stream * PERIODS + m] as number) >= 0) continue;
        const { home, institution, service, year } = row;
        report.add('error', 'cell-negative', row.where, row.path, { home, institution, service, year, month: m + 1, measure });
        break;
      }
    }
  }
}

/** R9: below `low` of the reference cost a case counts points by its cost, above `high` by what is beyond the reference. */
export interface CaseRules {
  readonly low: Ratio;
  readonly high: Ratio;
}

/**
 * The points of a case row, in ten-thousandths, rounded half up. An incomplete stay counts points by its cost, at most its
 * own: that prices it at cost on the scale of the reference.
 */
export function casePoints(points: number, cost: Fen, reference: Fen, incomplete: boolean, rules: CaseRules): number {
  const byCost = (spent: bigint) => Number(roundedQuotient(BigInt(points) * spent, BigInt(reference)));
  if (incomplete) return Math.min(points, byCost(BigInt(cost)));
  if (compareShare(cost, reference, rules.low) < 0) return byCost(BigInt(cost));
  return compareShare(cost, reference, rules.high) > 0 ? byCost(BigInt(cost) - BigInt(reference)) : points;
}

export function streamKey(home: string, institution: string, service: string, item = '', signedWith = '', kind = 'care'): string {
  return [home, institution, service, item, signedWith, kind].join('\u0000');
}

/** The cells that a close carries, by stream; streams it does not have are empty. */
export function cellsOfClose(close: Close, streamKeys: readonly string[], withVolumes: boolean): { cells: Cells; known: Known } {
  const cells = emptyCells(streamKeys.length, withVolumes);
  const known = new Uint8Array(streamKeys.length);
  const index = new Map(streamKeys.map((key, i) => [key, i]));
  for (const row of close.cells) {
    const stream = index.get(streamKey(row.home, row.institution, row.service, row.item, row.signedWith));
    if (stream === undefined) continue;
    if (row.months !== null) {
      cells.fund.set(row.months, stream * PERIODS);
      known[stream] = FUND_KNOWN;
    }
    for (const measure of MEASURES) {
      const months = row.volumes[measure];
      if (months === undefined || cells.volumes === null) continue;
      cells.volumes[measure].set(months, stream * PERIODS);
      known[stream] = (known[stream] as number) | bitOf(measure);
    }
  }
  return { cells, known };
}
