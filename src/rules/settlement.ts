// R7 Year-end settlement (年终清算)
//
// Clause: Henan manual 五（二）1 — surplus is kept, reasonable overspend is shared; the score tables and bands are not in the text that we
//   have (its section 七 is only a heading). Hainan prefecture (draft) 10 — of the surplus 30% is incentive and 70% development.
// Formula: E = spending (trued up) − deductions, Q = January's quota + adjustments.
//   Surplus S = Q − E ≥ 0: base = S, at most times(Q, ceiling); retained = times(base, share by score), apportioned to its uses;
//     S − retained goes back to the pool.
//   Overspend V = E − Q > 0: marginal bands between times(Q, lower) and times(Q, upTo), the pool taking times(part, share) of each: the
//     claim. The risk fund pays the claims, or what it has, apportioned to them: funded. borne = V − funded, from the alliance's own means.
//   Deposit: returned = times(its part, share by score), the rest to the pool.
// Variants (R9): `slab` takes the whole overspend at its band's share; score shifts move each share that is not zero by percentage
//   points; below a least score, or the shifts' last row, nothing is shared; surplus may be kept by marginal bands of its own, its uses
//   be of the whole base, a use be held by the pool; a minimum below which a surplus goes back and an overspend is paid by the pool;
//   caps in times(Q, cap); what the risk fund cannot pay may fall on the pool; E may be paid in full and the borne part recovered from
//   later advances; a deposit may be lost by score points, or have been held out of advances; without a package E is paid and that is all.
// Always: retained + returned = surplus; funded + borne = overspend; the quota, clearing, deposit and province accounts end at zero.
// Example: Q 250,000,000, E 268,750,000, bands 80% up to 4%, 60% up to 8% → 8,000,000 + 5,250,000 = 13,250,000 claimed, 5,500,000 borne.

import { type Books, careOfYear, DUES, moved, movedBy, type YearBook } from '../books/books.ts';
import { apportion, apportioned } from '../money/apportion.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import { yuanGrouped } from '../money/display.ts';
import { type Fen, fen, notBelowZero, smaller } from '../money/fen.ts';
import { compareRatios, NOTHING, plus, product, type Ratio, ratio, times, WHOLE } from '../money/ratio.ts';
import { OFF_COUNTY, PLACE_COUNT } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import type { DepositPoints, OverspendBand, SettlementRules, SurplusBand } from '../plan/settlementRules.ts';
import type { ScoreRow } from '../plan/yearReader.ts';
import { SETTLERS } from '../plan/yearRules.ts';
import { Refusal } from './refusal.ts';

/** The surplus side of one alliance. */
export interface SurplusShare {
  readonly base: Fen;
  readonly retained: Fen;
  readonly toPool: Fen;
}

/** @param dues what is still to be recovered, alliance × DUES from next January: what is lent now is added. */
export function settlement(plan: Plan, year: YearPlan, book: YearBook, books: Books, dues: Float64Array): void {
  const { first, account } = plan.ledger;
  const rules = year.rules.settlement as SettlementRules;
  const { decisions } = book;
  if (overspends.length < plan.alliances.length) overspends = new Float64Array(plan.alliances.length * 2);
  let claimed = 0;
  for (let a = 0; a < plan.alliances.length; a++) {
    const q = adjustedQuota(plan, year, book, a);
    const inCounty = inCountyCare(book, a) - deductedFor(year, a);
    const offCounty = careOfYear(book, a, OFF_COUNTY);
    payOffCounty(plan, year, book, books, a, offCounty);
    const score = year.scores[a] ?? NOTHING;
    const withheld = returnDeposit(plan, year, rules, books, book, a, score);
    books.post(first.careSettled + a, SETTLEMENT, inCounty - movedBy(book, first.advance + a) - withheld);
    const left = q - inCounty - offCounty;
    overspends[a] = Math.max(0, -left);
    decisions.retentionShare[a] = shareKept(rules, score);
    decisions.claims[a] = 0;
    decisions.retentionBase[a] = 0;
    if (left >= 0) keep(plan, rules, books, book, a, q, fen(left), score);
    else if (!countsOverspend(rules, q, fen(-left))) books.post(first.fundedByPool + a, SETTLEMENT, -left);
    else {
      decisions.claims[a] = overspendClaim(rules, q, fen(-left), score);
      claimed += decisions.claims[a] as number;
    }
  }
  decisions.fundBeforeClaims = fen(
    (book.opening[account.risk] as number) + moved(book, first.riskContribution, 0) - adjustedFromRisk(plan, year, book),
  );
  payClaims(plan, rules, book, books, claimed, dues);
}

function adjustedQuota(plan: Plan, year: YearPlan, book: YearBook, a: number): Fen {
  const { first } = plan.ledger;
  let q = book.decisions.quotas[a] as number;
  if (year.adjustments.length > 0) q += movedBy(book, first.adjustFromRisk + a) + movedBy(book, first.adjustFromPool + a);
  if (q >= 0) return fen(q);
  const alliance = plan.alliances[a]?.title ?? '';
  throw new Refusal('adjusted-quota-negative', `county.alliances.${a}`, { year: year.year, alliance, got: yuanGrouped(fen(q)) });
}

function adjustedFromRisk(plan: Plan, year: YearPlan, book: YearBook): number {
  let sum = 0;
  if (year.adjustments.length === 0) return sum;
  for (let a = 0; a < plan.alliances.length; a++) sum += movedBy(book, plan.ledger.first.adjustFromRisk + a);
  return sum;
}

function inCountyCare(book: YearBook, a: number): number {
  let sum = 0;
  for (let place = 0; place < PLACE_COUNT; place++) if (place !== OFF_COUNTY) sum += careOfYear(book, a, place);
  return sum;
}

function deductedFor(year: YearPlan, a: number): number {
  let sum = 0;
  for (const deduction of year.deductions) if (deduction.alliance === a && deduction.month < year.months) sum += deduction.amount;
  return sum;
}

/** What of off-county care was not yet paid is paid now, by whoever settles it. */
function payOffCounty(plan: Plan, year: YearPlan, book: YearBook, books: Books, a: number, offCounty: Fen): void {
  const { first } = plan.ledger;
  if (year.offCounty === null) {
    let paid: number = movedBy(book, first.remitted + a);
    if (plan.features.tiers) paid += movedBy(book, first.citySettled + a) + movedBy(book, first.manualSettled + a);
    books.post(first.remittedAtSettlement + a, SETTLEMENT, offCounty - paid);
    return;
  }
  const lines = {
    city: [first.citySettled, first.cityAtSettlement],
    province: [first.remitted, first.remittedAtSettlement],
    manual: [first.manualSettled, first.manualAtSettlement],
  } as const;
  for (const [settler, name] of SETTLERS.entries()) {
    const [before, now] = lines[name];
    let owed = -movedBy(book, before + a);
    for (const one of year.offCounty)
      if (one.settler === settler && plan.streams[one.stream]?.home === a) owed += movedBy(book, one.stream);
    books.post(now + a, SETTLEMENT, owed);
  }
}

/** The share of the first row whose score is not above the score; nothing if there is none. */
export function shareByScore(table: readonly ScoreRow[], score: Ratio): Ratio {
  for (let i = 0; i < table.length; i++) {
    const row = table[i] as ScoreRow;
    if (compareRatios(row.score, score) <= 0) return row.share;
  }
  return NOTHING;
}

/** R9: percentage points by score on each share that is not zero; null where the score shares nothing. */
export function shiftByScore(rules: Pick<SettlementRules, 'scoreShift' | 'leastScore'>, score: Ratio): Ratio | null {
  if (rules.leastScore !== null && compareRatios(score, rules.leastScore) < 0) return null;
  if (rules.scoreShift.length === 0) return NOTHING;
  for (const row of rules.scoreShift) if (compareRatios(row.score, score) <= 0) return row.shift;
  return null;
}

/** A share moved by percentage points, kept within 0 and 100%; a share of zero stays zero. */
export function shifted(share: Ratio, shift: Ratio): Ratio {
  if (share.num === 0 || shift.num === 0) return share;
  const moved = plus(share, shift);
  if (moved.n < 0n) return NOTHING;
  return compareRatios(moved, WHOLE) > 0 ? WHOLE : moved;
}

/** The one share at which a surplus is retained, shifts included; null where bands make several. */
function shareKept(rules: SettlementRules, score: Ratio): Ratio | null {
  if (!rules.isPackage) return NOTHING;
  if (rules.usesOfWhole) return WHOLE;
  const shift = shiftByScore(rules, score);
  if (shift === null) return NOTHING;
  return rules.surplusBands.length > 0 ? null : shifted(shareByScore(rules.retention, score), shift);
}

/** What of a surplus is retained, and what goes back to the pool. */
export function surplusShare(quota: Fen, surplus: Fen, rules: SettlementRules, score: Ratio): SurplusShare {
  const given = rules.ceiling === null ? surplus : fen(Math.min(surplus, times(quota, rules.ceiling)));
  const counts = rules.isPackage && (rules.surplusMinimum === null || surplus >= times(quota, rules.surplusMinimum));
  const base = counts ? given : fen(0);
  const kept = rules.usesOfWhole ? base : keptOf(quota, base, rules, score);
  const retained = rules.surplusCap === null ? kept : fen(Math.min(kept, times(quota, rules.surplusCap)));
  return { base, retained, toPool: fen(surplus - retained) };
}

function keptOf(quota: Fen, base: Fen, rules: SettlementRules, score: Ratio): Fen {
  const shift = shiftByScore(rules, score);
  if (shift === null) return fen(0);
  const share = shareByScore(rules.retention, score);
  if (rules.surplusBands.length === 0) return times(base, shifted(share, shift));
  const kept = marginal(rules.surplusBands, keptOfBand, shift, quota, base);
  return rules.retention.length === 0 ? kept : times(kept, share);
}

let useParts = new Float64Array(16);

function keep(plan: Plan, rules: SettlementRules, books: Books, book: YearBook, a: number, quota: Fen, surplus: Fen, score: Ratio): void {
  const { first } = plan.ledger;
  const { base, retained, toPool } = surplusShare(quota, surplus, rules, score);
  book.decisions.retentionBase[a] = base;
  books.post(first.toPool + a, SETTLEMENT, toPool);
  if (useParts.length < rules.uses.length) useParts = new Float64Array(rules.uses.length * 2);
  apportion(retained, rules.useWeights, useParts, rules.uses.length);
  for (let u = 0; u < rules.uses.length; u++) {
    const { use = 0, heldByPool = false } = rules.uses[u] ?? {};
    const line = heldByPool ? first.retainedHeld : first.retained;
    books.post(line + a * plan.uses.length + use, SETTLEMENT, useParts[u] as number);
  }
}

/** False for an overspend below the minimum, or without a package: the pool pays it. */
export function countsOverspend(rules: SettlementRules, quota: Fen, overspend: Fen): boolean {
  return rules.isPackage && (rules.overspendMinimum === null || overspend >= times(quota, rules.overspendMinimum));
}

/** The claim on the risk fund: bands on fractions of the quota; above the last upTo nothing. */
export function overspendClaim(rules: SettlementRules, quota: Fen, overspend: Fen, score: Ratio): Fen {
  const shift = shiftByScore(rules, score);
  if (shift === null) return fen(0);
  const claim = rules.isSlab ? slabClaim(rules.bands, quota, overspend, shift) : marginal(rules.bands, paidOfBand, shift, quota, overspend);
  return rules.overspendCap === null ? claim : fen(Math.min(claim, times(quota, rules.overspendCap)));
}

const keptOfBand = (band: SurplusBand): Ratio => band.kept;
const paidOfBand = (band: OverspendBand): Ratio => band.pool;

/** Marginal bands on fractions of the quota: each band's part at its own share, shifted, rounded on its own; above the last upTo nothing. */
function marginal<B extends { readonly upTo: Ratio | null }>(
  bands: readonly B[],
  shareOf: (band: B) => Ratio,
  shift: Ratio,
  quota: Fen,
  amount: Fen,
): Fen {
  let lower = 0;
  let sum = 0;
  for (let i = 0; i < bands.length && amount > lower; i++) {
    const band = bands[i] as B;
    const upper = band.upTo === null ? amount : times(quota, band.upTo);
    sum += times(fen(notBelowZero(smaller(amount, upper) - lower)), shifted(shareOf(band), shift));
    lower = upper;
  }
  return fen(sum);
}

/** R9: the whole overspend at the share of the band it falls in; exactly on an end it belongs to the lower band. */
function slabClaim(bands: readonly OverspendBand[], quota: Fen, overspend: Fen, shift: Ratio): Fen {
  for (const band of bands) {
    if (band.upTo === null || overspend <= times(quota, band.upTo)) return times(overspend, shifted(band.pool, shift));
  }
  return fen(0);
}

/** The share of a deposit returned; R9: by points lost below a full score, fractions of a point exactly. */
export function returnedShare(rules: SettlementRules, score: Ratio): Ratio {
  const points = rules.depositPoints;
  return points === null ? shareByScore(rules.returned, score) : keptByPoints(points, score);
}

export function keptByPoints({ fullFrom, perPoint, allLostBelow }: DepositPoints, score: Ratio): Ratio {
  if (compareRatios(score, fullFrom) >= 0) return WHOLE;
  if (compareRatios(score, allLostBelow) < 0) return NOTHING;
  const below = plus(fullFrom, ratio(-score.n, score.d));
  const lost = product(below, perPoint);
  return compareRatios(lost, WHOLE) >= 0 ? NOTHING : plus(WHOLE, ratio(-lost.n, lost.d));
}

/** @returns what of a deposit held out of advances is withheld: the alliance has so much less to pay care with. */
function returnDeposit(plan: Plan, year: YearPlan, rules: SettlementRules, books: Books, book: YearBook, a: number, score: Ratio): number {
  const { first } = plan.ledger;
  const fromAdvance = year.rules.depositFromAdvance;
  const held = fromAdvance ? movedBy(book, first.depositHeld + a) : moved(book, first.depositShare + a, 0);
  // Without a package there is no assessment: what was held out of advances goes back, what came off the financing to the pool.
  const share = rules.isPackage ? returnedShare(rules, score) : fromAdvance ? WHOLE : NOTHING;
  const returned = times(held, share);
  book.decisions.returnedShare[a] = share;
  books.post(first.depositWithheld + a, SETTLEMENT, held - returned);
  if (!fromAdvance) {
    books.post(first.depositReturned + a, SETTLEMENT, returned);
    return 0;
  }
  books.post(first.depositReleased + a, SETTLEMENT, returned);
  books.post(first.depositForgone + a, SETTLEMENT, held - returned);
  return held - returned;
}

/** What each alliance spent beyond its quota, kept from its settlement to the claims of all. */
let overspends = new Float64Array(16);
let paid = new Float64Array(16);

/** The risk fund pays the claims, or apportions to them what it has; the alliances, or the pool, take the rest. */
function payClaims(plan: Plan, rules: SettlementRules, book: YearBook, books: Books, claimed: number, dues: Float64Array): void {
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
    const uncovered = (claims[a] as number) - funded;
    if (rules.uncoveredByPool && uncovered > 0) books.post(first.fundedByPool + a, SETTLEMENT, uncovered);
    const byPool = plan.features.fundedByPool ? moved(book, first.fundedByPool + a, SETTLEMENT) : 0;
    const borne = (overspends[a] as number) - funded - byPool;
    if (rules.recoverMonths === 0) books.post(first.borne + a, SETTLEMENT, borne);
    else if (borne > 0) lend(plan, books, a, fen(borne), rules.recoverMonths, dues);
  }
}

/** R9: the pool pays what the alliance bears, and takes it back in equal parts from the next months' advances. */
function lend(plan: Plan, books: Books, a: number, borne: Fen, months: number, dues: Float64Array): void {
  books.post(plan.ledger.first.lent + a, SETTLEMENT, borne);
  for (const [m, part] of apportioned(borne, new Array(months).fill(1)).entries()) {
    dues[a * DUES + m] = (dues[a * DUES + m] as number) + part;
  }
}
