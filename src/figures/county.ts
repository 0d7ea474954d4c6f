// Figures of the county: financing, reserves, the pool and the risk-adjustment fund.

import { careTo, moved, trueUpOf } from '../books/books.ts';
import { settlementPaid, sumOfLines, yearOutflow } from '../books/outflow.ts';
import { MONTHS } from '../money/calendar.ts';
import { monthsSize, percentage, percentSize } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { Account } from '../plan/ledger.ts';
import { type AccountKind, isFund, type LineKind } from '../plan/lineKinds.ts';
import { PLACES } from '../plan/parties.ts';
import type { Figure, YearView } from './figure.ts';

/** Sum over the first `count` lines of a kind, over the whole year. */
export function sumOf(view: YearView, kind: LineKind, count: number): Fen {
  return fen(sumOfLines(view.plan, view.book, kind, count));
}

/** R1: the year's total financing, without interest. */
export function total(view: YearView): Fen {
  const n = view.plan.alliances.length + 1;
  return fen(sumOf(view, 'individual', n) + sumOf(view, 'subsidy', n));
}

/** Balance of the accounts of some kinds at the end of a period. */
function balanceOf(view: YearView, period: number, wanted: (kind: AccountKind) => boolean): Fen {
  const all = view.balancesAt(period);
  const { accounts } = view.plan.ledger;
  let sum = 0;
  for (let i = 0; i < accounts.length; i++) if (wanted((accounts[i] as Account).kind)) sum += all[i] as number;
  return fen(sum);
}

/** Spending for people of no alliance in the months played. */
export function spendingOfNone(view: YearView): Fen {
  let sum = 0;
  for (let place = 0; place < PLACES.length; place++) sum += careTo(view.book, view.plan.alliances.length, place, view.year.months);
  // R9: what period 13 adds for them.
  for (let place = 0; place < PLACES.length; place++) sum += trueUpOf(view.book, view.plan.alliances.length, place);
  return fen(sum);
}

/** What the settlement of a year pays out of the fund. */
export function settlementDue(view: YearView): Fen {
  return view.year.settles ? settlementPaid(view.plan, view.book) : fen(0);
}

/** The settlement of the year before that is still to be paid in a month (from 0) of this year. */
export function dueBefore(view: YearView, month: number): Fen {
  const paidIn = view.plan.settlementMonth;
  if (paidIn === null || month >= paidIn - 1) return fen(0);
  return view.y === 0 ? view.plan.opening.fundDue : settlementDue(view.before() as YearView);
}

/** What the agency holds at a month's end: the fund's accounts, and last year's settlement until it is paid. */
export function fundCash(view: YearView, month: number): Fen {
  return fen(balanceOf(view, month, isFund) + dueBefore(view, month));
}

/** What stands in sub-accounts after settlement: of named lines, and of uses that the pool holds. */
export function heldBalance(view: YearView): Fen {
  return fen(view.closingOf('held') + view.closingOf('heldUse'));
}

/** R9: what stands in sub-accounts of uses that the pool holds. */
export function heldUsesBalance(view: YearView): Fen {
  return view.closingOf('heldUse');
}

/** R8: what left the fund for good in the year, on an accrual basis. */
export function outflow(view: YearView): Fen {
  return yearOutflow(view.plan, view.year, view.book);
}

export function closingPool(view: YearView): Fen {
  return view.closingOf('pool');
}

export function closingRisk(view: YearView): Fen {
  return view.closingOf('risk');
}

/** R7: what alliances claim beyond what the risk fund has. */
function uncoveredClaims({ book }: YearView): Fen {
  const { claims, fundBeforeClaims } = book.decisions;
  let sum = 0;
  for (let a = 0; a < claims.length; a++) sum += claims[a] as number;
  return fen(Math.max(0, sum - Math.max(0, fundBeforeClaims)));
}

/** R8: (pool + risk fund) × 12 ÷ outflow, rounded as the policy says, to two decimals by default; null where nothing flowed out. */
export function payableMonths(view: YearView): number | null {
  const size = payableMonthsSize(view);
  return Number.isNaN(size) ? null : size / 100;
}

/** The same in hundredths; NaN where nothing flowed out. */
function payableMonthsSize(view: YearView): number {
  const out = outflow(view);
  return out === 0 ? Number.NaN : monthsSize(fen(closingPool(view) + closingRisk(view)), out, view.year.rules.payableMonths);
}

function county(
  id: string,
  zh: string,
  en: string,
  rule: string,
  stage: Figure['stage'],
  read: Figure['read'],
  unit: Figure['unit'] = 'amount',
): Figure {
  return { id, scope: 'county', words: { zh, en }, unit, rule, stage, read };
}

const months = (view: YearView) => Array.from({ length: view.year.months }, (_, m) => m);

/** Where money stands at each month's end. */
function monthEnds(id: string, zh: string, en: string, at: (view: YearView, month: number) => Fen): Figure {
  return { ...county(id, zh, en, 'R8', 'months', (v) => months(v).map((m) => at(v, m))), size: (v, _, m) => at(v, m) };
}

/** The same of the accounts of some kinds. */
function balancesOf(id: string, zh: string, en: string, wanted: (kind: AccountKind) => boolean): Figure {
  return monthEnds(`balances.${id}`, zh, en, (v, m) => balanceOf(v, m, wanted));
}

export const COUNTY_FIGURES: readonly Figure[] = [
  county('financing.individual', '个人缴费', 'Individual contributions', 'R1', 'budget', (v) =>
    sumOf(v, 'individual', v.plan.alliances.length + 1),
  ),
  county('financing.subsidy', '财政补助', 'Fiscal subsidy', 'R1', 'budget', (v) => sumOf(v, 'subsidy', v.plan.alliances.length + 1)),
  county('financing.total', '筹资总额', 'Total financing', 'R1', 'budget', total),
  county('financing.interest', '利息收入', 'Interest', 'R1', 'budget', (v) => sumOf(v, 'interest', 1)),
  county('reserves.criticalIllness', '大病保险', 'Critical-illness insurance', 'R2', 'budget', (v) => sumOf(v, 'criticalIllness', 1)),
  county('reserves.riskAdjustment', '提取风险调剂金', 'Contribution to the risk-adjustment fund', 'R2', 'budget', (v) =>
    sumOf(v, 'riskContribution', 1),
  ),
  county('reserves.qualityDeposit', '提取质量保证金', 'Quality deposit set aside', 'R2', 'budget', (v) => sumOf(v, 'depositReserve', 1)),
  county('reserves.lines', '分配项目', 'Named lines of the waterfall', 'R2', 'budget', (v) =>
    v.year.rules.lines.length === 0
      ? undefined
      : new Map(v.year.rules.lines.map((line, r) => [line.id, moved(v.book, v.plan.ledger.first.reserveLine + r, 0)])),
  ),
  county('quotaPool', '可分配基金', 'Quota pool', 'R2', 'budget', (v) => v.book.decisions.quotaPool),
  county(
    'pool.opening',
    '统筹基金年初结余',
    'Pool, opening balance',
    'R8',
    'budget',
    (v) => v.book.opening[v.plan.ledger.account.pool] as number,
  ),
  county('pool.closing', '统筹基金年末结余（清算后）', 'Pool, closing balance after settlement', 'R8', 'settled', closingPool),
  county(
    'pool.riskOpening',
    '风险调剂金年初结余',
    'Risk-adjustment fund, opening balance',
    'R8',
    'budget',
    (v) => v.book.opening[v.plan.ledger.account.risk] as number,
  ),
  county('pool.riskClosing', '风险调剂金年末结余（清算后）', 'Risk-adjustment fund, closing balance', 'R8', 'settled', closingRisk),
  county('pool.uncovered', '风险调剂金不足部分', 'Claims beyond the risk-adjustment fund', 'R7', 'settled', uncoveredClaims),
  county('pool.outflow', '基金支出', 'Fund outflow', 'R8', 'settled', outflow),
  { ...county('pool.payableMonths', '可支付月数', 'Payable months', 'R8', 'settled', payableMonths, 'months'), size: payableMonthsSize },
  county('pool.noneSpending', '未归属人员支出', 'Spending for people of no alliance', 'R4', 'months', spendingOfNone),
  monthEnds('pool.cash', '基金月末现金结余', 'Fund cash at each month’s end', fundCash),
  balancesOf('pool', '统筹基金月末余额', 'Pool at each month’s end', (kind) => kind === 'pool'),
  balancesOf('risk', '风险调剂金月末余额', 'Risk-adjustment fund at each month’s end', (kind) => kind === 'risk'),
  balancesOf(
    'deposit',
    '质量保证金月末余额',
    'Quality deposits at each month’s end',
    (kind) => kind === 'deposit' || kind === 'depositReserve',
  ),
  balancesOf('quotas', '未拨额度月末余额', 'Quotas not yet paid out at each month’s end', (kind) => kind === 'quota'),
  balancesOf('held', '专户月末余额', 'Sub-accounts at each month’s end', (kind) => kind === 'held' || kind === 'heldUse'),
  {
    ...county(
      'timeGone',
      '时间进度',
      'Time gone',
      'R6',
      'months',
      (v) => months(v).map((m) => percentage(fen(m + 1), fen(MONTHS))),
      'rate',
    ),
    size: (_v, _a, m) => percentSize(fen(m + 1), fen(MONTHS)),
  },
  county('pool.cashDecember', '基金12月31日现金结余', 'Fund cash on 31 December', 'R8', 'months', (v) =>
    v.year.months === MONTHS ? fundCash(v, MONTHS - 1) : undefined,
  ),
  county(
    'pool.fundClosing',
    '基金年末结余合计（清算后）',
    'All fund balances after settlement',
    'R8',
    'settled',
    (v) => closingPool(v) + closingRisk(v) + heldBalance(v),
  ),
];
