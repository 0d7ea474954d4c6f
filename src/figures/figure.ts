// A figure: what it is called, which rule it comes from, its unit, and how it is read from the books.

import { balances, closingBalance, closingsOf } from '../books/balances.ts';
import { type Books, moved, type YearBook } from '../books/books.ts';
import { MONTHS, PERIODS, SETTLEMENT } from '../money/calendar.ts';
import type { Fen } from '../money/fen.ts';
import type { AccountKind } from '../plan/lineKinds.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import type { Words } from '../words/language.ts';

/** A run that was played: figures are read from these two, and from nothing else. */
export interface Run {
  readonly plan: Plan;
  readonly books: Books;
}

/** One year of a run. */
export interface YearView {
  readonly run: Run;
  readonly plan: Plan;
  readonly y: number;
  readonly year: YearPlan;
  readonly book: YearBook;
  /** Every account's balance at the end of a period (from 0; 12: after settlement), reckoned once. */
  readonly balancesAt: (period: number) => Float64Array;
  /** The balance after settlement of all accounts of a kind, without those of others. */
  readonly closingOf: (kind: AccountKind) => Fen;
  /** What other alliances pay in, by alliance and month (alliance × 12), reckoned once. */
  readonly crossIn: () => Float64Array;
  /** R9: what true-ups of period 13 bring in from other alliances, by alliance. */
  readonly trueUpIn: () => Float64Array;
  /** The year before, made once; null in the first. */
  readonly before: () => YearView | null;
  /** To be told where the books were played anew, as draws are: what was reckoned of them holds no longer. */
  readonly renew: () => void;
}

/** `amount` in fen; `rate` a percentage already rounded for show; `months` a number of months; `flag` a text; `price` yuan to four decimals. */
export type Unit = 'amount' | 'rate' | 'months' | 'flag' | 'price';

/** What part of the chain must have been played for a figure to exist. */
export type Stage = 'budget' | 'months' | 'settled';

type Scalar = number | string | null;
export type FigureValue = Scalar | readonly Scalar[] | ReadonlyMap<string, Scalar>;

export interface Figure {
  /** Path below the year, or below `alliances.<id>`: `pool.closing`, `finalPayment`. */
  readonly id: string;
  readonly scope: 'county' | 'alliance' | 'institution';
  readonly words: Words;
  readonly unit: Unit;
  readonly rule: string;
  readonly stage: Stage;
  /** @param a index of the alliance or institution; −1 for figures of the county. @returns undefined where the figure does not apply. */
  readonly read: (view: YearView, a: number) => FigureValue | undefined;
  /**
   * A rate or number as the whole number of its smallest shown part (hundredths; a price: ten-thousandths), or the i-th of a list (from 0) by
   * itself: what draws read, without a text or list in between. NaN where there is none. Amounts that are one number need it not.
   */
  readonly size?: (view: YearView, a: number, i: number) => number;
}

export function viewOf(run: Run, y: number): YearView {
  const { plan } = run;
  const book = run.books.year(y);
  // What the books in hand say; `renew` forgets what is known, and keeps the tables to write it in.
  const tables: Float64Array[] = [];
  const known: number[] = [];
  let round = 0;
  const once = (i: number, length: number, fill: (table: Float64Array) => void): Float64Array => {
    tables[i] ??= new Float64Array(length);
    const table = tables[i];
    if (known[i] !== round) fill(table);
    known[i] = round;
    return table;
  };
  const closing = closingsOf(plan.ledger);
  let yearBefore: YearView | null = null;
  return {
    run,
    plan,
    y,
    year: plan.years[y] as YearPlan,
    book,
    balancesAt: (period) => once(period, book.opening.length, (table) => balances(plan.ledger, book, period, table)),
    closingOf: (kind) => closingBalance(closing(kind), book),
    crossIn: () => once(PERIODS, plan.alliances.length * MONTHS, (table) => crossInOf(plan, book, table)),
    trueUpIn: () => once(PERIODS + 1, plan.alliances.length, (table) => trueUpInOf(plan, book, table)),
    before: () => {
      if (y > 0) yearBefore ??= viewOf(run, y - 1);
      return yearBefore;
    },
    renew: () => {
      round += 1;
      yearBefore?.renew();
    },
  };
}

/** The alliance that a stream's money comes to from another's insured; −1 where it does not. */
function receiverOf(plan: Plan, { place, home, institution }: Plan['streams'][number]): number {
  return PLACES[place] === 'cross' && home < plan.alliances.length ? (plan.institutions[institution]?.alliance ?? -1) : -1;
}

function trueUpInOf(plan: Plan, book: YearBook, received: Float64Array): void {
  received.fill(0);
  if (!plan.features.trueUp) return;
  const { trueUp, incentivePool } = plan.ledger.first;
  for (let s = 0; s < plan.streams.length; s++) {
    const payee = receiverOf(plan, plan.streams[s] as Plan['streams'][number]);
    if (payee < 0) continue;
    received[payee] = (received[payee] as number) + moved(book, trueUp + s, SETTLEMENT) + moved(book, incentivePool + s, SETTLEMENT);
  }
}

/** Care that each alliance's institutions gave to other alliances' insured: alliance × 12. */
function crossInOf(plan: Plan, book: YearBook, received: Float64Array): void {
  received.fill(0);
  for (let s = 0; s < plan.streams.length; s++) {
    const payee = receiverOf(plan, plan.streams[s] as Plan['streams'][number]);
    if (payee < 0) continue;
    for (let m = 0; m < MONTHS; m++) {
      const i = payee * MONTHS + m;
      received[i] = (received[i] as number) + (book.cells[s * PERIODS + m] as number);
    }
  }
}

export function reaches(year: YearPlan, stage: Stage): boolean {
  return stage === 'budget' || (stage === 'months' ? year.months > 0 : year.settles);
}
