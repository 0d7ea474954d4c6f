// R5 Monthly advance (按月预付)
//
// Clause: Henan manual 五（二）1 and 2 — the agency advances the quota to the lead institution month by month; off-county care
//   comes out of the quota and is remitted to the province.
// Formula: plan = times(quota, share) apportioned over the months, evenly or as last year's spending. Gross = times(plan, factor of
//   the last review), at most the quota less the gross advances before. With `deducted`, off-county care of the month and what
//   earlier months could not cover is remitted first, at most the gross; the alliance is paid the rest.
// Always: gross advances never exceed the January quota (unless already made); paid + remitted = gross; the carry starts at 0.
// Example: plan 7,145.08, off-county 8.26 → 7,136.82 paid and 8.26 remitted; off-county 40,000.03 against a gross of 29,872.72 remits
//   29,872.72, pays 0 and carries 10,127.31.
// R4b: an advance already made stands as given; what was remitted beyond what was owed lowers later remittances.

import { type Books, careIn, type YearBook } from '../books/books.ts';
import { apportion } from '../money/apportion.ts';
import { MONTHS } from '../money/calendar.ts';
import { fen } from '../money/fen.ts';
import { type Ratio, times } from '../money/ratio.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';

const OFF_COUNTY = PLACES.indexOf('offCounty');
const even = new Float64Array(MONTHS).fill(1);
const months = new Float64Array(MONTHS);
const pattern = new Float64Array(MONTHS);

/** January: the plan of each alliance's advances, and the months' parts of its quota (R6 reviews against these). */
export function planAdvances(plan: Plan, year: YearPlan, book: YearBook, lastYear: Float64Array, quotas: Float64Array): void {
  const { planned, quotaParts } = book.decisions;
  for (let a = 0; a < plan.alliances.length; a++) {
    let weights = even;
    if (!year.rules.evenPattern && fillPattern(lastYear, a)) weights = pattern;
    const quota = fen(quotas[a] as number);
    apportion(times(quota, year.rules.advanceShare), weights, months, MONTHS);
    planned.set(months, a * MONTHS);
    apportion(quota, weights, months, MONTHS);
    quotaParts.set(months, a * MONTHS);
  }
}

/** Copies an alliance's months of last year into `pattern`; false where that whole year is zero. */
function fillPattern(lastYear: Float64Array, alliance: number): boolean {
  let sum = 0;
  for (let m = 0; m < MONTHS; m++) {
    const spent = lastYear[alliance * MONTHS + m] as number;
    pattern[m] = spent;
    sum += spent;
  }
  return sum > 0;
}

/** Running sums of one year, by alliance; the simulation keeps them. */
export interface AdvanceState {
  /** Gross advances so far. */
  readonly grossToDate: Float64Array;
  /** Off-county care that earlier months could not cover; below zero where more was remitted than owed. */
  readonly carry: Float64Array;
  /** The factor of the last review. */
  readonly factors: Ratio[];
}

/** One month's advance of one alliance. */
export function advance(
  plan: Plan,
  year: YearPlan,
  book: YearBook,
  books: Books,
  state: AdvanceState,
  a: number,
  month: number,
  quota: number,
): void {
  const { first } = plan.ledger;
  const i = a * MONTHS + month;
  const given = year.givenGross[i] as number;
  const isGiven = !Number.isNaN(given);
  const left = Math.max(0, quota - (state.grossToDate[a] as number));
  const wanted = times(fen(book.decisions.planned[i] as number), state.factors[a] as Ratio);
  const gross = isGiven ? given : Math.min(wanted, left);
  let remitted = 0;
  if (isGiven) remitted = year.givenRemitted[i] as number;
  const owed = (state.carry[a] as number) + careIn(book, a, OFF_COUNTY, month);
  if (!isGiven && year.rules.offCountyDeducted) remitted = Math.max(0, Math.min(gross, owed));
  state.carry[a] = owed - remitted;
  state.grossToDate[a] = (state.grossToDate[a] as number) + gross;
  book.decisions.gross[i] = gross;
  books.post(first.remitted + a, month, remitted);
  books.post(first.advance + a, month, gross - remitted);
}
