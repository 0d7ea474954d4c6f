// R9 Bed-day payment (按床日付费)
//
// Clause: long stays (psychiatry, rehabilitation) are paid by the day in the Hainan draft and the Guizhou and Kizilsu documents.
// Formula: a cell of n cases and d days counts as n stays of d ÷ n days, exactly. Tiers are marginal in the days of a stay: of each stay
//   the days between one tier's end and the next are paid that tier's tariff. The sum is rounded once; the fund pays it less the
//   patients' own payments, not below zero.
// Always: days in tiers sum to the days paid; days beyond the last tier, where it is closed, are not paid.
// Example: 97 cases, 9,801 days, tiers to 30 at 260, to 90 at 230.50, then 170 → 2,910 + 5,820 + 1,071 days, 2,280,180.00元.

import { type Fen, fen } from '../../money/fen.ts';
import { plus, ratio, roundedQuotient } from '../../money/ratio.ts';
import type { DayTier } from '../../plan/paymentRules.ts';

/** Days that n stays of d ÷ n days each spend between `from` and `upTo`: whole, since n × (d ÷ n) is d. */
export function daysInTier(cases: number, days: number, from: number, upTo: number | null): number {
  const to = upTo === null ? days : Math.min(days, cases * upTo);
  return Math.max(0, to - Math.min(days, cases * from));
}

/** @returns the standard of a cell, in fen. Rows with days have cases; where shrinking rounds them to nothing, the days are one stay. */
export function bedDayStandard(inCell: number, days: number, tiers: readonly DayTier[]): Fen {
  const cases = inCell === 0 && days > 0 ? 1 : inCell;
  let from = 0;
  let sum = ratio(0n, 1n);
  for (const tier of tiers) {
    const inTier = BigInt(daysInTier(cases, days, from, tier.upTo));
    sum = plus(sum, ratio(inTier * tier.tariff.n, tier.tariff.d));
    from = tier.upTo ?? from;
  }
  return fen(Number(roundedQuotient(sum.n * 100n, sum.d)));
}
