// What a year's cells hold beside the fund's payment (R9): cases, days, points, weights, cost, patients' payments. Points
// and weights are whole ten-thousandths, so that every measure is a whole number, exact in a double.

import { PERIODS } from '../money/calendar.ts';
import { LARGEST_EXACT } from '../money/fen.ts';
import { MEASURES, type Measure } from '../written/table.ts';

/** Each measure as streams × 13 periods (the settlement period stays empty). */
export type Volumes = Readonly<Record<Measure, Float64Array>>;

/** Cells of one year: the fund's payment, and the measures; null where no row of the run gives any. */
export interface Cells {
  readonly fund: Float64Array;
  readonly volumes: Volumes | null;
}

/** Which of them a stream's rows of a year give: a bit each, the fund's payment first. */
export type Known = Uint8Array;
export const FUND_KNOWN = 1;

export function bitOf(measure: Measure): number {
  return 2 << MEASURES.indexOf(measure);
}

export function isKnown(known: Known | undefined, stream: number, bit: number): boolean {
  return known !== undefined && ((known[stream] as number) & bit) !== 0;
}

export function emptyCells(streams: number, withVolumes: boolean): Cells {
  const table = () => new Float64Array(streams * PERIODS);
  return { fund: table(), volumes: withVolumes ? volumesOf(MEASURES.map(table)) : null };
}

/** Tables in the order of the measures, by name. */
export function volumesOf(tables: readonly Float64Array[]): Volumes {
  return Object.fromEntries(MEASURES.map((measure, i) => [measure, tables[i]])) as Volumes;
}

export function copyOf(cells: Cells): Cells {
  const { volumes } = cells;
  return {
    fund: cells.fund.slice(),
    volumes: volumes === null ? null : volumesOf(MEASURES.map((measure) => volumes[measure].slice())),
  };
}

/** Every table of the cells, the fund's payment first. */
export function tablesOf(cells: Cells): readonly Float64Array[] {
  const { volumes } = cells;
  return volumes === null ? [cells.fund] : [cells.fund, ...MEASURES.map((measure) => volumes[measure])];
}

/** R0: true where the sum of each table stays exact in a double. */
export function areExact(cells: Cells): boolean {
  return tablesOf(cells).every((table) => {
    let sum = 0;
    for (const cell of table) sum += cell;
    return sum <= LARGEST_EXACT;
  });
}

/** What any of the years' rows give, by stream. */
export function eitherKnown(years: ReadonlyMap<number, Known>, streams: number): Known {
  const either = new Uint8Array(streams);
  for (const bits of years.values()) for (let s = 0; s < streams; s++) either[s] = (either[s] as number) | (bits[s] as number);
  return either;
}
