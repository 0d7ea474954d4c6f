// R8 Close (年末结转)
//
// Formula: pool = opening + total financing + interest − reserves and named lines − quotas − adjustments from the pool + surplus
//   returned + deposit withheld − spending for people of no alliance. Risk fund = opening + contribution − adjustments from it − paid.
//   Sub-accounts and retained accounts = opening + what was put in. R9: the pool also loses what it pays of overspends and lends to
//   alliances, and gains what it recovers; working funds out in January are back in December.
// Always: these closings, from the rules' amounts, equal the accounts (test/properties checks every run).
// Example: opening 0.05 + 33.17 − 2.58 − 1.11 − 0.05 − 29.43 + 0.58 returned + 0.02 withheld = 0.65元.

import { careOfYear, moved, movedBy, type YearBook } from '../books/books.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import { PLACE_COUNT } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { Refusal } from './refusal.ts';

/** Writes the closing balances of the accounts that carry into the next year's opening ones. */
export function close(plan: Plan, year: YearPlan, book: YearBook, next: Float64Array, total: number): void {
  const { first, account } = plan.ledger;
  const { features } = plan;
  const alliances = plan.alliances.length;
  const isAdjusted = year.adjustments.length > 0;
  let pool = (book.opening[account.pool] as number) + total + moved(book, first.interest, SETTLEMENT);
  pool -= moved(book, first.criticalIllness, 0) + moved(book, first.riskContribution, 0) + moved(book, first.depositReserve, 0);
  let risk = (book.opening[account.risk] as number) + moved(book, first.riskContribution, 0);
  for (let r = 0; r < year.rules.lines.length; r++) {
    const amount = moved(book, first.reserveLine + r, 0);
    pool -= amount;
    next[account.reserve + r] = year.rules.lines[r]?.holder === 'pool' ? (book.opening[account.reserve + r] as number) + amount : 0;
  }
  for (let a = 0; a < alliances; a++) {
    const fromPool = isAdjusted ? movedBy(book, first.adjustFromPool + a) : 0;
    pool -= (book.decisions.quotas[a] as number) + fromPool;
    pool += moved(book, first.toPool + a, SETTLEMENT) + moved(book, first.depositWithheld + a, SETTLEMENT);
    pool += poolsVariants(plan, book, a);
    if (isAdjusted) risk -= movedBy(book, first.adjustFromRisk + a);
    risk -= moved(book, first.funded + a, SETTLEMENT);
    for (let u = 0; u < plan.uses.length; u++) {
      const i = a * plan.uses.length + u;
      next[account.retained + i] = (book.opening[account.retained + i] as number) + moved(book, first.retained + i, SETTLEMENT);
      if (!plan.features.heldUses) continue;
      next[account.heldUse + i] = (book.opening[account.heldUse + i] as number) + moved(book, first.retainedHeld + i, SETTLEMENT);
    }
  }
  pool += moved(book, first.depositUnassigned, SETTLEMENT);
  for (let place = 0; place < PLACE_COUNT; place++) pool -= careOfYear(book, alliances, place);
  if (features.offCountyPrepayment) pool -= movedBy(book, first.offCountyPrepaymentOut) - movedBy(book, first.offCountyPrepaymentBack);
  for (let j = 0; j < plan.procurement.length; j++) pool -= moved(book, first.procurement + j, SETTLEMENT);
  closeInside(plan, book, next);
  if (!Number.isSafeInteger(pool) || !Number.isSafeInteger(risk)) throw new Refusal('too-large-together', 'county', { year: year.year });
  next[account.pool] = pool;
  next[account.risk] = risk;
}

/** R10, R12: what members are owed, what was distributed out of retained accounts, and what accounts of purposes hold. */
function closeInside(plan: Plan, book: YearBook, next: Float64Array): void {
  const { first, account, lines } = plan.ledger;
  for (const { institution } of plan.members.list)
    next[account.institution + institution] = book.opening[account.institution + institution] as number;
  for (const i of plan.grants.holders.keys()) next[account.inside.purpose + i] = book.opening[account.inside.purpose + i] as number;
  if (plan.members.list.length === 0 && plan.grants.holders.length === 0) return;
  // Care comes first and distribution among the last: every line that meets one of these accounts moves its balance.
  const carried = new Set<number>(plan.members.list.map(({ institution }) => account.institution + institution));
  for (const i of plan.grants.holders.keys()) carried.add(account.inside.purpose + i);
  for (const [i, { from, to }] of lines.entries()) {
    if (!carried.has(from) && !carried.has(to)) continue;
    const amount = movedBy(book, i);
    if (carried.has(from)) next[from] = (next[from] as number) - amount;
    if (carried.has(to)) next[to] = (next[to] as number) + amount;
  }
  if (!plan.features.distributes) return;
  for (const [k, { alliance }] of plan.members.list.entries()) {
    for (let u = 0; u < plan.uses.length; u++) {
      const at = account.retained + alliance * plan.uses.length + u;
      next[at] = (next[at] as number) - moved(book, first.distributed + k * plan.uses.length + u, SETTLEMENT);
    }
  }
}

/** R9: what the pool gains and loses by an alliance beyond the quota and its settlement. */
function poolsVariants({ ledger: { first }, features }: Plan, book: YearBook, a: number): number {
  let gained = 0;
  if (features.fundedByPool) gained -= moved(book, first.fundedByPool + a, SETTLEMENT);
  if (features.recovery) gained += movedBy(book, first.recovered + a) - moved(book, first.lent + a, SETTLEMENT);
  if (features.revolving) gained += movedBy(book, first.revolvingBack + a) - movedBy(book, first.revolvingOut + a);
  if (features.prepayment) gained += movedBy(book, first.prepaymentBack + a) - movedBy(book, first.prepaymentOut + a);
  return gained;
}
