// R9: what moves a projected cell beside shocks: growth of volume and cost, changes of benefit, changes of price.
import { type Identity, type Institution, placeOf } from './activity.ts';
import type { Took } from './branches.ts';
import { compare, type Fraction, least, most, one, plus, product, quotient, Refused, round, times, whole, zero } from './exact.ts';
import { type Amounts, type Measure, mapped, money } from './measures.ts';
import {
  absolute,
  at,
  chargeAt,
  field,
  isNothing,
  listOf,
  ratioAt,
  shareAt,
  textOf,
  textOrNull,
  type Written,
  yearMonthOf,
} from './written.ts';

// ---- growth ----

/** A year's growth of a service: money and volumes by their own factor. One number is money alone. */
function growthFactors(written: Written, year: number, service: string, took: Took): { money: Fraction; volume: Fraction } {
  const here = at(written, year);
  if (!(here instanceof Map)) {
    took('R9 growth by one number');
    return { money: plus(one, ratioAt(here, year, `growth of ${service}`)), volume: one };
  }
  took('R9 growth of volume and cost');
  const volume = plus(one, ratioAt(field(here, 'volume'), year, `growth of volume of ${service}`));
  const cost = plus(one, ratioAt(field(here, 'cost'), year, `growth of cost of ${service}`));
  if (volume.n < 0n || cost.n < 0n) throw new Refused(`growth of ${service} below -100%`);
  return { money: product(volume, cost), volume };
}

/** Cases and days are rounded half up to whole, points and weights to ten-thousandths, money to the fen. */
export function grown(amounts: Amounts, growth: Written, year: number, service: string, took: Took): Amounts {
  const factors = growthFactors(growth, year, service, took);
  const result = mapped(amounts, (measure, amount) => times(amount, money.includes(measure) ? factors.money : factors.volume));
  if (Object.values(result).some((amount) => amount < 0n)) throw new Refused(`growth of ${service} below -100%`);
  return result;
}

// ---- benefit ----

export interface Benefit {
  readonly service: string;
  readonly place: string | null;
  readonly level: string | null;
  readonly tier: string | null;
  readonly ratio: Written;
  readonly deductible: Written;
  readonly cap: Written;
}

function oneOf(written: Written, choices: readonly string[], what: string): string | null {
  const text = textOrNull(written, what);
  if (text !== null && !choices.includes(text)) throw new Refused(`${what}: ${text}`);
  return text;
}

export function readBenefits(policy: Written): Benefit[] {
  return listOf(field(policy, 'benefit'), 'benefit').map((entry) => ({
    service: textOf(field(entry, 'service'), 'service of a benefit'),
    place: oneOf(field(entry, 'place'), ['own', 'cross', 'other', 'offCounty'], 'place of a benefit'),
    level: oneOf(field(entry, 'level'), ['county', 'township', 'village'], 'level of a benefit'),
    tier: oneOf(field(entry, 'tier'), ['city', 'province', 'national'], 'tier of a benefit'),
    ratio: field(entry, 'ratio'),
    deductible: field(entry, 'deductible'),
    cap: field(entry, 'cap'),
  }));
}

/** The first entry that covers a stream. */
export function benefitOf(benefits: readonly Benefit[], stream: Identity): Benefit | undefined {
  return benefits.find(
    (benefit) =>
      benefit.service === stream.service &&
      (benefit.place === null || benefit.place === placeOf(stream)) &&
      (benefit.level === null || benefit.level === stream.institution.level) &&
      (benefit.tier === null || benefit.tier === stream.institution.tier),
  );
}

interface Terms {
  readonly ratio: Fraction | null;
  readonly deductible: bigint;
  readonly cap: bigint | null;
}

function termsIn(benefit: Benefit, year: number): Terms {
  return {
    ratio: isNothing(benefit.ratio) ? null : shareAt(benefit.ratio, year, 'ratio'),
    deductible: isNothing(benefit.deductible) ? 0n : chargeAt(benefit.deductible, year, 'deductible'),
    cap: isNothing(benefit.cap) ? null : chargeAt(benefit.cap, year, 'cap'),
  };
}

function sameRatio(a: Fraction | null, b: Fraction | null): boolean {
  return a === null || b === null ? a === b : compare(a, b) === 0;
}

/** What the fund would pay for the cases, one by one: ratio of what is above the deductible, up to the cap. Exact. */
function paidForCases(costs: readonly bigint[], terms: Terms): Fraction {
  const { ratio, cap } = terms;
  if (ratio === null) throw new Refused('a benefit for case rows needs a ratio');
  return costs
    .map((cost) => {
      const paid = most(zero, product(ratio, whole(cost - terms.deductible)));
      return cap === null ? paid : least(whole(cap), paid);
    })
    .reduce(plus, zero);
}

function fundByCases(fund: bigint, costs: readonly bigint[], before: Terms, now: Terms, took: Took): bigint {
  const [kOld, kNew] = [paidForCases(costs, before), paidForCases(costs, now)];
  took(kOld.n === 0n ? 'R9 benefit by case rows that paid nothing' : 'R9 benefit by case rows');
  return kOld.n === 0n ? fund : times(fund, quotient(kNew, kOld));
}

function fundBySums(amounts: Amounts, casesKnown: boolean, before: Terms, now: Terms, took: Took): bigint {
  if (before.cap !== now.cap) throw new Refused('a changed cap needs case rows');
  const { ratio } = now;
  if (ratio === null || before.ratio === null) throw new Refused('a changed deductible needs a ratio');
  if (before.ratio.n === 0n) throw new Refused('a benefit of nothing before');
  const scaled = product(whole(amounts.fund), quotient(ratio, before.ratio));
  if (before.deductible === now.deductible) {
    took('R9 benefit ratio changed');
    return round(scaled);
  }
  if (!casesKnown) throw new Refused('a changed deductible needs cases');
  took('R9 benefit deductible changed');
  const paid = round(plus(scaled, product(ratio, whole(amounts.cases * (before.deductible - now.deductible)))));
  if (paid < 0n) took('R9 benefit leaves nothing to the fund');
  return paid > 0n ? paid : 0n;
}

/** A grown cell under the benefit of the year; the patients bear the difference. */
export function withBenefit(
  benefit: Benefit,
  amounts: Amounts,
  known: ReadonlySet<Measure>,
  caseCosts: readonly bigint[],
  year: number,
  took: Took,
): Amounts {
  const [before, now] = [termsIn(benefit, year - 1), termsIn(benefit, year)];
  if (sameRatio(before.ratio, now.ratio) && before.deductible === now.deductible && before.cap === now.cap) {
    took('R9 benefit unchanged');
    return amounts;
  }
  if (!known.has('fund')) throw new Refused('a benefit changes, but what the fund paid is not known');
  let fund =
    caseCosts.length > 0
      ? fundByCases(amounts.fund, caseCosts, before, now, took)
      : fundBySums(amounts, known.has('cases'), before, now, took);
  if (!known.has('patientPaid')) {
    took('R9 benefit, patients not known');
    return { ...amounts, fund };
  }
  const both = amounts.fund + amounts.patientPaid;
  took(fund > both ? 'R9 benefit held to what there is' : 'R9 benefit borne by the patients');
  if (fund > both) fund = both;
  return { ...amounts, fund, patientPaid: both - fund };
}

// ---- prices ----

export interface Price {
  readonly service: string;
  readonly institution: string | null;
  readonly place: string | null;
  readonly from: number;
  readonly factor: Fraction;
}

export function readPrices(scenario: Written, institutions: ReadonlyMap<string, Institution>): Price[] {
  return listOf(field(scenario, 'prices'), 'prices').map((item) => {
    const from = yearMonthOf(field(item, 'from'), 'from of a price');
    const institution = textOrNull(field(item, 'institution'), 'institution of a price');
    if (institution !== null && !institutions.has(institution)) throw new Refused('price: unknown institution');
    const factor = plus(one, ratioAt(field(item, 'change'), from.year, 'change of a price'));
    if (factor.n < 0n) throw new Refused('a price below zero');
    return {
      service: textOf(field(item, 'service'), 'service of a price'),
      institution,
      place: oneOf(field(item, 'place'), ['own', 'cross', 'other', 'offCounty'], 'place of a price'),
      from: absolute(from.year, from.month),
      factor,
    };
  });
}

/** A change is made the first time its calendar month comes; later years inherit it by growing from there. */
export function withPrices(prices: readonly Price[], stream: Identity, amounts: Amounts, month: number, took: Took): Amounts {
  let result = amounts;
  for (const price of prices) {
    if (price.service !== stream.service) continue;
    if (price.institution !== null && price.institution !== stream.institution.id) continue;
    if (price.place !== null && price.place !== placeOf(stream)) continue;
    if (month < price.from) {
      took('R9 price not changed yet');
    } else if (month - 12 >= price.from) {
      took('R9 price change inherited');
    } else {
      took('R9 price change');
      result = mapped(result, (measure, amount) => (money.includes(measure) ? times(amount, price.factor) : amount));
    }
  }
  return result;
}
