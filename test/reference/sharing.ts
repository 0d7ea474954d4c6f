// R7 and R9: tables read by score, bands of a surplus and of an overspend.
import type { Took } from './branches.ts';
import { compare, type Fraction, minus, one, plus, product, Refused, times, zero } from './exact.ts';
import { at, field, isNothing, listAt, ratioAt, scoreAt, shareAt, type Written } from './written.ts';

/** R7: the share of the first row whose score is not above the score, 0 if there is none. */
export function shareByScore(table: readonly Written[], score: Fraction | null, year: number, took: Took): Fraction {
  if (score === null) {
    // Only a row `score: 0`: checked before.
    took('R7 no score needed');
    return shareAt(field(table[0] ?? null, 'share'), year, 'share');
  }
  for (const [index, row] of table.entries()) {
    const order = compare(scoreAt(field(row, 'score'), year, 'score of a row'), score);
    if (order > 0) continue;
    if (order === 0) took('R7 score exactly on a row');
    took(index === 0 ? 'R7 score in the first row' : 'R7 score in a later row');
    return shareAt(field(row, 'share'), year, 'share');
  }
  took('R7 score in no row');
  return zero;
}

/** A table of one row `score: 0` needs no score. */
export function needsScore(table: readonly Written[], year: number): boolean {
  return table.length !== 1 || scoreAt(field(table[0] ?? null, 'score'), year, 'score of a row').n !== 0n;
}

// ---- R9: what the score does to shares ----

export interface ScoreRules {
  readonly leastScore: Fraction | null;
  readonly shifts: readonly Written[] | null;
}

export function readScoreRules(settlement: Written, year: number): ScoreRules {
  const least = at(field(settlement, 'leastScore'), year);
  const written = at(field(settlement, 'scoreShift'), year);
  const shifts = isNothing(written) ? null : listAt(written, year, 'scoreShift');
  shifts?.forEach((row, index) => {
    const before = shifts[index - 1];
    const score = scoreAt(field(row, 'score'), year, 'score of a shift');
    if (before !== undefined && compare(scoreAt(field(before, 'score'), year, 'score of a shift'), score) <= 0) {
      throw new Refused('score shifts are listed by falling scores');
    }
  });
  return { leastScore: isNothing(least) ? null : scoreAt(least, year, 'least score'), shifts };
}

/** What is added to each share that is not zero; null: nothing is shared. */
export function shiftOf(rules: ScoreRules, score: Fraction | null, year: number, took: Took): Fraction | null {
  if (rules.leastScore !== null && score !== null) {
    if (compare(score, rules.leastScore) < 0) {
      took('R7 below the least score');
      return null;
    }
    took('R7 not below the least score');
  }
  if (rules.shifts === null) return zero;
  const row = rules.shifts.find((one) => score === null || compare(scoreAt(field(one, 'score'), year, 'score of a shift'), score) <= 0);
  if (row === undefined) {
    took('R7 score below the last shift');
    return null;
  }
  const shift = ratioAt(field(row, 'shift'), year, 'shift');
  took(shift.n < 0n ? 'R7 shares shifted down' : 'R7 shares shifted up');
  return shift;
}

/** Kept within 0–100%; a share of nothing stays nothing. */
export function shifted(share: Fraction, shift: Fraction, took: Took): Fraction {
  if (share.n === 0n || shift.n === 0n) return share;
  const moved = plus(share, shift);
  if (moved.n < 0n) {
    took('R7 shifted below 0%');
    return zero;
  }
  if (compare(moved, one) > 0 && shift.n > 0n) {
    took('R7 shifted above 100%');
    return one;
  }
  return moved;
}

/** R9: the deposit lost by score point: all of it below a score, none from another on, exactly in between. */
export function returnedByPoints(points: Written, score: Fraction, year: number, took: Took): Fraction {
  const fullFrom = scoreAt(field(points, 'fullFrom'), year, 'fullFrom');
  const perPoint = shareAt(field(points, 'perPoint'), year, 'perPoint');
  const allLostBelow = scoreAt(field(points, 'allLostBelow'), year, 'allLostBelow');
  if (compare(score, allLostBelow) < 0) {
    took('R7 deposit lost below a score');
    return zero;
  }
  if (compare(score, fullFrom) >= 0) {
    took('R7 deposit full from a score');
    return one;
  }
  const share = minus(one, product(minus(fullFrom, score), perPoint));
  took(share.n <= 0n ? 'R7 deposit lost point by point to nothing' : 'R7 deposit lost by points');
  return share.n <= 0n ? zero : share;
}

// ---- bands ----

interface Band {
  readonly index: number;
  readonly lower: bigint;
  /** null: the rest. */
  readonly upper: bigint | null;
  readonly share: Fraction;
}

/** Bands with their thresholds in whole fen: times(Q, upTo). */
function readBands(bands: readonly Written[], name: 'pool' | 'kept', quota: bigint, year: number): Band[] {
  let lower = 0n;
  return bands.map((band, index) => {
    const written = field(band, 'upTo');
    const open = isNothing(written);
    if (open && index !== bands.length - 1) throw new Refused('only the last band may have no upTo');
    const upper = open ? null : times(quota, shareAt(written, year, 'upTo'));
    if (upper !== null && upper < lower) throw new Refused('bands are not in order');
    const result = { index, lower, upper, share: shareAt(field(band, name), year, `${name} of a band`) };
    lower = upper ?? lower;
    return result;
  });
}

function countBand(band: Band, took: Took): void {
  took(band.index === 0 ? 'R7 band 1' : band.index === 1 ? 'R7 band 2' : band.index === 2 ? 'R7 band 3' : 'R7 band 4 or later');
  if (band.upper === null) took('R7 band without upTo');
}

/** R7: bands are marginal, on fractions of Q, rounded band by band. */
function marginal(bands: readonly Band[], amount: bigint, shift: Fraction, took: Took): bigint {
  let sum = 0n;
  for (const band of bands) {
    if (band.upper === amount) took('R7 exactly on a band');
    if (amount <= band.lower) continue;
    countBand(band, took);
    const top = band.upper === null || amount < band.upper ? amount : band.upper;
    sum += times(top - band.lower, shifted(band.share, shift, took));
  }
  const last = bands.at(-1);
  if (last === undefined || (last.upper !== null && amount > last.upper)) took('R7 above the last band');
  return sum;
}

/** R9: the whole at the share of its band; exactly on a threshold it belongs to the lower one. */
function slab(bands: readonly Band[], amount: bigint, shift: Fraction, took: Took): bigint {
  const band = bands.find(({ upper }) => upper === null || amount <= upper);
  if (band === undefined) {
    took('R7 above the last slab');
    return 0n;
  }
  took(band.upper === amount ? 'R7 exactly on a slab' : band.index === 0 ? 'R7 first slab' : 'R7 later slab');
  return times(amount, shifted(band.share, shift, took));
}

/** What the pool takes of an overspend. */
export function poolShareOf(
  bands: readonly Written[],
  kind: 'marginal' | 'slab',
  quota: bigint,
  overspend: bigint,
  shift: Fraction,
  year: number,
  took: Took,
): bigint {
  return (kind === 'slab' ? slab : marginal)(readBands(bands, 'pool', quota, year), overspend, shift, took);
}

/** R9: what is kept of a surplus by bands of its ratio. */
export function keptOf(bands: readonly Written[], quota: bigint, base: bigint, shift: Fraction, year: number, took: Took): bigint {
  const read = readBands(bands, 'kept', quota, year);
  let sum = 0n;
  for (const band of read) {
    if (base <= band.lower) continue;
    took(band.upper === null ? 'R7 surplus band without upTo' : band.index === 0 ? 'R7 surplus band 1' : 'R7 surplus band 2 or later');
    const top = band.upper === null || base < band.upper ? base : band.upper;
    sum += times(top - band.lower, shifted(band.share, shift, took));
  }
  const last = read.at(-1)?.upper;
  if (last !== undefined && last !== null && base > last) took('R7 surplus above its last band');
  return sum;
}

export function isBelow(amount: bigint, minimum: Written, quota: bigint, year: number): boolean {
  return !isNothing(minimum) && amount < times(quota, shareAt(minimum, year, 'minimum'));
}

/** An amount held to a share of the quota. */
export function capped(amount: bigint, cap: Written, quota: bigint, year: number): bigint {
  if (isNothing(cap)) return amount;
  const most = times(quota, shareAt(cap, year, 'cap'));
  return amount < most ? amount : most;
}
