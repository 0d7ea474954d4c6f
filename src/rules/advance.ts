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

import { type Books, careIn, DUES, type YearBook } from '../books/books.ts';
import { apportion, apportionEvenly } from '../money/apportion.ts';
import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Ratio, times } from '../money/ratio.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { SETTLERS } from '../plan/yearRules.ts';

const OFF_COUNTY = PLACES.indexOf('offCounty');
const PROVINCE = SETTLERS.indexOf('province');
const months = new Float64Array(MONTHS);
const pattern = new Float64Array(MONTHS);

/** January: the plan of each alliance's advances, and the months' parts of its quota (R6 reviews against these). */
export function planAdvances(plan: Plan, year: YearPlan, book: YearBook, lastYear: Float64Array, quotas: Float64Array): void {
  const { planned, quotaParts } = book.decisions;
  for (let a = 0; a < plan.alliances.length; a++) {
    const byHistory = !year.rules.advance.evenPattern && fillPattern(lastYear, a);
    const quota = fen(quotas[a] as number);
    inMonths(times(quota, year.rules.advance.share), byHistory, planned, a);
    inMonths(quota, byHistory, quotaParts, a);
  }
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

/** Running sums of one year, by alliance; the simulation keeps them. */
export interface AdvanceState {
  /** Gross advances so far. */
  readonly grossToDate: Float64Array;
  /** Off-county care that earlier months could not cover, alliance × settlers; below zero where more was paid than owed. */
  readonly carry: Float64Array;
  /** R9: off-county care by the month it falls due in, alliance × settlers × 12; used where the policy has tiers. */
  readonly due: Float64Array;
  /** The factor of the last review. */
  readonly factors: Ratio[];
  /** R7, R9: what is still to be recovered, alliance × DUES, by month from this January. */
  readonly dues: Float64Array;
}

/** R9: off-county care falls due `lag` months after it was given; what falls due after December waits for settlement. */
export function fallDue(year: YearPlan, plan: Plan, book: YearBook, due: Float64Array): void {
  due.fill(0);
  for (const { stream, settler, lag } of year.offCounty ?? []) {
    const home = plan.streams[stream]?.home ?? 0;
    for (let m = 0; m + lag < MONTHS; m++) {
      const i = (home * SETTLERS.length + settler) * MONTHS + m + lag;
      due[i] = (due[i] as number) + (book.cells[stream * PERIODS + m] as number);
    }
  }
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
  const { rules } = year;
  const i = a * MONTHS + month;
  const given = year.givenGross[i] as number;
  const isGiven = !Number.isNaN(given);
  const left = Math.max(0, quota - (state.grossToDate[a] as number));
  const wanted = times(fen(book.decisions.planned[i] as number), state.factors[a] as Ratio);
  const gross = isGiven ? given : Math.min(wanted, left);
  const held = rules.depositFromAdvance ? times(fen(gross), rules.depositShare) : 0;
  let rest = gross - held;
  if (year.offCounty === null) rest -= payOffCounty(plan, year, books, state, a, month, PROVINCE, careIn(book, a, OFF_COUNTY, month), rest);
  else {
    for (let settler = 0; settler < SETTLERS.length; settler++) {
      const fallen = state.due[(a * SETTLERS.length + settler) * MONTHS + month] as number;
      rest -= payOffCounty(plan, year, books, state, a, month, settler, fallen, rest);
    }
  }
  state.grossToDate[a] = (state.grossToDate[a] as number) + gross;
  book.decisions.gross[i] = gross;
  if (held !== 0) books.post(first.depositHeld + a, month, held);
  books.post(first.advance + a, month, rest);
  if (plan.features.recovery) recover(plan, books, state.dues, a, month, rest);
}

/** Pays one settler what fell due and what earlier months could not cover, out of what is left of the gross. @returns what was paid. */
function payOffCounty(
  plan: Plan,
  year: YearPlan,
  books: Books,
  state: AdvanceState,
  a: number,
  month: number,
  settler: number,
  fallen: number,
  rest: number,
): number {
  const i = a * MONTHS + month;
  const c = a * SETTLERS.length + settler;
  const owed = (state.carry[c] as number) + fallen;
  let paid = 0;
  if (!Number.isNaN(year.givenGross[i])) paid = givenTo(year, settler, i);
  else if (year.rules.advance.offCountyDeducted) paid = Math.max(0, Math.min(rest, owed));
  state.carry[c] = owed - paid;
  if (paid !== 0) books.post(offCountyLine(plan, settler) + a, month, paid);
  return paid;
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
function recover(plan: Plan, books: Books, dues: Float64Array, a: number, month: number, paid: number): void {
  const i = a * DUES + month;
  const due = dues[i] as number;
  if (due === 0) return;
  const recovered = Math.min(due, Math.max(0, paid));
  books.post(plan.ledger.first.recovered + a, month, recovered);
  dues[i] = 0;
  dues[i + 1] = (dues[i + 1] as number) + due - recovered;
}
