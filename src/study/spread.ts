// What a thousand draws of one figure say: mean, spread and quantiles, and how far chance may have moved each of them.

/** Quantiles that are told, in percent. */
export const QUANTILES = [5, 10, 25, 50, 75, 90, 95] as const;

/** Draws of which at least one is to be expected beyond a quantile: with fewer it is merely the first or the last of them. */
export function leastDraws(percent: number): number {
  return Math.ceil(100 / Math.min(percent, 100 - percent));
}

/** 97.5% of a normal number lie below. */
const WIDE = 1.959963984540054;

/** Stands for a figure of a draw that the rules refused before it; a figure that a draw does not have is NaN. */
export const REFUSED = Number.POSITIVE_INFINITY;

/** Of fewer draws the mean is not normal enough, nor its error known well enough, for an interval. */
export const ENOUGH = 30;

/** What draws say of a number. Where there are too few of them to say it, error and ends are NaN. */
export interface Estimate {
  readonly value: number;
  /** Monte-Carlo standard error. */
  readonly error: number;
  /** 95% interval. */
  readonly low: number;
  readonly high: number;
}

export interface Spread {
  /** Draws that had the figure: those that the rules refused have none. */
  readonly count: number;
  readonly mean: Estimate;
  readonly deviation: number;
  /** In the order of QUANTILES. */
  readonly quantiles: readonly Estimate[];
}

/** One figure's values of all draws, out of a table of rows as `drawInto` fills it. */
export function column(table: Float64Array, columns: number, i: number): Float64Array {
  const values = new Float64Array(table.length / columns);
  for (let k = 0; k < values.length; k++) values[k] = table[k * columns + i] as number;
  return values;
}

export function meanOf(values: Float64Array): Estimate & { readonly deviation: number } {
  let count = 0;
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    if (!Number.isFinite(value)) continue;
    count += 1;
    sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (let k = 0; k < values.length; k++) {
    const apart = (values[k] as number) - mean;
    if (Number.isFinite(apart)) squares += apart * apart;
  }
  // One draw says nothing of how far others lie.
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN;
  const error = deviation / Math.sqrt(count);
  const reach = count < ENOUGH ? Number.NaN : WIDE * error;
  return { value: mean, error, low: mean - reach, high: mean + reach, deviation };
}

/**
 * A quantile is the ⌈n·p⌉-th of the sorted values; its interval runs between the ranks n·p ± 1.96·√(n·p·(1 − p)), for the number of values
 * below a quantile is binomial, whatever their distribution. Its standard error is the interval's width over 2 × 1.96. A rank beyond the first
 * or last value is none: with so few draws that end is not known. Nor is a quantile of fewer than `leastDraws`.
 * @param sorted where the values are sorted, as long as they are; for many figures the same one.
 */
export function spreadOf(values: Float64Array, sorted: Float64Array = new Float64Array(values.length)): Spread {
  sorted.set(values);
  // What draws do not have, and then what was refused, stands last.
  sorted.sort();
  let count = sorted.length;
  while (count > 0 && !Number.isFinite(sorted[count - 1])) count -= 1;
  const ranked = (rank: number) => (rank < 1 || rank > count ? Number.NaN : (sorted[rank - 1] as number));
  const quantiles = QUANTILES.map((percent): Estimate => {
    if (count < leastDraws(percent)) return { value: Number.NaN, error: Number.NaN, low: Number.NaN, high: Number.NaN };
    const at = (count * percent) / 100;
    const reach = WIDE * Math.sqrt(at * (1 - percent / 100));
    const [low, high] = [ranked(Math.floor(at - reach)), ranked(Math.ceil(at + reach))];
    return { value: ranked(Math.ceil(at)), error: (high - low) / (2 * WIDE), low, high };
  });
  const { deviation, ...mean } = meanOf(values);
  return { count, mean, deviation, quantiles };
}

/** How often something is so. What the rules refused counts as if it were: nobody can say how it would have ended. */
export function chanceOf(values: Float64Array, isSo: (value: number) => boolean): Estimate {
  let count = 0;
  let hits = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    if (Number.isNaN(value)) continue;
    count += 1;
    if (value === REFUSED || isSo(value)) hits += 1;
  }
  return shareOf(hits, count);
}

/**
 * A share with Wilson's interval, which says something also of what never was; as with quantiles the standard error is the interval's width
 * over 2 × 1.96, so that it is not 0 where few draws all say the same. Of one draw there is none.
 */
export function shareOf(hits: number, count: number): Estimate {
  const p = hits / count;
  const square = WIDE * WIDE;
  const middle = (p + square / (2 * count)) / (1 + square / count);
  const half = (WIDE / (1 + square / count)) * Math.sqrt((p * (1 - p)) / count + square / (4 * count * count));
  const low = hits === 0 ? 0 : middle - half;
  const high = hits === count ? 1 : middle + half;
  return { value: p, error: count < 2 ? Number.NaN : (high - low) / (2 * WIDE), low, high };
}
