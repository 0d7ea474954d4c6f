// R8 Close (年末结转)
//
// Formula: pool = opening + total financing + interest − reserves and named lines − quotas − adjustments from the pool + surplus
//   returned + deposit withheld − spending for people of no alliance. Risk fund = opening + contribution − adjustments from it − paid.
//   Sub-accounts and retained accounts = opening + what was put in.
// Always: these closings, from the rules' amounts, equal the accounts (test/properties checks every run).
// Example: opening 0.05 + 33.17 − 2.58 − 1.11 − 0.05 − 29.43 + 0.58 returned + 0.02 withheld = 0.65元.

import { careTo, januaryQuota, moved, movedBy, type YearBook } from '../books/books.ts';
import { MONTHS, SETTLEMENT } from '../money/calendar.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { Refusal } from './refusal.ts';

/** Writes the closing balances of the accounts that carry into the next year's opening ones. */
export function close(plan: Plan, year: YearPlan, book: YearBook, next: Float64Array, total: number): void {
  const { first, account } = plan.ledger;
  const alliances = plan.alliances.length;
  let pool = (book.opening[account.pool] as number) + total + moved(book, first.interest, SETTLEMENT);
  pool -= moved(book, first.criticalIllness, 0) + moved(book, first.riskContribution, 0) + moved(book, first.depositReserve, 0);
  let risk = (book.opening[account.risk] as number) + moved(book, first.riskContribution, 0);
  for (let r = 0; r < year.rules.lines.length; r++) {
    const amount = moved(book, first.reserveLine + r, 0);
    pool -= amount;
    next[account.reserve + r] = year.rules.lines[r]?.holder === 'pool' ? (book.opening[account.reserve + r] as number) + amount : 0;
  }
  for (let a = 0; a < alliances; a++) {
    const fromPool = movedBy(book, first.adjustFromPool + a);
    pool -= januaryQuota(plan.ledger, book, a) + fromPool;
    pool += moved(book, first.toPool + a, SETTLEMENT) + moved(book, first.depositWithheld + a, SETTLEMENT);
    risk -= movedBy(book, first.adjustFromRisk + a) + moved(book, first.funded + a, SETTLEMENT);
    for (let u = 0; u < plan.uses.length; u++) {
      const i = a * plan.uses.length + u;
      next[account.retained + i] = (book.opening[account.retained + i] as number) + moved(book, first.retained + i, SETTLEMENT);
    }
  }
  pool += moved(book, first.depositUnassigned, SETTLEMENT);
  for (let place = 0; place < PLACES.length; place++) pool -= careTo(book, alliances, place, MONTHS);
  if (!Number.isSafeInteger(pool) || !Number.isSafeInteger(risk)) throw new Refusal('too-large-together', 'county', { year: year.year });
  next[account.pool] = pool;
  next[account.risk] = risk;
}
