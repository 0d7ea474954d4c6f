// R9 DIP payment (按病种分值付费)
//
// Clause: Henan manual 五（二）3 — alliances are paid by DRG or DIP inside the global budget.
// Formula: standard of a cell = times(point value, points × coefficient), rounded once. The fund pays the standard less the patients'
//   own payments, not below zero. Where the point value floats, `floating` settles the year.
// Always: a case counts the same points wherever its institution's coefficient is the same.
// Example: 174,098 points at 64 yuan → 11,142,272.00元.

import { type Fen, fen } from '../../money/fen.ts';
import { type Ratio, times } from '../../money/ratio.ts';

/**
 * @param points of a cell in ten-thousandths.
 * @param price fen for a ten-thousandth of a point: point value × coefficient ÷ 100.
 */
export function dipStandard(points: number, price: Ratio): Fen {
  return times(fen(points), price);
}
