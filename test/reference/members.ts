// R10: the months of a member: what falls due, what the lead pays, what it still owes and how old that is.
import type { Took } from './branches.ts';
import { type Fraction, times } from './exact.ts';

export interface MemberMonths {
  readonly paid: readonly bigint[];
  readonly owed: bigint;
}

/** The lead's own institution is paid all that is owed, another member its share of the month less deductions, as far as owed. */
export function payMember(
  lead: boolean,
  payout: Fraction,
  dues: readonly bigint[],
  deducted: readonly bigint[],
  opening: bigint,
  took: Took,
): MemberMonths {
  let owed = opening;
  const paid = dues.map((due, m) => {
    const deduction = deducted[m] ?? 0n;
    owed += due - deduction;
    let pays = owed;
    if (!lead) {
      const share = times(due, payout) - deduction;
      if (share < owed) pays = share;
      took(share < owed ? 'R10 member paid its share of the month' : 'R10 member paid what is owed');
    }
    if (pays < 0n) {
      took(lead ? 'R10 lead owes' : 'R10 member paid nothing');
      pays = 0n;
    }
    owed -= pays;
    return pays;
  });
  return { paid, owed };
}

/** Period 13 is paid in full, as far as owed. */
export function payFinal(lead: boolean, due: bigint, owed: bigint, took: Took): bigint {
  const reached = owed + due;
  const pays = lead || reached < due ? reached : due;
  if (due !== 0n && pays > 0n) took('R10 period 13 paid');
  if (due < 0n) took('R10 period 13 below zero');
  if (due > 0n && pays < due) took('R10 period 13 makes up what a member owes');
  return pays > 0n ? pays : 0n;
}

/** What fell due in a month, counted through; period 13 counts as December. */
export interface Due {
  readonly month: number;
  readonly amount: bigint;
}

export interface Ages {
  to3: bigint;
  to6: bigint;
  to12: bigint;
  over12: bigint;
}

/** Credits clear the oldest due first, so what is owed is the newest dues; beyond them it is from before the first year. */
export function ageArrears(owed: bigint, dues: readonly Due[], last: number, took: Took): Ages {
  const ages: Ages = { to3: 0n, to6: 0n, to12: 0n, over12: 0n };
  let left = owed > 0n ? owed : 0n;
  for (const { month, amount } of [...dues].reverse()) {
    const part = amount < left ? amount : left;
    if (part <= 0n) continue;
    const age = last - month;
    ages[age < 3 ? 'to3' : age < 6 ? 'to6' : age < 12 ? 'to12' : 'over12'] += part;
    left -= part;
  }
  if (left > 0n) took('R10 arrears from before the first year');
  ages.over12 += left;
  took(owed === 0n ? 'R10 no arrears' : owed < 0n ? 'R10 the member owes' : 'R10 arrears');
  if (ages.to6 > 0n) took('R10 arrears to six months');
  if (ages.to12 > 0n) took('R10 arrears to twelve months');
  if (ages.over12 > left) took('R10 arrears of months more than a year ago');
  return ages;
}
