// R6 Quarterly review (季度评估)
//
// Clause: Henan manual 五（二）1 — the year runs as budget, monthly advance, quarterly review and year-end settlement.
// Formula: after March, June and September, execution rate (序时执行率) = spending to date ÷ the quota to date (the sum of the months' parts of
//   the annual quota). The first band whose upTo is above the rate gives the factor of the next three months' advances, and a flag.
// Always: a rate exactly on upTo belongs to the next band; each January the factor is 1 again; with a quota to date of 0 the factor is 1.
// Example: 105% exactly, bands up to 90%, 105%, open → the open band.
// R4b: a review already decided stands in place of the band's factor and flag.

import type { YearBook } from '../books/books.ts';
import { MONTHS } from '../money/calendar.ts';
import { fen } from '../money/fen.ts';
import { compareShare, type Ratio, WHOLE } from '../money/ratio.ts';
import type { YearPlan } from '../plan/plan.ts';

/** Reviews one alliance after `months` months; the decision goes to the books. @returns the factor that follows. */
export function review(year: YearPlan, book: YearBook, a: number, months: number): Ratio {
  const i = a * 3 + months / 3 - 1;
  const { decisions } = book;
  const isFirst = months === 3;
  let spent = isFirst ? 0 : (decisions.spentToDate[i - 1] as number);
  let quota = isFirst ? 0 : (decisions.quotaToDate[i - 1] as number);
  for (let m = months - 3; m < months; m++) {
    spent += book.spending[a * MONTHS + m] as number;
    quota += decisions.quotaParts[a * MONTHS + m] as number;
  }
  decisions.spentToDate[i] = spent;
  decisions.quotaToDate[i] = quota;
  const decided = year.givenReviews[i];
  let factor = WHOLE;
  let flag: string | null = null;
  if (decided !== null && decided !== undefined) ({ factor, flag } = decided);
  else if (quota > 0) {
    for (const band of year.rules.review) {
      if (band.upTo !== null && compareShare(fen(spent), fen(quota), band.upTo) >= 0) continue;
      ({ factor, flag } = band);
      break;
    }
  }
  decisions.factors[i] = factor;
  decisions.flags[i] = flag;
  return factor;
}
