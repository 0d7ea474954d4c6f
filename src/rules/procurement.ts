// R11 Procurement surplus retention (集采结余留用)
//
// Clause: Guizhou 2022 一（二）, Kizilsu 二（五）5, Hainan prefecture (draft) 二（三）13 — what the fund saves by centralised procurement is partly
//   kept by the institutions; none of them gives a share. A retention above one half is refused where it is read.
// Formula: per product, budget = agreed × earlier price × fund share; spent = (the lower of agreed and actual × winning price + other
//   products) × fund share, each rounded to the fen. Base, per institution, period and insurance, = Σ(budget − spent), negative ones
//   included, the sum not below zero; retained = times(base, share by score). Below the least completion a product is left out.
// Always: residents and employees apart; only residents' is paid by this pool, to the institution, outside quota and settlement.
// Example: 120,000 × 3.28 × 62.5% = 246,000.00; 120,000 × 0.51 × 62.5% = 38,250.00 (174,000 were bought).

import type { Books } from '../books/books.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen, LARGEST_EXACT } from '../money/fen.ts';
import { compareRatios, NOTHING, plus, product, type Ratio, ratio, roundedQuotient, times } from '../money/ratio.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import type { ProcurementGroup, ProcurementRow, ProcurementRules } from '../plan/procurement.ts';
import type { ScoreRow } from '../plan/yearReader.ts';
import { Refusal } from './refusal.ts';

const FEN_A_YUAN = ratio(100n, 1n);

function inFen(yuan: Ratio): Fen {
  const { n, d } = product(yuan, FEN_A_YUAN);
  const amount = roundedQuotient(n, d);
  if (amount > BigInt(LARGEST_EXACT)) throw new Refusal('too-large-together', 'county.procurement', { year: '' });
  return fen(Number(amount));
}

/** What the agreed quantity would have cost the fund. */
export function rowBudget({ agreed, earlierPrice, fundShare }: ProcurementRow): Fen {
  return inFen(product(product(agreed, earlierPrice), fundShare));
}

/** What it cost: no more than agreed of the winning product, and all of the others. */
export function rowSpent({ agreed, actual, winningPrice, otherAmount, fundShare }: ProcurementRow): Fen {
  const bought = compareRatios(agreed, actual) < 0 ? agreed : actual;
  return inFen(product(plus(product(bought, winningPrice), otherAmount), fundShare));
}

/** False for a row completed less than the policy wants. */
export function counts({ agreed, actual }: ProcurementRow, least: Ratio | null): boolean {
  return least === null || compareRatios(actual, product(agreed, least)) >= 0;
}

export interface ProcurementOutcome {
  readonly budget: Fen;
  readonly spent: Fen;
  readonly base: Fen;
  readonly share: Ratio;
  readonly retained: Fen;
}

export function procurementOutcome(
  { rows, score }: ProcurementGroup,
  { retention, leastCompletion }: ProcurementRules,
): ProcurementOutcome {
  let budget = 0;
  let spent = 0;
  for (const row of rows) {
    if (!counts(row, leastCompletion)) continue;
    budget += rowBudget(row);
    spent += rowSpent(row);
  }
  const base = fen(Math.max(0, budget - spent));
  const share = shareAt(retention, score);
  return { budget: fen(budget), spent: fen(spent), base, share, retained: times(base, share) };
}

/** The share of the first row whose score is not above the score; nothing if there is none. */
function shareAt(table: readonly ScoreRow[], score: Ratio): Ratio {
  return table.find((row) => compareRatios(row.score, score) <= 0)?.share ?? NOTHING;
}

/** Paid with the settlement, residents' alone. */
export function procurement(plan: Plan, year: YearPlan, books: Books): void {
  const rules = year.rules.procurement;
  if (rules === null) return;
  for (const group of year.procurement) {
    if (group.insurance !== 'resident') continue;
    const line = plan.ledger.first.procurement + plan.procurement.indexOf(group.institution);
    books.post(line, SETTLEMENT, procurementOutcome(group, rules).retained);
  }
}
