// A figure: what it is called, which rule it comes from, its unit, and how it is read from the books.

import { balances } from '../books/balances.ts';
import { type Books, moved, type YearBook } from '../books/books.ts';
import { MONTHS, PERIODS, SETTLEMENT } from '../money/calendar.ts';
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
  /** What other alliances pay in, by alliance and month (alliance × 12), reckoned once. */
  readonly crossIn: () => Float64Array;
  /** R9: what true-ups of period 13 bring in from other alliances, by alliance. */
  readonly trueUpIn: () => Float64Array;
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
}

export function viewOf(run: Run, y: number): YearView {
  const book = run.books.year(y);
  const known: Float64Array[] = [];
  const balancesAt = (period: number): Float64Array => {
    known[period] ??= balances(run.plan.ledger, book, period);
    return known[period];
  };
  let received: Float64Array | null = null;
  const crossIn = (): Float64Array => {
    received ??= crossInOf(run.plan, book);
    return received;
  };
  const trueUpIn = (): Float64Array => trueUpInOf(run.plan, book);
  return { run, plan: run.plan, y, year: run.plan.years[y] as YearPlan, book, balancesAt, crossIn, trueUpIn };
}

function trueUpInOf(plan: Plan, book: YearBook): Float64Array {
  const received = new Float64Array(plan.alliances.length);
  if (!plan.features.trueUp) return received;
  for (const [s, stream] of plan.streams.entries()) {
    const payee = plan.institutions[stream.institution]?.alliance ?? -1;
    if (PLACES[stream.place] !== 'cross' || stream.home >= plan.alliances.length || payee < 0) continue;
    const { trueUp, incentivePool } = plan.ledger.first;
    received[payee] = (received[payee] as number) + moved(book, trueUp + s, SETTLEMENT) + moved(book, incentivePool + s, SETTLEMENT);
  }
  return received;
}

/** Care that each alliance's institutions gave to other alliances' insured: alliance × 12. */
function crossInOf(plan: Plan, book: YearBook): Float64Array {
  const received = new Float64Array(plan.alliances.length * MONTHS);
  for (const [s, stream] of plan.streams.entries()) {
    const payee = plan.institutions[stream.institution]?.alliance ?? -1;
    if (PLACES[stream.place] !== 'cross' || stream.home >= plan.alliances.length || payee < 0) continue;
    for (let m = 0; m < MONTHS; m++) {
      const i = payee * MONTHS + m;
      received[i] = (received[i] as number) + (book.cells[s * PERIODS + m] as number);
    }
  }
  return received;
}

export function reaches(year: YearPlan, stage: Stage): boolean {
  return stage === 'budget' || (stage === 'months' ? year.months > 0 : year.settles);
}
