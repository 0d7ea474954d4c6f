// Derivations of the county's figures.

import { careTo, movedBy } from '../books/books.ts';
import { PERIODS } from '../money/calendar.ts';
import { countGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { times } from '../money/ratio.ts';
import { PLACES } from '../plan/parties.ts';
import { insuredHeads } from '../rules/financing.ts';
import { dueBefore, total } from './county.ts';
import { amountStep, county, type Derive, derivation, lastYear, own, type Part, policy, step } from './derivation.ts';
import type { YearView } from './figure.ts';

function heads(view: YearView): Part[] {
  const parts = view.plan.alliances.map(({ title }, a) => step(`${title}参保人数`, `Insured, ${title}`, people(view.year.insured[a] ?? 0)));
  if (view.year.insuredNone > 0) parts.push(step('未归属参保人数', 'Insured of no alliance', people(view.year.insuredNone)));
  return parts;
}

function people(n: number): { zh: string; en: string } {
  const text = countGrouped(n);
  return { zh: `${text}人`, en: text };
}

function each(view: YearView, id: string, sign: string): Part[] {
  return view.plan.alliances.map((_, a) => own(view, a, id, sign));
}

const opening =
  (id: string, closing: string, zh: string, en: string): Derive =>
  (view) =>
    view.y === 0
      ? derivation(
          '县域数据所给的年初结余（清算后）',
          'Opening balance as the county gives it, after settlement',
          amountStep(zh, en, openingOf(view, id)),
        )
      : derivation('上年年末结余', 'Closing balance of the year before', lastYear(view, closing));

function openingOf(view: YearView, id: string): Fen {
  const { account } = view.plan.ledger;
  return fen(view.book.opening[id === 'pool.opening' ? account.pool : account.risk] as number);
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
    derivation('个人缴费 + 财政补助', 'individual + subsidy', county(v, 'financing.individual'), county(v, 'financing.subsidy', '+')),
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
    derivation('筹资总额 × 比例', 'total × share', county(v, 'financing.total'), policy('reserves.qualityDeposit.share')),
  'reserves.lines': lines,
  quotaPool: (v) => derivation('筹资总额 − 各项预留', 'total − all reserves', county(v, 'financing.total'), reserved(v)),
  'pool.opening': opening('pool.opening', 'pool.closing', '年初结余', 'Opening'),
  'pool.riskOpening': opening('pool.riskOpening', 'pool.riskClosing', '年初结余', 'Opening'),
  'pool.closing': (v) =>
    derivation(
      '年初 + 筹资 + 利息 − 各项预留 − 额度 − 从统筹基金的调整 + 结余收回 + 扣留的保证金 − 未归属人员支出（预留与额度合计等于筹资总额）',
      'opening + financing + interest − reserves − quotas − adjustments from the pool + surplus returned + deposit withheld − spending for none (reserves and quotas sum to the financing)',
      county(v, 'pool.opening'),
      county(v, 'financing.interest', '+'),
      each(v, 'toPool', '+'),
      each(v, 'depositWithheld', '+'),
      county(v, 'pool.noneSpending', '−'),
      fromPool(v),
    ),
  'pool.riskClosing': (v) =>
    derivation(
      '年初 + 本年提取 − 从风险调剂金的调整 − 分担超支',
      'opening + contribution − adjustments from it − paid',
      county(v, 'pool.riskOpening'),
      county(v, 'reserves.riskAdjustment', '+'),
      each(v, 'funded', '−'),
      fromRisk(v),
    ),
  'pool.outflow': (v) =>
    derivation(
      '大病保险 + 已付出的分配项目 + 未归属人员支出 + Σ(净支出 − 自担 + 结余留用 + 保证金返还)',
      'critical illness + lines paid out + spending for none + Σ(expenditure − borne + retained + deposit returned)',
      county(v, 'reserves.criticalIllness'),
      v.year.rules.lines.filter((line) => line.holder !== 'pool').map((line) => county(v, `reserves.lines.${line.id}`, '+')),
      county(v, 'pool.noneSpending', '+'),
      v.plan.alliances.flatMap((_, a) => [own(v, a, 'entitlement', '+'), own(v, a, 'depositReturned', '+')]),
    ),
  'pool.payableMonths': (v) =>
    derivation(
      '(统筹基金 + 风险调剂金年末结余) × 12 ÷ 基金支出，四舍五入到两位小数',
      '(pool + risk fund, closing) × 12 ÷ outflow, to two decimals',
      county(v, 'pool.closing'),
      county(v, 'pool.riskClosing', '+'),
      county(v, 'pool.outflow', '÷'),
    ),
  'pool.noneSpending': (v) =>
    derivation('不归属任何医共体人员的支付明细合计（推算）', 'Σ cells of home none, as projected', services(v, v.plan.alliances.length)),
  'pool.cash': (v, _a, item) =>
    derivation(
      '经办机构月末持有的资金 = 统筹基金 + 风险调剂金 + 质量保证金 + 未拨额度 + 分配项目专户 + 上年未付清算款',
      'What the agency holds at the month’s end = pool + risk fund + deposits + quotas not yet paid + sub-accounts + settlement still due',
      ['pool', 'risk', 'deposit', 'quotas', 'held'].map((kind, i) =>
        county(v, `balances.${kind}${item === null ? '' : `.${item}`}`, i === 0 ? '' : '+'),
      ),
      item === null ? [] : [amountStep('上年未付清算款', 'settlement of last year still due', dueBefore(v, Number(item) - 1))],
    ),
  'balances.pool': (v, _a, item) =>
    derivation(
      '年初 + 筹资 − 各项预留 − 额度 − 截至当月的调整 − 截至当月未归属人员支出（利息与清算在十二月之后）',
      'opening + financing − reserves − quotas − adjustments − spending for none to date (interest and settlement come after December)',
      county(v, 'pool.opening'),
      county(v, 'financing.total', '+'),
      reserved(v),
      county(v, 'quotaPool', '−'),
      fromPool(v, lastMonth(v, item)),
      amountStep('截至当月未归属人员支出', 'spending for none to date', noneTo(v, lastMonth(v, item))),
    ),
  'balances.risk': (v, _a, item) =>
    derivation(
      '年初 + 本年提取 − 截至当月的调整',
      'opening + contribution − adjustments to date',
      county(v, 'pool.riskOpening'),
      county(v, 'reserves.riskAdjustment', '+'),
      fromRisk(v, lastMonth(v, item)),
    ),
  'balances.deposit': (v) =>
    derivation(
      '本年提取，年终清算时返还或扣留',
      'set aside this year, returned or withheld at settlement',
      county(v, 'reserves.qualityDeposit'),
    ),
  'balances.quotas': (v, _a, item) =>
    derivation(
      'Σ 额度 + 截至当月的调整 − 截至当月实拨和上解',
      'Σ quotas + adjustments − paid and remitted, to date',
      county(v, 'quotaPool'),
      fromPool(v, lastMonth(v, item)),
      fromRisk(v, lastMonth(v, item)),
      amountStep('截至当月实拨和上解', 'paid and remitted to date', paidTo(v, lastMonth(v, item))),
    ),
  'balances.held': (v) =>
    derivation(
      'Σ 由统筹基金持有的分配项目，历年累计',
      'Σ named lines that the pool holds, over the years',
      v.year.rules.lines.filter((line) => line.holder === 'pool').map((line) => county(v, `reserves.lines.${line.id}`, '+')),
    ),
  timeGone: () => derivation('月份 ÷ 12', 'month ÷ 12'),
  'pool.cashDecember': (v) => derivation('基金月末现金结余的十二月数', 'Fund cash at the end of December', county(v, 'pool.cash.12')),
  'pool.fundClosing': (v) =>
    derivation(
      '统筹基金 + 风险调剂金 + 分配项目专户',
      'pool + risk fund + sub-accounts',
      county(v, 'pool.closing'),
      county(v, 'pool.riskClosing', '+'),
    ),
};

/** The month that was asked for (from 0), or the last one played. */
function lastMonth(view: YearView, item: string | null): number {
  return item === null ? view.year.months - 1 : Number(item) - 1;
}

function reserved(view: YearView): Part[] {
  return [
    county(view, 'reserves.criticalIllness', '−'),
    county(view, 'reserves.riskAdjustment', '−'),
    county(view, 'reserves.qualityDeposit', '−'),
    ...view.year.rules.lines.map((line) => county(view, `reserves.lines.${line.id}`, '−')),
  ];
}

function noneTo(view: YearView, month: number): number {
  return PLACES.reduce((sum, _, place) => sum + careTo(view.book, view.plan.alliances.length, place, month + 1), 0);
}

function paidTo(view: YearView, month: number): number {
  const { first } = view.plan.ledger;
  return view.plan.alliances.reduce(
    (sum, _, a) => sum + movedBy(view.book, first.advance + a, month) + movedBy(view.book, first.remitted + a, month),
    0,
  );
}

function adjusted(view: YearView, fromRiskFund: boolean, month = view.year.months - 1): Part[] {
  return view.year.adjustments
    .filter((row) => row.fromRisk === fromRiskFund && row.month <= month)
    .map((row) =>
      amountStep(
        `年中调整：${view.plan.alliances[row.alliance]?.title ?? ''}，${row.reason}`,
        `Adjustment: ${view.plan.alliances[row.alliance]?.title ?? ''}, ${row.reason}`,
        row.amount,
      ),
    );
}

const fromPool = (view: YearView, month?: number) => adjusted(view, false, month);
const fromRisk = (view: YearView, month?: number) => adjusted(view, true, month);

/** Spending of one home by service, as projected. */
export function services(view: YearView, home: number, place = -1): Part[] {
  const { plan, book } = view;
  const sums = new Map<number, number>();
  for (const [s, stream] of plan.streams.entries()) {
    if (stream.home !== home || (place >= 0 && stream.place !== place)) continue;
    let sum = sums.get(stream.service) ?? 0;
    for (let m = 0; m < view.year.months; m++) sum += book.cells[s * PERIODS + m] as number;
    sums.set(stream.service, sum);
  }
  return [...sums].map(([service, sum]) => amountStep(plan.services[service]?.title ?? '', plan.services[service]?.title ?? '', sum));
}
