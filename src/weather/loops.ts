// R15: the two loops in which a draw spends most of its time, over rows that lie in one stretch of memory: numbers that become factors, and
// amounts times factors. This is what they are; where the engine knows WebAssembly, `simd.ts` does the same, to the bit, four cells at once.

import { MONTHS } from '../money/calendar.ts';
import { partOf } from './distributions.ts';
import { word } from './random.ts';
import { MOST_FACTOR } from './variable.ts';

/** Factors are whole millionths. */
export const MILLION = 1_000_000;
export const MOST = MOST_FACTOR * MILLION;

/** Rows as whole numbers of 32 bits; what says where something stands counts bytes. */
export const FACTOR_ROW = { high: 0, low: 1, table: 2, moments: 3, base: 4, factors: 5 } as const;
export const FACTOR_ROW_LENGTH = 8;
export const CELL_ROW = { factors: 0, amounts: 1, cells: 2 } as const;
export const CELL_ROW_LENGTH = 4;

export interface Loops {
  /** Twelve factors for each row from `first` up to `end` (bytes). @param apart bytes from a moment's first word to its second. */
  factors(first: number, end: number, apart: number): void;
  /** Twelve cells for each row. */
  cells(first: number, end: number): void;
}

/** The loops over a stretch of memory, in plain numbers. */
export function plainLoops(buffer: ArrayBuffer): Loops {
  const ints = new Int32Array(buffer);
  const floats = new Float64Array(buffer);
  return {
    factors: (first, end, apart) => {
      for (let row = first >> 2; row < end >> 2; row += FACTOR_ROW_LENGTH) factorRow(ints, floats, row, apart >> 2);
    },
    cells: (first, end) => {
      for (let row = first >> 2; row < end >> 2; row += CELL_ROW_LENGTH) cellRow(ints, floats, row);
    },
  };
}

/** The base of each month (in millionths) times a number of its own, rounded, not below 0 nor above the largest factor. */
function factorRow(ints: Int32Array, floats: Float64Array, row: number, apart: number): void {
  const high = ints[row + FACTOR_ROW.high] as number;
  const low = ints[row + FACTOR_ROW.low] as number;
  const table = (ints[row + FACTOR_ROW.table] as number) >> 3;
  let moment = (ints[row + FACTOR_ROW.moments] as number) >> 2;
  let base = (ints[row + FACTOR_ROW.base] as number) >> 3;
  const first = (ints[row + FACTOR_ROW.factors] as number) >> 3;
  for (let to = first; to < first + MONTHS; to++, moment++, base++) {
    const x = word(high, low, ints[moment] as number, ints[moment + apart] as number) + 0.5;
    const k = table + partOf(x);
    const number =
      (floats[k] as number) + x * ((floats[k + 1] as number) + x * ((floats[k + 2] as number) + x * (floats[k + 3] as number)));
    const factor = Math.floor(number * (floats[base] as number) + 0.5);
    floats[to] = factor < 0 ? 0 : factor > MOST ? MOST : factor;
  }
}

/**
 * Each amount times its factor in millionths, rounded half away from zero, exactly: x = q·10⁶ + r, so x·f/10⁶ = q·f + r·f/10⁶. The half added to
 * the whole number r·f + 500000 keeps the product with 10⁻⁶, which is not exact, on the right side of each million. A factor of a million
 * leaves the amount as it is.
 */
function cellRow(ints: Int32Array, floats: Float64Array, row: number): void {
  let factor = (ints[row + CELL_ROW.factors] as number) >> 3;
  let amount = (ints[row + CELL_ROW.amounts] as number) >> 3;
  const first = (ints[row + CELL_ROW.cells] as number) >> 3;
  for (let to = first; to < first + MONTHS; to++, factor++, amount++) {
    const by = floats[factor] as number;
    floats[to] = (floats[amount] as number) * by + Math.floor(((floats[amount + MONTHS] as number) * by + 500_000.5) * 1e-6);
  }
}
