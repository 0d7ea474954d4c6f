// The naive reference: rules R0–R8 and R4b of the rulebook as plain formulas, year after year. No books.
import { readActivity, readInstitutions, spending } from './activity.ts';
import type { Branch, Took } from './branches.ts';
import { type Alliance, type Budget, budgetOf, openingOf } from './budget.ts';
import { percent, Refused, ratioOf, round, yuan } from './exact.ts';
import { type Months, playMonths, readAdvances, readDeductions, readReviews } from './months.ts';
import { checkAdjustments, readAdjustments, type Settled, settle, splitDeposit } from './settlement.ts';
import { field, isDated, isNothing, listOf, mapOf, textOf, type Written, type YearMonth, yearMonthOf, yearOf } from './written.ts';

export { Refused } from './exact.ts';
export type { Written } from './written.ts';

export interface Figures {
  [key: string]: string | number | null | Figures | readonly (string | null)[];
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

function readAlliances(county: Written): Alliance[] {
  const alliances = listOf(field(county, 'alliances'), 'alliances').map((written) => ({
    id: textOf(field(written, 'id'), 'id of an alliance'),
    written,
  }));
  const ids = alliances.map((alliance) => alliance.id);
  if (ids.length === 0) throw new Refused('no alliances');
  if (ids.includes('none') || new Set(ids).size !== ids.length) throw new Refused('alliance ids: twice, or none');
  return alliances;
}

/** R0: `years` is one year, or `[first, last]` inclusive. */
function readYears(written: Written): [number, number] {
  const pair = Array.isArray(written) ? written : [written, written];
  const [first, last] = pair.map((year) => yearOf(year, 'years'));
  if (pair.length !== 2 || first === undefined || last === undefined || first > last) throw new Refused('years: [first, last]');
  return [first, last];
}

/** The uses of retained surplus that any year names. */
function usesNamed(written: Written): string[] {
  if (!(written instanceof Map)) return [];
  const value = written.get('value');
  if (value !== undefined) return usesNamed(value);
  return isDated(written) ? [...written.values()].flatMap(usesNamed) : [...written.keys()];
}

/** What one year's close hands to the next. */
interface State {
  pool: bigint;
  risk: bigint;
  subAccounts: bigint;
  /** Cash the agency holds, what it still pays at settlement included. */
  cash: bigint;
  /** Settlement payments of the year before that leave in its settlement month. */
  agencyPending: bigint;
  readonly hospitalCash: Map<string, bigint>;
  readonly hospitalPending: Map<string, bigint>;
  readonly retained: Map<string, Map<string, bigint>>;
}

export function reference(scenario: Written, branches: Map<string, number>): Figures {
  const took: Took = (branch: Branch) => {
    branches.set(branch, (branches.get(branch) ?? 0) + 1);
  };
  const policy = field(scenario, 'policy');
  const county = field(scenario, 'county');
  const [first, last] = readYears(field(scenario, 'years'));
  const alliances = readAlliances(county);
  const ids = new Set(alliances.map((alliance) => alliance.id));
  const institutions = readInstitutions(county, ids);
  const activity = readActivity(scenario, ids, institutions, first, last, took);
  const deductions = readDeductions(scenario, ids, institutions, took);
  const adjustments = readAdjustments(scenario, ids);
  const advancesMade = readAdvances(scenario, ids);
  const reviewsMade = readReviews(scenario, ids);
  for (const row of [...deductions, ...adjustments]) {
    if (row.year < first || row.year > last) throw new Refused(`a row of ${row.year}, which is not simulated`);
  }
  for (const key of [...advancesMade.keys(), ...reviewsMade.keys()]) {
    const year = Number(/\d{4}/.exec(key)?.[0]);
    if (year < first || year > last) throw new Refused(`a row of ${year}, which is not simulated`);
  }

  const throughWritten = field(scenario, 'through');
  const through: YearMonth = isNothing(throughWritten) ? { year: last, month: 12 } : yearMonthOf(throughWritten, 'through');
  if (through.year < first || through.year > last) throw new Refused('through is not in the years');
  const settlementWritten = field(scenario, 'settlementMonth');
  const settlementMonth = isNothing(settlementWritten) ? null : yearMonthOf(settlementWritten, 'settlementMonth').month;

  const pool = openingOf(field(county, 'pool', 'balance'), first, 'pool balance');
  const risk = openingOf(field(county, 'pool', 'riskAdjustment'), first, 'risk fund');
  const state: State = {
    pool,
    risk,
    subAccounts: 0n,
    cash: pool + risk, // a county's opening balances are after settlement
    agencyPending: 0n,
    hospitalCash: new Map(alliances.map((alliance) => [alliance.id, 0n])),
    hospitalPending: new Map(alliances.map((alliance) => [alliance.id, 0n])),
    retained: openRetained(),
  };

  const result: Figures = {};
  for (let year = first; year <= through.year; year++) {
    if (year > first) took('R8 opens from the year before');
    if (state.risk < 0n) took('R8 risk fund opens negative');
    const budget = budgetOf(scenario, alliances, activity, first, year, state.pool, state.risk, took);

    // R4b: a county without activity runs the budget stage alone.
    if (activity.recordedYears.size === 0) {
      took('R4b budget stage alone');
      result[String(year)] = { ...budgetFigures(budget, state), alliances: quotaFigures(budget) };
      // R8 with nothing known of the spending: quotas, deposit and reserves are gone, interest and contribution stay.
      state.pool += budget.interest;
      state.risk += budget.riskAdjustment;
      continue;
    }

    const stops = !isNothing(throughWritten) && year === through.year;
    if (stops) took('R4b through');
    const monthsPlayed = stops ? through.month : 12;
    const inTime = <T extends { year: number; month: number }>(rows: readonly T[]): T[] =>
      rows.filter((row) => row.year === year && row.month <= monthsPlayed);
    result[String(year)] = playYear(year, monthsPlayed, !stops, budget, inTime(adjustments));
  }
  return result;

  /** R8: every alliance has an account for each use that the policy names in any year, or that any alliance opens with. */
  function openRetained(): State['retained'] {
    const opening = alliances.map((alliance) => mapOf(field(alliance.written, 'retained'), 'retained'));
    const uses = new Set([...usesNamed(field(policy, 'settlement', 'surplus', 'uses')), ...opening.flatMap((map) => [...map.keys()])]);
    return new Map(
      alliances.map((alliance, index) => [
        alliance.id,
        new Map([...uses].map((use) => [use, openingOf(opening[index]?.get(use) ?? null, first, use)])),
      ]),
    );
  }

  function budgetFigures(budget: Budget, opening: State): { financing: Figures; reserves: Figures; quotaPool: string; pool: Figures } {
    const lines = Object.fromEntries(budget.lines.map((line) => [line.id, yuan(line.amount)]));
    return {
      financing: {
        individual: yuan(budget.individual),
        subsidy: yuan(budget.subsidy),
        total: yuan(budget.total),
        interest: yuan(budget.interest),
      },
      reserves: {
        criticalIllness: yuan(budget.criticalIllness),
        riskAdjustment: yuan(budget.riskAdjustment),
        qualityDeposit: yuan(budget.qualityDeposit),
        ...(budget.lines.length > 0 ? { lines } : {}),
      },
      quotaPool: yuan(budget.quotaPool),
      pool: { opening: yuan(opening.pool), riskOpening: yuan(opening.risk) },
    };
  }

  function quotaFigures(budget: Budget): { [alliance: string]: Figures } {
    return Object.fromEntries(
      [...budget.quotas].map(([id, quota]) => [
        id,
        { quota: yuan(quota.quota), byInsured: yuan(quota.byInsured), byHistory: yuan(quota.byHistory) },
      ]),
    );
  }

  function playYear(
    year: number,
    monthsPlayed: number,
    settles: boolean,
    budget: Budget,
    adjusted: ReturnType<typeof readAdjustments>,
  ): Figures {
    const deducted = deductions.filter((row) => row.year === year && row.month <= monthsPlayed);
    if (deducted.length === 0) took('R7 no deductions');
    const opening = budgetFigures(budget, state);
    const quotas = alliances.map((alliance) => budget.quotas.get(alliance.id)?.quota ?? 0n);

    // R5, R6: the months.
    const months: Months[] = alliances.map((alliance, index) =>
      playMonths(policy, activity, deducted, advancesMade, reviewsMade, alliance.id, year, monthsPlayed, quotas[index] ?? 0n, took),
    );
    const noneByMonth = Array.from({ length: monthsPlayed }, (_, index) =>
      spending(activity, year, index + 1, (cell) => cell.home === 'none'),
    );
    const noneSpending = sum(noneByMonth);

    // R7: adjustments, in month order, from the fund after this year's contribution.
    checkAdjustments(adjusted, state.risk + budget.riskAdjustment, took);
    const fromRisk = sum(adjusted.filter((row) => row.fromRisk).map((row) => row.amount));
    const fromPool = sum(adjusted.filter((row) => !row.fromRisk).map((row) => row.amount));
    const adjustmentOf = alliances.map((alliance) => sum(adjusted.filter((row) => row.alliance === alliance.id).map((row) => row.amount)));
    const deductionOf = alliances.map((alliance) => sum(deducted.filter((row) => row.alliance === alliance.id).map((row) => row.amount)));
    const deposits = splitDeposit(budget.qualityDeposit, quotas, took);

    // Cash the agency holds at each month's end: in January the financing comes, critical illness and paid lines go;
    // each month what alliances and the province are paid, and spending for `none`.
    const linesOut = sum(budget.lines.filter((line) => !line.heldByPool).map((line) => line.amount));
    const linesHeld = sum(budget.lines.filter((line) => line.heldByPool).map((line) => line.amount));
    if (linesHeld > 0n) took('R8 sub-accounts');
    const agencyCash: bigint[] = [];
    state.cash += budget.total - budget.criticalIllness - linesOut;
    for (let month = 1; month <= monthsPlayed; month++) {
      for (const played of months) state.cash -= (played.advances[month - 1] ?? 0n) + (played.remitted[month - 1] ?? 0n);
      state.cash -= noneByMonth[month - 1] ?? 0n;
      if (month === settlementMonth) {
        if (year > first) took('R8 settlement of the year before paid in its month');
        state.cash -= state.agencyPending;
        state.agencyPending = 0n;
      }
      agencyCash.push(state.cash);
    }

    // 院端现金, running on over the years.
    const hospital = alliances.map((alliance, index) => {
      const played = months[index];
      const balances: bigint[] = [];
      let balance = state.hospitalCash.get(alliance.id) ?? 0n;
      for (let m = 0; m < monthsPlayed; m++) {
        balance += (played?.advances[m] ?? 0n) + (played?.crossIn[m] ?? 0n);
        balance -= (played?.own[m] ?? 0n) + (played?.cross[m] ?? 0n) + (played?.other[m] ?? 0n);
        if (m + 1 === settlementMonth) {
          balance += state.hospitalPending.get(alliance.id) ?? 0n;
          state.hospitalPending.set(alliance.id, 0n);
        }
        balances.push(balance);
      }
      state.hospitalCash.set(alliance.id, balance);
      return balances;
    });

    const byAlliance: { [alliance: string]: Figures } = quotaFigures(budget);
    alliances.forEach((alliance, index) => {
      const played = months[index];
      if (played === undefined) return;
      Object.assign(byAlliance[alliance.id] ?? {}, {
        adjustments: yuan(adjustmentOf[index] ?? 0n),
        adjustedQuota: yuan((quotas[index] ?? 0n) + (adjustmentOf[index] ?? 0n)),
        own: yuan(sum(played.own)),
        cross: yuan(sum(played.cross)),
        other: yuan(sum(played.other)),
        offCounty: yuan(sum(played.offCounty)),
        expenditure: yuan(sum(played.own) + sum(played.cross) + sum(played.other) + sum(played.offCounty) - (deductionOf[index] ?? 0n)),
        deductions: yuan(deductionOf[index] ?? 0n),
        deposit: yuan(deposits[index] ?? 0n),
        advances: played.advances.map(yuan),
        remitted: played.remitted.map(yuan),
        reviewFlags: played.reviews.map((review) => review.flag),
        reviewFactors: played.reviews.map((review) => percent(review.factor)),
        executionRates: played.reviews.map((review) => (review.rate === null ? null : percent(review.rate))),
        progress: played.progress.map((rate) => (rate === null ? null : percent(rate))),
        cash: played.cash.map(yuan),
        cashGap: yuan(played.cashGap),
        crossIn: yuan(sum(played.crossIn)),
        netCross: yuan(sum(played.crossIn) - sum(played.cross)),
        hospitalCash: hospital[index]?.map(yuan) ?? [],
      } satisfies Figures);
    });
    // Where the agency's money stands at each month's end; interest and settlement come after December.
    const to = (month: number, risk: boolean) =>
      sum(adjusted.filter((row) => row.fromRisk === risk && row.month <= month).map((row) => row.amount));
    const ends = (read: (month: number) => bigint) => agencyCash.map((_, m) => yuan(read(m + 1)));
    const paidTo = (month: number) =>
      sum(months.map((played) => sum(played.advances.slice(0, month)) + sum(played.remitted.slice(0, month))));
    const afterJanuary =
      state.pool + budget.total - budget.criticalIllness - budget.riskAdjustment - budget.qualityDeposit - linesOut - linesHeld;
    const monthEnds: Figures = {
      balances: {
        pool: ends((m) => afterJanuary - sum(quotas) - to(m, false) - sum(noneByMonth.slice(0, m))),
        risk: ends((m) => state.risk + budget.riskAdjustment - to(m, true)),
        deposit: ends(() => budget.qualityDeposit),
        quotas: ends((m) => sum(quotas) + to(m, false) + to(m, true) - paidTo(m)),
        held: ends(() => state.subAccounts + linesHeld),
      },
      timeGone: agencyCash.map((_, m) => percent(ratioOf(BigInt(m + 1), 12n))),
    };
    const poolFigures: Figures = { ...opening.pool, cash: agencyCash.map(yuan), noneSpending: yuan(noneSpending) };
    if (monthsPlayed === 12) poolFigures.cashDecember = yuan(state.cash);
    if (!settles) return { ...opening, ...monthEnds, pool: poolFigures, alliances: byAlliance };

    // R7: settlement.
    const riskAvailable = state.risk + budget.riskAdjustment - fromRisk;
    const expenditures = months.map(
      (played, index) => sum(played.own) + sum(played.cross) + sum(played.other) + sum(played.offCounty) - (deductionOf[index] ?? 0n),
    );
    const parties = alliances.map((alliance, index) => ({
      id: alliance.id,
      written: alliance.written,
      quota: (quotas[index] ?? 0n) + (adjustmentOf[index] ?? 0n),
      expenditure: expenditures[index] ?? 0n,
      offCounty: sum(months[index]?.offCounty ?? []),
      advances: sum(months[index]?.advances ?? []),
    }));
    const settled: Settled[] = settle(policy, parties, deposits, budget.hasDeposit, riskAvailable, year, took);

    // R8: close.
    const depositWithheld = budget.qualityDeposit - sum(settled.map((s) => s.depositReturned));
    const poolClosing =
      state.pool +
      budget.total +
      budget.interest -
      budget.criticalIllness -
      budget.riskAdjustment -
      budget.qualityDeposit -
      linesOut -
      linesHeld -
      sum(quotas) -
      fromPool +
      sum(settled.map((s) => s.toPool)) +
      depositWithheld -
      noneSpending;
    const riskClosing = riskAvailable - sum(settled.map((s) => s.funded));
    const subAccounts = state.subAccounts + linesHeld;
    const outflow =
      budget.criticalIllness +
      linesOut +
      noneSpending +
      sum(settled.map((s, index) => (expenditures[index] ?? 0n) - s.borne + s.retained + s.depositReturned));
    took(poolClosing < 0n ? 'R8 pool closes negative' : 'R8 pool closes not negative');
    took(outflow === 0n ? 'R8 nothing flowed out' : 'R8 payable months');
    const payableMonths = outflow === 0n ? null : Number(yuan(round(ratioOf((poolClosing + riskClosing) * 12n * 100n, outflow))));

    Object.assign(poolFigures, {
      closing: yuan(poolClosing),
      riskClosing: yuan(riskClosing),
      outflow: yuan(outflow),
      payableMonths,
      fundClosing: yuan(poolClosing + riskClosing + subAccounts),
    } satisfies Figures);
    alliances.forEach((alliance, index) => {
      const s = settled[index];
      if (s === undefined) return;
      const retained = state.retained.get(alliance.id) ?? new Map<string, bigint>();
      for (const [use, amount] of s.uses) retained.set(use, (retained.get(use) ?? 0n) + amount);
      Object.assign(byAlliance[alliance.id] ?? {}, {
        surplus: yuan(s.surplus),
        overspend: yuan(s.overspend),
        retained: yuan(s.retained),
        toPool: yuan(s.toPool),
        poolShare: yuan(s.poolShare),
        funded: yuan(s.funded),
        borne: yuan(s.borne),
        uses: Object.fromEntries([...s.uses].map(([use, amount]) => [use, yuan(amount)])),
        depositReturned: yuan(s.depositReturned),
        depositWithheld: yuan(s.depositWithheld),
        entitlement: yuan(s.entitlement),
        finalPayment: yuan(s.finalPayment),
        retainedBalance: Object.fromEntries([...retained].map(([use, amount]) => [use, yuan(amount)])),
      } satisfies Figures);
    });

    // Settlement payments: off-county care not yet remitted, final payments, deposits returned.
    // They leave after December, or in the settlement month of the next year; interest counts in after December.
    const unremitted = sum(months.map((played) => sum(played.offCounty) - sum(played.remitted)));
    const agencyPays = unremitted + sum(settled.map((s) => s.finalPayment + s.depositReturned));
    state.cash += budget.interest;
    if (settlementMonth === null) {
      took('R8 settlement after December');
      state.cash -= agencyPays;
    } else {
      took('R8 settlement month');
      state.agencyPending = agencyPays;
    }
    alliances.forEach((alliance, index) => {
      const s = settled[index];
      const receives = s === undefined ? 0n : s.finalPayment + s.depositReturned;
      if (settlementMonth === null) state.hospitalCash.set(alliance.id, (state.hospitalCash.get(alliance.id) ?? 0n) + receives);
      else state.hospitalPending.set(alliance.id, receives);
    });
    state.pool = poolClosing;
    state.risk = riskClosing;
    state.subAccounts = subAccounts;
    return { ...opening, ...monthEnds, pool: poolFigures, alliances: byAlliance };
  }
}
