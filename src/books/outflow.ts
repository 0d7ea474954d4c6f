// R8: what a year brought into the fund and took out of it for good, read from the lines.

import { MONTHS, PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type LineKind, POSTED_IN } from '../plan/lineKinds.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { careTo, moved, movedBy, trueUpOf, type YearBook } from './books.ts';

/** What moved along the i-th line of a kind over the whole year. */
export function lineOfYear(plan: Plan, book: YearBook, kind: LineKind, i: number): Fen {
  const line = plan.ledger.first[kind] + i;
  const period = POSTED_IN[kind];
  return period === undefined ? movedBy(book, line) : moved(book, line, period);
}

/** Sum over the first `count` lines of a kind, over the whole year. */
export function sumOfLines(plan: Plan, book: YearBook, kind: LineKind, count: number): number {
  const period = POSTED_IN[kind];
  const line = plan.ledger.first[kind];
  return period === undefined ? overYear(book, line, count) : inPeriod(book, line, count, period);
}

/** What moved along so many lines, which stand together, over the whole year, or in one period of it. */
function overYear({ cells }: YearBook, line: number, count: number): number {
  let sum = 0;
  for (let i = line * PERIODS; i < (line + count) * PERIODS; i++) sum += cells[i] as number;
  return sum;
}

function inPeriod({ cells }: YearBook, line: number, count: number, period: number): number {
  let sum = 0;
  for (let i = line * PERIODS + period; i < (line + count) * PERIODS; i += PERIODS) sum += cells[i] as number;
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
  const { first } = plan.ledger;
  let paid = inPeriod(book, first.remittedAtSettlement, n, SETTLEMENT) + inPeriod(book, first.careSettled, n, SETTLEMENT);
  paid += inPeriod(book, first.retained, n * plan.uses.length, SETTLEMENT);
  if (plan.features.tiers)
    paid += inPeriod(book, first.cityAtSettlement, n, SETTLEMENT) + inPeriod(book, first.manualAtSettlement, n, SETTLEMENT);
  if (plan.procurement.length > 0) paid += inPeriod(book, first.procurement, plan.procurement.length, SETTLEMENT);
  for (let place = 0; place < PLACES.length; place++) paid += trueUpOf(book, n, place);
  return fen(paid - inPeriod(book, first.borne, n, SETTLEMENT) + inPeriod(book, first.depositReturned, n, SETTLEMENT));
}

/** The year's outflow: critical illness, lines paid out, people of no alliance, and Σ (E − borne + retained + deposit returned). */
export function yearOutflow(plan: Plan, year: YearPlan, book: YearBook): Fen {
  const n = plan.alliances.length;
  const { first } = plan.ledger;
  let out = moved(book, first.criticalIllness, 0) + settlementPaid(plan, book);
  out += overYear(book, first.advance, n) + overYear(book, first.remitted, n);
  const { lines } = year.rules;
  for (let r = 0; r < lines.length; r++) if (lines[r]?.holder !== 'pool') out += moved(book, first.reserveLine + r, 0);
  for (let place = 0; place < PLACES.length; place++) out += careTo(book, n, place, MONTHS);
  if (plan.features.tiers) out += overYear(book, first.citySettled, n) + overYear(book, first.manualSettled, n);
  // R9: what is recovered of an overspend paid in full lowers the outflow of its own year.
  if (plan.features.recovery) out -= overYear(book, first.recovered, n);
  return fen(out);
}
