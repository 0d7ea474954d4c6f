// R9: money lent for the year: 周转金, 预付金, 异地就医预付金, and overspends paid in full that are recovered month by month.
import type { Took } from './branches.ts';
import { apportionWhole, compare, type Fraction, product, ratioOf, times, whole } from './exact.ts';
import { amountAt, at, chargeAt, decimalAt, field, isNothing, look, type Written } from './written.ts';

/** Months of last year's mean payment. */
function monthsOfMean(paid: bigint, months: Fraction): bigint {
  return times(paid, product(months, ratioOf(1n, 12n)));
}

function lent(advance: Written, name: string, paid: bigint, year: number): bigint {
  const terms = at(field(advance, name), year);
  return isNothing(terms) ? 0n : monthsOfMean(paid, decimalAt(field(terms, 'months'), year, `months of ${name}`));
}

/** The year before, as the gate of a prepayment sees it. */
export interface LastYear {
  readonly balances: bigint;
  readonly income: bigint;
  readonly outflow: bigint;
}

/** What a county says of the year before its first. */
export function lastYearWritten(county: Written, year: number, balances: bigint): LastYear {
  return {
    balances,
    income: amountAt(field(county, 'pool', 'lastIncome'), year, 'lastIncome'),
    outflow: chargeAt(field(county, 'pool', 'lastOutflow'), year, 'lastOutflow'),
  };
}

/** Payable months not below the gate, and no deficit. */
function passes(advance: Written, lastYear: LastYear, year: number, took: Took): boolean {
  const gate = decimalAt(look(advance, year, 'prepayment', 'gate'), year, 'gate');
  const months = compare(whole(lastYear.balances * 12n), product(gate, whole(lastYear.outflow))) >= 0;
  const surplus = lastYear.income >= lastYear.outflow;
  took(!months ? 'R5 prepayment: too few payable months' : surplus ? 'R5 prepayment' : 'R5 prepayment: a deficit last year');
  return months && surplus;
}

/** Out to each alliance in January, back in December. */
export interface Loans {
  readonly revolving: bigint[];
  readonly prepayment: bigint[];
  /** To the province. */
  readonly offCounty: bigint;
}

export function loansOf(
  policy: Written,
  paid: readonly bigint[],
  paidOffCounty: bigint,
  lastYear: () => LastYear,
  year: number,
  took: Took,
): Loans {
  const advance = field(policy, 'advance');
  const revolving = paid.map((amount) => lent(advance, 'revolving', amount, year));
  if (revolving.some((amount) => amount > 0n)) took('R5 revolving');
  const hasPrepayment = !isNothing(at(field(advance, 'prepayment'), year));
  const passed = hasPrepayment && passes(advance, lastYear(), year, took);
  const prepayment = paid.map((amount) => (passed ? lent(advance, 'prepayment', amount, year) : 0n));
  const offCounty = lent(advance, 'offCountyPrepayment', paidOffCounty, year);
  if (offCounty > 0n) took('R5 off-county prepayment');
  return { revolving, prepayment, offCounty };
}

// ---- overspends paid in full ----

/** What an alliance owes the pool: instalments by month counted through, and what months could not cover. */
export interface Owed {
  readonly instalments: Map<number, bigint>;
  carried: bigint;
}

export function noneOwed(): Owed {
  return { instalments: new Map(), carried: 0n };
}

export function instalmentsOf(borne: bigint, count: number): bigint[] {
  return apportionWhole(
    borne,
    Array.from({ length: count }, () => 1n),
  );
}

/** A borne part over the first months from a month on. */
export function lend(owed: Owed, borne: bigint, count: number, from: number): void {
  instalmentsOf(borne, count).forEach((part, index) => {
    owed.instalments.set(from + index, (owed.instalments.get(from + index) ?? 0n) + part);
  });
}

/** What a month recovers out of what would be paid; the rest moves on. */
export function recover(owed: Owed, month: number, paid: bigint, took: Took): bigint {
  const due = owed.carried + (owed.instalments.get(month) ?? 0n);
  owed.instalments.delete(month);
  if (due > 0n) took(due <= paid ? 'R7 instalment recovered' : 'R7 instalment moves on');
  if (owed.carried > 0n && due <= paid) took('R7 instalments caught up');
  const recovered = due < paid ? due : paid;
  owed.carried = due - recovered;
  return recovered;
}

export function stillOwed(owed: Owed): bigint {
  return [...owed.instalments.values()].reduce((a, b) => a + b, owed.carried);
}
