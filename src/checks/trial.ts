// R14: what an alliance has of its settlement at any spending and score, by the rules that settle it (same code path), and where those
// rules turn. Checks try a policy on the run's own quotas and scores: a trial.
//
// Net = retained − borne, the risk fund paying every claim in full: a short fund is a finding of its own (`risk-fund-short`). Of what is
// retained the pool may hold some uses: constant shares of it, so its direction is that of the whole.

import { adjustedQuotaOf, depositOf, expenditureOf } from '../figures/alliance.ts';
import { type Run, reaches, viewOf } from '../figures/figure.ts';
import { type Fen, fen } from '../money/fen.ts';
import { NOTHING, type Ratio, times } from '../money/ratio.ts';
import type { SettlementRules } from '../plan/settlementRules.ts';
import { countsOverspend, overspendClaim, surplusShare } from '../rules/settlement.ts';

/** One alliance in one year that was settled as a package. */
export interface Trial {
  readonly year: number;
  readonly alliance: string;
  readonly rules: SettlementRules;
  readonly score: Ratio;
  /** Adjusted, as settlement uses it. */
  readonly quota: Fen;
  readonly spending: Fen;
  readonly deposit: Fen;
}

/** Rules go by fractions of the quota: where a county has more alliances, those with the largest quotas stand for all. */
const MOST_TRIED = 40;

/** Trials of a run, by year, the largest quota first: the first example found is the largest. */
export function trialsOf(run: Run): Trial[] {
  return run.plan.years.flatMap((year, y) => {
    const rules = year.rules.settlement;
    if (!reaches(year, 'settled') || rules === null || !rules.isPackage) return [];
    const view = viewOf(run, y);
    const trials = run.plan.alliances.map(({ title }, a): Trial => {
      const facts = { quota: adjustedQuotaOf(view, a), spending: expenditureOf(view, a), deposit: depositOf(view, a) };
      return { year: year.year, alliance: title, rules, score: year.scores[a] ?? NOTHING, ...facts };
    });
    const some = trials.filter(({ quota }) => quota > 0).sort((one, other) => other.quota - one.quota);
    return some.slice(0, MOST_TRIED);
  });
}

/** Retained − borne at a spending. */
export function netAt(rules: SettlementRules, quota: Fen, spending: Fen, score: Ratio): Fen {
  const left = fen(quota - spending);
  if (left >= 0) return surplusShare(quota, left, rules, score).retained;
  const overspend = fen(-left);
  return countsOverspend(rules, quota, overspend) ? fen(overspendClaim(rules, quota, overspend, score) - overspend) : fen(0);
}

/** Where the rules turn: a spending, and what of the policy says so. */
export interface Threshold {
  readonly path: string;
  readonly spending: Fen;
}

/** Every spending at which a rule begins or ends to hold, lowest first; the quota itself among them. */
export function thresholdsOf(rules: SettlementRules, quota: Fen): Threshold[] {
  const surplus = (path: string, share: Ratio | null) =>
    share === null ? [] : [{ path: `settlement.surplus.${path}`, spending: fen(quota - times(quota, share)) }];
  const overspend = (path: string, share: Ratio | null) =>
    share === null ? [] : [{ path: `settlement.overspend.${path}`, spending: fen(quota + times(quota, share)) }];
  const found = [
    ...surplus('minimum', rules.surplusMinimum),
    ...surplus('ceiling', rules.ceiling),
    ...surplus('cap', rules.surplusCap),
    ...rules.surplusBands.flatMap(({ upTo }, i) => surplus(`bands.${i}.upTo`, upTo)),
    { path: 'settlement', spending: quota },
    ...overspend('minimum', rules.overspendMinimum),
    ...overspend('cap', rules.overspendCap),
    ...rules.bands.flatMap(({ upTo }, i) => overspend(`bands.${i}.upTo`, upTo)),
  ];
  return found.filter(({ spending }) => spending >= 0).sort((a, b) => a.spending - b.spending);
}

/** Spendings that stand for all: none, each threshold, the middle between two, and well beyond the last. */
export function spendingsOf(rules: SettlementRules, quota: Fen): Fen[] {
  const ends = [0, ...thresholdsOf(rules, quota).map(({ spending }) => spending)];
  const last = Math.max(ends.at(-1) ?? 0, quota);
  const all = [...ends, last + Math.floor(quota / 20), last + quota];
  const middles = all.slice(1).map((end, i) => Math.floor((end + (all[i] as number)) / 2));
  return [...new Set([...all, ...middles])].sort((a, b) => a - b).map(fen);
}
