// R6 Quarterly review (季度评估)
//
// Clause: Henan manual 五（二）1 — the year runs as budget, monthly advance, quarterly review and year-end settlement.
// Formula: after March, June and September, execution rate (序时执行率) = spending to date ÷ the quota to date (the sum of the months' parts of
//   the annual quota). The first band whose upTo is above the rate gives the factor of the next three months' advances, and a flag.
// Always: a rate exactly on upTo belongs to the next band; each January the factor is 1 again; with a quota to date of 0 the factor is 1.
// Example: 105% exactly, bands up to 90%, 105%, open → the open band.
// R4b: a review already decided stands in place of the band's factor and flag.

import type { YearBook } from '../books/books.ts';
import { MONTHS, QUARTER, REVIEW_MONTHS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { compareShare, type Ratio, WHOLE } from '../money/ratio.ts';
import type { DecidedReview, YearPlan } from '../plan/plan.ts';
import type { ReviewBand } from '../plan/yearRules.ts';

const REVIEWS = REVIEW_MONTHS.length;

/** Reviews one alliance after `months` months; the decision goes to the books. @returns the factor that follows. */
export function review(year: YearPlan, book: YearBook, a: number, months: number): Ratio {
  const { decisions } = book;
  const i = a * REVIEWS + months / QUARTER - 1;
  let spent = months === QUARTER ? 0 : (decisions.spentToDate[i - 1] as number);
  let quota = months === QUARTER ? 0 : (decisions.quotaToDate[i - 1] as number);
  for (let m = a * MONTHS + months - QUARTER; m < a * MONTHS + months; m++) {
    spent += book.spending[m] as number;
    quota += decisions.quotaParts[m] as number;
  }
  decisions.spentToDate[i] = spent;
  decisions.quotaToDate[i] = quota;
  const { factor, flag } = year.givenReviews[i] ?? bandOf(year.rules.review, fen(spent), fen(quota));
  decisions.factors[i] = factor;
  decisions.flags[i] = flag;
  return factor;
}

const UNCHANGED: DecidedReview = { factor: WHOLE, flag: null };

/** The first band whose upTo is above spent ÷ quota. */
function bandOf(bands: readonly ReviewBand[], spent: Fen, quota: Fen): DecidedReview {
  if (quota <= 0) return UNCHANGED;
  for (let b = 0; b < bands.length; b++) {
    const band = bands[b] as ReviewBand;
    if (band.upTo === null || compareShare(spent, quota, band.upTo) < 0) return band;
  }
  return UNCHANGED;
}
