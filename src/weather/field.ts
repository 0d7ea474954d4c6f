// R15: what a draw is made of, laid out for the loops: moments, bases, factors, tables of quantiles, and the amounts that are multiplied.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { CELL_ROW, CELL_ROW_LENGTH, FACTOR_ROW, FACTOR_ROW_LENGTH, MILLION } from './loops.ts';
import type { Key } from './random.ts';
import { type Ground, Store } from './store.ts';

/** Twelve factors by a number a month of one channel: where its table, its first moment, its base and its factors stand. */
export interface FactorRow {
  readonly key: Key;
  readonly table: Float64Array;
  readonly moment: number;
  readonly base: number;
  readonly factors: number;
}

/** A table of a year (streams × 13), and the streams in it that are drawn, each with its factors. */
interface Drawable {
  readonly given: Float64Array;
  /** Doubles that it is given to lie in, where more are wanted than its own. */
  readonly room?: number;
  readonly streams: readonly { readonly stream: number; readonly factors: number }[];
}

export interface FieldPlan {
  readonly months: number;
  readonly bases: number;
  readonly factors: number;
  readonly factorRows: readonly FactorRow[];
  readonly drawables: readonly Drawable[];
}

export class Field {
  /** First words of all months, then second words. */
  readonly words: Int32Array;
  readonly bases: Float64Array;
  /** Whole millionths; a million until they are drawn. */
  readonly factors: Float64Array;
  /** Each table as drawn; and with all the room behind it. */
  readonly drawn: readonly Float64Array[];
  readonly roomy: readonly Float64Array[];
  private readonly store: Store;
  private readonly factorRows: Int32Array;
  private readonly cellRows: Int32Array;
  /** By table: its first row. */
  private readonly firsts: readonly number[];

  constructor({ months, bases, factors, factorRows, drawables }: FieldPlan, ground: Ground) {
    const tables = [...new Set(factorRows.map(({ table }) => table))];
    const cellRows = drawables.flatMap((drawable) => drawable.streams);
    const lengths = [months, bases, factors, (factorRows.length * FACTOR_ROW_LENGTH) / 2, (cellRows.length * CELL_ROW_LENGTH) / 2];
    const amounts = 2 * MONTHS * cellRows.length;
    this.store = new Store(
      [...lengths, amounts, ...tables.map(({ length }) => length), ...drawables.map(({ given, room }) => room ?? given.length)],
      ground,
    );
    const copy = (given: Float64Array, room = given.length) => {
      const own = this.store.floats(room);
      own.set(given);
      return own;
    };
    this.words = this.store.ints(2 * months);
    this.bases = this.store.floats(bases).fill(MILLION);
    this.factors = this.store.floats(factors).fill(MILLION);
    this.factorRows = this.store.ints(factorRows.length * FACTOR_ROW_LENGTH);
    this.cellRows = this.store.ints(cellRows.length * CELL_ROW_LENGTH);
    const split = this.store.floats(amounts);
    const tablesAt = new Map(tables.map((table) => [table, copy(table).byteOffset]));
    this.roomy = drawables.map(({ given, room }) => copy(given, room));
    this.drawn = drawables.map(({ given }, i) => (this.roomy[i] as Float64Array).subarray(0, given.length));
    for (const [i, row] of factorRows.entries()) this.layFactors(i * FACTOR_ROW_LENGTH, row, tablesAt.get(row.table) as number);
    const firsts = [0];
    let row = 0;
    for (const [i, { streams }] of drawables.entries()) {
      for (const { stream, factors: by } of streams) {
        this.layCells(
          row,
          by,
          split.subarray(row * 2 * MONTHS, (row + 1) * 2 * MONTHS),
          (this.drawn[i] as Float64Array).subarray(stream * PERIODS),
        );
        row += 1;
      }
      firsts.push(row);
    }
    this.firsts = firsts;
  }

  private layFactors(at: number, { key, moment, base, factors }: FactorRow, table: number): void {
    const row = this.factorRows.subarray(at, at + FACTOR_ROW_LENGTH);
    row[FACTOR_ROW.high] = key.high;
    row[FACTOR_ROW.low] = key.low;
    row[FACTOR_ROW.table] = table;
    row[FACTOR_ROW.moments] = this.words.byteOffset + 4 * moment;
    row[FACTOR_ROW.base] = this.bases.byteOffset + 8 * base;
    row[FACTOR_ROW.factors] = this.factors.byteOffset + 8 * factors;
  }

  /** Amounts as millions and the rest, so that their products with millionths stay exact. */
  private layCells(index: number, by: number, split: Float64Array, cells: Float64Array): void {
    const row = this.cellRows.subarray(index * CELL_ROW_LENGTH, (index + 1) * CELL_ROW_LENGTH);
    row[CELL_ROW.factors] = this.factors.byteOffset + 8 * by;
    row[CELL_ROW.amounts] = split.byteOffset;
    row[CELL_ROW.cells] = cells.byteOffset;
    for (let m = 0; m < MONTHS; m++) {
      const amount = cells[m] as number;
      const millions = Math.floor(amount / MILLION);
      split[m] = millions;
      split[m + MONTHS] = amount - millions * MILLION;
    }
  }

  /** Makes all factors of rows. */
  drawFactors(): void {
    const { byteOffset, byteLength } = this.factorRows;
    this.store.loops.factors(byteOffset, byteOffset + byteLength, this.words.byteLength / 2);
  }

  /** Multiplies tables `from` up to `to`. */
  drawCells(from: number, to: number): void {
    const at = (table: number) => this.cellRows.byteOffset + (this.firsts[table] as number) * CELL_ROW_LENGTH * 4;
    this.store.loops.cells(at(from), at(to));
  }
}
