// What a thousand draws of one figure say: mean, spread and quantiles, and how far chance may have moved each of them.

/** Quantiles that are told, in percent. */
export const QUANTILES = [5, 10, 25, 50, 75, 90, 95] as const;

/** 97.5% of a normal number lie below. */
const WIDE = 1.959963984540054;

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

/** One figure's values of all draws, out of the table that draws are kept in. */
export function column(table: Float64Array, columns: number, i: number): Float64Array {
  const values = new Float64Array(table.length / columns);
  for (let k = 0; k < values.length; k++) values[k] = table[k * columns + i] as number;
  return values;
}

export function meanOf(values: Float64Array): Estimate & { readonly deviation: number } {
  let [count, sum] = [0, 0];
  for (const value of values) if (!Number.isNaN(value)) [count, sum] = [count + 1, sum + value];
  const mean = sum / count;
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  const error = deviation / Math.sqrt(count);
  return { value: mean, error, low: mean - WIDE * error, high: mean + WIDE * error, deviation };
}

/**
 * A quantile is the ⌈n·p⌉-th of the sorted values; its interval runs between the ranks n·p ± 1.96·√(n·p·(1 − p)), for the number of values
 * below a quantile is binomial, whatever their distribution. Its standard error is the interval's width over 2 × 1.96.
 */
export function spreadOf(values: Float64Array): Spread {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const count = sorted.length;
  const ranked = (rank: number) => sorted[Math.min(count, Math.max(1, rank)) - 1] ?? Number.NaN;
  const quantiles = QUANTILES.map((percent): Estimate => {
    const at = (count * percent) / 100;
    const reach = WIDE * Math.sqrt(at * (1 - percent / 100));
    const [low, high] = [ranked(Math.floor(at - reach)), ranked(Math.ceil(at + reach))];
    return { value: ranked(Math.ceil(at)), error: (high - low) / (2 * WIDE), low, high };
  });
  const { deviation, ...mean } = meanOf(values);
  return { count, mean, deviation, quantiles };
}

/** How often something is so, with Wilson's interval: it says something also where it never was. */
export function chanceOf(values: Float64Array, isSo: (value: number) => boolean): Estimate {
  let [count, hits] = [0, 0];
  for (const value of values) if (!Number.isNaN(value)) [count, hits] = [count + 1, hits + (isSo(value) ? 1 : 0)];
  const p = hits / count;
  const square = WIDE * WIDE;
  const middle = (p + square / (2 * count)) / (1 + square / count);
  const half = (WIDE / (1 + square / count)) * Math.sqrt((p * (1 - p)) / count + square / (4 * count * count));
  return {
    value: p,
    error: Math.sqrt((p * (1 - p)) / count),
    low: hits === 0 ? 0 : middle - half,
    high: hits === count ? 1 : middle + half,
  };
}
