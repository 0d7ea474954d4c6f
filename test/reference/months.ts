// R5, R6 and R4b: the months of an alliance's year.
import { type Activity, type Institution, placeOf, spending, spentFor } from './activity.ts';
import type { Took } from './branches.ts';
import { apportionWhole, compare, type Fraction, one, Refused, ratioOf, times } from './exact.ts';
import {
  at,
  chargeAt,
  factorAt,
  field,
  isNothing,
  listAt,
  listOf,
  monthOf,
  shareAt,
  textOf,
  textOrNull,
  type Written,
  yearOf,
} from './written.ts';

interface Review {
  readonly rate: Fraction | null;
  readonly factor: Fraction;
  readonly flag: string | null;
}

/** What the months played bring an alliance; lists have one entry per month played. */
export interface Months {
  readonly own: bigint[];
  readonly cross: bigint[];
  readonly other: bigint[];
  readonly offCounty: bigint[];
  readonly crossIn: bigint[];
  readonly advances: bigint[];
  readonly remitted: bigint[];
  readonly cash: bigint[];
  readonly cashGap: bigint;
  readonly reviews: Review[];
  readonly progress: (Fraction | null)[];
}

export interface Deduction {
  readonly year: number;
  readonly month: number;
  readonly alliance: string;
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
    return { year, month, alliance, amount: chargeAt(field(item, 'amount'), year, 'deduction') };
  });
}

export interface GivenAdvance {
  readonly gross: bigint;
  readonly remitted: bigint;
}

function rowKey(year: number, month: number, alliance: string): string {
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
    const gross = chargeAt(field(item, 'gross'), year, 'gross');
    const remitted = chargeAt(field(item, 'remitted'), year, 'remitted');
    if (settled && remitted !== 0n) throw new Refused('an advance with a remittance, though off-county care is settled at year end');
    if (remitted > gross) throw new Refused('an advance that remits more than its gross');
    const key = rowKey(year, month, alliance);
    if (given.has(key)) throw new Refused('an advance twice');
    given.set(key, { gross, remitted });
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

/** R6: the review after a month, from spending and quota to date. */
function reviewOf(policy: Written, year: number, spent: bigint, quotaToDate: bigint, took: Took): Review {
  const rate = quotaToDate === 0n ? null : ratioOf(spent, quotaToDate);
  const written = field(policy, 'review');
  const bands = isNothing(written) ? [] : listAt(written, year, 'review');
  if (bands.length === 0) took('R6 no bands');
  if (rate === null) took('R6 quota to date zero');
  if (bands.length === 0 || rate === null) return { rate, factor: one, flag: null };

  for (const [index, band] of bands.entries()) {
    const upTo = field(band, 'upTo');
    const last = index === bands.length - 1;
    if (last !== isNothing(upTo)) throw new Refused('the last review band, and only it, has no upTo');
    if (!isNothing(upTo)) {
      // The first band whose upTo is above the rate; exactly on it is the next band.
      const order = compare(shareAt(upTo, year, 'upTo'), rate);
      if (order === 0) took('R6 exactly on a band');
      if (order <= 0) continue;
    }
    if (last) took('R6 last band');
    took(index === 0 ? 'R6 band 1' : index === 1 ? 'R6 band 2' : index === 2 ? 'R6 band 3' : 'R6 band 4 or later');
    return {
      rate,
      factor: factorAt(field(band, 'advance'), year, 'advance of a band'),
      flag: textOrNull(at(field(band, 'flag'), year), 'flag'),
    };
  }
  throw new Refused('no review band');
}

export function playMonths(
  policy: Written,
  activity: Activity,
  deductions: readonly Deduction[],
  advancesMade: ReadonlyMap<string, GivenAdvance>,
  reviewsMade: ReadonlyMap<string, GivenReview>,
  alliance: string,
  year: number,
  monthsPlayed: number,
  quota: bigint,
  took: Took,
): Months {
  // R5: the plan, and the quota to date of R6, by the same pattern.
  const pattern = textOrNull(at(field(policy, 'advance', 'pattern'), year), 'pattern') ?? 'even';
  const even = Array.from({ length: 12 }, () => 1n);
  let weights = even;
  if (pattern === 'even') {
    took('R5 pattern even');
  } else if (pattern === 'history') {
    weights = even.map((_, index) => spending(activity, year - 1, index + 1, (cell) => cell.home === alliance));
    if (spentFor(activity, year - 1, alliance) === 0n) {
      took('R5 pattern history, the year before all zero');
      weights = even;
    } else {
      took('R5 pattern history');
    }
  } else {
    throw new Refused(`unknown pattern ${pattern}`);
  }
  const shareWritten = field(policy, 'advance', 'share');
  const share = isNothing(shareWritten) ? one : shareAt(shareWritten, year, 'share of advance');
  const plan = apportionWhole(times(quota, share), weights);
  const quotaOfMonths = apportionWhole(quota, weights);
  const offCountyRule = textOrNull(at(field(policy, 'advance', 'offCounty'), year), 'offCounty') ?? 'deducted';
  if (offCountyRule !== 'deducted' && offCountyRule !== 'settled') throw new Refused(`unknown offCounty ${offCountyRule}`);

  const result: Omit<Months, 'cashGap'> = {
    own: [],
    cross: [],
    other: [],
    offCounty: [],
    crossIn: [],
    advances: [],
    remitted: [],
    cash: [],
    reviews: [],
    progress: [],
  };
  let factor = one; // each January it is 1 again
  let grossBefore = 0n;
  let carry = 0n; // starts at 0 each year
  let cash = 0n;
  let lowest: bigint | null = null;
  let spentToDate = 0n;
  let deductedToDate = 0n;
  let quotaToDate = 0n;

  for (let month = 1; month <= monthsPlayed; month++) {
    const of = (place: string): bigint => spending(activity, year, month, (cell) => cell.home === alliance && placeOf(cell) === place);
    const own = of('own');
    const cross = of('cross');
    const other = of('other');
    const offCounty = of('offCounty');
    const crossIn = spending(
      activity,
      year,
      month,
      (cell) => cell.home !== 'none' && cell.home !== alliance && cell.institution.alliance === alliance,
    );

    // R5: gross = plan × factor, never more than what is left of the quota; R4b: given advances stand.
    const given = advancesMade.get(rowKey(year, month, alliance));
    let gross: bigint;
    if (given === undefined) {
      const left = quota - grossBefore > 0n ? quota - grossBefore : 0n;
      gross = times(plan[month - 1] ?? 0n, factor);
      if (left === 0n) took('R5 nothing left of the quota');
      took(gross > left ? 'R5 capped by quota' : 'R5 not capped by quota');
      if (gross > left) gross = left;
    } else {
      took('R4b given advance');
      gross = given.gross;
      if (grossBefore + gross > quota) took('R4b given advance beyond the quota');
    }
    grossBefore += gross;

    // R5: remit the month's off-county spending and what earlier months could not cover, at most the gross.
    let remitted = 0n;
    if (offCountyRule === 'settled') {
      took('R5 off-county settled');
    } else {
      const owed = offCounty + carry;
      if (carry > 0n && owed <= gross) took('R5 carry caught up');
      if (given !== undefined) {
        remitted = given.remitted;
      } else if (owed < 0n) {
        took('R5 nothing to remit because of a negative carry');
      } else {
        remitted = owed < gross ? owed : gross;
      }
      carry = owed - remitted;
      took(carry > 0n ? 'R5 carry' : carry < 0n ? 'R5 negative carry' : 'R5 off-county all remitted');
    }
    const paid = gross - remitted;
    cash += paid - (own + cross + other);
    if (lowest === null || cash < lowest) lowest = cash;

    // R6: progress, net of deductions, against the annual quota of January.
    spentToDate += own + cross + other + offCounty;
    for (const deduction of deductions) {
      if (deduction.year === year && deduction.month === month && deduction.alliance === alliance) deductedToDate += deduction.amount;
    }
    quotaToDate += quotaOfMonths[month - 1] ?? 0n;
    took(quota === 0n ? 'R6 progress null' : 'R6 progress');
    if (quota !== 0n && deductedToDate > 0n) took('R6 progress net of deductions');
    result.progress.push(quota === 0n ? null : ratioOf(spentToDate - deductedToDate, quota));

    // R6: the review after months 3, 6, 9, with gross spending; R4b: a decided one stands as given.
    if (month === 3 || month === 6 || month === 9) {
      let review = reviewOf(policy, year, spentToDate, quotaToDate, took);
      const decided = reviewsMade.get(rowKey(year, month, alliance));
      if (decided !== undefined) {
        took('R4b given review');
        review = { rate: review.rate, factor: decided.factor, flag: decided.flag };
      }
      factor = review.factor;
      took(review.flag === null ? 'R6 no flag' : 'R6 flag');
      const order = compare(factor, one);
      took(order < 0 ? 'R6 factor below 1' : order > 0 ? 'R6 factor above 1' : 'R6 factor 1');
      result.reviews.push(review);
    }

    result.own.push(own);
    result.cross.push(cross);
    result.other.push(other);
    result.offCounty.push(offCounty);
    result.crossIn.push(crossIn);
    result.advances.push(paid);
    result.remitted.push(remitted);
    result.cash.push(cash);
  }
  if (monthsPlayed === 12 && offCountyRule === 'deducted') {
    if (carry > 0n) took('R5 remainder remitted at settlement');
    else took(carry < 0n ? 'R5 more remitted than spent by December' : 'R5 nothing left to remit at settlement');
  }
  const cashGap = lowest !== null && lowest < 0n ? -lowest : 0n;
  took(cashGap > 0n ? 'R5 cash gap' : 'R5 no cash gap');
  return { ...result, cashGap };
}
