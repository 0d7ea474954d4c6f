// Balances: sums over lines. The journal: the cells that are not zero.

import { PERIODS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { Ledger, Line } from '../plan/ledger.ts';
import { movedBy, type YearBook } from './books.ts';

/** Every account's balance at the end of a period (11: December, 12: after settlement). */
export function balances(ledger: Ledger, book: YearBook, period: number = PERIODS - 1): Float64Array {
  const sums = Float64Array.from(book.opening);
  for (const [i, line] of ledger.lines.entries()) {
    const amount = movedBy(book, i, period);
    sums[line.from] = (sums[line.from] as number) - amount;
    sums[line.to] = (sums[line.to] as number) + amount;
  }
  return sums;
}

export interface Movement {
  readonly line: Line;
  readonly number: number;
  readonly period: number;
  readonly amount: Fen;
}

/** The journal of a year, by period and then by line. */
export function journal(ledger: Ledger, book: YearBook): Movement[] {
  const movements: Movement[] = [];
  for (let period = 0; period < PERIODS; period++) {
    for (const [number, line] of ledger.lines.entries()) {
      const amount = fen(book.cells[number * PERIODS + period] as number);
      if (amount !== 0) movements.push({ line, number, period, amount });
    }
  }
  return movements;
}
