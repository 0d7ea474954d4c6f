// Steps that derivations of the settlement share: the score, minimum and cap, and bands one by one.

import { decimalText, percent, percentage, yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import { NOTHING, type Ratio, times } from '../money/ratio.ts';
import type { SettlementRules } from '../plan/settlementRules.ts';
import { shiftByScore } from '../rules/settlement.ts';
import { adjustedQuotaOf } from './alliance.ts';
import { amountStep, type Part, policy, step, stepsTotal, summand } from './derivation.ts';
import type { YearView } from './figure.ts';

export function scoreStep(view: YearView, a: number): Part[] {
  const score = view.year.scores[a];
  return score === null || score === undefined ? [] : [step('考核得分', 'Assessment score', decimalText(score))];
}

export function rulesOf(view: YearView): SettlementRules {
  return view.year.rules.settlement as SettlementRules;
}

export function scoreOf(view: YearView, a: number): Ratio {
  return view.year.scores[a] ?? NOTHING;
}

/** R9: by how many percentage points the score moves shares; null where it shares nothing. */
export function shiftOf(view: YearView, a: number): Ratio | null {
  return shiftByScore(rulesOf(view), scoreOf(view, a));
}

/** R9: a least score and score shifts, with what they come to. */
export function shiftSteps(view: YearView, a: number): Part[] {
  const { leastScore, scoreShift } = rulesOf(view);
  if (leastScore === null && scoreShift.length === 0) return [];
  const shift = shiftOf(view, a);
  const text = shift === null ? { zh: '不分享结余、不分担超支', en: 'nothing is shared' } : pointsText(shift);
  return [policy('settlement.leastScore'), policy('settlement.scoreShift'), step('按得分', 'by the score', text)];
}

function pointsText(shift: Ratio): { zh: string; en: string } {
  const points = percent(shift).replace(/%$/, '');
  return shift.n === 0n
    ? { zh: '比例不浮动', en: 'shares stay' }
    : { zh: `比例浮动 ${points} 个百分点`, en: `shares moved by ${points} percentage points` };
}

/** R9: the minimum rate at or above which a surplus or overspend counts. */
export function minimumSteps(view: YearView, a: number, side: 'surplus' | 'overspend'): Part[] {
  const minimum = side === 'surplus' ? rulesOf(view).surplusMinimum : rulesOf(view).overspendMinimum;
  if (minimum === null) return [];
  return [
    policy(`settlement.${side}.minimum`),
    amountStep('起算额 = 额度 × 起算比例', 'minimum: quota × rate', times(adjustedQuotaOf(view, a), minimum)),
  ];
}

/** R9: the cap, and what it cuts off the amount that the steps before add up to. */
export function capSteps(view: YearView, a: number, side: 'surplus' | 'overspend', steps: readonly Part[]): Part[] {
  const cap = side === 'surplus' ? rulesOf(view).surplusCap : rulesOf(view).overspendCap;
  if (cap === null) return [];
  const most = times(adjustedQuotaOf(view, a), cap);
  const before = stepsTotal(steps);
  return [
    policy(`settlement.${side}.cap`),
    amountStep('封顶额 = 额度 × 封顶比例', 'cap: quota × share', most),
    ...(before > most ? [summand('超过封顶额的不计', 'beyond the cap', most - before)] : []),
  ];
}

/** Bands on fractions of the quota one by one, each part at its share, rounded to the fen. */
export function bandSteps(
  view: YearView,
  a: number,
  amount: number,
  bands: readonly { readonly upTo: Ratio | null; readonly share: Ratio }[],
  words: { readonly zh: string; readonly en: string },
): Part[] {
  const quota = adjustedQuotaOf(view, a);
  let lower = 0;
  return bands.flatMap(({ upTo, share }) => {
    const upper = upTo === null ? amount : times(quota, upTo);
    const part = fen(Math.max(0, Math.min(amount, upper) - lower));
    const from = percentage(fen(lower), quota) ?? '';
    lower = upper;
    if (part === 0) return [];
    const to = upTo === null ? '以上' : `至 ${percent(upTo)}`;
    const toEnglish = upTo === null ? 'and above' : `to ${percent(upTo)}`;
    const paid = times(part, share);
    const text = `${yuanGrouped(part)} × ${percent(share)} = ${yuanGrouped(paid)}`;
    return [step(`${words.zh} ${from} ${to}`, `${words.en} ${from} ${toEnglish}`, text, paid)];
  });
}
