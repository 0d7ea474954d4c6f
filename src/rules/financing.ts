// R1 Financing (筹资)
//
// Clause: Henan manual 五（二）1 — the base of the budget is what the county's residents' insurance raises this year.
// Formula: individual = Σ insured × contribution; subsidy likewise; total = their sum. People whom no alliance covers count.
//   interest = times(opening pool balance, rate) where that balance is above zero; it joins the pool, not the quota's base.
// Always: both post in January; interest in period 13.
// Example: 100 people × (400.00 + 700.50) 元 = 110,050.00元; a pool of −1,000.01元 bears no interest.

import type { Books, YearBook } from '../books/books.ts';
import { moved } from '../books/books.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { times } from '../money/ratio.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';

export function financing(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  const { first, account } = plan.ledger;
  const alliances = plan.alliances.length;
  for (let a = 0; a <= alliances; a++) {
    const heads = a < alliances ? (year.insured[a] as number) : year.insuredNone;
    books.post(first.individual + a, 0, heads * year.rules.individual);
    books.post(first.subsidy + a, 0, heads * year.rules.subsidy);
  }
  const opening = fen(book.opening[account.pool] as number);
  if (opening > 0) books.post(first.interest, SETTLEMENT, times(opening, year.rules.interest));
}

/** The year's total financing, as posted. */
export function totalFinancing(plan: Plan, book: YearBook): Fen {
  const { first } = plan.ledger;
  let total = 0;
  for (let a = 0; a <= plan.alliances.length; a++) total += moved(book, first.individual + a, 0) + moved(book, first.subsidy + a, 0);
  return fen(total);
}

/** Insured people, those whom no alliance covers included. */
export function insuredHeads(year: YearPlan): number {
  let heads = year.insuredNone;
  for (let a = 0; a < year.insured.length; a++) heads += year.insured[a] as number;
  return heads;
}
