// R3 Annual pre-allocation (年预分额度)
//
// Clause: Henan manual 五（二）1 — the yearly quota goes by the residents an alliance covers, together with what its care and
//   the fund's payments were in the last one to three years.
// Formula: the quota pool is apportioned in two, [byInsured, byHistory]; the first part by insured heads, the second by
//   Σ weight × spending of the years before, unrounded. A quota is the sum of its two parts.
// Always: the quotas sum to the quota pool. Where no alliance has any history the second part goes by heads too.
// Example: 29.43元 as 66.667% and 33.333% → 19.62 and 9.81; 19.62 by 7, 11, 13 heads → 4.43, 6.96, 8.23.

import type { Books, YearBook } from '../books/books.ts';
import { apportion, type Weights } from '../money/apportion.ts';
import { MONTHS } from '../money/calendar.ts';
import { fen, LARGEST_EXACT } from '../money/fen.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';

const parts = new Float64Array(2);

/** @param before spending by alliance × 12 of the years before, last year first. */
export function quota(plan: Plan, year: YearPlan, book: YearBook, books: Books, before: readonly Float64Array[]): void {
  const { first } = plan.ledger;
  const { rules } = year;
  const alliances = plan.alliances.length;
  const shares = scratch(alliances);
  apportion(book.decisions.quotaPool, rules.partWeights, parts, 2);
  apportion(fen(parts[0] as number), year.insured, shares, alliances);
  for (let a = 0; a < alliances; a++) books.post(first.quotaByInsured + a, 0, shares[a] as number);
  const history = weightedHistory(rules.historyWeights, before, alliances);
  book.decisions.historyZero = history === null && (parts[1] as number) > 0;
  apportion(fen(parts[1] as number), history ?? year.insured, shares, alliances);
  for (let a = 0; a < alliances; a++) books.post(first.quotaByHistory + a, 0, shares[a] as number);
}

let shareScratch = new Float64Array(16);
let historyScratch = new Float64Array(16);

function scratch(count: number): Float64Array {
  if (shareScratch.length < count) shareScratch = new Float64Array(count * 2);
  return shareScratch;
}

/** Σ weight × spending of each alliance, exactly; null where all are zero. */
function weightedHistory(weights: Weights, before: readonly Float64Array[], alliances: number): Float64Array | readonly bigint[] | null {
  if (historyScratch.length < alliances) historyScratch = new Float64Array(alliances * 2);
  let total = 0;
  for (let a = 0; a < alliances; a++) {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += Number(weights[k]) * spentIn(before[k], a);
    historyScratch[a] = sum;
    total += sum;
  }
  if (total === 0) return null;
  // Whole products are exact as long as their sum is: beyond that, count in bigint.
  if (total < LARGEST_EXACT / 4 && typeof weights[0] === 'number') return historyScratch;
  return Array.from({ length: alliances }, (_, a) =>
    Array.from(weights, BigInt).reduce((sum, weight, k) => sum + weight * BigInt(spentIn(before[k], a)), 0n),
  );
}

function spentIn(spending: Float64Array | undefined, alliance: number): number {
  if (spending === undefined) return 0;
  let sum = 0;
  for (let m = 0; m < MONTHS; m++) sum += spending[alliance * MONTHS + m] as number;
  return sum;
}
