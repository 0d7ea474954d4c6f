// R12 Grants (专项资金): public money for a purpose, passed through the lead
//
// Clause: Henan manual 二（二）5, 五（一） — public money goes to the alliance in one sum and is used by its purpose; 3000–5000 yuan a bed and year
//   for disciplines and training; Guizhou 2022 四（十三） — village doctors 200 yuan a month more; Wuhan (hospital-plans 篇4) — 1亿元 a year, 10%
//   more each year; Hainan prefecture (draft) 二（一）2 — the duties of government.
// Formula: an amount apportioned to its payees; or a rate × heads or beds of each; or a share of each one's base. In January, or each month.
//   A payee of an alliance is paid through its lead's account of the same purpose. Spending takes from the account of its purpose.
// Always: what a purpose was paid = what was spent on it + what its accounts hold; nothing is spent on another purpose, or beyond the account.
// Example: 500 beds × 4000 = 2,000,000.00; 1亿元 from 2023 at 10% is 121,000,000.00 in 2025.

import { type Books, moved, type YearBook } from '../books/books.ts';
import { apportioned, weightsOf } from '../money/apportion.ts';
import { MONTHS } from '../money/calendar.ts';
import { yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { product, ratio, roundedQuotient, times } from '../money/ratio.ts';
import type { GrantYear } from '../plan/grants.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { Refusal } from './refusal.ts';

/** What each payee of a grant is paid: of the year, or of a month where it is paid monthly. */
export function grantAmounts(grant: GrantYear): readonly Fen[] {
  if (grant.kind === 'amount') {
    return grant.amount === 0 ? grant.weights.map(() => fen(0)) : apportioned(grant.amount, weightsOf(grant.weights));
  }
  if (grant.kind === 'share') return grant.bases.map((base) => times(base, grant.share));
  return grant.counts.map((count) => {
    const { n, d } = product(count, ratio(BigInt(grant.rate), 1n));
    return fen(Number(roundedQuotient(n, d)));
  });
}

export function grants(plan: Plan, year: YearPlan, books: Books): void {
  const { first } = plan.ledger;
  for (const [g, { payees, first: start, monthly, title }] of plan.grants.grants.entries()) {
    const own = year.money.grants[g] ?? null;
    if (own === null) continue;
    if (own.kind === 'amount' && own.amount !== 0 && own.weights.every(({ n }) => n === 0n)) {
      throw new Refusal('weights-all-zero', `policy.grants.${g}.by`, { year: year.year, title, got: yuanGrouped(own.amount) });
    }
    const amounts = grantAmounts(own);
    for (const [p, payee] of payees.entries()) {
      for (let m = 0; m < (monthly ? year.months : 1); m++) {
        books.post(first.grantPaid + start + p, m, amounts[p] as Fen);
        if (payee.passed >= 0) books.post(first.grantPassed + payee.passed, m, amounts[p] as Fen);
      }
    }
  }
}

/** Spending out of accounts of a purpose, in order of months. @throws {Refusal} beyond what an account holds. */
export function purposeSpending(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  for (const row of year.money.spending) {
    if (row.month >= year.months) continue;
    const have = row.holder < 0 ? fen(0) : heldAfter(plan, book, row.holder, row.month);
    if (row.amount > have) {
      const grant = plan.grants.grants[row.grant]?.title ?? '基本公共卫生';
      const args = {
        year: year.year,
        month: row.month + 1,
        title: row.title,
        grant,
        have: yuanGrouped(have),
        got: yuanGrouped(row.amount),
      };
      throw new Refusal('purpose-overspent', row.path, args);
    }
    if (row.holder >= 0) books.post(plan.ledger.first.purposeSpent + row.holder, row.month, row.amount);
  }
}

/** What an account of a purpose holds after a month (12: after settlement). */
export function heldAfter(plan: Plan, book: YearBook, holder: number, period: number): Fen {
  const { first, account } = plan.ledger;
  const { payees, publicHealth } = { payees: plan.grants.grants.flatMap((grant) => grant.payees), publicHealth: plan.grants.publicHealth };
  const to = (line: number): number => {
    let sum = 0;
    for (let m = 0; m <= Math.min(period, MONTHS); m++) sum += moved(book, line, m);
    return sum;
  };
  let held = book.opening[account.inside.purpose + holder] as number;
  for (const [p, payee] of payees.entries()) {
    const isPaid = payee.through < 0 ? payee.holder === holder : payee.through === holder;
    if (isPaid) held += to(first.grantPaid + p);
    if (payee.passed < 0) continue;
    if (payee.through === holder) held -= to(first.grantPassed + payee.passed);
    if (payee.holder === holder) held += to(first.grantPassed + payee.passed);
  }
  if (publicHealth >= 0 && holder >= publicHealth) {
    const a = holder - publicHealth;
    held += to(first.publicHealth + a) - to(first.villageDoctors + a);
  }
  return fen(held - to(first.purposeSpent + holder));
}
