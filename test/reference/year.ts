// One simulated year: R5 and R6 month by month, R7's settlement, R8's close.
import { type Activity, type Institution, placeOf } from './activity.ts';
import type { Took } from './branches.ts';
import type { Alliance, Budget } from './budget.ts';
import { percent, Refused, ratioOf, round, yuan } from './exact.ts';
import {
  allianceFigures,
  type BudgetFigures,
  budgetFigures,
  grossOf,
  lentTo,
  type Parts,
  quotaFigures,
  settledFigures,
  type YearEnd,
} from './figures.ts';
import type { Deduction, GivenAdvance, GivenReview } from './given.ts';
import { type LastYear, type Loans, lastYearWritten, lend, loansOf, type Owed, stillOwed } from './loans.ts';
import { isCrossIn, type Months, playMonths, readTiersOf } from './months.ts';
import type { payer } from './paid.ts';
import type { LastQuotas } from './quota.ts';
import type { Figures } from './reference.ts';
import { type Adjustment, checkAdjustments, type Settled, settle, splitDeposit } from './settlement.ts';
import type { Shown } from './shown.ts';
import { atYearEnd, type Payment, type Spent, spending, spentFor, spentOffCounty } from './spending.ts';
import { choiceAt, field, type Written, wholeAt } from './written.ts';

export interface Run {
  readonly policy: Written;
  readonly county: Written;
  readonly first: number;
  readonly alliances: readonly Alliance[];
  readonly institutions: readonly Institution[];
  readonly activity: Activity;
  readonly spent: Spent;
  readonly pay: ReturnType<typeof payer>;
  readonly deductions: readonly Deduction[];
  readonly adjustments: readonly Adjustment[];
  readonly advancesMade: ReadonlyMap<string, GivenAdvance>;
  readonly reviewsMade: ReadonlyMap<string, GivenReview>;
  readonly settlementMonth: number | null;
  readonly shown: Shown;
  readonly took: Took;
}

/** What one year's close hands to the next. */
export interface State {
  pool: bigint;
  risk: bigint;
  /** Lines and uses that the pool holds; of these, the uses. */
  subAccounts: bigint;
  heldUses: bigint;
  /** Cash the agency holds, what it still pays at settlement included. */
  cash: bigint;
  /** Settlement payments of the year before that leave in its settlement month. */
  agencyPending: bigint;
  readonly hospitalCash: Map<string, bigint>;
  readonly hospitalPending: Map<string, bigint>;
  readonly retained: Map<string, Map<string, bigint>>;
  readonly owed: Map<string, Owed>;
  lastYear: LastYear | null;
  lastQuotas: LastQuotas | null;
}

interface Span {
  readonly year: number;
  readonly monthsPlayed: number;
  readonly settles: boolean;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

function owedBy(state: State, alliance: string): Owed {
  const owed = state.owed.get(alliance);
  if (owed === undefined) throw new RangeError(alliance);
  return owed;
}

function yearEndOf(run: Run, year: number, alliance: string): YearEnd {
  const of = (which: (payment: Payment) => boolean): bigint => atYearEnd(run.spent, year, which);
  const at = (place: string): bigint => of((payment) => payment.home === alliance && placeOf(payment) === place);
  return { own: at('own'), cross: at('cross'), other: at('other'), crossIn: of((payment) => isCrossIn(payment, alliance)) };
}

/** R5: what is lent in January, by what the year before paid. */
function lendOut(run: Run, state: State, year: number): Loans {
  const { policy, county, spent, alliances, took } = run;
  return loansOf(
    policy,
    alliances.map((alliance) => spentFor(spent, year - 1, alliance.id)),
    spentOffCounty(spent, year - 1),
    () => state.lastYear ?? lastYearWritten(county, year, state.pool + state.risk),
    year,
    took,
  );
}

export function playYear(run: Run, state: State, budget: Budget, span: Span): Figures {
  const { policy, alliances, spent, shown, took, settlementMonth } = run;
  const { year, monthsPlayed, settles } = span;
  const inTime = <T extends { year: number; month: number }>(rows: readonly T[]): T[] =>
    rows.filter((row) => row.year === year && row.month <= monthsPlayed);
  const [adjusted, deducted] = [inTime(run.adjustments), inTime(run.deductions)];
  if (deducted.length === 0) took('R7 no deductions');
  const opening = budgetFigures(budget, state.pool, state.risk, shown);
  const quotas = alliances.map((alliance) => budget.quotas.get(alliance.id)?.quota ?? 0n);

  // R9: what the fund pays, then R5 and R6: the months.
  const paid = run.pay(year, { monthsPlayed, settles, quotas: sum(quotas) });
  spent.set(year, paid.payments);
  const loans = lendOut(run, state, year);
  const tiers = readTiersOf(policy, run.institutions, year);
  const given = { deductions: deducted, advances: run.advancesMade, reviews: run.reviewsMade };
  const months: Months[] = alliances.map((alliance, index) => {
    const common = { alliance: alliance.id, year, monthsPlayed, heldShare: budget.heldShare };
    const start = { ...common, quota: quotas[index] ?? 0n, lent: lentTo(loans, index), owed: owedBy(state, alliance.id) };
    return playMonths(policy, spent, given, tiers, start, took);
  });
  const noneByMonth = Array.from({ length: monthsPlayed }, (_, m) => spending(spent, year, m + 1, (payment) => payment.home === 'none'));
  const noneAtYearEnd = atYearEnd(spent, year, (payment) => payment.home === 'none');

  // R7: adjustments, in month order, from the fund after this year's contribution.
  checkAdjustments(adjusted, state.risk + budget.riskAdjustment, took);
  const ofAlliance = (rows: readonly { alliance: string; amount: bigint }[], id: string): bigint =>
    sum(rows.filter((row) => row.alliance === id).map((row) => row.amount));
  const split = splitDeposit(budget.qualityDeposit, quotas, took);

  const agencyCash = playCash(run, state, budget, months, loans, noneByMonth, year);
  const parts: Parts[] = alliances.map((alliance, index) => {
    const played = months[index];
    if (played === undefined) throw new RangeError(alliance.id);
    return {
      played,
      yearEnd: yearEndOf(run, year, alliance.id),
      quota: quotas[index] ?? 0n,
      adjustments: ofAlliance(adjusted, alliance.id),
      deductions: ofAlliance(deducted, alliance.id),
      deposit: budget.heldShare === null ? (split[index] ?? 0n) : sum(played.held),
      revolving: loans.revolving[index] ?? 0n,
      prepayment: loans.prepayment[index] ?? 0n,
      hospital: playHospital(state, alliance.id, played, lentTo(loans, index), settlementMonth),
    };
  });
  const byAlliance = quotaFigures(budget, shown);
  alliances.forEach((alliance, index) => {
    const own = parts[index];
    if (own !== undefined) Object.assign(byAlliance[alliance.id] ?? {}, allianceFigures(own, shown));
  });

  const poolFigures: Figures = { ...opening.pool, cash: agencyCash.map(yuan), noneSpending: yuan(sum(noneByMonth) + noneAtYearEnd) };
  if (monthsPlayed === 12) poolFigures.cashDecember = yuan(state.cash);
  const balances = balancesOf(state, budget, months, loans, noneByMonth, adjusted, quotas);
  const timeGone = agencyCash.map((_, m) => percent(ratioOf(BigInt(m + 1), 12n)));
  const figures: BudgetFigures = { ...opening, balances, timeGone, ...paid.figures, pool: poolFigures, alliances: byAlliance };
  if (settles) close(run, state, budget, parts, adjusted, sum(noneByMonth), noneAtYearEnd, year, poolFigures, byAlliance);
  return figures;
}

function linesOut(budget: Budget): bigint {
  return sum(budget.lines.filter((line) => !line.heldByPool).map((line) => line.amount));
}

function linesHeld(budget: Budget): bigint {
  return sum(budget.lines.filter((line) => line.heldByPool).map((line) => line.amount));
}

function lentInAll(loans: Loans): bigint {
  return sum(loans.revolving) + sum(loans.prepayment) + loans.offCounty;
}

/** What leaves the agency in a month for an alliance, before recovery. */
function paidIn(played: Months, m: number): bigint {
  return (played.advances[m] ?? 0n) + (played.city[m] ?? 0n) + (played.province[m] ?? 0n) + (played.manual[m] ?? 0n);
}

/** Cash the agency holds at each month's end: in January the financing comes, critical illness and paid lines go;
 * each month what alliances and the settlers of off-county care are paid, and spending for `none`. */
function playCash(
  run: Run,
  state: State,
  budget: Budget,
  months: readonly Months[],
  loans: Loans,
  noneByMonth: readonly bigint[],
  year: number,
): bigint[] {
  if (linesHeld(budget) > 0n) run.took('R8 sub-accounts');
  state.cash += budget.total - budget.criticalIllness - linesOut(budget);
  return noneByMonth.map((none, m) => {
    for (const played of months) state.cash -= paidIn(played, m) - (played.recovered[m] ?? 0n);
    state.cash -= none;
    if (m === 0) state.cash -= lentInAll(loans);
    if (m === 11) state.cash += lentInAll(loans);
    if (m + 1 === run.settlementMonth) {
      if (year > run.first) run.took('R8 settlement of the year before paid in its month');
      state.cash -= state.agencyPending;
      state.agencyPending = 0n;
    }
    return state.cash;
  });
}

/** 院端现金, running on over the years. */
function playHospital(state: State, alliance: string, played: Months, lent: bigint, settlementMonth: number | null): bigint[] {
  let balance = state.hospitalCash.get(alliance) ?? 0n;
  const balances = played.advances.map((advance, m) => {
    balance += advance - (played.recovered[m] ?? 0n) + (played.crossIn[m] ?? 0n);
    balance -= (played.own[m] ?? 0n) + (played.cross[m] ?? 0n) + (played.other[m] ?? 0n);
    if (m === 0) balance += lent;
    if (m === 11) balance -= lent;
    if (m + 1 === settlementMonth) {
      balance += state.hospitalPending.get(alliance) ?? 0n;
      state.hospitalPending.set(alliance, 0n);
    }
    return balance;
  });
  state.hospitalCash.set(alliance, balance);
  return balances;
}

/** Where the agency's money stands at each month's end; interest and settlement come after December. */
function balancesOf(
  state: State,
  budget: Budget,
  months: readonly Months[],
  loans: Loans,
  noneByMonth: readonly bigint[],
  adjusted: readonly Adjustment[],
  quotas: readonly bigint[],
): Figures {
  const to = (month: number, risk: boolean) =>
    sum(adjusted.filter((row) => row.fromRisk === risk && row.month <= month).map((row) => row.amount));
  const ends = (read: (month: number) => bigint) => noneByMonth.map((_, m) => yuan(read(m + 1)));
  const inMonths = (month: number, read: (played: Months, m: number) => bigint) =>
    sum(months.flatMap((played) => Array.from({ length: month }, (_, m) => read(played, m))));
  const heldTo = (month: number) => inMonths(month, (played, m) => played.held[m] ?? 0n);
  const recoveredTo = (month: number) => inMonths(month, (played, m) => played.recovered[m] ?? 0n);
  const lentAt = (month: number) => (month < 12 ? lentInAll(loans) : 0n);
  const afterJanuary =
    state.pool +
    budget.total -
    budget.criticalIllness -
    budget.riskAdjustment -
    budget.qualityDeposit -
    linesOut(budget) -
    linesHeld(budget) -
    sum(quotas);
  return {
    pool: ends((m) => afterJanuary - to(m, false) - sum(noneByMonth.slice(0, m)) - lentAt(m) + recoveredTo(m)),
    risk: ends((m) => state.risk + budget.riskAdjustment - to(m, true)),
    deposit: ends((m) => budget.qualityDeposit + heldTo(m)),
    quotas: ends((m) => sum(quotas) + to(m, false) + to(m, true) - inMonths(m, paidIn) - heldTo(m)),
    held: ends(() => state.subAccounts + linesHeld(budget)),
  };
}

function payableMonthsOf(policy: Written, balances: bigint, outflow: bigint, year: number, took: Took): number | null {
  const rounding = choiceAt(field(policy, 'payableMonths'), year, ['halfUp', 'down', 'integer'], 'payableMonths');
  took(outflow === 0n ? 'R8 nothing flowed out' : 'R8 payable months');
  if (outflow === 0n) return null;
  if (rounding === 'integer') {
    took('R8 payable months whole');
    return Number(round(ratioOf(balances * 12n, outflow)));
  }
  if (rounding === 'halfUp') return Number(yuan(round(ratioOf(balances * 1200n, outflow))));
  took('R8 payable months rounded down');
  return Number(yuan((balances * 1200n) / outflow)); // toward zero
}

/** R7's settlement and R8's close. */
function close(
  run: Run,
  state: State,
  budget: Budget,
  parts: readonly Parts[],
  adjusted: readonly Adjustment[],
  noneInMonths: bigint,
  noneAtYearEnd: bigint,
  year: number,
  poolFigures: Figures,
  byAlliance: { [alliance: string]: Figures },
): void {
  const { policy, alliances, shown, took } = run;
  const adjustedFrom = (risk: boolean) => sum(adjusted.filter((row) => row.fromRisk === risk).map((row) => row.amount));
  const riskAvailable = state.risk + budget.riskAdjustment - adjustedFrom(true);
  const parties = parts.map((own, index) => ({
    id: alliances[index]?.id ?? '',
    written: alliances[index]?.written ?? null,
    quota: own.quota + own.adjustments,
    expenditure: grossOf(own) - own.deductions,
    offCounty: sum(own.played.offCounty),
    advances: sum(own.played.advances),
  }));
  const deposits = parts.map((own) => own.deposit);
  const held = budget.heldShare !== null;
  const settled = settle(policy, parties, deposits, budget.hasDeposit, held, riskAvailable, year, took);
  const total = (read: (s: Settled) => bigint): bigint => sum(settled.map(read));

  // R8: what the deposit leaves the pool: off the financing all that is not returned, out of advances what is withheld.
  const depositWithheld = held ? total((s) => s.depositWithheld) : budget.qualityDeposit - total((s) => s.depositReturned);
  const recovered = sum(parts.map((own) => sum(own.played.recovered)));
  const noneSpending = noneInMonths + noneAtYearEnd;
  const poolClosing =
    state.pool +
    budget.total +
    budget.interest -
    budget.criticalIllness -
    budget.riskAdjustment -
    budget.qualityDeposit -
    linesOut(budget) -
    linesHeld(budget) -
    sum(parts.map((own) => own.quota)) -
    adjustedFrom(false) +
    total((s) => s.toPool - s.fundedByPool - s.lent) +
    depositWithheld +
    recovered -
    noneSpending;
  const riskClosing = riskAvailable - total((s) => s.paidByFund);
  const expenditure = sum(parties.map((party) => party.expenditure));
  const outflow =
    budget.criticalIllness +
    linesOut(budget) +
    noneSpending +
    expenditure +
    total((s) => s.retained - s.heldByPool - (s.borne - s.lent) + (held ? -s.depositWithheld : s.depositReturned)) -
    recovered;
  took(poolClosing < 0n ? 'R8 pool closes negative' : 'R8 pool closes not negative');

  state.subAccounts += linesHeld(budget) + total((s) => s.heldByPool);
  state.heldUses += total((s) => s.heldByPool);
  settled.forEach((s, index) => {
    const alliance = alliances[index]?.id ?? '';
    const owed = owedBy(state, alliance);
    if (s.lent > 0n) lend(owed, s.lent, recoverIn(policy, year), (year + 1) * 12 + 1);
    const retained = state.retained.get(alliance) ?? new Map<string, bigint>();
    for (const use of s.uses) if (!use.heldByPool) retained.set(use.name, (retained.get(use.name) ?? 0n) + use.amount);
    const yearEnd = parts[index]?.yearEnd;
    if (yearEnd !== undefined) Object.assign(byAlliance[alliance] ?? {}, settledFigures(s, yearEnd, retained, stillOwed(owed), shown));
  });
  Object.assign(poolFigures, {
    closing: yuan(poolClosing),
    riskClosing: yuan(riskClosing),
    outflow: yuan(outflow),
    payableMonths: payableMonthsOf(policy, poolClosing + riskClosing, outflow, year, took),
    fundClosing: yuan(poolClosing + riskClosing + state.subAccounts),
    ...(shown.heldUses ? { heldUses: yuan(state.heldUses) } : {}),
    ...(shown.receivable ? { receivable: yuan(sum([...state.owed.values()].map(stillOwed))) } : {}),
  } satisfies Figures);

  payOut(run, state, parts, settled, budget.interest, noneAtYearEnd, held);
  state.pool = poolClosing;
  state.risk = riskClosing;
  state.lastYear = { balances: poolClosing + riskClosing, income: budget.total + budget.interest, outflow };
  const counted = state.cash - state.agencyPending;
  if (counted !== poolClosing + riskClosing + state.subAccounts)
    throw new RangeError(`the cash of ${year} is not what the fund closes with`);
}

function recoverIn(policy: Written, year: number): number {
  const count = wholeAt(field(policy, 'settlement', 'overspend', 'recover'), year, 'recover');
  if (count < 1n) throw new Refused('an overspend is recovered in at least one month');
  return Number(count);
}

/** Settlement payments: off-county care not yet paid, final payments, deposits returned, what period 13 adds for `none`.
 * They leave after December, or in the settlement month of the next year; interest counts in after December. */
function payOut(
  run: Run,
  state: State,
  parts: readonly Parts[],
  settled: readonly Settled[],
  interest: bigint,
  noneAtYearEnd: bigint,
  held: boolean,
): void {
  const unpaid = parts.map(({ played }) => sum(played.offCounty) - sum([...played.city, ...played.province, ...played.manual]));
  const receives = settled.map((s) => s.finalPayment + (held ? 0n : s.depositReturned));
  const agencyPays = sum(unpaid) + sum(receives) + noneAtYearEnd;
  state.cash += interest;
  if (run.settlementMonth === null) {
    run.took('R8 settlement after December');
    state.cash -= agencyPays;
  } else {
    run.took('R8 settlement month');
    state.agencyPending = agencyPays;
  }
  run.alliances.forEach(({ id }, index) => {
    const yearEnd = parts[index]?.yearEnd ?? { own: 0n, cross: 0n, other: 0n, crossIn: 0n };
    const net = (receives[index] ?? 0n) + yearEnd.crossIn - yearEnd.own - yearEnd.cross - yearEnd.other;
    if (run.settlementMonth === null) state.hospitalCash.set(id, (state.hospitalCash.get(id) ?? 0n) + net);
    else state.hospitalPending.set(id, net);
  });
}
