// R9 Floating point value and DRG rate (浮动点值、浮动费率)
//
// Clause: Henan manual 五（二）3 — DRG or DIP inside the global budget; daily settlement by the method, the year against the quota.
// Formula: during the year an institution is paid each month times(standard − patients' payments, pre-payment share), not below zero, the
//   standard being points × coefficient × budget value rounded to the fen. At year end sub-budget + patients' payments are apportioned
//   by points × coefficient, and each institution is paid its part less its patients' payments. Where patients paid more than the part
//   it drops out (the fund pays 0) and the rest is apportioned anew, until none drops out. The value of that last round is
//   (sub-budget + patients' payments of those still sharing) ÷ their points × coefficient; beyond a floor or ceiling, shares of the
//   budget value, the value is fixed there and everyone is paid times(value, points × coefficient) less patients' payments.
// Always: without an edge, and with any points, the fund pays the sub-budget to the fen; one value holds for all cases of the year.
// Example: sub-budget 1,000,000; points 100,000, 50,000, 1,000; patients paid 400,000, 200,000, 99,900 → the third drops out, the value is
//   10.6667, the fund pays 666,666.67, 333,333.33 and nothing.

import { apportioned } from '../../money/apportion.ts';
import { type Fen, fen } from '../../money/fen.ts';
import { compareRatios, product, type Ratio, ratio, roundedQuotient, times } from '../../money/ratio.ts';

/** One institution's year: points × coefficient as whole units, and what its patients paid. */
export interface PointShare {
  readonly points: bigint;
  readonly patientPaid: Fen;
}

export interface FloatingTerms {
  readonly subBudget: Fen;
  /** Yuan a point: the budget value. */
  readonly rate: Ratio;
  readonly floor: Ratio | null;
  readonly ceiling: Ratio | null;
  /** Units of `points` to one point with coefficient 1. */
  readonly unit: bigint;
}

export interface FloatingYear {
  readonly standards: readonly Fen[];
  readonly funds: readonly Fen[];
  /** Yuan a point; null where there were no points. */
  readonly value: Ratio | null;
  readonly edge: 'floor' | 'ceiling' | null;
}

/** points × coefficient × value, rounded to the fen. */
export function valued(points: bigint, unit: bigint, value: Ratio): Fen {
  return fen(Number(roundedQuotient(points * value.n * 100n, unit * value.d)));
}

/** One institution's payment of a month before the year's value is known. */
export function preSettled(month: PointShare, terms: Pick<FloatingTerms, 'rate' | 'unit'>, prepaid: Ratio): Fen {
  const standard = valued(month.points, terms.unit, terms.rate);
  return times(fen(Math.max(0, standard - month.patientPaid)), prepaid);
}

export function floatingYear(shares: readonly PointShare[], terms: FloatingTerms): FloatingYear {
  const nothing = shares.map(() => fen(0));
  if (shares.every(({ points }) => points === 0n)) return { standards: nothing, funds: nothing, value: null, edge: null };
  const { parts, sharing, value } = lastRound(shares, terms);
  const above = terms.ceiling === null ? null : product(terms.ceiling, terms.rate);
  const below = terms.floor === null ? null : product(terms.floor, terms.rate);
  if (above !== null && compareRatios(value, above) > 0) return atEdge(shares, terms.unit, above, 'ceiling');
  if (below !== null && compareRatios(value, below) < 0) return atEdge(shares, terms.unit, below, 'floor');
  const standards = shares.map(({ patientPaid }, i) => (sharing[i] ? (parts[i] as Fen) : patientPaid));
  return { standards, funds: standards.map((standard, i) => fen(standard - (shares[i]?.patientPaid ?? 0))), value, edge: null };
}

/** Apportions until no institution's patients paid more than its part. */
export function lastRound(shares: readonly PointShare[], { subBudget, unit }: Pick<FloatingTerms, 'subBudget' | 'unit'>) {
  const sharing = shares.map(() => true);
  for (;;) {
    const total = shares.reduce((sum, share, i) => (sharing[i] ? sum + share.patientPaid : sum), subBudget as number);
    const weights = shares.map((share, i) => (sharing[i] ? share.points : 0n));
    const parts = apportioned(fen(total), weights);
    const leaves = shares.map((share, i) => sharing[i] === true && share.patientPaid > (parts[i] as number));
    if (!leaves.includes(true)) {
      const points = weights.reduce((a, b) => a + b, 0n);
      return { parts, sharing, value: ratio(BigInt(total) * unit, points * 100n) };
    }
    for (const [i, gone] of leaves.entries()) if (gone) sharing[i] = false;
  }
}

function atEdge(shares: readonly PointShare[], unit: bigint, value: Ratio, edge: 'floor' | 'ceiling'): FloatingYear {
  const standards = shares.map(({ points }) => valued(points, unit, value));
  return { standards, funds: standards.map((standard, i) => fen(Math.max(0, standard - (shares[i]?.patientPaid ?? 0)))), value, edge };
}
