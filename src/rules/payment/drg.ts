// R9 DRG payment (按疾病诊断相关分组付费)
//
// Clause: Henan manual 五（二）3 — alliances are paid by DRG or DIP inside the global budget.
// Formula: standard of a cell = times(drgRate, weights × coefficient), rounded once. The fund pays the standard less the patients' own
//   payments, not below zero. Where the rate floats, `floating` settles the year.
// Always: the standard is the same whatever care cost; what is left or lacks against cost is the institution's gain or loss.
// Example: rate 4,812.37, RW 4,321.0987, level 0.95, TCM uplift 5% → 20,742,738.94元; patients paid 7,000,100.00 → 13,742,638.94元.

import { type Fen, fen } from '../../money/fen.ts';
import { type Ratio, times } from '../../money/ratio.ts';

/**
 * @param weights RW of a cell in ten-thousandths.
 * @param price fen for a ten-thousandth of RW: drgRate × coefficient ÷ 100.
 */
export function drgStandard(weights: number, price: Ratio): Fen {
  return times(fen(weights), price);
}
