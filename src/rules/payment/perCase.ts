// R9 Per-case payment (按病种、日间手术、中医优势病种定额付费)
//
// Clause: the Hainan draft and the Guizhou and Kizilsu documents name single diseases, day surgery and TCM diseases paid at fixed amounts.
// Formula: standard of a cell = cases × the standard of its item, rounded once; the fund pays it less the patients' own payments, not
//   below zero.
// Always: a case of one item has one price, wherever treated.
// Example: 12 cases at 5,800.00元, patients paid 20,000.00 → 49,600.00元.

import { type Fen, fen } from '../../money/fen.ts';
import { type Ratio, times } from '../../money/ratio.ts';

/** @param price fen a case, exact. */
export function perCaseStandard(cases: number, price: Ratio): Fen {
  return times(fen(cases), price);
}
