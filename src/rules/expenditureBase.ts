// R3, R9 Quota pool by past payments (以历年支出为基数)
//
// Clause: no document of seeds/ goes by it; Guangdong and others fix the global budget by what was paid before (a preset).
// Formula: first year: the mean of the last n years' payments × (1 + growth), rounded once; later years: the quota pool of the year
//   before × (1 + growth). The growth is the lower of its own and that of financing per head.
// Always: more than R2 leaves is an error; what R2 leaves beyond it stays in the pool.
// Example: 6.12, 5.87 and 5.5501000001亿元, growth 7% but financing per head 5.25% → 615,365,175.00元, then 647,671,846.69元.

import type { YearBook } from '../books/books.ts';
import { yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { plus, product, type Ratio, ratio, times, WHOLE } from '../money/ratio.ts';
import type { YearPlan } from '../plan/plan.ts';
import { Refusal } from './refusal.ts';

/**
 * Puts the pool by past payments in place of what the financing leaves.
 * @param spent everything spent for each alliance's insured in the years before, last year first.
 * @param lastPool the pool of the year before, where that went by payments too.
 */
export function expenditureBase(year: YearPlan, book: YearBook, spent: readonly Float64Array[], lastPool: Fen | null): void {
  const base = year.rules.expenditureBase;
  if (base === null) return;
  const payments = Array.from({ length: base.years }, (_, k) => fen(spent[k]?.reduce((a, b) => a + b, 0) ?? 0));
  const pool = lastPool === null ? meanGrown(payments, base.growth) : times(lastPool, plus(WHOLE, base.growth));
  const left = book.decisions.quotaPool;
  if (pool > left)
    throw new Refusal('quota-pool-beyond', 'policy.quota.expenditure', {
      year: year.year,
      got: yuanGrouped(pool),
      left: yuanGrouped(left),
    });
  book.decisions.quotaPool = pool;
}

export function meanGrown(payments: readonly Fen[], growth: Ratio): Fen {
  const sum = payments.reduce<number>((a, b) => a + b, 0);
  return times(fen(sum), product(plus(WHOLE, growth), ratio(1n, BigInt(payments.length))));
}
