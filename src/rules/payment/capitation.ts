// R9 Capitation (按人头付费)
//
// Clause: outpatient and primary care of signed people is paid by the head in the Hainan draft and the Guizhou and Kizilsu documents.
// Formula: heads × yearly amount by age band, apportioned evenly over the months, to the institution or team that signed them. Care of
//   those people elsewhere is paid to the institution that gave it and deducted from the payee the same month. The signing fee
//   (签约服务费) is a line of its own.
// Always: the twelve months sum to the year's amount; a month of the payee may go below zero (a claw-back).
// Example: 1,525,403.25 a year → nine months of 127,116.94 and three of 127,116.93; 32,101.00 spent elsewhere leave 1,493,302.25.

import { apportion } from '../../money/apportion.ts';
import { MONTHS, PERIODS } from '../../money/calendar.ts';
import { fen } from '../../money/fen.ts';
import type { CapitationTerms } from '../../plan/capitation.ts';

const even = new Float64Array(MONTHS).fill(1);
const parts = new Float64Array(MONTHS);

/**
 * Writes a year's capitation into the cells (streams × 13).
 * @param covered streams of care that capitation covers: nothing further is paid for them, but for care given elsewhere.
 */
export function capitate(terms: CapitationTerms, covered: readonly number[], cells: Float64Array, months: number): void {
  for (const s of covered) if (!terms.isTreated.has(s)) cells.fill(0, s * PERIODS, s * PERIODS + MONTHS);
  for (const { year, signingFee, stream, elsewhere, feeStream } of terms.entries) {
    spread(year, cells, stream, months);
    if (feeStream >= 0) spread(signingFee, cells, feeStream, months);
    cells.fill(0, elsewhere * PERIODS, elsewhere * PERIODS + MONTHS);
  }
  for (const { stream, entry } of terms.treated) {
    const payee = (terms.entries[entry]?.elsewhere ?? 0) * PERIODS;
    for (let m = 0; m < months; m++) cells[payee + m] = (cells[payee + m] as number) - (cells[stream * PERIODS + m] as number);
  }
}

function spread(amount: number, cells: Float64Array, stream: number, months: number): void {
  apportion(fen(amount), even, parts);
  for (let m = 0; m < months; m++) cells[stream * PERIODS + m] = parts[m] as number;
}
