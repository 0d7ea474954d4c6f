// R9: methods that price every cell by itself: drg and dip at a fixed rate, bedDay, perCase.
import type { Stream } from './activity.ts';
import type { Took } from './branches.ts';
import { compare, type Fraction, least, minus, plus, product, Refused, ratioOf, round, whole, zero } from './exact.ts';
import type { Amounts } from './measures.ts';
import { coefficientOf, lookedUp, type Rule } from './method.ts';
import { at, field, isNothing, listAt, mapOf, priceAt, type Written, wholeAt } from './written.ts';

/** Points or weights, in ten-thousandths, times the coefficient. */
export function weightOf(rule: Rule, amounts: Amounts, coefficient: Fraction): Fraction {
  return product(whole(rule.method === 'drg' ? amounts.weights : amounts.points), coefficient);
}

/** drgRate or pointValue, in yuan. */
export function rateOf(rule: Rule): Fraction {
  const name = rule.method === 'drg' ? 'drgRate' : 'pointValue';
  return priceAt(field(rule.terms, name), rule.year, name);
}

/** The price of ten-thousandths at yuan a unit, to the fen. */
export function priced(weight: Fraction, rate: Fraction): bigint {
  return round(product(product(weight, rate), ratioOf(100n, 10_000n)));
}

/** The fund pays the standard less the patients' own payment, never below zero. */
export function fundOf(standard: bigint, patientPaid: bigint, took: Took): bigint {
  took(standard < patientPaid ? 'R9 patients paid more than the standard' : 'R9 fund pays the rest of the standard');
  return standard > patientPaid ? standard - patientPaid : 0n;
}

// ---- bed-days ----

export interface DayTier {
  readonly upTo: bigint | null;
  readonly tariff: Fraction;
}

export function readTiers(written: Written, year: number): DayTier[] {
  const tiers = listAt(written, year, 'tariffs').map((tier) => {
    const upTo = at(field(tier, 'upTo'), year);
    return {
      upTo: isNothing(upTo) ? null : wholeAt(upTo, year, 'upTo'),
      tariff: priceAt(field(tier, 'tariff'), year, 'tariff'),
    };
  });
  tiers.forEach((tier, index) => {
    if (tier.upTo === null ? index !== tiers.length - 1 : tier.upTo <= (tiers[index - 1]?.upTo ?? 0n)) {
      throw new Refused('tiers of bed-days rise, and only the last is open');
    }
  });
  if (tiers.length === 0) throw new Refused('no tiers of bed-days');
  return tiers;
}

/** n cases and d days are n stays of d/n days, exactly: the days in each tier. */
export function daysInTiers(tiers: readonly DayTier[], cases: bigint, days: bigint): Fraction[] {
  // Rows with days have cases; where shrinking rounds the cases of a cell to nothing, its days are one stay.
  if (cases === 0n && days === 0n) return tiers.map(() => zero);
  if (cases === 0n) return daysInTiers(tiers, 1n, days);
  const stay = ratioOf(days, cases);
  return tiers.map((tier, index) => {
    const lower = whole(tiers[index - 1]?.upTo ?? 0n);
    const reached = tier.upTo === null ? stay : least(stay, whole(tier.upTo));
    return compare(reached, lower) > 0 ? product(whole(cases), minus(reached, lower)) : zero;
  });
}

export function bedDayStandard(tiers: readonly DayTier[], cases: bigint, days: bigint): bigint {
  const inTiers = daysInTiers(tiers, cases, days);
  const yuan = tiers.map((tier, index) => product(tier.tariff, inTiers[index] ?? zero)).reduce(plus, zero);
  return round(product(yuan, whole(100n)));
}

function priceBedDays(rule: Rule, stream: Stream, took: Took): (amounts: Amounts) => bigint {
  const { id, level } = stream.institution;
  const tiers = readTiers(lookedUp(field(rule.terms, 'tariffs'), [id, level, 'all'], 'tariffs'), rule.year);
  return ({ cases, days }) => {
    const reached = daysInTiers(tiers, cases, days);
    const beyond = reached.reduce(plus, zero);
    took(compare(beyond, whole(days)) < 0 ? 'R9 bed-days beyond the last tier' : 'R9 bed-days all in tiers');
    if (reached.filter((inTier) => inTier.n > 0n).length > 1) took('R9 bed-days in several tiers');
    return bedDayStandard(tiers, cases, days);
  };
}

// ---- cases ----

function priceCases(rule: Rule, stream: Stream, took: Took): (amounts: Amounts) => bigint {
  const listed = stream.item === null ? null : (mapOf(field(rule.terms, 'standards'), 'standards').get(stream.item) ?? null);
  took(isNothing(listed) ? 'R9 case at the general standard' : 'R9 case at the standard of its item');
  const price = priceAt(isNothing(listed) ? field(rule.terms, 'standard') : listed, rule.year, 'standard of a case');
  return ({ cases }) => round(product(price, whole(cases * 100n)));
}

function priceWeights(rule: Rule, stream: Stream, took: Took): (amounts: Amounts) => bigint {
  took(rule.method === 'drg' ? 'R9 drg at a fixed rate' : 'R9 dip at a fixed value');
  const [rate, coefficient] = [rateOf(rule), coefficientOf(rule, stream, took)];
  return (amounts) => priced(weightOf(rule, amounts, coefficient), rate);
}

/** How a covered stream's cells are priced: the standard of each. */
export function pricing(rule: Rule, stream: Stream, took: Took): (amounts: Amounts) => bigint {
  if (rule.method === 'bedDay') return priceBedDays(rule, stream, took);
  if (rule.method === 'perCase') return priceCases(rule, stream, took);
  return priceWeights(rule, stream, took);
}
