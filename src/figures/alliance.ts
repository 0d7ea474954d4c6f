// Figures of one alliance: quota, advances, reviews, settlement, cash.

import { careIn, careTo, januaryQuota, moved, movedBy, trueUpOf } from '../books/books.ts';
import { MONTHS, REVIEW_MONTHS, SETTLEMENT } from '../money/calendar.ts';
import { percentage, percentRounded } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { LineKind } from '../plan/lineKinds.ts';
import { PLACES, type Place } from '../plan/parties.ts';
import type { Figure, FigureValue, YearView } from './figure.ts';
import { viewOf } from './figure.ts';

/** What moved along an alliance's line of a kind over the year. */
export function line(view: YearView, kind: LineKind, a: number): Fen {
  return movedBy(view.book, view.plan.ledger.first[kind] + a);
}

function twelve<T>(view: YearView, read: (month: number) => T): T[] {
  return Array.from({ length: view.year.months }, (_, m) => read(m));
}

export function quotaOf(view: YearView, a: number): Fen {
  return januaryQuota(view.plan, view.book, a);
}

export function adjustmentsOf(view: YearView, a: number): Fen {
  return fen(line(view, 'adjustFromRisk', a) + line(view, 'adjustFromPool', a));
}

export function adjustedQuotaOf(view: YearView, a: number): Fen {
  return fen(quotaOf(view, a) + adjustmentsOf(view, a));
}

export function careOf(view: YearView, a: number, place: Place): Fen {
  return fen(careTo(view.book, a, PLACES.indexOf(place), view.year.months) + trueUpOf(view.book, a, PLACES.indexOf(place)));
}

/** R9: what period 13 adds to in-county care by payment methods. */
export function trueUpOfAlliance(view: YearView, a: number): Fen {
  return fen(PLACES.reduce((sum, _, place) => sum + trueUpOf(view.book, a, place), 0));
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

export function surplusOf(view: YearView, a: number): Fen {
  return fen(Math.max(0, adjustedQuotaOf(view, a) - expenditureOf(view, a)));
}

export function overspendOf(view: YearView, a: number): Fen {
  return fen(Math.max(0, expenditureOf(view, a) - adjustedQuotaOf(view, a)));
}

function usesOf(view: YearView, a: number): ReadonlyMap<string, number> {
  const { plan } = view;
  return new Map(
    (view.year.rules.settlement?.uses ?? []).map(({ use, heldByPool }) => {
      const line = heldByPool ? plan.ledger.first.retainedHeld : plan.ledger.first.retained;
      return [plan.uses[use] ?? '', moved(view.book, line + a * plan.uses.length + use, SETTLEMENT)];
    }),
  );
}

export function retainedOf(view: YearView, a: number): Fen {
  let sum = 0;
  for (const amount of usesOf(view, a).values()) sum += amount;
  return fen(sum);
}

export function advancesPaid(view: YearView, a: number): Fen {
  return line(view, 'advance', a);
}

/** R9: of what is retained, what the pool holds. */
export function heldByPoolOf(view: YearView, a: number): Fen {
  const { plan, book } = view;
  if (!plan.features.heldUses) return fen(0);
  return fen(plan.uses.reduce((sum, _, u) => sum + movedBy(book, plan.ledger.first.retainedHeld + a * plan.uses.length + u), 0));
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
  const { features, ledger } = view.plan;
  const at = (kind: LineKind) => moved(view.book, ledger.first[kind] + a, month);
  let sum = 0;
  if (features.revolving) sum += at('revolvingOut') - at('revolvingBack');
  if (features.prepayment) sum += at('prepaymentOut') - at('prepaymentBack');
  if (features.recovery) sum -= at('recovered');
  return sum;
}

/** Care that this alliance's institutions gave to other alliances' insured, in one month (from 0). */
export function crossInOf(view: YearView, a: number, month: number): number {
  return view.crossIn()[a * MONTHS + month] as number;
}

export function crossInTotal(view: YearView, a: number): Fen {
  const inMonths = twelve(view, (m) => crossInOf(view, a, m)).reduce((x, y) => x + y, 0);
  return fen(inMonths + (view.trueUpIn()[a] as number));
}

/** The running cash of the account that advances come into (总额专账) at each month's end. */
export function runningCash(view: YearView, a: number): Fen[] {
  let cash = 0;
  return twelve(view, (m) => {
    cash += moved(view.book, view.plan.ledger.first.advance + a, m) + lentIn(view, a, m);
    for (const [place, name] of PLACES.entries()) if (name !== 'offCounty') cash -= careIn(view.book, a, place, m);
    return fen(cash);
  });
}

/** What the settlement of the year before still owes the alliance when a year begins. */
export function dueOfLastYear(view: YearView, a: number): Fen {
  return openingOf(view, a).due;
}

function openingOf(view: YearView, a: number): { readonly cash: Fen; readonly due: Fen } {
  const { plan } = view;
  if (view.y > 0) return hospitalCashEnd(viewOf(view.run, view.y - 1), a);
  return plan.opening.hospitalCash.get(plan.alliances[a]?.id ?? '') ?? { cash: fen(0), due: fen(0) };
}

/** 院端现金 at each month's end, and what settlement still owes at the end of the year. */
export function hospitalCash(view: YearView, a: number): { readonly months: readonly Fen[]; readonly due: Fen } {
  const { plan } = view;
  const opening = openingOf(view, a);
  // Without a settlement month the settlement of last year is in the opening; with one it comes in that month.
  let cash = plan.settlementMonth === null ? opening.cash + opening.due : opening.cash;
  const months = twelve(view, (m) => {
    if (plan.settlementMonth === m + 1) cash += opening.due;
    cash += moved(view.book, plan.ledger.first.advance + a, m) + lentIn(view, a, m) + crossInOf(view, a, m);
    for (const [place, name] of PLACES.entries()) if (name !== 'offCounty') cash -= careIn(view.book, a, place, m);
    return fen(cash);
  });
  return { months, due: view.year.settles ? settledCash(view, a) : fen(0) };
}

/** What settlement pays the alliance, less what true-ups pay on to institutions, and with what they bring in from others. */
function settledCash(view: YearView, a: number): Fen {
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
  alliance('advances', '每月拨付', 'Advance paid each month', 'R5', 'months', (v, a) =>
    twelve(v, (m) => moved(v.book, v.plan.ledger.first.advance + a, m)),
  ),
  alliance('remitted', '每月上解', 'Remitted to the province each month', 'R5', 'months', (v, a) =>
    twelve(v, (m) => moved(v.book, v.plan.ledger.first.remitted + a, m)),
  ),
  alliance(
    'reviewFlags',
    '季度评估标识',
    'Flags of the quarterly reviews',
    'R6',
    'months',
    (v, a) => reviews(v, a, (i) => v.book.decisions.flags[i] ?? null),
    'flag',
  ),
  alliance(
    'reviewFactors',
    '季度评估后预付系数',
    'Factor on advances after each review',
    'R6',
    'months',
    (v, a) => reviews(v, a, (i) => factorText(v, i)),
    'rate',
  ),
  alliance(
    'executionRates',
    '序时执行率',
    'Execution rate against time',
    'R6',
    'months',
    (v, a) => reviews(v, a, (i) => rateText(v, i)),
    'rate',
  ),
  alliance(
    'progress',
    '执行率',
    'Progress: spending to date ÷ annual quota',
    'R6',
    'months',
    (v, a) => twelve(v, (m) => percentage(fen(grossSpendingTo(v, a, m + 1) - deductionsTo(v, a, m)), quotaOf(v, a))),
    'rate',
  ),
  alliance('cash', '总额专账月末余额', 'Running cash at each month’s end', 'R5', 'months', runningCash),
  alliance('cashGap', '总额专账最大垫付额', 'Largest amount fronted by the alliance', 'R5', 'months', cashGapOf),
  alliance('entitlement', '清算应付', 'Entitlement at settlement', 'R7', 'settled', entitlementOf),
  alliance('finalPayment', '清算应补(退)', 'Final payment (negative: to be paid back)', 'R7', 'settled', finalPaymentOf),
  alliance('crossIn', '收其他医共体交叉结算', 'Received from other alliances', 'R8', 'months', crossInTotal),
  alliance('netCross', '交叉结算净额', 'Net cross-settlement', 'R8', 'months', (v, a) => crossInTotal(v, a) - careOf(v, a, 'cross')),
  alliance('hospitalCash', '院端现金', 'The hospitals’ cash at each month’s end', 'R8', 'months', (v, a) => hospitalCash(v, a).months),
  alliance('retainedBalance', '结余留用资金结存', 'Retained accounts at the year’s end', 'R8', 'settled', retainedBalances),
];

function rateText(view: YearView, i: number): string | null {
  const { spentToDate, quotaToDate } = view.book.decisions;
  return percentage(fen(spentToDate[i] as number), fen(quotaToDate[i] as number));
}

function factorText(view: YearView, i: number): string | null {
  const factor = view.book.decisions.factors[i];
  return factor === null || factor === undefined ? null : percentRounded(factor);
}

/** R5: minus the lowest month-end of the running cash, not below zero. */
export function cashGapOf(view: YearView, a: number): Fen {
  return fen(Math.max(0, ...runningCash(view, a).map((cash) => -cash)));
}
