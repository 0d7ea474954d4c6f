// R8: what a year brought into the fund and took out of it for good, read from the lines.

import { MONTHS, PERIODS } from '../money/calendar.ts';
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
  const { cells } = book;
  const start = plan.ledger.first[kind] * PERIODS;
  const end = start + count * PERIODS;
  const period = POSTED_IN[kind];
  let sum = 0;
  // Lines of a kind stand together.
  if (period === undefined) for (let i = start; i < end; i++) sum += cells[i] as number;
  else for (let i = start + period; i < end; i += PERIODS) sum += cells[i] as number;
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
  let paid = sumOfLines(plan, book, 'remittedAtSettlement', n) + sumOfLines(plan, book, 'careSettled', n);
  paid += sumOfLines(plan, book, 'retained', n * plan.uses.length);
  if (plan.features.tiers) paid += sumOfLines(plan, book, 'cityAtSettlement', n) + sumOfLines(plan, book, 'manualAtSettlement', n);
  paid += sumOfLines(plan, book, 'procurement', plan.procurement.length);
  for (let place = 0; place < PLACES.length; place++) paid += trueUpOf(book, n, place);
  return fen(paid - sumOfLines(plan, book, 'borne', n) + sumOfLines(plan, book, 'depositReturned', n));
}

/** The year's outflow: critical illness, lines paid out, people of no alliance, and Σ (E − borne + retained + deposit returned). */
export function yearOutflow(plan: Plan, year: YearPlan, book: YearBook): Fen {
  const n = plan.alliances.length;
  let out = sumOfLines(plan, book, 'criticalIllness', 1) + settlementPaid(plan, book);
  out += sumOfLines(plan, book, 'advance', n) + sumOfLines(plan, book, 'remitted', n);
  const { lines } = year.rules;
  for (let r = 0; r < lines.length; r++) if (lines[r]?.holder !== 'pool') out += moved(book, plan.ledger.first.reserveLine + r, 0);
  for (let place = 0; place < PLACES.length; place++) out += careTo(book, n, place, MONTHS);
  if (plan.features.tiers) out += sumOfLines(plan, book, 'citySettled', n) + sumOfLines(plan, book, 'manualSettled', n);
  // R9: what is recovered of an overspend paid in full lowers the outflow of its own year.
  if (plan.features.recovery) out -= sumOfLines(plan, book, 'recovered', n);
  return fen(out);
}
