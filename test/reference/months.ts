// R5, R6 and R4b: the months of an alliance's year.
import { type Institution, placeOf } from './activity.ts';
import type { Took } from './branches.ts';
import { apportionWhole, compare, type Fraction, one, Refused, ratioOf, times } from './exact.ts';
import { type Deduction, type GivenAdvance, type GivenReview, rowKey } from './given.ts';
import { type Owed, recover } from './loans.ts';
import { type Payment, type Spent, spending } from './spending.ts';
import { absolute, at, factorAt, field, isNothing, listAt, mapOf, shareAt, textOf, textOrNull, type Written, wholeAt } from './written.ts';

/** Those who settle off-county care, in the order in which a month's advance pays them. */
const settlers = ['city', 'province', 'manual'] as const;
type Settler = (typeof settlers)[number];

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
  /** What the alliance is paid, before recovery. */
  readonly advances: bigint[];
  /** Held as quality deposit. */
  readonly held: bigint[];
  readonly city: bigint[];
  /** 上解. */
  readonly province: bigint[];
  readonly manual: bigint[];
  readonly recovered: bigint[];
  readonly cash: bigint[];
  readonly cashGap: bigint;
  readonly reviews: Review[];
  readonly progress: (Fraction | null)[];
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

/** What an alliance's months start from. */
export interface Start {
  readonly alliance: string;
  readonly year: number;
  readonly monthsPlayed: number;
  readonly quota: bigint;
  /** R9: the share of each gross that is held as quality deposit. */
  readonly heldShare: Fraction | null;
  /** R9: lent in January and given back in December. */
  readonly lent: bigint;
  readonly owed: Owed;
}

export interface Given {
  readonly deductions: readonly Deduction[];
  readonly advances: ReadonlyMap<string, GivenAdvance>;
  readonly reviews: ReadonlyMap<string, GivenReview>;
}

/** R5: the months' weights: even, or what was spent in each month of the year before. */
function patternOf(policy: Written, spent: Spent, alliance: string, year: number, took: Took): bigint[] {
  const pattern = textOrNull(at(field(policy, 'advance', 'pattern'), year), 'pattern') ?? 'even';
  const even = Array.from({ length: 12 }, () => 1n);
  if (pattern === 'even') {
    took('R5 pattern even');
    return even;
  }
  if (pattern !== 'history') throw new Refused(`unknown pattern ${pattern}`);
  const weights = even.map((_, index) => spending(spent, year - 1, index + 1, (payment) => payment.home === alliance));
  if (weights.every((weight) => weight === 0n)) {
    took('R5 pattern history, the year before all zero');
    return even;
  }
  took('R5 pattern history');
  return weights;
}

/** R9: who settles off-county care of each tier, and how many months later; null: all is the province's, at once. */
type Tiers = ReadonlyMap<string, { readonly settledBy: Settler; readonly lag: number }> | null;

export function readTiersOf(policy: Written, institutions: Iterable<Institution>, year: number): Tiers {
  const written = at(field(policy, 'advance', 'tiers'), year);
  if (isNothing(written)) return null;
  const tiers = new Map(
    [...mapOf(written, 'tiers')].map(([tier, terms]) => {
      if (!['city', 'province', 'national'].includes(tier)) throw new Refused(`unknown tier ${tier}`);
      const settledBy = textOf(at(field(terms, 'settledBy'), year), 'settledBy');
      const settler = settlers.find((one) => one === settledBy);
      if (settler === undefined) throw new Refused(`settled by ${settledBy}`);
      const lag = isNothing(field(terms, 'lag')) ? 0 : Number(wholeAt(field(terms, 'lag'), year, 'lag'));
      if (lag > 11) throw new Refused('a lag of more than eleven months');
      return [tier, { settledBy: settler, lag }] as const;
    }),
  );
  for (const institution of institutions) {
    if (institution.offCounty && !tiers.has(institution.tier ?? '')) throw new Refused(`${institution.id} has no tier that is listed`);
  }
  return tiers;
}

/** The off-county care that falls due to a settler in a month. */
function dueTo(settler: Settler, tiers: Tiers, spent: Spent, alliance: string, year: number, month: number, took: Took): bigint {
  const careIn = (careMonth: number, tier: string | null): bigint =>
    spending(
      spent,
      year,
      careMonth,
      ({ home, institution }) => home === alliance && institution.offCounty && (tier === null || institution.tier === tier),
    );
  if (tiers === null) return settler === 'province' ? careIn(month, null) : 0n;
  let due = 0n;
  for (const [tier, { settledBy, lag }] of tiers) {
    if (settledBy !== settler) continue;
    if (lag > 0) took(month > lag ? 'R5 tier falls due after its lag' : 'R5 tier not due yet');
    if (month > lag) due += careIn(month - lag, tier);
  }
  return due;
}

/** R5: pay what is due and what earlier months could not cover, at most what there is; R4b: as given. */
function payDue(due: bigint, carry: bigint, available: bigint, given: bigint | null, took: Took): { paid: bigint; carry: bigint } {
  const owed = due + carry;
  if (carry > 0n && owed <= available) took('R5 carry caught up');
  let paid = owed < available ? owed : available;
  if (given !== null) {
    paid = given;
  } else if (owed < 0n) {
    took('R5 nothing to remit because of a negative carry');
    paid = 0n;
  }
  const left = owed - paid;
  took(left > 0n ? 'R5 carry' : left < 0n ? 'R5 negative carry' : 'R5 off-county all remitted');
  return { paid, carry: left };
}

export function playMonths(policy: Written, spent: Spent, given: Given, tiers: Tiers, start: Start, took: Took): Months {
  const { alliance, year, monthsPlayed, quota, heldShare, lent, owed } = start;
  // R5: the plan, and the quota to date of R6, by the same pattern.
  const weights = patternOf(policy, spent, alliance, year, took);
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
    held: [],
    city: [],
    province: [],
    manual: [],
    recovered: [],
    cash: [],
    reviews: [],
    progress: [],
  };
  let factor = one; // each January it is 1 again
  let grossBefore = 0n;
  const carries = { city: 0n, province: 0n, manual: 0n }; // each starts at 0 each year
  let cash = 0n;
  let lowest: bigint | null = null;
  let spentToDate = 0n;
  let deductedToDate = 0n;
  let quotaToDate = 0n;

  for (let month = 1; month <= monthsPlayed; month++) {
    const of = (place: string): bigint =>
      spending(spent, year, month, (payment) => payment.home === alliance && placeOf(payment) === place);
    const own = of('own');
    const cross = of('cross');
    const other = of('other');
    const offCounty = of('offCounty');
    const crossIn = spending(spent, year, month, (payment) => isCrossIn(payment, alliance));

    // R5: gross = plan × factor, never more than what is left of the quota; R4b: given advances stand.
    const made = given.advances.get(rowKey(year, month, alliance));
    let gross: bigint;
    if (made === undefined) {
      const left = quota - grossBefore > 0n ? quota - grossBefore : 0n;
      gross = times(plan[month - 1] ?? 0n, factor);
      if (left === 0n) took('R5 nothing left of the quota');
      took(gross > left ? 'R5 capped by quota' : 'R5 not capped by quota');
      if (gross > left) gross = left;
    } else {
      took('R4b given advance');
      gross = made.gross;
      if (grossBefore + gross > quota) took('R4b given advance beyond the quota');
    }
    grossBefore += gross;

    // R9: the deposit is held out of the gross before anything is paid.
    const held = heldShare === null ? 0n : times(gross, heldShare);
    let left = gross - held;

    // R5: remit the month's off-county spending and what earlier months could not cover, at most what there is.
    for (const settler of settlers) {
      if (offCountyRule === 'settled') took('R5 off-county settled');
      let paid = 0n;
      if (offCountyRule === 'deducted' && (tiers !== null || settler === 'province')) {
        const due = dueTo(settler, tiers, spent, alliance, year, month, took);
        const played = payDue(due, carries[settler], left, made?.[settler] ?? null, took);
        carries[settler] = played.carry;
        paid = played.paid;
      }
      if (paid > left) throw new Refused('an advance that remits more than its gross less what is held');
      left -= paid;
      result[settler].push(paid);
    }
    const recovered = recover(owed, absolute(year, month), left, took);
    cash += left - recovered - (own + cross + other);
    if (month === 1) cash += lent;
    if (month === 12) cash -= lent;
    if (lowest === null || cash < lowest) lowest = cash;

    // R6: progress, net of deductions, against the annual quota of January.
    spentToDate += own + cross + other + offCounty;
    for (const deduction of given.deductions) {
      if (deduction.year === year && deduction.month === month && deduction.alliance === alliance) deductedToDate += deduction.amount;
    }
    quotaToDate += quotaOfMonths[month - 1] ?? 0n;
    took(quota === 0n ? 'R6 progress null' : 'R6 progress');
    if (quota !== 0n && deductedToDate > 0n) took('R6 progress net of deductions');
    result.progress.push(quota === 0n ? null : ratioOf(spentToDate - deductedToDate, quota));

    // R6: the review after months 3, 6, 9, with gross spending; R4b: a decided one stands as given.
    if (month === 3 || month === 6 || month === 9) {
      let review = reviewOf(policy, year, spentToDate, quotaToDate, took);
      const decided = given.reviews.get(rowKey(year, month, alliance));
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
    result.advances.push(left);
    result.held.push(held);
    result.recovered.push(recovered);
    result.cash.push(cash);
  }
  if (monthsPlayed === 12 && offCountyRule === 'deducted') {
    const paid = [...result.city, ...result.province, ...result.manual].reduce((a, b) => a + b, 0n);
    const unpaid = result.offCounty.reduce((a, b) => a + b, 0n) - paid;
    if (unpaid > 0n) took('R5 remainder remitted at settlement');
    else took(unpaid < 0n ? 'R5 more remitted than spent by December' : 'R5 nothing left to remit at settlement');
  }
  const cashGap = lowest !== null && lowest < 0n ? -lowest : 0n;
  took(cashGap > 0n ? 'R5 cash gap' : 'R5 no cash gap');
  return { ...result, cashGap };
}

/** What other alliances pay to an alliance's institutions. */
export function isCrossIn(payment: Payment, alliance: string): boolean {
  return payment.home !== 'none' && payment.home !== alliance && payment.institution.alliance === alliance;
}
