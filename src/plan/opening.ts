// What a run begins with: balances, cells and spending of the years before it, from the county's file or from a close.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Fen, fen, ZERO } from '../money/fen.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import { spendingOf, type YearCells } from './activity.ts';
import type { Names } from './names.ts';
import { PLACES, type Stream } from './parties.ts';
import type { Close, CloseCell } from './plan.ts';
import { cellsOfClose, type RowCells, streamKey } from './rowCells.ts';

/** R3 and R5 look back this many years. */
export const LOOK_BACK = 3;

/** Cells of rows, and those that a close carries for its base year. */
export function knownWith(close: Close | null, fromRows: RowCells, keys: readonly string[], withVolumes: boolean): RowCells {
  if (close === null || close.base === null) return fromRows;
  const carried = cellsOfClose(close, keys, withVolumes);
  return {
    cells: new Map([...fromRows.cells, [close.base, carried.cells]]),
    known: new Map([...fromRows.known, [close.base, carried.known]]),
  };
}

/** R9: costs of case rows that a close carries, by stream. */
export function caseCostsWith(close: Close, keys: readonly string[]): readonly (readonly Fen[] | null)[] {
  const costs = new Map(close.cells.map((c) => [streamKey(c.home, c.institution, c.service, c.item, c.signedWith), c.caseCosts]));
  return keys.map((key) => costs.get(key) ?? null);
}

/** Spending by alliance and month of the years before the first, last year first. */
export function pastOf(
  cells: ReadonlyMap<number, YearCells>,
  streams: readonly Stream[],
  names: Names,
  close: Close | null,
  first: number,
): readonly Float64Array[] {
  const empty = new Float64Array(names.alliances.length * MONTHS);
  return Array.from({ length: LOOK_BACK }, (_, k) => {
    const year = first - 1 - k;
    const carried = close?.spending.get(year);
    if (carried !== undefined)
      return Float64Array.from(names.alliances.flatMap((a) => [...(carried.get(a.id) ?? new Array(MONTHS).fill(0))]));
    const found = close === null ? cells.get(year) : undefined;
    return found === undefined ? empty : spendingOf(found.shocked.fund, streams, names.alliances.length);
  });
}

/** A year's spending by alliance: as a close carries it, trued up, or the sum of its months. */
export function spentOf(months: Float64Array, year: number, names: Names, close: Close | null): Float64Array {
  const carried = close?.spent.get(year);
  return Float64Array.from(names.alliances, ({ id }, a) => {
    const own = carried?.get(id);
    return own ?? months.subarray(a * MONTHS, (a + 1) * MONTHS).reduce((x, y) => x + y, 0);
  });
}

/** R9: off-county spending of the alliances' insured in a year. */
export function offCountySpent(cells: YearCells | undefined, streams: readonly Stream[], alliances: number): Fen {
  let sum = 0;
  for (const [s, stream] of streams.entries()) {
    if (cells === undefined || PLACES[stream.place] !== 'offCounty' || stream.home >= alliances) continue;
    for (let m = 0; m < MONTHS; m++) sum += cells.shocked.fund[s * PERIODS + m] as number;
  }
  return fen(sum);
}

/** A county file's own opening, as a close of the year before: what R8 would have carried. */
export function openingClose(scenario: WrittenScenario, base: number | null, cells: readonly CloseCell[]): Close {
  const { county } = scenario;
  return {
    year: scenario.years[0] - 1,
    pool: county.pool?.balance ?? ZERO,
    risk: county.pool?.riskAdjustment ?? ZERO,
    held: new Map(),
    retained: new Map(county.alliances.map((a) => [a.id, new Map<string, Fen>(a.retained ?? [])])),
    heldUses: new Map(),
    base,
    cells,
    spending: new Map(),
    spent: new Map(),
    offCounty: ZERO,
    served: new Map(),
    quotas: new Map(county.alliances.flatMap((a) => (a.lastQuota === undefined ? [] : [[a.id, a.lastQuota] as const]))),
    expenditurePool: null,
    income: county.pool?.lastIncome ?? null,
    outflow: county.pool?.lastOutflow ?? null,
    recovery: new Map(),
    owed: new Map(
      (county.institutions ?? []).flatMap(({ id, arrears }) =>
        arrears === undefined ? [] : [[id, [{ age: null, amount: arrears }]] as const],
      ),
    ),
    purposes: new Map(),
    indicators: new Map(),
    hospitalCash: new Map(),
    fundDue: ZERO,
  };
}
