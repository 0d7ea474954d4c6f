// What a batch tells of the draws of one point: of each figure mean, deviation and quantiles, of each chance how often it was so, and how far
// luck may have moved each of them (Monte-Carlo standard errors).

import type { AskedChance } from './batchAsked.ts';
import { chanceOf, column, QUANTILES, spreadOf } from './spread.ts';

/** Names of the columns of a figure. `:error` is the standard error of what stands before it. */
export const STATISTICS = ['mean', 'deviation', ...QUANTILES.map((percent) => `P${percent}`)].flatMap((name) => [name, `${name}:error`]);

/** Columns of a chance; low and high are its 95% interval, which says something also where the event never was. */
export const CHANCE_STATISTICS = ['', ':error', ':low', ':high'];
/** Chances are percentages with so many decimals. */
export const CHANCE_PLACES = 4;

/** Statistics of one figure, rounded to its smallest part; null where there are too few draws to tell. */
export function statisticsOf(table: Float64Array, width: number, i: number, sorted: Float64Array): (number | null)[] {
  const values = column(table, width, i);
  const { mean, deviation, quantiles, count } = spreadOf(values, sorted);
  // Of one draw nobody knows how far another would be.
  const known = (value: number | null) => (count < 2 ? null : whole(value));
  return [
    whole(mean.value),
    known(mean.error),
    known(deviation),
    known(deviationError(values, mean.value, deviation, count)),
    ...quantiles.flatMap(({ value, error }) => [whole(value), known(error)]),
  ];
}

export function chanceStatistics(table: Float64Array, width: number, i: number, { isSo }: AskedChance): (number | null)[] {
  const { value, error, low, high } = chanceOf(column(table, width, i), isSo);
  return [value, error, low, high].map((share) => whole(share === null ? null : share * 100 * 10 ** CHANCE_PLACES));
}

function whole(value: number | null): number | null {
  return value === null || Number.isNaN(value) ? null : Math.round(value) + 0;
}

/** Of a sample's deviation s, whatever the distribution: √((m₄ − (n − 3)/(n − 1)·s⁴) / n) / 2s, with the fourth moment about the mean. */
function deviationError(values: Float64Array, mean: number, deviation: number, count: number): number {
  if (deviation === 0) return 0;
  let fourth = 0;
  for (let k = 0; k < values.length; k++) {
    const apart = ((values[k] as number) - mean) / deviation;
    if (!Number.isNaN(apart)) fourth += apart ** 4;
  }
  const excess = fourth / count - (count - 3) / (count - 1);
  return (deviation * Math.sqrt(Math.max(0, excess) / count)) / 2;
}
