// R15: what a variable's factor is on average where the values written do not say it themselves: a triangle from 90% over 100% to 130% lifts
// what is paid by 6.67%. Of an event, over all months of a year, as if it had always been as it is in that year.

import { MONTHS } from '../money/calendar.ts';
import { entryAt } from '../money/dated.ts';
import type { Ratio } from '../money/ratio.ts';
import type { WrittenVariable } from '../written/uncertaintyShape.ts';

/** A mean that holds from a year on; null where it always does. */
interface MeanFrom {
  readonly from: number | null;
  readonly mean: number;
}

/** One mean for each set of values; none for kinds whose mean is 1, or is not told by a number. */
export function meanFactors(one: WrittenVariable): readonly MeanFrom[] {
  const dated = [one.least, one.likely, one.most, one.probability, one.factor, one.months].filter((value) => value !== undefined);
  const years = [...new Set(dated.flatMap(({ entries }) => entries.map(({ from }) => from)))].sort((a, b) => (a ?? 0) - (b ?? 0));
  // Before the first year of some value there is no mean yet.
  return years.flatMap((from) => {
    const mean = meanIn(one, from ?? 0);
    return mean === null ? [] : [{ from, mean }];
  });
}

function meanIn(one: WrittenVariable, year: number): number | null {
  const at = (key: 'least' | 'likely' | 'most' | 'probability' | 'factor') => {
    const dated = one[key];
    return dated === undefined ? null : numberOf(entryAt(dated, year)?.value);
  };
  const [least, likely, most] = [at('least'), at('likely'), at('most')];
  if (one.kind === 'triangular' || one.kind === 'beta') {
    if (least === null || likely === null || most === null) return null;
    return one.kind === 'triangular' ? (least + likely + most) / 3 : (least + 4 * likely + most) / 6;
  }
  const [probability, factor] = [at('probability'), at('factor')];
  const months = one.months === undefined ? undefined : entryAt(one.months, year)?.value;
  if (one.kind !== 'event' || probability === null || factor === null || months === undefined) return null;
  return 1 + meanReach(one, probability, months) * (factor - 1);
}

/** The share of months that an event lasts in. */
function meanReach({ scope, month }: WrittenVariable, probability: number, months: number): number {
  if (scope === 'month') return 1 - power(1 - probability, months);
  let sum = 0;
  for (let m = 0; m < MONTHS; m++) {
    let spared = 1;
    // Events of this year and of each before it that may last until this month, each year with one chance.
    for (let back = m; back < months + MONTHS; back += MONTHS) {
      const starts = month === undefined ? startsReaching(back, months) / MONTHS : Number(reaches(back - (month - 1), months));
      spared *= 1 - probability * starts;
    }
    sum += 1 - spared;
  }
  return sum / MONTHS;
}

/** Whether an event that began so many months ago still lasts. */
function reaches(ago: number, months: number): boolean {
  return ago >= 0 && ago < months;
}

/** In how many of a year’s months an event may begin and still last `back` months after that January. */
function startsReaching(back: number, months: number): number {
  return Array.from({ length: MONTHS }, (_, start) => start).filter((start) => reaches(back - start, months)).length;
}

/** By factors, as engines may round powers each in its own way. */
function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}

function numberOf(value: Ratio | undefined): number | null {
  return value === undefined ? null : Number.isNaN(value.num) ? Number(value.n) / Number(value.d) : value.num / value.den;
}
