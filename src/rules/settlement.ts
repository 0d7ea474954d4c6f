// R7 Year-end settlement (年终清算)
//
// Clause: Henan manual 五（二）1 — surplus is kept, reasonable overspend is shared; the score tables and bands are not in the text that we
//   have (its section 七 is only a heading). Hainan prefecture (draft) 10 — of the surplus 30% is incentive and 70% development.
// Formula: E = spending − deductions, Q = January's quota + adjustments.
//   Surplus S = Q − E ≥ 0: base = S, at most times(Q, ceiling); retained = times(base, share by score), apportioned to its uses;
//     S − retained goes back to the pool.
//   Overspend V = E − Q > 0: marginal bands between times(Q, lower) and times(Q, upTo), the pool taking times(part, share) of each: the
//     claim. The risk fund pays the claims, or what it has, apportioned to them: funded. borne = V − funded, from the alliance's own means.
//   Deposit: returned = times(its part, share by score), the rest to the pool.
// Always: retained + returned = surplus; funded + borne = overspend; the quota, clearing, deposit and province accounts end at zero.
// Example: Q 250,000,000, E 268,750,000, bands 80% up to 4%, 60% up to 8% → 8,000,000 + 5,250,000 = 13,250,000 claimed, 5,500,000 borne.

import { type Books, careTo, januaryQuota, moved, movedBy, type YearBook } from '../books/books.ts';
import { apportion } from '../money/apportion.ts';
import { MONTHS, SETTLEMENT } from '../money/calendar.ts';
import { yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { compareRatios, NOTHING, type Ratio, times } from '../money/ratio.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import type { OverspendBand, ScoreRow, SettlementRules } from '../plan/yearRules.ts';
import { Refusal } from './refusal.ts';

const OFF_COUNTY = PLACES.indexOf('offCounty');

/** The surplus side of one alliance. */
export interface SurplusShare {
  readonly base: Fen;
  readonly retained: Fen;
  readonly toPool: Fen;
}

export function settlement(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  const { first, account } = plan.ledger;
  const rules = year.rules.settlement as SettlementRules;
  const { decisions } = book;
  if (overspends.length < plan.alliances.length) overspends = new Float64Array(plan.alliances.length * 2);
  let claimed = 0;
  for (let a = 0; a < plan.alliances.length; a++) {
    const q = adjustedQuota(plan, book, a);
    if (q < 0) {
      throw new Refusal('adjusted-quota-negative', `county.alliances.${a}`, {
        year: year.year,
        alliance: plan.alliances[a]?.title ?? '',
        got: yuanGrouped(q),
      });
    }
    const inCounty = inCountyCare(book, a) - deductedFor(year, a);
    const offCounty = careTo(book, a, OFF_COUNTY, MONTHS);
    books.post(first.remittedAtSettlement + a, SETTLEMENT, offCounty - movedBy(book, first.remitted + a));
    books.post(first.careSettled + a, SETTLEMENT, inCounty - movedBy(book, first.advance + a));
    const left = q - inCounty - offCounty;
    overspends[a] = Math.max(0, -left);
    const score = year.scores[a] ?? NOTHING;
    decisions.retentionShare[a] = shareByScore(rules.retention, score);
    if (left >= 0) keep(plan, rules, books, book, a, q, fen(left));
    else {
      decisions.claims[a] = overspendClaim(rules.bands, q, fen(-left));
      claimed += decisions.claims[a] as number;
    }
    returnDeposit(plan, rules, books, book, a, score);
  }
  decisions.fundBeforeClaims = fen(
    (book.opening[account.risk] as number) + moved(book, first.riskContribution, 0) - adjustedFromRisk(plan, book),
  );
  payClaims(plan, book, books, claimed);
}

function adjustedQuota(plan: Plan, book: YearBook, a: number): Fen {
  const { first } = plan.ledger;
  const january = januaryQuota(plan.ledger, book, a);
  return fen(january + movedBy(book, first.adjustFromRisk + a) + movedBy(book, first.adjustFromPool + a));
}

function adjustedFromRisk(plan: Plan, book: YearBook): number {
  let sum = 0;
  for (let a = 0; a < plan.alliances.length; a++) sum += movedBy(book, plan.ledger.first.adjustFromRisk + a);
  return sum;
}

function inCountyCare(book: YearBook, a: number): number {
  let sum = 0;
  for (let place = 0; place < PLACES.length; place++) if (place !== OFF_COUNTY) sum += careTo(book, a, place, MONTHS);
  return sum;
}

function deductedFor(year: YearPlan, a: number): number {
  let sum = 0;
  for (const deduction of year.deductions) if (deduction.alliance === a && deduction.month < year.months) sum += deduction.amount;
  return sum;
}

/** The share of the first row whose score is not above the score; nothing if there is none. */
export function shareByScore(table: readonly ScoreRow[], score: Ratio): Ratio {
  for (const row of table) if (compareRatios(row.score, score) <= 0) return row.share;
  return NOTHING;
}

/** What of a surplus is retained, and what goes back to the pool. */
export function surplusShare(quota: Fen, surplus: Fen, ceiling: Ratio | null, share: Ratio): SurplusShare {
  const base = ceiling === null ? surplus : fen(Math.min(surplus, times(quota, ceiling)));
  const retained = times(base, share);
  return { base, retained, toPool: fen(surplus - retained) };
}

let useParts = new Float64Array(16);

function keep(plan: Plan, rules: SettlementRules, books: Books, book: YearBook, a: number, quota: Fen, surplus: Fen): void {
  const { first } = plan.ledger;
  const { base, retained, toPool } = surplusShare(quota, surplus, rules.ceiling, book.decisions.retentionShare[a] as Ratio);
  book.decisions.retentionBase[a] = base;
  books.post(first.toPool + a, SETTLEMENT, toPool);
  if (useParts.length < rules.uses.length) useParts = new Float64Array(rules.uses.length * 2);
  apportion(retained, rules.useWeights, useParts, rules.uses.length);
  for (let u = 0; u < rules.uses.length; u++) {
    books.post(first.retained + a * plan.uses.length + (rules.uses[u]?.use ?? 0), SETTLEMENT, useParts[u] as number);
  }
}

/** Marginal bands on fractions of the quota, each part rounded on its own; above the last upTo nothing. */
export function overspendClaim(bands: readonly OverspendBand[], quota: Fen, overspend: Fen): Fen {
  let lower = 0;
  let claim = 0;
  for (const band of bands) {
    if (overspend <= lower) break;
    const upper = band.upTo === null ? overspend : times(quota, band.upTo);
    claim += times(fen(Math.max(0, Math.min(overspend, upper) - lower)), band.pool);
    lower = upper;
  }
  return fen(claim);
}

function returnDeposit(plan: Plan, rules: SettlementRules, books: Books, book: YearBook, a: number, score: Ratio): void {
  const { first } = plan.ledger;
  const held = moved(book, first.depositShare + a, 0);
  const share = shareByScore(rules.returned, score);
  const returned = times(held, share);
  book.decisions.returnedShare[a] = share;
  books.post(first.depositReturned + a, SETTLEMENT, returned);
  books.post(first.depositWithheld + a, SETTLEMENT, held - returned);
}

/** What each alliance spent beyond its quota, kept from its settlement to the claims of all. */
let overspends = new Float64Array(16);
let paid = new Float64Array(16);

/** The risk fund pays the claims, or apportions to them what it has; the alliances bear the rest. */
function payClaims(plan: Plan, book: YearBook, books: Books, claimed: number): void {
  const { first } = plan.ledger;
  const { claims, fundBeforeClaims } = book.decisions;
  const alliances = plan.alliances.length;
  const short = claimed > fundBeforeClaims;
  if (short) {
    if (paid.length < alliances) paid = new Float64Array(alliances * 2);
    apportion(fen(Math.max(0, fundBeforeClaims)), claims, paid, alliances);
  }
  for (let a = 0; a < alliances; a++) {
    const funded = claimed === 0 ? 0 : ((short ? paid[a] : claims[a]) as number);
    books.post(first.funded + a, SETTLEMENT, funded);
    books.post(first.borne + a, SETTLEMENT, (overspends[a] as number) - funded);
  }
}
