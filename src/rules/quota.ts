// R3 Annual pre-allocation (年预分额度)
//
// Clause: Henan manual 五（二）1 — the yearly quota goes by the residents an alliance covers, together with what its care and
//   the fund's payments were in the last one to three years.
// Formula: the quota pool is apportioned by [byInsured, byHistory, byService]; the first part by insured heads, the second by
//   Σ weight × spending of the years before, unrounded, the third (R9) likewise by cases given by the alliance's own institutions.
//   A quota is the sum of its parts. R9: limits keep it within times(last year's, 1 ± ratio): the side that breaks by more in
//   total is clamped (the upper one on a tie), the rest is apportioned among the others by their computed quotas, and again; an
//   amount agreed (negotiated) then stands in its place.
// Always: without limits and agreed amounts the quotas sum to the quota pool; what limits leave over stays in the pool. Where
//   no alliance has any history (or volumes) that part too goes by heads.
// Example: 29.43元 as 66.667% and 33.333% → 19.62 and 9.81; 19.62 by 7, 11, 13 heads → 4.43, 6.96, 8.23.

import { type Books, januaryQuota, put, type YearBook } from '../books/books.ts';
import { apportion, apportioned, type Weights } from '../money/apportion.ts';
import { PERIODS } from '../money/calendar.ts';
import { yuanGrouped } from '../money/display.ts';
import { type Fen, fen, LARGEST_EXACT } from '../money/fen.ts';
import { plus, type Ratio, ratio, times, WHOLE } from '../money/ratio.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { Refusal } from './refusal.ts';

const parts = new Float64Array(3);

/** What a quota looks back at. */
export interface LookBack {
  /** Everything spent for each alliance's insured in the years before, last year first: alliances each. */
  readonly spent: readonly Float64Array[];
  /** January quotas of the year before, by alliance; NaN where there was none. */
  readonly quotas: Float64Array;
}

export function quota(plan: Plan, year: YearPlan, book: YearBook, books: Books, before: LookBack): void {
  const { first } = plan.ledger;
  const { rules } = year;
  const alliances = plan.alliances.length;
  const shares = scratch(alliances);
  apportion(book.decisions.quotaPool, rules.partWeights, parts, 3);
  apportion(fen(parts[0] as number), year.insured, shares, alliances);
  for (let a = 0; a < alliances; a++) put(book, first.quotaByInsured + a, 0, shares[a] as number);
  const history = weighted(rules.historyWeights, before.spent, alliances);
  book.decisions.historyZero = history === null && (parts[1] as number) > 0;
  apportion(fen(parts[1] as number), history ?? year.insured, shares, alliances);
  for (let a = 0; a < alliances; a++) put(book, first.quotaByHistory + a, 0, shares[a] as number);
  if (plan.features.byService) {
    const served = weighted(rules.historyWeights, year.served, alliances);
    book.decisions.volumesZero = served === null && (parts[2] as number) > 0;
    apportion(fen(parts[2] as number), served ?? year.insured, shares, alliances);
    for (let a = 0; a < alliances; a++) put(book, first.quotaByService + a, 0, shares[a] as number);
  }
  if (rules.limits !== null || plan.features.negotiated) settleQuotas(plan, year, book, books, before.quotas);
  for (let a = 0; a < alliances; a++) book.decisions.quotas[a] = januaryQuota(plan, book, a);
}

/** R9: limits on the change against last year, then agreed amounts; each posts what it changes. */
function settleQuotas(plan: Plan, year: YearPlan, book: YearBook, books: Books, lastYear: Float64Array): void {
  const { first } = plan.ledger;
  const { limits } = year.rules;
  const computed = Array.from(plan.alliances, (_, a) => computedQuota(plan, book, a));
  let quotas: readonly Fen[] = computed;
  if (limits !== null) {
    const upper = Array.from(computed, (_, a) => limitOf(lastYear[a] as number, limits.increase));
    const lower = Array.from(computed, (_, a) =>
      limitOf(lastYear[a] as number, limits.decrease === null ? null : opposite(limits.decrease)),
    );
    const clamped = clampedQuotas(book.decisions.quotaPool, computed, lower, upper);
    if (clamped === null)
      throw new Refusal('limits-beyond', 'policy.quota.limits', { year: year.year, pool: yuanGrouped(book.decisions.quotaPool) });
    quotas = clamped.quotas;
    book.decisions.unallotted = clamped.unallotted;
    for (const [a, amount] of quotas.entries()) books.post(first.quotaLimit + a, 0, amount - (computed[a] as number));
  }
  if (!plan.features.negotiated) return;
  for (const [a, amount] of quotas.entries()) {
    const agreed = year.negotiated[a] as number;
    if (!Number.isNaN(agreed)) books.post(first.quotaNegotiated + a, 0, agreed - amount);
  }
}

function opposite(share: Ratio): Ratio {
  return ratio(-share.n, share.d);
}

/** times(last year's quota, 1 ± ratio); null where there was no quota or no limit. */
function limitOf(lastYear: number, change: Ratio | null): Fen | null {
  return change === null || Number.isNaN(lastYear) || lastYear === 0 ? null : times(fen(lastYear), plus(WHOLE, change));
}

/** The sum of a quota's computed parts. */
function computedQuota(plan: Plan, book: YearBook, a: number): Fen {
  const { first } = plan.ledger;
  const part = (line: number) => book.cells[(line + a) * PERIODS] as number;
  return fen(part(first.quotaByInsured) + part(first.quotaByHistory) + (plan.features.byService ? part(first.quotaByService) : 0));
}

/** Computed quotas kept within limits; null where the lower limits come to more than there is. */
export function clampedQuotas(
  pool: Fen,
  computed: readonly Fen[],
  lower: readonly (Fen | null)[],
  upper: readonly (Fen | null)[],
): { readonly quotas: readonly Fen[]; readonly unallotted: Fen } | null {
  if (lower.reduce<number>((sum, least) => sum + (least ?? 0), 0) > pool) return null;
  const fixed: (Fen | null)[] = computed.map(() => null);
  let quotas = [...computed];
  for (;;) {
    const above = quotas.map((amount, a) => (fixed[a] === null ? Math.max(0, amount - (upper[a] ?? amount)) : 0));
    const below = quotas.map((amount, a) => (fixed[a] === null ? Math.max(0, (lower[a] ?? 0) - amount) : 0));
    const [over, under] = [above, below].map((breaks) => breaks.reduce((x, y) => x + y, 0));
    if (over === 0 && under === 0) break;
    const isUpper = (over ?? 0) >= (under ?? 0);
    for (const [a, broken] of (isUpper ? above : below).entries()) if (broken > 0) fixed[a] = (isUpper ? upper[a] : lower[a]) ?? null;
    const rest = pool - fixed.reduce<number>((sum, amount) => sum + (amount ?? 0), 0);
    const weights = computed.map((amount, a) => (fixed[a] === null ? amount : 0));
    const parts = rest > 0 && weights.some((w) => w > 0) ? apportioned(fen(rest), weights) : computed.map(() => fen(0));
    quotas = quotas.map((_, a) => fixed[a] ?? (parts[a] as Fen));
  }
  return { quotas, unallotted: fen(pool - quotas.reduce((sum, amount) => sum + amount, 0)) };
}

let shareScratch = new Float64Array(16);
let weightScratch = new Float64Array(16);

function scratch(count: number): Float64Array {
  if (shareScratch.length < count) shareScratch = new Float64Array(count * 2);
  return shareScratch;
}

/** Σ weight × amount of each alliance over the years before, exactly; null where all are zero. */
function weighted(weights: Weights, before: readonly Float64Array[], alliances: number): Float64Array | readonly bigint[] | null {
  if (weightScratch.length < alliances) weightScratch = new Float64Array(alliances * 2);
  for (let a = 0; a < alliances; a++) weightScratch[a] = 0;
  for (let k = 0; k < weights.length; k++) {
    const weight = Number(weights[k]);
    const amounts = before[k];
    if (amounts !== undefined)
      for (let a = 0; a < alliances; a++) weightScratch[a] = (weightScratch[a] as number) + weight * (amounts[a] as number);
  }
  let total = 0;
  for (let a = 0; a < alliances; a++) total += weightScratch[a] as number;
  if (total === 0) return null;
  // Whole products are exact as long as their sum is: beyond that, count in bigint.
  if (total < LARGEST_EXACT / 4 && typeof weights[0] === 'number') return weightScratch;
  return Array.from({ length: alliances }, (_, a) =>
    Array.from(weights, BigInt).reduce((sum, weight, k) => sum + weight * BigInt(before[k]?.[a] ?? 0), 0n),
  );
}
