// What a scenario gives as done: deductions (R7), advances already made and reviews already decided (R4b).
import type { Institution } from './activity.ts';
import type { Took } from './branches.ts';
import { type Fraction, Refused } from './exact.ts';
import { at, chargeAt, factorAt, field, isNothing, listOf, look, monthOf, textOf, textOrNull, type Written, yearOf } from './written.ts';

export interface Deduction {
  readonly year: number;
  readonly month: number;
  readonly alliance: string;
  readonly institution: string | null;
  readonly kind: string;
  readonly amount: bigint;
}

export function readDeductions(
  scenario: Written,
  alliances: ReadonlySet<string>,
  institutions: ReadonlyMap<string, Institution>,
  took: Took,
): Deduction[] {
  return listOf(field(scenario, 'deductions'), 'deductions').map((item) => {
    const year = yearOf(field(item, 'year'), 'year of a deduction');
    const month = monthOf(field(item, 'month'), 'month of a deduction');
    const kind = textOf(field(item, 'kind'), 'kind of a deduction');
    if (!['audit', 'violation', 'referral'].includes(kind)) throw new Refused(`unknown kind ${kind}`);
    let alliance = textOrNull(field(item, 'alliance'), 'alliance');
    const institutionId = textOrNull(field(item, 'institution'), 'institution');
    if (institutionId === null) {
      took('R7 deduction on an alliance');
    } else {
      // R7: it names the home alliance, else it falls on the institution's own.
      const institution = institutions.get(institutionId);
      if (institution === undefined) throw new Refused(`deduction: unknown institution ${institutionId}`);
      const home = textOrNull(field(item, 'home'), 'home') ?? alliance;
      took(home === null ? 'R7 deduction on an institution alone' : 'R7 deduction on an institution with home');
      alliance = home ?? institution.alliance;
    }
    if (alliance === null || !alliances.has(alliance)) throw new Refused('deduction on no alliance');
    return { year, month, alliance, institution: institutionId, kind, amount: chargeAt(field(item, 'amount'), year, 'deduction') };
  });
}

export interface GivenAdvance {
  readonly gross: bigint;
  /** To those who settle off-county care; `remitted` is the province's. */
  readonly city: bigint;
  readonly province: bigint;
  readonly manual: bigint;
}

export function rowKey(year: number, month: number, alliance: string): string {
  return JSON.stringify([year, month, alliance]);
}

/** R4b: advances already made, by rowKey. */
export function readAdvances(scenario: Written, alliances: ReadonlySet<string>): Map<string, GivenAdvance> {
  const given = new Map<string, GivenAdvance>();
  for (const item of listOf(field(scenario, 'advances'), 'advances')) {
    const year = yearOf(field(item, 'year'), 'year of an advance');
    const month = monthOf(field(item, 'month'), 'month of an advance');
    const alliance = textOf(field(item, 'alliance'), 'alliance');
    if (!alliances.has(alliance)) throw new Refused(`advance: unknown alliance ${alliance}`);
    const settled = at(field(scenario, 'policy', 'advance', 'offCounty'), year) === 'settled';
    const tiered = look(field(scenario, 'policy', 'advance'), year, 'tiers') !== null;
    const optional = (name: string): bigint => (isNothing(field(item, name)) ? 0n : chargeAt(field(item, name), year, name));
    const gross = chargeAt(field(item, 'gross'), year, 'gross');
    const province = chargeAt(field(item, 'remitted'), year, 'remitted');
    const [city, manual] = [optional('city'), optional('manual')];
    if (settled && province + city + manual !== 0n)
      throw new Refused('an advance with a remittance, though off-county care is settled at year end');
    if (!tiered && city + manual !== 0n) throw new Refused('an advance for city or manual settlement, though no tiers are named');
    if (province + city + manual > gross) throw new Refused('an advance that remits more than its gross');
    const key = rowKey(year, month, alliance);
    if (given.has(key)) throw new Refused('an advance twice');
    given.set(key, { gross, city, province, manual });
  }
  return given;
}

export interface GivenReview {
  readonly factor: Fraction;
  readonly flag: string | null;
}

/** R4b: reviews already decided, by rowKey. */
export function readReviews(scenario: Written, alliances: ReadonlySet<string>): Map<string, GivenReview> {
  const given = new Map<string, GivenReview>();
  for (const item of listOf(field(scenario, 'reviews'), 'reviews')) {
    const year = yearOf(field(item, 'year'), 'year of a review');
    const month = monthOf(field(item, 'month'), 'month of a review');
    const alliance = textOf(field(item, 'alliance'), 'alliance');
    if (month !== 3 && month !== 6 && month !== 9) throw new Refused('a review is after month 3, 6 or 9');
    if (!alliances.has(alliance)) throw new Refused(`review: unknown alliance ${alliance}`);
    const key = rowKey(year, month, alliance);
    if (given.has(key)) throw new Refused('a review twice');
    given.set(key, {
      factor: factorAt(field(item, 'advance'), year, 'advance of a review'),
      flag: textOrNull(field(item, 'flag'), 'flag'),
    });
  }
  return given;
}
