// R12: public health: residents × the yearly standard, prepaid in January, the rest by performance at the year's end.
import type { Took } from './branches.ts';
import type { Alliance } from './budget.ts';
import { compare, one, Refused, times } from './exact.ts';
import { residentsOf } from './facts.ts';
import { chargeAt, field, isNothing, shareAt, type Written } from './written.ts';

export function potOf(publicHealth: Written, alliance: Alliance, year: number): bigint {
  return residentsOf(alliance, year) * chargeAt(field(publicHealth, 'perHead'), year, 'public health per head');
}

export function prepaidOf(publicHealth: Written, pot: bigint, year: number): bigint {
  return times(pot, shareAt(field(publicHealth, 'prepaid'), year, 'prepaid share of public health'));
}

/** May be negative. */
export function yearEndOf(pot: bigint, prepaid: bigint, alliance: Alliance, year: number, took: Took): bigint {
  const performance = shareAt(field(alliance.written, 'performance'), year, `performance of ${alliance.id}`);
  if (compare(performance, one) > 0) throw new Refused(`performance of ${alliance.id} above 100%`);
  const yearEnd = times(pot, performance) - prepaid;
  took(yearEnd < 0n ? 'R12 public health given back at the year end' : 'R12 public health paid at the year end');
  return yearEnd;
}

/** What goes on to village doctors of a payment. */
export function passedOn(publicHealth: Written, payment: bigint, year: number, took: Took): bigint {
  const share = field(publicHealth, 'villageDoctors');
  took(isNothing(share) ? 'R12 nothing goes to village doctors' : 'R12 a share goes to village doctors');
  return isNothing(share) ? 0n : times(payment, shareAt(share, year, 'share of village doctors'));
}
