// What a batch tells of the draws of one point: of each figure mean, deviation and quantiles, of each chance how often it was so, and how far
// luck may have moved each of them (Monte-Carlo standard errors).

import type { AskedChance } from './batchAsked.ts';
import { chanceOf, QUANTILES, spreadOf } from './spread.ts';

/** Names of the columns of a figure. `:error` is the standard error of what stands before it. */
export const STATISTICS = ['mean', 'deviation', ...QUANTILES.map((percent) => `P${percent}`)].flatMap((name) => [name, `${name}:error`]);

/** Columns of a chance; low and high are its 95% interval, which says something also where the event never was. */
export const CHANCE_STATISTICS = ['', ':error', ':low', ':high'];
/** Chances are percentages with so many decimals. */
export const CHANCE_PLACES = 4;

/** Statistics of one figure, rounded to its smallest part; null where there are too few draws to tell. */
export function statisticsOf(values: Float64Array, sorted: Float64Array): (number | null)[] {
  const { mean, deviation, quantiles, count } = spreadOf(values, sorted);
  return [
    whole(mean.value),
    whole(mean.error),
    whole(deviation),
    whole(deviationError(values, mean.value, deviation, count)),
    ...quantiles.flatMap(({ value, error }) => [whole(value), whole(error)]),
  ];
}

/** How often a condition held; as in `draw`, what the rules refused counts as if it did, for what is asked is what is feared. */
export function chanceStatistics(values: Float64Array, { isSo }: AskedChance): (number | null)[] {
  // A point that does not have the figure knows nothing of it.
  if (values.every(Number.isNaN)) return CHANCE_STATISTICS.map(() => null);
  const { value, error, low, high } = chanceOf(values, isSo);
  return [value, error, low, high].map((share) => whole(share * 100 * 10 ** CHANCE_PLACES));
}

function whole(value: number): number | null {
  return Number.isNaN(value) ? null : Math.round(value) + 0;
}

/** Of a sample's deviation s, whatever the distribution: √((m₄ − (n − 3)/(n − 1)·s⁴) / n) / 2s, with the fourth moment about the mean. */
function deviationError(values: Float64Array, mean: number, deviation: number, count: number): number {
  if (count < 2 || deviation === 0) return deviation;
  let fourth = 0;
  for (let k = 0; k < values.length; k++) {
    const apart = ((values[k] as number) - mean) / deviation;
    // Not as a power, which engines may round each in its own way.
    if (Number.isFinite(apart)) fourth += apart * apart * (apart * apart);
  }
  const excess = fourth / count - (count - 3) / (count - 1);
  return (deviation * Math.sqrt(Math.max(0, excess) / count)) / 2;
}
