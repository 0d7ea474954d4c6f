// R7, during the year: deductions (扣减) and mid-year adjustments (年中调整)
//
// Clause: no document of seeds/ gives amounts; the Henan manual 五（二）2 has the lead institution review off-county referrals.
// Formula: a deduction lowers what the quota pays for, posted from the institution or, where the alliance answers for it, from its own
//   means. An adjustment changes the quota that settlement uses, out of the risk-adjustment fund or the pool; a negative one flows back.
// Always: a positive adjustment from the risk fund never takes it below zero (an error, in order of months).
// Example: a fund of 100.00 with adjustments of +60.00 in March and +50.00 in June is an error in June.

import { type Books, moved, type YearBook } from '../books/books.ts';
import { yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { Refusal } from './refusal.ts';

export function adjustments(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  const { first, account } = plan.ledger;
  for (const deduction of year.deductions) {
    if (deduction.month < year.months) books.post(deduction.line, deduction.month, deduction.amount);
  }
  let fund = (book.opening[account.risk] as number) + moved(book, first.riskContribution, 0);
  for (const row of year.adjustments) {
    if (row.month >= year.months) continue;
    books.post((row.fromRisk ? first.adjustFromRisk : first.adjustFromPool) + row.alliance, row.month, row.amount);
    if (!row.fromRisk) continue;
    fund -= row.amount;
    if (fund < 0 && row.amount > 0) {
      throw new Refusal('adjustment-beyond-fund', row.path, {
        year: year.year,
        amount: yuanGrouped(row.amount),
        left: yuanGrouped(fen(fund + row.amount)),
      });
    }
  }
}
