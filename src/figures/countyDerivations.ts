// Derivations of the county's figures: financing (R1) and reserves (R2) here, quotas, the pool and payment methods beside.

import { countGrouped } from '../money/display.ts';
import { times } from '../money/ratio.ts';
import { insuredHeads } from '../rules/financing.ts';
import { total } from './county.ts';
import { addition, amountStep, county, type Derive, derivation, type Part, policy, step } from './derivation.ts';
import type { YearView } from './figure.ts';
import { PAYMENT_DERIVATIONS } from './paymentDerivations.ts';
import { POOL_DERIVATIONS } from './poolDerivations.ts';
import { QUOTA_POOL_DERIVATIONS } from './quotaDerivations.ts';

function heads(view: YearView): Part[] {
  const parts = view.plan.alliances.map(({ title }, a) => step(`${title}参保人数`, `Insured, ${title}`, people(view.year.insured[a] ?? 0)));
  if (view.year.insuredNone > 0) parts.push(step('未归属参保人数', 'Insured of no alliance', people(view.year.insuredNone)));
  return parts;
}

function people(n: number): { zh: string; en: string } {
  const text = countGrouped(n);
  return { zh: `${text}人`, en: text };
}

const lines: Derive = (view, _a, item) =>
  derivation(
    '按分配方案的顺序：人均 × 参保人数、基数 × 比例，或定额',
    'In the order of the plan: per head × insured, base × share, or an amount',
    view.year.rules.lines.flatMap((line, r) => {
      if (item !== null && line.id !== item) return [];
      const key = 'amount' in line.levy ? 'amount' : 'perHead' in line.levy ? 'perHead' : 'share';
      return [policy(`reserves.lines.${r}.${key}`)];
    }),
    county(view, 'financing.total'),
    step('参保人数合计', 'All insured', people(insuredHeads(view.year))),
  );

export const COUNTY_DERIVATIONS: Readonly<Record<string, Derive>> = {
  'financing.individual': (v) =>
    derivation('Σ 参保人数 × 个人缴费标准', 'Σ insured × individual contribution', policy('financing.individual'), heads(v)),
  'financing.subsidy': (v) => derivation('Σ 参保人数 × 财政补助标准', 'Σ insured × fiscal subsidy', policy('financing.subsidy'), heads(v)),
  'financing.total': (v) =>
    addition('个人缴费 + 财政补助', 'individual + subsidy', county(v, 'financing.individual'), county(v, 'financing.subsidy', '+')),
  'financing.interest': (v) =>
    derivation(
      '年初结余大于零时 × 利率，四舍五入到分；计入统筹基金，不计入额度基数',
      'opening pool × rate where above zero; joins the pool, not the quota',
      county(v, 'pool.opening'),
      policy('financing.interest'),
    ),
  'reserves.criticalIllness': (v) =>
    derivation(
      '人均 × 参保人数（含未归属），或筹资总额 × 比例',
      'per head × all insured, or total × share',
      policy('reserves.criticalIllness.perHead'),
      policy('reserves.criticalIllness.share'),
      county(v, 'financing.total'),
      step('参保人数合计', 'All insured', people(insuredHeads(v.year))),
    ),
  'reserves.riskAdjustment': (v) => {
    const { riskCeiling, riskShare } = v.year.rules;
    const room = riskCeiling === null ? [] : [amountStep('上限 × 筹资总额', 'ceiling × total', times(total(v), riskCeiling))];
    return derivation(
      '筹资总额 × 比例；有上限时，以补足到上限为止，不低于零',
      'total × share; with a ceiling no more than fills the fund up to it, never below zero',
      county(v, 'financing.total'),
      policy('reserves.riskAdjustment.share'),
      amountStep('筹资总额 × 比例', 'total × share', times(total(v), riskShare)),
      policy('reserves.riskAdjustment.ceiling'),
      room,
      county(v, 'pool.riskOpening'),
    );
  },
  'reserves.qualityDeposit': (v) =>
    v.year.rules.depositFromAdvance
      ? derivation(
          '质量保证金从每月预付中扣留，不从筹资中提取，为零',
          'the deposit is held out of monthly advances: nothing is taken off the financing',
          policy('reserves.qualityDeposit.from'),
        )
      : derivation('筹资总额 × 比例', 'total × share', county(v, 'financing.total'), policy('reserves.qualityDeposit.share')),
  'reserves.lines': lines,
  ...QUOTA_POOL_DERIVATIONS,
  ...POOL_DERIVATIONS,
  ...PAYMENT_DERIVATIONS,
};
