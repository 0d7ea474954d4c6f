// R5 Monthly advance (按月预付)
//
// Clause: Henan manual 五（二）1 and 2 — the agency advances the quota to the lead institution month by month; off-county care
//   comes out of the quota and is remitted to the province.
// Formula: plan = times(quota, share) apportioned over the months, evenly or as last year's spending. Gross = times(plan, factor of
//   the last review), at most the quota less the gross advances before. With `deducted`, off-county care of the month and what
//   earlier months could not cover is remitted first, at most the gross; the alliance is paid the rest. R9: a deposit of
//   times(gross, share) may be held first; care of a tier falls due after its lag and is paid by whoever settles it, the city before
//   the province before what is reimbursed by hand; what an alliance bore before is recovered from what it would be paid.
// Always: gross advances never exceed the January quota (unless already made); paid + remitted (+ held) = gross; the carry starts at 0.
// Example: plan 7,145.08, off-county 8.26 → 7,136.82 paid and 8.26 remitted; off-county 40,000.03 against a gross of 29,872.72 remits
//   29,872.72, pays 0 and carries 10,127.31.
// R4b: an advance already made stands as given; what was remitted beyond what was owed lowers later remittances.

import { DUES, moved, put, type YearBook } from '../books/books.ts';
import { apportion, apportionEvenly } from '../money/apportion.ts';
import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Fen, fen, notBelowZero, smaller } from '../money/fen.ts';
import { type Ratio, times } from '../money/ratio.ts';
import { OFF_COUNTY, PLACE_COUNT } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { PROVINCE, SETTLER_COUNT, SETTLERS } from '../plan/yearRules.ts';

const pattern = new Float64Array(MONTHS);
const months = new Float64Array(MONTHS);

/** January: the plan of an alliance's advances, and the months' parts of its quota (R6 reviews against these). */
export function planAdvances(year: YearPlan, book: YearBook, lastYear: Float64Array, a: number): void {
  const { planned, quotaParts, quotas } = book.decisions;
  const byHistory = !year.rules.advance.evenPattern && fillPattern(lastYear, a);
  const quota = fen(quotas[a] as number);
  inMonths(times(quota, year.rules.advance.share), byHistory, planned, a);
  inMonths(quota, byHistory, quotaParts, a);
}

/** Apportions an amount over the twelve months of an alliance, by the pattern or evenly. */
function inMonths(amount: Fen, byPattern: boolean, out: Float64Array, a: number): void {
  if (byPattern) {
    apportion(amount, pattern, months, MONTHS);
    out.set(months, a * MONTHS);
  } else apportionEvenly(amount, out, MONTHS, a * MONTHS);
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

/** Running sums of one year; the simulation keeps them. */
export interface AdvanceState {
  /** R9: off-county care that earlier months could not cover, by settlers; below zero where more was paid than owed. */
  readonly carry: Float64Array;
  /** R9: off-county care by the month it falls due in, alliance × settlers × 12; used where the policy has tiers. */
  readonly due: Float64Array;
  /** R7, R9: what is still to be recovered, alliance × DUES, by month from this January. */
  readonly dues: Float64Array;
}

/** R9: off-county care falls due `lag` months after it was given; what falls due after December waits for settlement. */
export function fallDue(year: YearPlan, plan: Plan, book: YearBook, due: Float64Array): void {
  due.fill(0);
  for (const { stream, settler, lag } of year.offCounty ?? []) {
    const home = plan.streams[stream]?.home ?? 0;
    for (let m = 0; m + lag < MONTHS; m++) {
      const i = (home * SETTLER_COUNT + settler) * MONTHS + m + lag;
      due[i] = (due[i] as number) + (book.cells[stream * PERIODS + m] as number);
    }
  }
}

/**
 * The gross advances of an alliance from a month up to another, at the factor of the review before them.
 * @param left what earlier months left of the quota. @returns what these leave.
 */
export function grossAdvances(
  plan: Plan,
  year: YearPlan,
  book: YearBook,
  a: number,
  from: number,
  to: number,
  factor: Ratio,
  left: number,
): number {
  const { planned, gross } = book.decisions;
  const { givenGross } = year;
  const { cells } = book;
  const line = (plan.ledger.first.advance + a) * PERIODS;
  const start = a * MONTHS;
  let still = left;
  let wanted = 0;
  for (let m = from; m < to; m++) {
    const i = start + m;
    // Even months are mostly alike, and what they come to is too.
    if (m === from || planned[i] !== planned[i - 1]) wanted = times(fen(planned[i] as number), factor);
    const given = givenGross[i] as number;
    const amount = Number.isNaN(given) ? smaller(wanted, notBelowZero(still)) : given;
    gross[i] = amount;
    cells[line + m] = amount;
    still -= amount;
  }
  return still;
}

/** What becomes of an alliance's gross advances: first the deposit is held out of them, then off-county care, the rest is paid. */
export function payAdvances(plan: Plan, year: YearPlan, book: YearBook, state: AdvanceState, a: number): void {
  const { first } = plan.ledger;
  const line = (first.advance + a) * PERIODS;
  if (year.rules.depositFromAdvance) holdDeposit(year, book.cells, (first.depositHeld + a) * PERIODS, line);
  if (year.offCounty === null) remit(year, book, a, (first.remitted + a) * PERIODS, line);
  else for (let m = 0; m < year.months; m++) payByTiers(plan, year, book, state, a, m);
  if (plan.features.recovery) for (let m = 0; m < year.months; m++) recover(plan, book, state.dues, a, m);
}

/** R9: cells of the advance hand their share of the deposit over to those of `held`. */
function holdDeposit({ rules, months: count }: YearPlan, cells: Float64Array, held: number, advance: number): void {
  for (let m = 0; m < count; m++) {
    const gross = cells[advance + m] as number;
    const part = times(fen(gross), rules.depositShare);
    cells[held + m] = part;
    cells[advance + m] = gross - part;
  }
}

/** Cells of the advance pay off-county care, of the month and what earlier months could not cover, into those of `remitted`. */
function remit(year: YearPlan, book: YearBook, a: number, remitted: number, advance: number): void {
  const { cells, places } = book;
  const { givenGross, givenRemitted } = year;
  // A comparison: then the loop need not ask what kind of value it is.
  const isDeducted = year.rules.advance.offCountyDeducted === true;
  const care = (a * PLACE_COUNT + OFF_COUNTY) * MONTHS;
  const start = a * MONTHS;
  let carry = 0;
  for (let m = 0; m < year.months; m++) {
    const rest = cells[advance + m] as number;
    const owed = carry + (places[care + m] as number);
    let paid = isDeducted ? notBelowZero(smaller(rest, owed)) : 0;
    if (!Number.isNaN(givenGross[start + m])) paid = givenRemitted[start + m] as number;
    cells[remitted + m] = paid;
    cells[advance + m] = rest - paid;
    carry = owed - paid;
  }
}

/** R9: each settler in turn is paid, by its tier, out of what the one before left of the advance. */
function payByTiers(plan: Plan, year: YearPlan, book: YearBook, { carry, due }: AdvanceState, a: number, month: number): void {
  const i = a * MONTHS + month;
  const isGiven = !Number.isNaN(year.givenGross[i]);
  for (let settler = 0; settler < SETTLER_COUNT; settler++) {
    const rest = moved(book, plan.ledger.first.advance + a, month);
    const before = month === 0 ? 0 : (carry[settler] as number);
    const owed = before + (due[(a * SETTLER_COUNT + settler) * MONTHS + month] as number);
    let paid = year.rules.advance.offCountyDeducted ? notBelowZero(smaller(rest, owed)) : 0;
    if (isGiven) paid = givenTo(year, settler, i);
    put(book, offCountyLine(plan, settler) + a, month, paid);
    put(book, plan.ledger.first.advance + a, month, rest - paid);
    carry[settler] = owed - paid;
  }
}

function givenTo(year: YearPlan, settler: number, i: number): number {
  const given = settler === PROVINCE ? year.givenRemitted : SETTLERS[settler] === 'city' ? year.givenCity : year.givenManual;
  return given[i] as number;
}

function offCountyLine(plan: Plan, settler: number): number {
  const { first } = plan.ledger;
  if (settler === PROVINCE) return first.remitted;
  return SETTLERS[settler] === 'city' ? first.citySettled : first.manualSettled;
}

/** R7, R9: an instalment of what the alliance bears, out of what it is paid; what the month cannot cover moves on. */
function recover(plan: Plan, book: YearBook, dues: Float64Array, a: number, month: number): void {
  const i = a * DUES + month;
  const due = dues[i] as number;
  if (due === 0) return;
  const recovered = smaller(due, notBelowZero(moved(book, plan.ledger.first.advance + a, month)));
  put(book, plan.ledger.first.recovered + a, month, recovered);
  dues[i] = 0;
  dues[i + 1] = (dues[i + 1] as number) + due - recovered;
}
