// R7's settlement and R8's close.
import type { Took } from './branches.ts';
import type { Budget } from './budget.ts';
import { Refused, ratioOf, round, yuan } from './exact.ts';
import { grossOf, type Parts, settledFigures } from './figures.ts';
import { settleInside } from './insideYear.ts';
import { lend, type Owed, stillOwed } from './loans.ts';
import { type ProcurementYear, settleProcurement } from './procurement.ts';
import type { Figures } from './reference.ts';
import type { Run, State } from './run.ts';
import { type Adjustment, type Settled, settle } from './settlement.ts';
import { choiceAt, field, type Written, wholeAt } from './written.ts';

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

export function owedBy(state: State, alliance: string): Owed {
  const owed = state.owed.get(alliance);
  if (owed === undefined) throw new RangeError(alliance);
  return owed;
}

export function linesOut(budget: Budget): bigint {
  return sum(budget.lines.filter((line) => !line.heldByPool).map((line) => line.amount));
}

export function linesHeld(budget: Budget): bigint {
  return sum(budget.lines.filter((line) => line.heldByPool).map((line) => line.amount));
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

export interface Closed {
  readonly settled: readonly Settled[];
  readonly procurement: ProcurementYear | null;
}

/** The settlement of every alliance and of the members inside, then the closings. */
export function close(
  run: Run,
  state: State,
  budget: Budget,
  parts: readonly Parts[],
  adjusted: readonly Adjustment[],
  none: { readonly inMonths: bigint; readonly atYearEnd: bigint },
  year: number,
  poolFigures: Figures,
  byAlliance: { [alliance: string]: Figures },
  ofMembers: ReadonlyMap<string, Figures>,
): Closed {
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
  // R11: what the pool pays to institutions, never netted with R7.
  const procurement = run.procurement === null ? null : settleProcurement(run.procurement, run.institutions, year, took);
  const procured = procurement?.paid ?? 0n;

  // R8: what the deposit leaves the pool: off the financing all that is not returned, out of advances what is withheld.
  const depositWithheld = held ? total((s) => s.depositWithheld) : budget.qualityDeposit - total((s) => s.depositReturned);
  const recovered = sum(parts.map((own) => sum(own.played.recovered)));
  const noneSpending = none.inMonths + none.atYearEnd;
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
    noneSpending -
    procured;
  const riskClosing = riskAvailable - total((s) => s.paidByFund);
  const expenditure = sum(parties.map((party) => party.expenditure));
  const outflow =
    budget.criticalIllness +
    linesOut(budget) +
    noneSpending +
    procured +
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
    // R10: distribution takes from the accounts what members are paid.
    const inside = settleInside(run, alliance, s, retained, year, ofMembers);
    const yearEnd = parts[index]?.yearEnd;
    if (yearEnd !== undefined)
      Object.assign(byAlliance[alliance] ?? {}, settledFigures(s, yearEnd, retained, stillOwed(owed), shown), inside);
  });
  Object.assign(poolFigures, {
    closing: yuan(poolClosing),
    riskClosing: yuan(riskClosing),
    uncovered: yuan(total((s) => s.poolShare - s.paidByFund)),
    outflow: yuan(outflow),
    payableMonths: payableMonthsOf(policy, poolClosing + riskClosing, outflow, year, took),
    fundClosing: yuan(poolClosing + riskClosing + state.subAccounts),
    ...(shown.heldUses ? { heldUses: yuan(state.heldUses) } : {}),
    ...(shown.receivable ? { receivable: yuan(sum([...state.owed.values()].map(stillOwed))) } : {}),
  } satisfies Figures);

  payOut(run, state, parts, settled, budget.interest, none.atYearEnd + procured, held);
  state.pool = poolClosing;
  state.risk = riskClosing;
  state.lastYear = { balances: poolClosing + riskClosing, income: budget.total + budget.interest, outflow };
  const counted = state.cash - state.agencyPending;
  if (counted !== poolClosing + riskClosing + state.subAccounts)
    throw new RangeError(`the cash of ${year} is not what the fund closes with`);
  return { settled, procurement };
}

function recoverIn(policy: Written, year: number): number {
  const count = wholeAt(field(policy, 'settlement', 'overspend', 'recover'), year, 'recover');
  if (count < 1n) throw new Refused('an overspend is recovered in at least one month');
  return Number(count);
}

/** Settlement payments: off-county care not yet paid, final payments, deposits returned, what period 13 adds for `none`,
 * procurement surplus.
 * They leave after December, or in the settlement month of the next year; interest counts in after December. */
function payOut(
  run: Run,
  state: State,
  parts: readonly Parts[],
  settled: readonly Settled[],
  interest: bigint,
  besides: bigint,
  held: boolean,
): void {
  const unpaid = parts.map(({ played }) => sum(played.offCounty) - sum([...played.city, ...played.province, ...played.manual]));
  const receives = settled.map((s) => s.finalPayment + (held ? 0n : s.depositReturned));
  const agencyPays = sum(unpaid) + sum(receives) + besides;
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
