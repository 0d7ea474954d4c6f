// One simulated year: R5 and R6 month by month, R7's settlement, R8's close.
import { placeOf } from './activity.ts';
import type { Budget } from './budget.ts';
import { close, linesHeld, linesOut, owedBy } from './close.ts';
import { parseDecimal, percent, ratioOf, yuan } from './exact.ts';
import { allianceFigures, type BudgetFigures, budgetFigures, grossOf, lentTo, type Parts, quotaFigures, type YearEnd } from './figures.ts';
import { type AllianceYear, indicatorFigures, indicatorsOf, type ScopeYear, toldBefore } from './indicators.ts';
import { playMembers } from './insideYear.ts';
import { type Loans, lastYearWritten, loansOf } from './loans.ts';
import { isCrossIn, type Months, playMonths, readTiersOf } from './months.ts';
import { readRetention } from './procurement.ts';
import { playPublicMoney } from './publicMoneyYear.ts';
import type { Figures } from './reference.ts';
import type { Run, Span, State } from './run.ts';
import { type Adjustment, checkAdjustments, type Settled, splitDeposit } from './settlement.ts';
import { atYearEnd, type Payment, spending, spentFor, spentOffCounty } from './spending.ts';
import { targetFigures } from './targets.ts';

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
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

  // R10 and R12: members' months, public money; R7 and R8: the close.
  const ofMembers = playMembers(run, state, budget, span, deducted);
  const publicMoney = playPublicMoney(run, state, span);
  for (const [id, own] of publicMoney.ofAlliances) Object.assign(byAlliance[id] ?? {}, own);
  if (run.procurement !== null) readRetention(run.procurement.written, year);
  const none = { inMonths: sum(noneByMonth), atYearEnd: noneAtYearEnd };
  const closed = settles ? close(run, state, budget, parts, adjusted, none, year, poolFigures, byAlliance, ofMembers) : null;
  const monitored = monitor(run, state, span, parts, closed?.settled ?? null, byAlliance, poolFigures.payableMonths);
  const institutions = mergedInstitutions([
    mapOfFigures(paid.figures.institutions),
    new Map([...ofMembers].map(([id, member]) => [id, { member }])),
    new Map([...(closed?.procurement?.ofInstitutions ?? [])].map(([id, procurement]) => [id, { procurement }])),
    new Map([...publicMoney.ofInstitutions].map(([id, grants]) => [id, { grants }])),
  ]);
  return {
    ...opening,
    balances,
    timeGone,
    ...paid.figures,
    ...(Object.keys(institutions).length > 0 ? { institutions } : {}),
    pool: poolFigures,
    ...(closed?.procurement ? { procurement: { paid: yuan(closed.procurement.paid) } } : {}),
    ...publicMoney.county,
    ...monitored,
    alliances: byAlliance,
  } satisfies BudgetFigures;
}

function mapOfFigures(figures: Figures[string] | undefined): Map<string, Figures> {
  return new Map(Object.entries((figures ?? {}) as { [institution: string]: Figures }));
}

function mergedInstitutions(all: readonly ReadonlyMap<string, Figures>[]): Figures {
  const merged: { [institution: string]: Figures } = {};
  for (const figures of all) for (const [id, own] of figures) merged[id] = { ...merged[id], ...own };
  return merged;
}

/** R13: indicators and targets of the county and of each alliance; what targets of the next year compare with. */
function monitor(
  run: Run,
  state: State,
  span: Span,
  parts: readonly Parts[],
  settled: readonly Settled[] | null,
  byAlliance: { [alliance: string]: Figures },
  shownMonths: Figures[string] | undefined,
): Figures {
  const { monitored, alliances, took } = run;
  if (monitored === null) return {};
  const years = parts.map((own, index): AllianceYear => {
    const { played, yearEnd } = own;
    return {
      id: alliances[index]?.id ?? '',
      quota: own.quota,
      adjustedQuota: own.quota + own.adjustments,
      netOfMonths: grossOf({ played, yearEnd: { own: 0n, cross: 0n, other: 0n, crossIn: 0n } }) - own.deductions,
      expenditure: grossOf(own) - own.deductions,
      own: sum(played.own) + yearEnd.own,
      cross: sum(played.cross) + yearEnd.cross,
      other: sum(played.other) + yearEnd.other,
      offCounty: sum(played.offCounty),
      cashGap: played.cashGap,
      settled: settled?.[index] ?? null,
    };
  });
  const payableMonths = typeof shownMonths === 'number' ? parseDecimal(String(shownMonths)) : null;
  const reached = new Map<string, ScopeYear>();
  const figuresOf = (alliance: string | null): Figures => {
    const last = state.lastIndicators.get(alliance ?? '');
    const scope = alliance === null ? 'county' : 'alliance';
    const here = indicatorsOf(run, span, monitored, years, alliance, payableMonths, last);
    reached.set(alliance ?? '', here);
    return {
      ...indicatorFigures(monitored, here.values, scope),
      ...targetFigures(monitored.targets, scope, span.year, here.values, last?.values ?? toldBefore(run, span, monitored, alliance), took),
    };
  };
  const county = figuresOf(null);
  for (const { id } of alliances) Object.assign(byAlliance[id] ?? {}, figuresOf(id));
  state.lastIndicators = reached;
  return county;
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
