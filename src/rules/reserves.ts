// R2 Reserves (预留) and the named lines of the waterfall (分配方案), on the year's total financing
//
// Clause: Henan manual 五（二）1 — critical-illness money and some share for risk adjustment and quality deposit are set
//   aside before the quota. Per head they count everybody insured, also those whom no alliance covers: the insurance is
//   bought for all of them (the rulebook says "insured"; a premium is paid for each head that financing counts).
// Formula: critical illness = heads × perHead, or times(total, share). Risk adjustment = times(total, share), with a ceiling at
//   most what brings the fund up to times(total, ceiling), never below zero. Quality deposit = times(total, share). Named lines
//   in order, each heads × perHead, times(total or remaining, share), or an amount. Quota pool = total − all of these.
// Always: a quota pool below zero is an error naming the year; all posts are in January.
// Example: total 33.17元, shares 7.77%, 3.333%, 1.5‰ → 2.58, 1.11, 0.05, quota pool 29.43元.

import type { Books, YearBook } from '../books/books.ts';
import { yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { times } from '../money/ratio.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import type { ReserveLine, YearRules } from '../plan/yearRules.ts';
import { Refusal } from './refusal.ts';

export function reserves(plan: Plan, year: YearPlan, book: YearBook, books: Books, total: Fen, heads: number): void {
  const { first, account } = plan.ledger;
  const { rules } = year;
  const critical = criticalIllness(rules, total, heads);
  const risk = riskContribution(rules, total, fen(book.opening[account.risk] as number));
  // R9: a deposit held out of advances takes nothing off the financing.
  const deposit = rules.depositFromAdvance ? fen(0) : times(total, rules.depositShare);
  books.post(first.criticalIllness, 0, critical);
  books.post(first.riskContribution, 0, risk);
  books.post(first.depositReserve, 0, deposit);
  let remaining = total - critical - risk - deposit;
  for (let r = 0; r < rules.lines.length; r++) {
    const amount = lineAmount(rules.lines[r] as ReserveLine, total, fen(remaining), heads);
    books.post(first.reserveLine + r, 0, amount);
    remaining -= amount;
    if (remaining < 0) break;
  }
  if (remaining < 0) {
    throw new Refusal('quota-pool-negative', 'policy.reserves', {
      year: year.year,
      total: yuanGrouped(total),
      got: yuanGrouped(fen(remaining)),
    });
  }
  book.decisions.quotaPool = fen(remaining);
}

function criticalIllness(rules: YearRules, total: Fen, heads: number): Fen {
  const levy = rules.criticalIllness;
  if (levy === null) return fen(0);
  return 'perHead' in levy ? fen(heads * levy.perHead) : times(total, levy.share);
}

/** The contribution to the risk-adjustment fund, its ceiling applied. */
function riskContribution(rules: YearRules, total: Fen, fund: Fen): Fen {
  const contribution = times(total, rules.riskShare);
  if (rules.riskCeiling === null) return contribution;
  const room = times(total, rules.riskCeiling) - fund;
  return fen(Math.max(0, Math.min(contribution, room)));
}

function lineAmount(line: ReserveLine, total: Fen, remaining: Fen, heads: number): Fen {
  const { levy } = line;
  if ('amount' in levy) return levy.amount;
  if ('perHead' in levy) return fen(heads * levy.perHead);
  return 'share' in levy ? times(total, levy.share) : times(remaining, levy.shareOfRemaining);
}
