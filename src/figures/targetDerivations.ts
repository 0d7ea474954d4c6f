// How the figures of indicators and targets (R13) came about.

import { countGrouped, percent, priceText, yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import { compareRatios, type Ratio, ratio } from '../money/ratio.ts';
import { FORMULA_VARIABLES, INDICATORS, NUMBERED_INDICATORS } from '../words/indicators.ts';
import type { Words } from '../words/language.ts';
import { BESIDE, county, type Derive, derivation, each, own, type Part, policy, step } from './derivation.ts';
import type { YearView } from './figure.ts';
import { costsPerStay, indicatorValue, quotientOf, RATE_IDS, variable, wholeYear } from './indicators.ts';
import { targetOutcomes } from './targets.ts';

const FORMULAS: Readonly<Record<string, Words>> = {
  progress: { zh: '各月净支出（不含年终清算差额）÷ 年初额度', en: 'the months’ expenditure, without true-ups ÷ January’s quota' },
  offCountyMoneyShare: { zh: '县域外基金支付 ÷ 全部基金支付', en: 'off-county fund ÷ all fund' },
  offCountyPatientShare: { zh: '县域外住院人次 ÷ 全部住院人次', en: 'off-county inpatient cases ÷ all inpatient cases' },
  inCountyInpatientRate: { zh: '1 − 县域外住院人次占比', en: '1 − the off-county share of inpatients' },
  primaryCareShare: { zh: '乡、村级机构基金支付 ÷ 全部基金支付', en: 'fund of township and village institutions ÷ all fund' },
  caseBasedShare: {
    zh: '按 DRG、DIP 付费的县域内住院基金 ÷ 县域内住院基金',
    en: 'in-county inpatient fund by DRG or DIP ÷ in-county inpatient fund',
  },
  caseBasedCoverage: {
    zh: '住院按病种付费的二级以上综合医院 ÷ 二级以上综合医院',
    en: 'level-2+ general hospitals paid by case ÷ all of them',
  },
  feeForServiceShare: { zh: '没有其他支付方式的县域内基金支付 ÷ 县域内基金支付', en: 'in-county fund under no method ÷ in-county fund' },
  costPerStayGrowth: { zh: '县域内住院次均费用 ÷ 上年 − 1', en: 'in-county cost per stay ÷ last year’s − 1' },
  medicalServiceIncomeShare: { zh: '医疗服务收入 ÷ 年收入', en: 'income from medical services ÷ income' },
  drugTestShare: { zh: '（药品 + 耗材 + 检查化验）÷ 年收入', en: '(drugs + consumables + tests) ÷ income' },
  staffShare: { zh: '人员支出 ÷ 年支出', en: 'staff ÷ spending' },
  specialtyShare: {
    zh: '专科支出 ÷ 医疗收入（服务、药品、耗材、检查化验）',
    en: 'specialties ÷ medical income (services, drugs, consumables, tests)',
  },
  researchShare: { zh: '科研支出 ÷ 年支出', en: 'research ÷ spending' },
  surplusRate: { zh: 'Σ 结余 ÷ Σ 调整后额度', en: 'Σ surplus ÷ Σ adjusted quota' },
  overspendRate: { zh: 'Σ 超支 ÷ Σ 调整后额度', en: 'Σ overspend ÷ Σ adjusted quota' },
};

const COUNTS: ReadonlySet<string> = new Set(['primaryCases', 'insured', 'residents', 'cases', 'inpatientCases', 'beds', 'staff']);

function shown(name: string, value: Ratio | null): string {
  if (value === null) return '—';
  if (Object.hasOwn(INDICATORS, name)) return percent(value);
  if (COUNTS.has(name)) return priceText(value).replace(/\.?0+$/, '');
  return yuanGrouped(fen(Number((value.n * 100n) / value.d)));
}

function parts(v: YearView, a: number, names: readonly string[]): Part[] {
  return names.map((name) => {
    const words = FORMULA_VARIABLES[name] ?? { zh: name, en: name };
    const value = Object.hasOwn(INDICATORS, name) ? indicatorValue(name, wholeYear(v, a)) : variable(name, wholeYear(v, a));
    return step(words.zh, words.en, shown(name, value));
  });
}

const indicators: Derive = (v, a, item) => {
  if (item === null) {
    const own = v.year.rules.targets?.indicators.filter((one) => one.unit === 'rate') ?? [];
    return eachById(v, a, 'indicators', [...RATE_IDS, ...own.filter((one) => isOf(one.scope, a)).map(({ id }) => id)]);
  }
  if (v.year.rules.targets?.indicators.some(({ id }) => id === item) === true) return ownIndicator(v, a, item);
  const { zh = item, en = item } = FORMULAS[item] ?? {};
  return derivation(zh, en, quotientParts(v, a, item));
};

function isOf(scope: 'county' | 'alliance', a: number): boolean {
  return scope === (a < 0 ? 'county' : 'alliance');
}

/** A map of figures leads to each of them. */
function eachById(v: YearView, a: number, figure: string, ids: readonly string[]) {
  const parts = ids.map((id) => (a < 0 ? county(v, `${figure}.${id}`, BESIDE) : own(v, a, `${figure}.${id}`, BESIDE)));
  return derivation('各项指标见其编号', 'each by its id', parts);
}

/** Numerator and denominator of a rate. */
function quotientParts(v: YearView, a: number, id: string): Part[] {
  if (id === 'costPerStayGrowth') {
    const { now, before } = costsPerStay(wholeYear(v, a));
    const text = (cost: Ratio | null) => (cost === null ? '—' : priceText(ratio(cost.n, cost.d * 100n)));
    return [step('本年次均费用（元）', 'cost per stay, yuan', text(now)), step('上年次均费用（元）', 'last year’s', text(before))];
  }
  const quotient = quotientOf(id, wholeYear(v, a));
  if (quotient === null) return [step('没有数据', 'no data', '—')];
  const text = (n: bigint) => (quotient.unit === 'amount' ? yuanGrouped(fen(Number(n))) : countGrouped(Number(n)));
  return [step('分子', 'numerator', text(quotient.part)), step('分母', 'denominator', text(quotient.whole))];
}

function ownIndicator(v: YearView, a: number, id: string) {
  const owns = v.year.rules.targets?.indicators.find((one) => one.id === id);
  const text = owns?.formula.text ?? '';
  return derivation(`自定公式：${text}`, `own formula: ${text}`, policy(owns?.path ?? ''), parts(v, a, owns?.formula.names ?? []));
}

const numbers: Derive = (v, a, item) => {
  if (item !== null) return ownIndicator(v, a, item);
  const own = v.year.rules.targets?.indicators.filter((one) => one.unit === 'number' && isOf(one.scope, a)) ?? [];
  const ids = own.map(({ id }) => id);
  return eachById(v, a, 'indicatorNumbers', ids);
};

const targets: Derive = (v, a, item) => {
  const asked = targetOutcomes(v, a).filter(({ target }) => item === null || target.id === item);
  return derivation(
    '本年值与要求相比；要求为趋势的与上年相比',
    'the year’s value against what is wanted; a trend against last year',
    asked.flatMap(({ target, value, lastYear }): Part[] => [
      ...figureOf(v, a, target.indicator),
      policy(target.path),
      step('本年', 'this year', numberText(target.indicator, value)),
      step('上年', 'last year', numberText(target.indicator, lastYear)),
    ]),
  );
};

/** The figure that a target is about. */
function figureOf(v: YearView, a: number, id: string): Part[] {
  if (id === 'payableMonths') return v.year.settles ? [county(v, 'pool.payableMonths')] : [];
  if (id === 'cashGap') return a < 0 ? each(v, 'cashGap', '+') : [own(v, a, 'cashGap')];
  const unit = v.year.rules.targets?.indicators.find((one) => one.id === id)?.unit ?? 'rate';
  const path = `${unit === 'rate' ? 'indicators' : 'indicatorNumbers'}.${id}`;
  return [a < 0 ? county(v, path) : own(v, a, path)];
}

function numberText(id: string, value: Ratio | null): string {
  if (value === null) return '—';
  const isNumber = Object.hasOwn(NUMBERED_INDICATORS, id) || compareRatios(value, ratio(3n, 1n)) > 0;
  return isNumber ? priceText(value) : percent(value);
}

export const TARGET_DERIVATIONS: Readonly<Record<string, Derive>> = { indicators, indicatorNumbers: numbers, targets };
