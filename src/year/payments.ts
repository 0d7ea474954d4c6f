// R9: what each payment method makes of a year's volumes: care by months as it is paid during the year, and at year end
// what a floating method still owes, posted in period 13. Methods share the envelope; the year is settled against the
// quota (双轨制).

import { type Books, januaryQuota, type YearBook } from '../books/books.ts';
import { apportioned } from '../money/apportion.ts';
import { MONTHS, PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { times } from '../money/ratio.ts';
import { type Contract, measureOf } from '../plan/contracts.ts';
import type { Stream } from '../plan/parties.ts';
import { PLACE_COUNT } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import type { Volumes } from '../plan/volumes.ts';
import { bedDayStandard } from '../rules/payment/bedDay.ts';
import { capitate } from '../rules/payment/capitation.ts';
import { dipStandard } from '../rules/payment/dip.ts';
import { drgStandard } from '../rules/payment/drg.ts';
import { type FloatingTerms, floatingYear, type PointShare, preSettled } from '../rules/payment/floating.ts';
import { perCaseStandard } from '../rules/payment/perCase.ts';

/** Prices the months of every covered stream, in the block of care that the books begin with. */
export function priceCare(year: YearPlan, book: YearBook): void {
  for (const [c, contract] of year.contracts.entries()) {
    if (contract.capitation !== null) capitate(contract.capitation, contract.streams, book.cells, year.months);
    else if (contract.floating !== null) preSettle(contract, year, book);
    else priceFixed(contract, year, book, c);
  }
}

function priceFixed(contract: Contract, year: YearPlan, book: YearBook, c: number): void {
  const volumes = year.volumes as Volumes;
  const standards = book.decisions.payments[c]?.standards as Float64Array;
  for (const [i, { from, to }] of contract.spans.entries()) {
    for (let k = from; k < to; k++) {
      for (let m = 0; m < year.months; m++) {
        const cell = (contract.streams[k] as number) * PERIODS + m;
        const standard = standardOf(contract, k, volumes, cell);
        standards[i] = (standards[i] as number) + standard;
        book.cells[cell] = Math.max(0, standard - (volumes.patientPaid[cell] as number));
      }
    }
  }
}

function standardOf(contract: Contract, k: number, volumes: Volumes, cell: number): Fen {
  const price = contract.prices[k];
  if (price === undefined) return fen(0);
  if (contract.method === 'drg') return drgStandard(volumes.weights[cell] as number, price);
  if (contract.method === 'dip') return dipStandard(volumes.points[cell] as number, price);
  if (contract.method === 'perCase') return perCaseStandard(volumes.cases[cell] as number, price);
  return bedDayStandard(volumes.cases[cell] as number, volumes.days[cell] as number, contract.tiers[k] ?? []);
}

/** points × coefficient of a cell, in whole units. */
export function unitsAt(contract: Contract, k: number, volumes: Volumes, cell: number): bigint {
  return BigInt(volumes[measureOf(contract.method)][cell] as number) * (contract.weights[k] as bigint);
}

/** Units of points × coefficient to one point with coefficient 1: points are held in ten-thousandths. */
export function unitOf(contract: Contract): bigint {
  return contract.weightScale * 10_000n;
}

function preSettle(contract: Contract, year: YearPlan, book: YearBook): void {
  const volumes = year.volumes as Volumes;
  const { floating, rate } = contract;
  if (floating === null) return;
  for (const { from, to } of contract.spans) {
    for (let m = 0; m < year.months; m++) {
      const weights: bigint[] = [];
      let patients = 0;
      for (let k = from; k < to; k++) {
        const cell = (contract.streams[k] as number) * PERIODS + m;
        weights.push(unitsAt(contract, k, volumes, cell));
        patients += volumes.patientPaid[cell] as number;
      }
      const share = { points: weights.reduce((a, b) => a + b, 0n), patientPaid: fen(patients) };
      const parts = apportioned(preSettled(share, { rate, unit: unitOf(contract) }, floating.prepaid), weights);
      for (let k = from; k < to; k++) book.cells[(contract.streams[k] as number) * PERIODS + m] = parts[k - from] as number;
    }
  }
}

/** Year end: floating methods at their final value, and incentive pools of supported groups, posted in period 13. */
export function settlePayments(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  if (year.contracts.length === 0) return;
  book.trueUps.fill(0);
  for (const [c, contract] of year.contracts.entries()) {
    if (contract.floating !== null) settleFloating(plan, year, book, books, contract, c);
    if (contract.supportedPool !== null) shareIncentive(plan, year, book, books, contract, c);
  }
}

function settleFloating(plan: Plan, year: YearPlan, book: YearBook, books: Books, contract: Contract, c: number): void {
  const { floating } = contract;
  const payment = book.decisions.payments[c];
  if (floating === null || payment === undefined) return;
  const volumes = year.volumes as Volumes;
  const cellsOf = contract.spans.map(({ from, to }) => unitsOfCells(contract, volumes, from, to));
  const shares = sharesOf(contract, volumes);
  const subBudget = 'amount' in floating.budget ? floating.budget.amount : times(allQuotas(plan, book), floating.budget.share);
  const { floor, ceiling } = floating;
  const terms: FloatingTerms = { subBudget, rate: contract.rate, floor, ceiling, unit: unitOf(contract) };
  const outcome = floatingYear(shares, terms);
  payment.subBudget = subBudget;
  payment.value = outcome.value;
  payment.edge = outcome.edge;
  for (const [i, span] of contract.spans.entries()) {
    payment.standards[i] = outcome.standards[i] as number;
    const finals = apportioned(outcome.funds[i] as Fen, cellsOf[i] as readonly bigint[]);
    for (let k = span.from; k < span.to; k++) {
      const stream = contract.streams[k] as number;
      let trueUp = 0;
      for (let m = 0; m < MONTHS; m++) {
        trueUp += (finals[(k - span.from) * MONTHS + m] as number) - (book.cells[stream * PERIODS + m] as number);
      }
      postTrueUp(plan, book, books, plan.ledger.first.trueUp, stream, trueUp);
    }
  }
}

/** Each institution's year: points × coefficient, and what its patients paid. */
export function sharesOf(contract: Contract, volumes: Volumes): PointShare[] {
  return contract.spans.map(({ from, to }) => ({
    points: unitsOfCells(contract, volumes, from, to).reduce((a, b) => a + b, 0n),
    patientPaid: fen(patientPaidOf(contract, volumes, from, to)),
  }));
}

/** Units of an institution's cells, stream by stream, month by month. */
function unitsOfCells(contract: Contract, volumes: Volumes, from: number, to: number): bigint[] {
  const units: bigint[] = [];
  for (let k = from; k < to; k++) {
    for (let m = 0; m < MONTHS; m++) units.push(unitsAt(contract, k, volumes, (contract.streams[k] as number) * PERIODS + m));
  }
  return units;
}

function patientPaidOf(contract: Contract, volumes: Volumes, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) {
    for (let m = 0; m < MONTHS; m++) sum += volumes.patientPaid[(contract.streams[k] as number) * PERIODS + m] as number;
  }
  return sum;
}

function allQuotas(plan: Plan, book: YearBook): Fen {
  let sum = 0;
  for (let a = 0; a < plan.alliances.length; a++) sum += januaryQuota(plan, book, a);
  return fen(sum);
}

/** The incentive pool of supported groups, to institutions and then to their cells, by supported points. */
function shareIncentive(plan: Plan, year: YearPlan, book: YearBook, books: Books, contract: Contract, c: number): void {
  const volumes = year.volumes as Volumes;
  const cellsOf = supportedOf(contract, volumes);
  const totals = cellsOf.map((points) => points.reduce((a, b) => a + b, 0));
  const payment = book.decisions.payments[c];
  if (payment === undefined || totals.every((points) => points === 0)) return;
  const parts = apportioned(contract.supportedPool as Fen, totals);
  for (const [i, span] of contract.spans.entries()) {
    payment.incentives[i] = parts[i] as number;
    const own = apportioned(parts[i] as Fen, cellsOf[i] as readonly number[]);
    for (let k = span.from; k < span.to; k++) {
      let amount = 0;
      for (let m = 0; m < MONTHS; m++) amount += own[(k - span.from) * MONTHS + m] as number;
      postTrueUp(plan, book, books, plan.ledger.first.incentivePool, contract.streams[k] as number, amount);
    }
  }
}

/** Points of supported groups, in ten-thousandths, without coefficients: each institution's cells. */
export function supportedOf(contract: Contract, volumes: Volumes): number[][] {
  const table = volumes[measureOf(contract.method)];
  return contract.spans.map(({ from, to }) => {
    const points: number[] = [];
    for (let k = from; k < to; k++) {
      for (let m = 0; m < MONTHS; m++)
        points.push(contract.isSupported[k] ? (table[(contract.streams[k] as number) * PERIODS + m] as number) : 0);
    }
    return points;
  });
}

function postTrueUp(plan: Plan, book: YearBook, books: Books, firstLine: number, stream: number, amount: number): void {
  const { home, place } = plan.streams[stream] as Stream;
  books.post(firstLine + stream, SETTLEMENT, amount);
  const at = home * PLACE_COUNT + place;
  book.trueUps[at] = (book.trueUps[at] as number) + amount;
}
