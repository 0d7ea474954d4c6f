// R7, first part: the quality deposit (质量保证金) is held for each alliance
//
// Clause: Henan manual 五（二）1 — a quality deposit is set aside before the quota.
// Formula: the reserve is apportioned to the alliances by their January quotas; where all quotas are 0 it goes back to the pool.
// Always: what is held for the alliances and what went back sum to the reserve.
// Example: 0.05元 by quotas 6.86, 10.47, 12.10 → 0.01, 0.02, 0.02.

import { type Books, moved, put, type YearBook } from '../books/books.ts';
import { apportion } from '../money/apportion.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import type { Plan } from '../plan/plan.ts';

let shares = new Float64Array(16);

export function deposit(plan: Plan, book: YearBook, books: Books): void {
  const { first } = plan.ledger;
  const { quotas } = book.decisions;
  const alliances = plan.alliances.length;
  const reserve = moved(book, first.depositReserve, 0);
  if (reserve === 0) return;
  let all = 0;
  for (let a = 0; a < alliances; a++) all += quotas[a] as number;
  if (all === 0) {
    books.post(first.depositUnassigned, SETTLEMENT, reserve);
    return;
  }
  if (shares.length < alliances) shares = new Float64Array(alliances * 2);
  apportion(reserve, quotas, shares, alliances);
  for (let a = 0; a < alliances; a++) put(book, first.depositShare + a, 0, shares[a] as number);
}
