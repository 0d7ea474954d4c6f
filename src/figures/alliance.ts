// Figures of one alliance: quota, advances, reviews, settlement, cash.

import { careIn, careTo, januaryQuota, moved, trueUpOf } from '../books/books.ts';
import { lineOfYear } from '../books/outflow.ts';
import { MONTHS, REVIEW_MONTHS, SETTLEMENT } from '../money/calendar.ts';
import { percentage, percentRounded, percentSize, rateSize } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import type { LineKind } from '../plan/lineKinds.ts';
import { OFF_COUNTY, PLACE_COUNT, PLACES, type Place } from '../plan/parties.ts';
import type { Figure, FigureValue, YearView } from './figure.ts';

/** What moved along an alliance's line of a kind over the year. */
export function line(view: YearView, kind: LineKind, a: number): Fen {
  return lineOfYear(view.plan, view.book, kind, a);
}

function twelve<T>(view: YearView, read: (month: number) => T): T[] {
  return Array.from({ length: view.year.months }, (_, m) => read(m));
}

export function quotaOf(view: YearView, a: number): Fen {
  return januaryQuota(view.plan, view.book, a);
}

export function adjustmentsOf(view: YearView, a: number): Fen {
  return view.year.adjustments.length === 0 ? fen(0) : fen(line(view, 'adjustFromRisk', a) + line(view, 'adjustFromPool', a));
}

export function adjustedQuotaOf(view: YearView, a: number): Fen {
  return fen(quotaOf(view, a) + adjustmentsOf(view, a));
}

export function careOf(view: YearView, a: number, place: Place): Fen {
  return fen(careTo(view.book, a, PLACES.indexOf(place), view.year.months) + trueUpOf(view.book, a, PLACES.indexOf(place)));
}

/** R9: what period 13 adds to in-county care by payment methods. */
export function trueUpOfAlliance(view: YearView, a: number): Fen {
  let sum = 0;
  for (let place = 0; place < PLACE_COUNT; place++) sum += trueUpOf(view.book, a, place);
  return fen(sum);
}

/** Deductions posted up to and with a month (from 0). */
export function deductionsTo(view: YearView, a: number, month: number): Fen {
  let sum = 0;
  for (const d of view.year.deductions) if (d.alliance === a && d.month <= month && d.month < view.year.months) sum += d.amount;
  return fen(sum);
}

/** Spending before deductions over the first months of a year. */
export function grossSpendingTo(view: YearView, a: number, months: number): Fen {
  let sum = 0;
  for (let m = 0; m < months; m++) sum += view.book.spending[a * MONTHS + m] as number;
  return fen(sum);
}

export function expenditureOf(view: YearView, a: number): Fen {
  return fen(grossSpendingTo(view, a, view.year.months) + trueUpOfAlliance(view, a) - deductionsTo(view, a, view.year.months - 1));
}

/** Surplus, or overspend below zero: one number that draws and goals can ask for. */
function balanceOf(view: YearView, a: number): Fen {
  return fen(adjustedQuotaOf(view, a) - expenditureOf(view, a));
}

export function surplusOf(view: YearView, a: number): Fen {
  return fen(Math.max(0, balanceOf(view, a)));
}

export function overspendOf(view: YearView, a: number): Fen {
  return fen(Math.max(0, -balanceOf(view, a)));
}

type Use = NonNullable<YearView['year']['rules']['settlement']>['uses'][number];

function retainedFor(view: YearView, a: number, { use, heldByPool }: Use): Fen {
  return line(view, heldByPool ? 'retainedHeld' : 'retained', a * view.plan.uses.length + use);
}

function usesOf(view: YearView, a: number): ReadonlyMap<string, number> {
  const uses = view.year.rules.settlement?.uses ?? [];
  return new Map(uses.map((one) => [view.plan.uses[one.use] ?? '', retainedFor(view, a, one)]));
}

export function retainedOf(view: YearView, a: number): Fen {
  const uses = view.year.rules.settlement?.uses;
  let sum = 0;
  if (uses !== undefined) for (let u = 0; u < uses.length; u++) sum += retainedFor(view, a, uses[u] as Use);
  return fen(sum);
}

export function advancesPaid(view: YearView, a: number): Fen {
  return line(view, 'advance', a);
}

/** R9: of what is retained, what the pool holds. */
export function heldByPoolOf(view: YearView, a: number): Fen {
  const { uses, features } = view.plan;
  let sum = 0;
  if (features.heldUses) for (let u = 0; u < uses.length; u++) sum += line(view, 'retainedHeld', a * uses.length + u);
  return fen(sum);
}

/** R9: the overspend that is paid by the pool beyond the risk fund. */
export function fundedByPoolOf(view: YearView, a: number): Fen {
  return view.plan.features.fundedByPool ? line(view, 'fundedByPool', a) : fen(0);
}

/** What the alliance bears: netted at settlement, or lent by the pool and recovered later. */
export function borneOf(view: YearView, a: number): Fen {
  return fen(line(view, 'borne', a) + (view.plan.features.recovery ? line(view, 'lent', a) : 0));
}

export function depositOf(view: YearView, a: number): Fen {
  return view.year.rules.depositFromAdvance ? line(view, 'depositHeld', a) : line(view, 'depositShare', a);
}

export function depositReturnedOf(view: YearView, a: number): Fen {
  return line(view, view.year.rules.depositFromAdvance ? 'depositReleased' : 'depositReturned', a);
}

/** R9: what of a deposit held out of advances is not returned: the entitlement is lower by it. */
export function withheldFromAdvance(view: YearView, a: number): Fen {
  return view.year.rules.depositFromAdvance ? line(view, 'depositWithheld', a) : fen(0);
}

export function entitlementOf(view: YearView, a: number): Fen {
  const retained = retainedOf(view, a) - heldByPoolOf(view, a);
  return fen(expenditureOf(view, a) + retained - line(view, 'borne', a) - withheldFromAdvance(view, a));
}

/** What the settlement itself pays the alliance, as posted: care not covered by advances, and what is retained, less what it bears. */
export function finalPaymentOf(view: YearView, a: number): Fen {
  return fen(line(view, 'careSettled', a) + retainedOf(view, a) - heldByPoolOf(view, a) - line(view, 'borne', a));
}

/** R9: what working funds and recovery move between the alliance and the pool in one month (from 0). */
export function lentIn(view: YearView, a: number, month: number): number {
  const { features } = view.plan;
  let sum = 0;
  if (features.revolving) sum += lineIn(view, 'revolvingOut', a, month) - lineIn(view, 'revolvingBack', a, month);
  if (features.prepayment) sum += lineIn(view, 'prepaymentOut', a, month) - lineIn(view, 'prepaymentBack', a, month);
  if (features.recovery) sum -= lineIn(view, 'recovered', a, month);
  return sum;
}

/** What moved along an alliance's line of a kind in one month (from 0). */
export function lineIn(view: YearView, kind: LineKind, a: number, month: number): Fen {
  return moved(view.book, view.plan.ledger.first[kind] + a, month);
}

/** Care that this alliance's institutions gave to other alliances' insured, in one month (from 0). */
export function crossInOf(view: YearView, a: number, month: number): number {
  return view.crossIn()[a * MONTHS + month] as number;
}

export function crossInTotal(view: YearView, a: number): Fen {
  let sum = view.trueUpIn()[a] as number;
  for (let m = 0; m < view.year.months; m++) sum += crossInOf(view, a, m);
  return fen(sum);
}

/** What a month (from 0) brings into the account that advances come into (总额专账), less what care in the county takes out of it. */
function cashIn(view: YearView, a: number, month: number): number {
  const { plan, book } = view;
  const inCounty = (book.spending[a * MONTHS + month] as number) - careIn(book, a, OFF_COUNTY, month);
  return moved(book, plan.ledger.first.advance + a, month) + lentIn(view, a, month) - inCounty;
}

/** The running cash of that account at the end of each month. */
export function runningCash(view: YearView, a: number): Fen[] {
  let cash = 0;
  return twelve(view, (m) => {
    cash += cashIn(view, a, m);
    return fen(cash);
  });
}

function runningCashAt(view: YearView, a: number, month: number): number {
  let cash = 0;
  for (let m = 0; m <= month; m++) cash += cashIn(view, a, m);
  return cash;
}

/** What the settlement of the year before still owes the alliance when a year begins. */
export function dueOfLastYear(view: YearView, a: number): Fen {
  const before = view.before();
  return before === null ? openingOf(view, a).due : settledCash(before, a);
}

function openingOf({ plan }: YearView, a: number): { readonly cash: Fen; readonly due: Fen } {
  return plan.opening.hospitalCash.get(plan.alliances[a]?.id ?? '') ?? NO_CASH;
}

const NO_CASH = { cash: fen(0), due: fen(0) };

/** 院端现金 at each month's end, and what settlement still owes at the end of the year. */
export function hospitalCash(view: YearView, a: number): { readonly months: readonly Fen[]; readonly due: Fen } {
  let cash = hospitalCashAt(view, a, -1);
  const months = twelve(view, (m) => {
    cash += hospitalCashIn(view, a, m);
    return fen(cash);
  });
  return { months, due: settledCash(view, a) };
}

/** What a month (from 0) brings the hospitals. */
function hospitalCashIn(view: YearView, a: number, month: number): number {
  const due = view.plan.settlementMonth === month + 1 ? dueOfLastYear(view, a) : 0;
  return due + cashIn(view, a, month) + crossInOf(view, a, month);
}

/** 院端现金 at the end of a month; −1: when the year begins. */
function hospitalCashAt(view: YearView, a: number, month: number): number {
  const before = view.before();
  let cash: number =
    before === null ? openingOf(view, a).cash : before.year.months === 0 ? 0 : hospitalCashAt(before, a, before.year.months - 1);
  // Without a settlement month the settlement of last year is in the opening; with one it comes in that month.
  if (view.plan.settlementMonth === null) cash += dueOfLastYear(view, a);
  for (let m = 0; m <= month; m++) cash += hospitalCashIn(view, a, m);
  return cash;
}

/**
 * What settlement pays the alliance, less what true-ups pay on to institutions, and with what they bring in from others; nothing where the
 * year is not settled.
 */
function settledCash(view: YearView, a: number): Fen {
  if (!view.year.settles) return fen(0);
  const returned = view.year.rules.depositFromAdvance ? 0 : line(view, 'depositReturned', a);
  return fen(finalPaymentOf(view, a) + returned + (view.trueUpIn()[a] as number) - trueUpOfAlliance(view, a));
}

export function hospitalCashEnd(view: YearView, a: number): { readonly cash: Fen; readonly due: Fen } {
  const { months, due } = hospitalCash(view, a);
  return { cash: months.at(-1) ?? fen(0), due };
}

function retainedBalances(view: YearView, a: number): ReadonlyMap<string, number> {
  const { plan } = view;
  const all = view.balancesAt(SETTLEMENT);
  const balances = plan.uses.map((use, u) => [use, all[plan.ledger.account.retained + a * plan.uses.length + u] as number] as const);
  return new Map(balances.filter(([use]) => plan.allianceUses.has(use)));
}

function reviews<T>(view: YearView, a: number, read: (i: number) => T): T[] {
  return REVIEW_MONTHS.flatMap((month, q) => (month < view.year.months ? [read(a * 3 + q)] : []));
}

type Size = NonNullable<Figure['size']>;

/** A figure of each month: an amount. */
function monthly(id: string, zh: string, en: string, rule: string, size: Size): Figure {
  return { ...alliance(id, zh, en, rule, 'months', (v, a) => twelve(v, (m) => size(v, a, m))), size };
}

function alliance(
  id: string,
  zh: string,
  en: string,
  rule: string,
  stage: Figure['stage'],
  read: (view: YearView, a: number) => FigureValue | undefined,
  unit: Figure['unit'] = 'amount',
): Figure {
  return { id, scope: 'alliance', words: { zh, en }, unit, rule, stage, read };
}

export const ALLIANCE_FIGURES: readonly Figure[] = [
  alliance('quota', '年预分额度', 'Annual pre-allocation (quota)', 'R3', 'budget', quotaOf),
  alliance('byInsured', '其中按参保人数', 'of which by insured heads', 'R3', 'budget', (v, a) => line(v, 'quotaByInsured', a)),
  alliance('byHistory', '其中按历史支付', 'of which by spending of years before', 'R3', 'budget', (v, a) => line(v, 'quotaByHistory', a)),
  alliance('adjustments', '年中调整', 'Mid-year adjustments', 'R7', 'months', adjustmentsOf),
  alliance('adjustedQuota', '调整后额度', 'Quota after adjustments', 'R7', 'months', adjustedQuotaOf),
  alliance('expenditure', '净支出', 'Expenditure, net of deductions', 'R7', 'months', expenditureOf),
  alliance('own', '本医共体就医', 'Care in the own alliance', 'R4', 'months', (v, a) => careOf(v, a, 'own')),
  alliance('cross', '县内其他医共体就医', 'Care in other alliances', 'R4', 'months', (v, a) => careOf(v, a, 'cross')),
  alliance('other', '县内其他机构就医', 'Care in other institutions of the county', 'R4', 'months', (v, a) => careOf(v, a, 'other')),
  alliance('offCounty', '县域外就医', 'Off-county care', 'R4', 'months', (v, a) => careOf(v, a, 'offCounty')),
  alliance('deductions', '扣减', 'Deductions', 'R7', 'months', (v, a) => deductionsTo(v, a, v.year.months - 1)),
  alliance('balance', '收支差（负数为超支）', 'Surplus (overspend below 0)', 'R7', 'settled', balanceOf),
  alliance('surplus', '结余', 'Surplus', 'R7', 'settled', surplusOf),
  alliance('overspend', '超支', 'Overspend', 'R7', 'settled', overspendOf),
  alliance('retained', '结余留用', 'Surplus retained', 'R7', 'settled', retainedOf),
  alliance('toPool', '结余收回', 'Surplus returned to the pool', 'R7', 'settled', (v, a) => line(v, 'toPool', a)),
  alliance(
    'poolShare',
    '申请基金分担',
    'Claim on the risk-adjustment fund',
    'R7',
    'settled',
    (v, a) => v.book.decisions.claims[a] as number,
  ),
  alliance('funded', '基金分担', 'Paid by the fund', 'R7', 'settled', (v, a) => line(v, 'funded', a) + fundedByPoolOf(v, a)),
  alliance('borne', '医共体自担', 'Borne by the alliance', 'R7', 'settled', borneOf),
  alliance('uses', '结余留用用途', 'Uses of the retained surplus', 'R7', 'settled', usesOf),
  alliance('deposit', '质量保证金', 'Quality deposit', 'R7', 'months', depositOf),
  alliance('depositReturned', '质量保证金返还', 'Quality deposit returned', 'R7', 'settled', depositReturnedOf),
  alliance('depositWithheld', '质量保证金扣留', 'Quality deposit withheld', 'R7', 'settled', (v, a) => line(v, 'depositWithheld', a)),
  monthly('advances', '每月拨付', 'Advance paid each month', 'R5', (v, a, m) => lineIn(v, 'advance', a, m)),
  monthly('remitted', '每月上解', 'Remitted to the province each month', 'R5', (v, a, m) => lineIn(v, 'remitted', a, m)),
  alliance(
    'reviewFlags',
    '季度评估标识',
    'Flags of the quarterly reviews',
    'R6',
    'months',
    (v, a) => reviews(v, a, (i) => v.book.decisions.flags[i] ?? null),
    'flag',
  ),
  {
    ...alliance('reviewFactors', '季度评估后预付系数', 'Factor on advances after each review', 'R6', 'months', factorTexts, 'rate'),
    size: (v, a, q) => {
      const factor = factorOf(v, a * 3 + q);
      return factor === null ? Number.NaN : rateSize(factor);
    },
  },
  {
    ...alliance('executionRates', '序时执行率', 'Execution rate against time', 'R6', 'months', executionRates, 'rate'),
    size: (v, a, q) => percentSize(spentAt(v, a * 3 + q), quotaAt(v, a * 3 + q)),
  },
  {
    ...alliance('progress', '执行率', 'Progress: spending to date ÷ annual quota', 'R6', 'months', progressTexts, 'rate'),
    size: (v, a, m) => percentSize(spendingTo(v, a, m), quotaOf(v, a)),
  },
  { ...monthly('cash', '总额专账月末余额', 'Running cash at each month’s end', 'R5', runningCashAt), read: runningCash },
  alliance('cashGap', '总额专账最大垫付额', 'Largest amount fronted by the alliance', 'R5', 'months', cashGapOf),
  alliance('entitlement', '清算应付', 'Entitlement at settlement', 'R7', 'settled', entitlementOf),
  alliance('finalPayment', '清算应补(退)', 'Final payment (negative: to be paid back)', 'R7', 'settled', finalPaymentOf),
  alliance('crossIn', '收其他医共体交叉结算', 'Received from other alliances', 'R8', 'months', crossInTotal),
  alliance('netCross', '交叉结算净额', 'Net cross-settlement', 'R8', 'months', (v, a) => crossInTotal(v, a) - careOf(v, a, 'cross')),
  {
    ...monthly('hospitalCash', '院端现金', 'The hospitals’ cash at each month’s end', 'R8', hospitalCashAt),
    read: (v, a) => hospitalCash(v, a).months,
  },
  alliance('retainedBalance', '结余留用资金结存', 'Retained accounts at the year’s end', 'R8', 'settled', retainedBalances),
];

/** Spending and quota to date at a review (alliance × 3 + review). */
function spentAt({ book }: YearView, i: number): Fen {
  return fen(book.decisions.spentToDate[i] as number);
}

function quotaAt({ book }: YearView, i: number): Fen {
  return fen(book.decisions.quotaToDate[i] as number);
}

function executionRates(view: YearView, a: number): (string | null)[] {
  return reviews(view, a, (i) => percentage(spentAt(view, i), quotaAt(view, i)));
}

function factorOf({ book }: YearView, i: number): Ratio | null {
  return book.decisions.factors[i] ?? null;
}

function factorTexts(view: YearView, a: number): (string | null)[] {
  return reviews(view, a, (i) => {
    const factor = factorOf(view, i);
    return factor === null ? null : percentRounded(factor);
  });
}

/** Spending less deductions up to and with a month (from 0). */
function spendingTo(view: YearView, a: number, month: number): Fen {
  return fen(grossSpendingTo(view, a, month + 1) - deductionsTo(view, a, month));
}

function progressTexts(view: YearView, a: number): (string | null)[] {
  return twelve(view, (m) => percentage(spendingTo(view, a, m), quotaOf(view, a)));
}

/** R5: minus the lowest month-end of the running cash, not below zero. */
export function cashGapOf(view: YearView, a: number): Fen {
  let cash = 0;
  let lowest = 0;
  for (let m = 0; m < view.year.months; m++) {
    cash += cashIn(view, a, m);
    if (cash < lowest) lowest = cash;
  }
  return fen(0 - lowest);
}
