// What must hold of a scenario as a whole before it is laid out: its times, its rows, and that its sums stay exact.

import { MONTHS, monthNumber, PERIODS, writeYearMonth } from '../money/calendar.ts';
import { LARGEST_EXACT } from '../money/fen.ts';
import type { Report } from '../problem/problem.ts';
import { positionOf } from '../problem/source.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import { MEASURES, NO_MEASURES, type Row } from '../written/table.ts';
import { type Contract, measureOf } from './contracts.ts';
import type { Names } from './names.ts';
import type { Close, YearPlan } from './plan.ts';
import type { RowGround } from './rowGround.ts';
import type { Volumes } from './volumes.ts';

export function checkTimes(scenario: WrittenScenario, names: Names): void {
  const [first, last] = scenario.years;
  for (const key of ['actualTo', 'through'] as const) {
    const month = scenario[key];
    if (month !== undefined && (month.year < first || month.year > last)) {
      names.error('outside-years', key, { got: writeYearMonth(month), first: first, last: last });
    }
  }
  const { through, settlementMonth } = scenario;
  if (settlementMonth !== undefined && settlementMonth.year !== first + 1) {
    const suggestion = writeYearMonth({ year: first + 1, month: settlementMonth.month });
    names.warn('settlement-month-year', 'settlementMonth', { month: settlementMonth.month, suggestion });
  }
  if (through !== undefined && through.year < last) {
    names.warn('years-not-played', 'through', { got: writeYearMonth(through), last: last });
  }
}

/** R4b: rows of simulated years must be actuals; with a close, earlier rows are already in it. */
export function isUsable(row: Row, { first, actualTo }: RowGround, report: Report, close: Close | null): boolean {
  if (row.year < first) return close === null;
  const lastMonth = monthNumber({ year: row.year, month: row.month ?? MONTHS });
  if (actualTo !== null && lastMonth <= monthNumber(actualTo)) return true;
  report.add('error', 'not-an-actual', row.where, row.path, {
    got: row.month === null ? String(row.year) : writeYearMonth({ year: row.year, month: row.month }),
    actualTo: actualTo === null ? '' : writeYearMonth(actualTo),
    first,
  });
  return false;
}

/** The same payment written twice is the commonest slip of copying tables. */
export function warnOfTwice(rows: readonly Row[], report: Report): void {
  const seen = new Map<string, Row>();
  const told = new Set<string>();
  for (const row of rows) {
    const { year, month, home, institution, service, item, signedWith, fund, measures, reference } = row;
    // Two cases may well be alike; two sums hardly.
    if (reference !== null) continue;
    const key = `${year} ${month} ${home} ${institution} ${service} ${item} ${signedWith} ${fund} ${measuresText(measures)}`;
    const first = seen.get(key);
    if (first === undefined || row.fund === 0) seen.set(key, row);
    // A wide row repeated is twelve payments repeated; it is told once.
    else if (!told.has(row.path)) {
      told.add(row.path);
      report.add('warning', 'row-twice', row.where, row.path, { first: placeOf(first) });
    }
  }
}

/** R0: no yearly sum of inputs may leave the exact range of a double. */
export function checkTotals(years: readonly YearPlan[], names: Names): void {
  for (const y of years) {
    const heads = y.insured.reduce((a, b) => a + b, y.insuredNone);
    const reserves = y.rules.lines.reduce(
      (total, { levy }) => total + ('amount' in levy ? levy.amount : 'perHead' in levy ? heads * levy.perHead : 0),
      0,
    );
    let sum = heads * (y.rules.individual + y.rules.subsidy) + reserves + y.cells.reduce((a, b) => a + b, 0);
    sum += y.adjustments.reduce((a, b) => a + Math.abs(b.amount), 0) + y.deductions.reduce((a, b) => a + b.amount, 0);
    sum += y.negotiated.reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0);
    for (const { capitation } of y.contracts) sum += (capitation?.entries ?? []).reduce((a, b) => a + b.year + b.signingFee, 0);
    const priced = y.contracts.map((contract) => pricedAtMost(contract, y.volumes));
    const arePricesExact = priced.reduce((a, b) => a + b, 0) <= LARGEST_EXACT;
    if (sum <= LARGEST_EXACT && arePricesExact) continue;
    const largest = y.contracts[priced.indexOf(Math.max(...priced))];
    const where = arePricesExact || largest === undefined ? 'county' : pricePath(largest, names);
    names.error('too-large-together', where, { year: y.year });
    return;
  }
}

/** What a method could make of a year's volumes at most, roughly: it must stay exact before anything is priced. */
function pricedAtMost(contract: Contract, volumes: Volumes | null): number {
  if (volumes === null) return 0;
  const { floating } = contract;
  const table = volumes[measureOf(contract.method)];
  const most = floating?.ceiling ?? null;
  const raised = most === null ? 1 : Math.max(1, Number(most.n) / Number(most.d));
  const budget = floating !== null && 'amount' in floating.budget ? floating.budget.amount : 0;
  return contract.streams.reduce((all, s, k) => {
    const price = contract.prices[k];
    let units = 0;
    let patients = 0;
    for (let m = 0; m < MONTHS; m++) {
      units += table[s * PERIODS + m] as number;
      patients += volumes.patientPaid[s * PERIODS + m] as number;
    }
    return all + patients + (price === undefined ? 0 : (units * Number(price.n) * raised) / Number(price.d));
  }, budget as number);
}

/** Where the price of a method is written. */
function pricePath({ method, service }: Contract, names: Names): string {
  const key = method === 'drg' ? '.drgRate' : method === 'dip' ? '.pointValue' : '';
  return `policy.payment.${names.services[service]?.id ?? ''}${key}`;
}

function measuresText(measures: Row['measures']): string {
  return measures === NO_MEASURES ? '' : MEASURES.map((measure) => measures[measure] ?? '').join(' ');
}

function placeOf(row: Row): string {
  if (row.where === null) return row.path;
  const { file, line } = positionOf(row.where);
  return `${file}:${line}`;
}
