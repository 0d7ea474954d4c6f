// R4, R9: what an activity row measures, and what a case row counts.
import { compare, type Fraction, least, minus, one, parseAmount, parseDecimal, product, Refused, ratioOf, round, whole } from './exact.ts';
import { at, field, isNothing, textOf, type Written, yesAt } from './written.ts';

export const measures = ['fund', 'cases', 'days', 'points', 'weights', 'cost', 'patientPaid'] as const;
/** Money in fen; cases and days whole; points and weights in ten-thousandths. */
export type Measure = (typeof measures)[number];
export type Amounts = Record<Measure, bigint>;

export const money: readonly Measure[] = ['fund', 'cost', 'patientPaid'];

export function nothing(): Amounts {
  return { fund: 0n, cases: 0n, days: 0n, points: 0n, weights: 0n, cost: 0n, patientPaid: 0n };
}

/** Every measure made anew from what it was. */
export function mapped(amounts: Amounts, make: (measure: Measure, amount: bigint) => bigint): Amounts {
  const result = nothing();
  for (const measure of measures) result[measure] = make(measure, amounts[measure]);
  return result;
}

function readMeasure(measure: Measure, text: string): bigint {
  if (money.includes(measure)) return parseAmount(text);
  const places = measure === 'cases' || measure === 'days' ? 0n : 4n;
  const written = product(parseDecimal(text), whole(10n ** places));
  if (written.n % written.d !== 0n) throw new Refused(`${measure}: too many places: ${text}`);
  return written.n / written.d;
}

export interface CaseRules {
  readonly low: Fraction;
  readonly high: Fraction;
}

/** R9: what the points of one case count, for its cost against the reference cost of its group. */
export function casePoints(points: bigint, cost: bigint, reference: bigint, incomplete: boolean, rules: CaseRules): bigint {
  const ratio = ratioOf(cost, reference);
  const full = whole(points);
  if (incomplete) return round(least(full, product(full, ratio)));
  if (compare(ratio, rules.low) < 0) return round(product(full, ratio));
  if (compare(ratio, rules.high) > 0) return round(product(full, minus(ratio, one)));
  return points;
}

export interface RowMeasures {
  readonly amounts: Amounts;
  readonly known: ReadonlySet<Measure>;
  /** A case row. */
  readonly isCase: boolean;
  readonly incomplete: boolean;
  readonly reference: bigint;
}

/** What one row gives. A case row is one case, with its cost and points. */
export function readMeasures(row: Written, year: number): RowMeasures {
  const amounts = nothing();
  const known = new Set<Measure>();
  for (const measure of measures) {
    const written = at(field(row, measure), year);
    if (isNothing(written)) continue;
    amounts[measure] = readMeasure(measure, textOf(written, measure));
    known.add(measure);
  }
  if (known.size === 0) throw new Refused('a row that gives nothing');
  const incomplete = yesAt(field(row, 'incomplete'), year, 'incomplete');
  const referenceWritten = at(field(row, 'reference'), year);
  if (isNothing(referenceWritten)) {
    if (incomplete) throw new Refused('incomplete, but not a case row');
    return { amounts, known, isCase: false, incomplete, reference: 0n };
  }
  const reference = parseAmount(textOf(referenceWritten, 'reference'));
  if (reference <= 0n) throw new Refused('a reference cost is above zero');
  if (!known.has('cost') || !known.has('points')) throw new Refused('a case row gives cost and points');
  if (known.has('cases') && amounts.cases !== 1n) throw new Refused('a case row is one case');
  amounts.cases = 1n;
  known.add('cases');
  return { amounts, known, isCase: true, incomplete, reference };
}
