// The naive reference: rules R0–R13 and R4b of the rulebook as plain formulas, year after year. No books.
import { readActivity, readInstitutions } from './activity.ts';
import type { Branch, Took } from './branches.ts';
import { type Alliance, budgetOf, openingOf } from './budget.ts';
import { Refused } from './exact.ts';
import { budgetFigures, quotaFigures } from './figures.ts';
import { readAdvances, readDeductions, readReviews } from './given.ts';
import { readPublicMoney } from './grants.ts';
import { readInside } from './inside.ts';
import { noneOwed } from './loans.ts';
import { payer } from './paid.ts';
import { readProcurement } from './procurement.ts';
import { potFigures } from './publicMoneyYear.ts';
import type { Run, State } from './run.ts';
import { readAdjustments } from './settlement.ts';
import { shownOf } from './shown.ts';
import { spentBefore } from './spending.ts';
import { readMonitored } from './targets.ts';
import { usesNamed } from './uses.ts';
import { field, isNothing, listOf, mapOf, textOf, type Written, type YearMonth, yearMonthOf, yearOf } from './written.ts';
import { playYear } from './year.ts';

export { Refused } from './exact.ts';
export type { Written } from './written.ts';

export interface Figures {
  [key: string]: string | number | null | Figures | readonly (string | null)[];
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

/** R8: every alliance has an account for each use that it holds in any year, or that any alliance opens with. */
function openRetained(policy: Written, alliances: readonly Alliance[], first: number): State['retained'] {
  const opening = alliances.map((alliance) => mapOf(field(alliance.written, 'retained'), 'retained'));
  const uses = new Set([...usesNamed(policy).ofAlliances, ...opening.flatMap((map) => [...map.keys()])]);
  return new Map(
    alliances.map((alliance, index) => [
      alliance.id,
      new Map([...uses].map((use) => [use, openingOf(opening[index]?.get(use) ?? null, first, use)])),
    ]),
  );
}

function readRun(scenario: Written, took: Took): Run {
  const policy = field(scenario, 'policy');
  const county = field(scenario, 'county');
  const [first, last] = readYears(field(scenario, 'years'));
  const alliances = readAlliances(county);
  const ids = new Set(alliances.map((alliance) => alliance.id));
  const institutions = readInstitutions(county, ids);
  const activity = readActivity(scenario, ids, institutions, first, last, took);
  const run: Run = {
    policy,
    county,
    first,
    alliances,
    institutions: [...institutions.values()],
    activity,
    spent: spentBefore(activity, first),
    pay: payer(scenario, ids, institutions, activity, first, last, took),
    deductions: readDeductions(scenario, ids, institutions, took),
    adjustments: readAdjustments(scenario, ids),
    advancesMade: readAdvances(scenario, ids),
    reviewsMade: readReviews(scenario, ids),
    settlementMonth: isNothing(field(scenario, 'settlementMonth'))
      ? null
      : yearMonthOf(field(scenario, 'settlementMonth'), 'settlementMonth').month,
    inside: readInside(scenario, alliances, institutions),
    procurement: readProcurement(scenario, institutions, first, last),
    publicMoney: readPublicMoney(scenario, alliances, [...institutions.values()], first, last),
    monitored: readMonitored(policy, county),
    shown: shownOf(policy),
    took,
  };
  for (const row of [...run.deductions, ...run.adjustments, ...(run.inside?.deductions ?? [])]) {
    if (row.year < first || row.year > last) throw new Refused(`a row of ${row.year}, which is not simulated`);
  }
  for (const key of [...run.advancesMade.keys(), ...run.reviewsMade.keys()]) {
    const year = Number(/\d{4}/.exec(key)?.[0]);
    if (year < first || year > last) throw new Refused(`a row of ${year}, which is not simulated`);
  }
  return run;
}

function openingState(run: Run): State {
  const { county, policy, alliances, first } = run;
  const pool = openingOf(field(county, 'pool', 'balance'), first, 'pool balance');
  const risk = openingOf(field(county, 'pool', 'riskAdjustment'), first, 'risk fund');
  return {
    pool,
    risk,
    subAccounts: 0n,
    heldUses: 0n,
    cash: pool + risk, // a county's opening balances are after settlement
    agencyPending: 0n,
    hospitalCash: new Map(alliances.map((alliance) => [alliance.id, 0n])),
    hospitalPending: new Map(alliances.map((alliance) => [alliance.id, 0n])),
    retained: openRetained(policy, alliances, first),
    owed: new Map(alliances.map((alliance) => [alliance.id, noneOwed()])),
    members: new Map(),
    accounts: new Map(),
    lastYear: null,
    lastQuotas: null,
    lastIndicators: new Map(),
  };
}

export function reference(scenario: Written, branches: Map<string, number>): Figures {
  const took: Took = (branch: Branch) => {
    branches.set(branch, (branches.get(branch) ?? 0) + 1);
  };
  const run = readRun(scenario, took);
  const { first, alliances, activity, spent, shown } = run;
  const [, last] = readYears(field(scenario, 'years'));
  const throughWritten = field(scenario, 'through');
  const through: YearMonth = isNothing(throughWritten) ? { year: last, month: 12 } : yearMonthOf(throughWritten, 'through');
  if (through.year < first || through.year > last) throw new Refused('through is not in the years');

  const state = openingState(run);
  const result: Figures = {};
  for (let year = first; year <= through.year; year++) {
    if (year > first) took('R8 opens from the year before');
    if (state.risk < 0n) took('R8 risk fund opens negative');
    const budget = budgetOf(scenario, alliances, activity, spent, state.lastQuotas, first, year, state.pool, state.risk, took);
    state.lastQuotas = {
      quotaPool: budget.quotaPool,
      onExpenditure: budget.onExpenditure,
      quotas: new Map([...budget.quotas].map(([id, quota]) => [id, quota.quota])),
    };

    // R4b: a county without activity runs the budget stage alone.
    if (activity.recorded.size === 0) {
      took('R4b budget stage alone');
      const byAlliance = quotaFigures(budget, shown);
      for (const [id, pot] of potFigures(run, year)) Object.assign(byAlliance[id] ?? {}, pot);
      result[String(year)] = { ...budgetFigures(budget, state.pool, state.risk, shown), alliances: byAlliance };
      // R8 with nothing known of the spending: quotas, deposit and reserves are gone; interest, contribution and what the quotas
      // leave of the financing stay.
      state.pool += budget.interest + budget.left;
      for (const { quota } of budget.quotas.values()) state.pool -= quota;
      state.risk += budget.riskAdjustment;
      continue;
    }

    const stops = !isNothing(throughWritten) && year === through.year;
    if (stops) took('R4b through');
    result[String(year)] = playYear(run, state, budget, { year, monthsPlayed: stops ? through.month : 12, settles: !stops });
  }
  return result;
}
