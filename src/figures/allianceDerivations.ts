// Derivations of an alliance's figures: adjustments, expenditure and reviews here, the rest rule by rule beside.

import { REVIEW_MONTHS } from '../money/calendar.ts';
import { percentage, yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import { choiceWords } from '../words/choices.ts';
import { ADVANCE_DERIVATIONS } from './advanceDerivations.ts';
import { deductionsTo, grossSpendingTo, quotaOf } from './alliance.ts';
import { CARE_DERIVATIONS } from './careDerivations.ts';
import { cash, hospital } from './cashDerivations.ts';
import { addition, amountStep, BESIDE, type Derive, derivation, monthsAsked, own, policy, step } from './derivation.ts';
import { QUOTA_DERIVATIONS } from './quotaDerivations.ts';
import { SETTLEMENT_DERIVATIONS } from './settlementDerivations.ts';
import { SHARING_DERIVATIONS } from './sharingDerivations.ts';

const rates: Derive = (v, a, item) =>
  derivation(
    '截至季末支出 ÷ 截至季末额度（按预付的分月方式分解的全年额度）；恰好等于上限时归下一档',
    'spending to date ÷ quota to date; a rate exactly on a band’s end belongs to the next band',
    policy('review'),
    REVIEW_MONTHS.flatMap((month, q) => {
      if (month >= v.year.months || (item !== null && Number(item) !== q + 1)) return [];
      const { spentToDate, quotaToDate } = v.book.decisions;
      const [spent, quota] = [fen(spentToDate[a * 3 + q] as number), fen(quotaToDate[a * 3 + q] as number)];
      return [
        step(
          `1–${month + 1}月`,
          `to month ${month + 1}`,
          `${yuanGrouped(spent)} ÷ ${yuanGrouped(quota)} = ${percentage(spent, quota) ?? '—'}`,
        ),
      ];
    }),
    own(v, a, 'quota'),
  );

export const ALLIANCE_DERIVATIONS: Readonly<Record<string, Derive>> = {
  ...QUOTA_DERIVATIONS,
  ...CARE_DERIVATIONS,
  ...ADVANCE_DERIVATIONS,
  ...SHARING_DERIVATIONS,
  ...SETTLEMENT_DERIVATIONS,
  adjustments: (v, a) =>
    addition(
      'Σ 年中调整',
      'Σ mid-year adjustments',
      v.year.adjustments
        .filter((row) => row.alliance === a && row.month < v.year.months)
        .map((row) => amountStep(`${row.month + 1}月：${row.reason}`, `month ${row.month + 1}: ${row.reason}`, row.amount, 1)),
    ),
  adjustedQuota: (v, a) => addition('年预分额度 + 年中调整', 'quota + adjustments', own(v, a, 'quota'), own(v, a, 'adjustments', '+')),
  expenditure: (v, a) => {
    const isTrued = v.plan.features.trueUp && v.year.settles;
    return addition(
      `本医共体 + 县内其他医共体 + 县内其他机构 + 县域外 − 扣减${isTrued ? '（年终清算差额在内）' : ''}`,
      `own + cross + other + off-county − deductions${isTrued ? ' (trued up)' : ''}`,
      own(v, a, 'own'),
      own(v, a, 'cross', '+'),
      own(v, a, 'other', '+'),
      own(v, a, 'offCounty', '+'),
      own(v, a, 'deductions', '−'),
      isTrued ? own(v, a, 'trueUp', BESIDE) : [],
    );
  },
  deductions: (v, a) =>
    addition(
      'Σ 审核扣款、违规追回、未经转诊扣减',
      'Σ deductions',
      v.year.deductions
        .filter((d) => d.alliance === a && d.month < v.year.months)
        .map((d) =>
          amountStep(
            `${d.month + 1}月 ${choiceWords(d.kind).zh}：${d.reason}`,
            `month ${d.month + 1} ${choiceWords(d.kind).en}: ${d.reason}`,
            d.amount,
            1,
          ),
        ),
    ),
  reviewFlags: rates,
  reviewFactors: rates,
  executionRates: rates,
  progress: (v, a, item) => {
    const quota = quotaOf(v, a);
    const lines = monthsAsked(v, item).map((m) => {
      const [spent, deducted] = [grossSpendingTo(v, a, m + 1), deductionsTo(v, a, m)];
      const sum = `(${yuanGrouped(spent)} − ${yuanGrouped(deducted)}) ÷ ${yuanGrouped(quota)} = ${percentage(fen(spent - deducted), quota) ?? '—'}`;
      return step(`1–${m + 1}月`, `to month ${m + 1}`, sum);
    });
    return derivation('（截至当月发生额 − 扣减）÷ 年预分额度', '(spending − deductions) to date ÷ annual quota', own(v, a, 'quota'), lines);
  },
  cash,
  cashGap: (v, a) =>
    derivation('总额专账月末余额最低值的负数，不低于零', 'minus the lowest month-end balance, not below zero', own(v, a, 'cash')),
  netCross: (v, a) => addition('收其他医共体 − 付其他医共体', 'received − paid', own(v, a, 'crossIn'), own(v, a, 'cross', '−')),
  hospitalCash: hospital,
};
