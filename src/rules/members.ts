// R10 Inside the alliance: what the lead pays its members (医共体内部拨付)
//
// Clause: Henan manual 三（四）2（5） — the insurance department of the alliance budgets, allots and pays the members' fund money; no share
//   or term is given there.
// Formula: a member's fund amount F of a month is what the fund pays for its care of alliances' insured. Owed before payment: what was
//   owed + F − deductions by name (rows of R7 on the institution, and the lead's own). The lead's own institution keeps all of it; another
//   member is paid max(0, min(times(F, payout) − deductions, owed)). In period 13 true-ups are paid in full as far as they are owed.
//   Care of people of no alliance is paid by the agency itself.
// Always: owed = opening + Σ F − Σ deductions − Σ paid, the balance of the member's account; no payment exceeds what is owed.
// Example: owed 0, F 100.00 a month, payout 95%, a deduction of 2.00 in the second: paid 95.00 and 93.00, owed 5.00 and then 10.00.

import { type Books, moved, type YearBook } from '../books/books.ts';
import { MONTHS, PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Ratio, times } from '../money/ratio.ts';
import { deductedOf, type InsideYear } from '../plan/members.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';

const deducted = new Float64Array(MONTHS);

/** One month's payment. @param owed before it: with the month's fund amount, less its deductions. */
export function memberPayment(amount: Fen, owed: Fen, deductions: Fen, payout: Ratio, leads: boolean): Fen {
  return fen(Math.max(0, leads ? owed : Math.min(times(amount, payout) - deductions, owed)));
}

/** The months of a year. */
export function payMembers(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  const inside = year.inside as InsideYear;
  const { first, account } = plan.ledger;
  for (const row of inside.deductions) if (row.month < year.months) books.post(first.memberDeduction + row.line, row.month, row.amount);
  for (const [k, member] of plan.members.list.entries()) {
    const leads = plan.members.lead[member.alliance] === k;
    deductedOf(member, k, inside, year.deductions, deducted);
    let owed = book.opening[account.institution + member.institution] as number;
    for (let m = 0; m < year.months; m++) {
      const amount = fundAmount(plan.members.streams[k] as readonly number[], book, m);
      owed += amount - (deducted[m] as number);
      const paid = memberPayment(amount, fen(owed), fen(deducted[m] as number), inside.rules.payout, leads);
      owed -= paid;
      books.post(first.memberPaid + k, m, paid);
      books.post(first.directPaid + k, m, fundAmount(plan.members.direct[k] as readonly number[], book, m));
    }
  }
}

/** What the fund pays for streams in a month. */
export function fundAmount(streams: readonly number[], book: YearBook, month: number): Fen {
  let sum = 0;
  for (const s of streams) sum += book.cells[s * PERIODS + month] as number;
  return fen(sum);
}

/** What true-ups and incentive pools of period 13 add to streams. */
export function trueUpAmount(plan: Plan, streams: readonly number[], book: YearBook): Fen {
  if (!plan.features.trueUp) return fen(0);
  const { trueUp, incentivePool } = plan.ledger.first;
  let sum = 0;
  for (const s of streams) sum += moved(book, trueUp + s, SETTLEMENT) + moved(book, incentivePool + s, SETTLEMENT);
  return fen(sum);
}

/** What is owed to a member after some months, before period 13. */
function owedAfter(plan: Plan, year: YearPlan, book: YearBook, k: number, months: number): Fen {
  const { institution } = plan.members.list[k] ?? { institution: -1 };
  let owed = book.opening[plan.ledger.account.institution + institution] as number;
  deductedOf({ institution, alliance: -1 }, k, year.inside as InsideYear, year.deductions, deducted);
  for (let m = 0; m < months; m++) {
    owed += fundAmount(plan.members.streams[k] as readonly number[], book, m) - (deducted[m] as number);
    owed -= moved(book, plan.ledger.first.memberPaid + k, m);
  }
  return fen(owed);
}

/** Period 13: true-ups of floating methods are paid on, as far as they are owed. */
export function settleMembers(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  const { first } = plan.ledger;
  for (const [k, member] of plan.members.list.entries()) {
    const amount = trueUpAmount(plan, plan.members.streams[k] as readonly number[], book);
    const owed = owedAfter(plan, year, book, k, MONTHS) + amount;
    const leads = plan.members.lead[member.alliance] === k;
    books.post(first.memberPaid + k, SETTLEMENT, Math.max(0, leads ? owed : Math.min(amount, owed)));
    books.post(first.directPaid + k, SETTLEMENT, trueUpAmount(plan, plan.members.direct[k] as readonly number[], book));
  }
}
