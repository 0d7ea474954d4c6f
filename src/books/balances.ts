// Balances: sums over lines. The journal: the cells that are not zero.

import { PERIODS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { Ledger, Line } from '../plan/ledger.ts';
import { type AccountKind, POSTED_IN } from '../plan/lineKinds.ts';
import { movedBy, type YearBook } from './books.ts';

/** Every account's balance at the end of a period (11: December, 12: after settlement). */
export function balances(
  ledger: Ledger,
  book: YearBook,
  period: number = PERIODS - 1,
  sums: Float64Array = new Float64Array(book.opening.length),
): Float64Array {
  sums.set(book.opening);
  for (let i = 0; i < ledger.lines.length; i++) {
    const line = ledger.lines[i] as Line;
    const amount = movedBy(book, i, period);
    sums[line.from] = (sums[line.from] as number) - amount;
    sums[line.to] = (sums[line.to] as number) + amount;
  }
  return sums;
}

/** The cells that make up the balance after settlement of all accounts of a kind: numbers of cells, laid out once for many books. */
export interface Closing {
  readonly opening: Int32Array;
  readonly into: Int32Array;
  readonly outOf: Int32Array;
}

const closings = new WeakMap<Ledger, (kind: AccountKind) => Closing>();

/** `closingCells` of a ledger by kind, each laid out when it is first asked for, and then for all who look at its books. */
export function closingsOf(ledger: Ledger): (kind: AccountKind) => Closing {
  const known = closings.get(ledger);
  if (known !== undefined) return known;
  const laidOut = new Map<AccountKind, Closing>();
  const own = (kind: AccountKind): Closing => {
    let closing = laidOut.get(kind);
    if (closing === undefined) {
      closing = closingCells(ledger, kind);
      laidOut.set(kind, closing);
    }
    return closing;
  };
  closings.set(ledger, own);
  return own;
}

export function closingCells({ accounts, lines }: Ledger, kind: AccountKind): Closing {
  const cells = (end: 'from' | 'to', other: 'from' | 'to') =>
    Int32Array.from(
      lines.flatMap((line, i) => {
        // What stays among accounts of the kind changes nothing.
        if (accounts[line[end]]?.kind !== kind || accounts[line[other]]?.kind === kind) return [];
        const period = POSTED_IN[line.kind];
        return period === undefined ? Array.from({ length: PERIODS }, (_, p) => i * PERIODS + p) : [i * PERIODS + period];
      }),
    );
  return {
    opening: Int32Array.from(accounts.flatMap((account, i) => (account.kind === kind ? [i] : []))),
    into: cells('to', 'from'),
    outOf: cells('from', 'to'),
  };
}

/** The balance after settlement, of the books of a year. */
export function closingBalance({ opening, into, outOf }: Closing, book: YearBook): Fen {
  return fen(sumAt(book.opening, opening) + sumAt(book.cells, into) - sumAt(book.cells, outOf));
}

function sumAt(table: Float64Array, at: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) sum += table[at[i] as number] as number;
  return sum;
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
