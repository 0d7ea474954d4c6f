// R8: what a year brought into the fund and took out of it for good, read from the lines.

import { MONTHS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { LineKind } from '../plan/lineKinds.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { careTo, moved, movedBy, trueUpOf, type YearBook } from './books.ts';

/** Sum over the first `count` lines of a kind, over the whole year. */
export function sumOfLines(plan: Plan, book: YearBook, kind: LineKind, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += movedBy(book, plan.ledger.first[kind] + i);
  return sum;
}

/** Financing and interest. */
export function yearIncome(plan: Plan, book: YearBook): Fen {
  const n = plan.alliances.length + 1;
  return fen(sumOfLines(plan, book, 'individual', n) + sumOfLines(plan, book, 'subsidy', n) + sumOfLines(plan, book, 'interest', 1));
}

/** What the settlement of a year pays: off-county care not yet paid, final payments, deposits returned, true-ups for people of no alliance. */
export function settlementPaid(plan: Plan, book: YearBook): Fen {
  const n = plan.alliances.length;
  const sum = (kind: LineKind, count: number) => sumOfLines(plan, book, kind, count);
  let paid = sum('remittedAtSettlement', n) + sum('careSettled', n) + sum('retained', n * plan.uses.length);
  if (plan.features.tiers) paid += sum('cityAtSettlement', n) + sum('manualAtSettlement', n);
  paid += sum('procurement', plan.procurement.length);
  for (let place = 0; place < PLACES.length; place++) paid += trueUpOf(book, n, place);
  return fen(paid - sum('borne', n) + sum('depositReturned', n));
}

/** The year's outflow: critical illness, lines paid out, people of no alliance, and Σ (E − borne + retained + deposit returned). */
export function yearOutflow(plan: Plan, year: YearPlan, book: YearBook): Fen {
  const n = plan.alliances.length;
  const sum = (kind: LineKind) => sumOfLines(plan, book, kind, n);
  let out = sumOfLines(plan, book, 'criticalIllness', 1) + settlementPaid(plan, book) + sum('advance') + sum('remitted');
  for (const [r, line] of year.rules.lines.entries()) if (line.holder !== 'pool') out += moved(book, plan.ledger.first.reserveLine + r, 0);
  for (let place = 0; place < PLACES.length; place++) out += careTo(book, n, place, MONTHS);
  if (plan.features.tiers) out += sum('citySettled') + sum('manualSettled');
  // R9: what is recovered of an overspend paid in full lowers the outflow of its own year.
  if (plan.features.recovery) out -= sum('recovered');
  return fen(out);
}
