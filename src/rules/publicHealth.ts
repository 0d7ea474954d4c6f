// R12 Basic public-health money (基本公共卫生服务经费)
//
// Clause: Henan manual 五（一） — budgeted in all by the alliance's residents, part of it prepaid at the year's beginning, paid out after
//   assessment; Hainan prefecture (draft) 二（五）21 — more of it to village doctors. Neither gives a share.
// Formula: total = residents × yearly standard; January = times(total, prepaid share); year end = times(total, performance) − January,
//   which may be negative; of each payment times(payment, village doctors' share) goes on to them.
// Always: none of it is in the quota; the account of the purpose holds what was paid less what went to village doctors and was spent.
// Example: 427,403 residents × 99 = 42,312,897.00; 70% in January 29,619,027.90; at 96.37% the year end brings 11,157,910.94.

import type { Books } from '../books/books.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Ratio, times } from '../money/ratio.ts';
import type { PublicHealthYear } from '../plan/grants.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';

export interface PublicHealthAmounts {
  readonly total: Fen;
  readonly january: Fen;
  /** Null in a year that does not settle. */
  readonly yearEnd: Fen | null;
}

export function publicHealthAmounts(residents: number, perHead: Fen, prepaid: Ratio, performance: Ratio | null): PublicHealthAmounts {
  const total = fen(residents * perHead);
  const january = times(total, prepaid);
  return { total, january, yearEnd: performance === null ? null : fen(times(total, performance) - january) };
}

export function amountsOf({ perHead, prepaid, residents, performance }: PublicHealthYear, a: number): PublicHealthAmounts {
  return publicHealthAmounts(residents[a] ?? 0, perHead, prepaid, performance[a] ?? null);
}

/** January's payment, or the year end's, with what goes on to village doctors. */
export function publicHealth(plan: Plan, year: YearPlan, books: Books, period: 0 | typeof SETTLEMENT): void {
  const own = year.money.publicHealth;
  if (own === null) return;
  const { first } = plan.ledger;
  for (const a of plan.alliances.keys()) {
    const { january, yearEnd } = amountsOf(own, a);
    const amount = period === SETTLEMENT ? yearEnd : january;
    if (amount === null) continue;
    books.post(first.publicHealth + a, period, amount);
    if (own.villageDoctors !== null) books.post(first.villageDoctors + a, period, times(amount, own.villageDoctors));
  }
}
