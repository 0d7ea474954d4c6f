// Figures of the county: financing, reserves, the pool and the risk-adjustment fund.

import { careTo, moved, trueUpOf } from '../books/books.ts';
import { settlementPaid, sumOfLines, yearOutflow } from '../books/outflow.ts';
import { MONTHS, SETTLEMENT } from '../money/calendar.ts';
import { percentage, roundedMonths } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type AccountKind, isFund, type LineKind } from '../plan/lineKinds.ts';
import { PLACES } from '../plan/parties.ts';
import type { Figure, YearView } from './figure.ts';
import { viewOf } from './figure.ts';

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
  let sum = 0;
  for (const [i, account] of view.plan.ledger.accounts.entries()) if (wanted(account.kind)) sum += all[i] as number;
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
  return view.y === 0 ? view.plan.opening.fundDue : settlementDue(viewOf(view.run, view.y - 1));
}

/** What the agency holds at a month's end: the fund's accounts, and last year's settlement until it is paid. */
export function fundCash(view: YearView, month: number): Fen {
  return fen(balanceOf(view, month, isFund) + dueBefore(view, month));
}

/** What stands in sub-accounts after settlement: of named lines, and of uses that the pool holds. */
export function heldBalance(view: YearView): Fen {
  return balanceOf(view, SETTLEMENT, (kind) => kind === 'held' || kind === 'heldUse');
}

/** R9: what stands in sub-accounts of uses that the pool holds. */
export function heldUsesBalance(view: YearView): Fen {
  return balanceOf(view, SETTLEMENT, (kind) => kind === 'heldUse');
}

/** R8: what left the fund for good in the year, on an accrual basis. */
export function outflow(view: YearView): Fen {
  return yearOutflow(view.plan, view.year, view.book);
}

export function closingPool(view: YearView): Fen {
  return balanceOf(view, SETTLEMENT, (kind) => kind === 'pool');
}

export function closingRisk(view: YearView): Fen {
  return balanceOf(view, SETTLEMENT, (kind) => kind === 'risk');
}

/** R8: (pool + risk fund) × 12 ÷ outflow, rounded as the policy says, to two decimals by default; null where nothing flowed out. */
export function payableMonths(view: YearView): number | null {
  const out = outflow(view);
  const months = BigInt(closingPool(view) + closingRisk(view)) * 12n;
  return out === 0 ? null : roundedMonths(months, BigInt(out), view.year.rules.payableMonths);
}

/** Where the agency's money stands at the end of each month, by kind of account. */
function monthEnds(view: YearView, wanted: 'pool' | 'risk' | 'deposit' | 'quota' | 'held'): Fen[] {
  const kinds: readonly AccountKind[] =
    wanted === 'deposit' ? ['deposit', 'depositReserve'] : wanted === 'held' ? ['held', 'heldUse'] : [wanted];
  return months(view).map((m) => balanceOf(view, m, (kind) => kinds.includes(kind)));
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
  county('pool.outflow', '基金支出', 'Fund outflow', 'R8', 'settled', outflow),
  county('pool.payableMonths', '可支付月数', 'Payable months', 'R8', 'settled', payableMonths, 'months'),
  county('pool.noneSpending', '未归属人员支出', 'Spending for people of no alliance', 'R4', 'months', spendingOfNone),
  county('pool.cash', '基金月末现金结余', 'Fund cash at each month’s end', 'R8', 'months', (v) => months(v).map((m) => fundCash(v, m))),
  county('balances.pool', '统筹基金月末余额', 'Pool at each month’s end', 'R8', 'months', (v) => monthEnds(v, 'pool')),
  county('balances.risk', '风险调剂金月末余额', 'Risk-adjustment fund at each month’s end', 'R8', 'months', (v) => monthEnds(v, 'risk')),
  county('balances.deposit', '质量保证金月末余额', 'Quality deposits at each month’s end', 'R8', 'months', (v) => monthEnds(v, 'deposit')),
  county('balances.quotas', '未拨额度月末余额', 'Quotas not yet paid out at each month’s end', 'R8', 'months', (v) =>
    monthEnds(v, 'quota'),
  ),
  county('balances.held', '专户月末余额', 'Sub-accounts at each month’s end', 'R8', 'months', (v) => monthEnds(v, 'held')),
  county('timeGone', '时间进度', 'Time gone', 'R6', 'months', (v) => months(v).map((m) => percentage(fen(m + 1), fen(MONTHS))), 'rate'),
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
