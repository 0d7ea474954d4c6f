// Statistics of draws by themselves.

import { describe, expect, it } from 'vitest';
import { chance } from '../../src/study/chance.ts';
import { chanceOf, column, meanOf, QUANTILES, REFUSED, shareOf, spreadOf } from '../../src/study/spread.ts';

const upTo = (n: number) => Float64Array.from({ length: n }, (_, i) => n - i);

describe('spread', () => {
  it('quantiles are order statistics, their intervals ranks of a binomial', () => {
    const { quantiles, mean, deviation, count } = spreadOf(upTo(1000));
    expect(quantiles.map(({ value }) => value)).toEqual([50, 100, 250, 500, 750, 900, 950]);
    // 500 ± 1.96 × √250 = 469.01 … 530.99
    expect([quantiles[3]?.low, quantiles[3]?.high]).toEqual([469, 531]);
    expect([mean.value, count]).toEqual([500.5, 1000]);
    expect(deviation).toBeCloseTo(288.8194, 4);
    expect(mean.error).toBeCloseTo(288.8194 / Math.sqrt(1000), 5);
  });
  it('leaves out draws that were refused', () => {
    const values = Float64Array.of(1, Number.NaN, 3);
    expect(meanOf(values).value).toBe(2);
    expect(spreadOf(values).count).toBe(2);
    expect(chanceOf(values, (value) => value > 2).value).toBe(0.5);
  });
  it('what never happened has an upper end and an error all the same', () => {
    const never = chanceOf(upTo(1000), () => false);
    expect([never.value, never.low]).toEqual([0, 0]);
    expect(never.high).toBeCloseTo(0.003827, 6);
    expect(never.error).toBeCloseTo(0.003827 / (2 * 1.959964), 6);
    expect(chanceOf(upTo(1000), () => true).high).toBe(1);
    // √(0.3 × 0.7 ÷ 1000), but for Wilson's correction.
    expect(shareOf(300, 1000).error).toBeCloseTo(0.01449, 4);
  });
  it('counts what the rules refused as if it were so', () => {
    // One that merely lacks the figure is left out.
    const values = Float64Array.of(1, REFUSED, 3, Number.NaN, REFUSED);
    expect(chanceOf(values, (value) => value > 2)).toEqual(shareOf(3, 4));
    expect(chanceOf(values, (value) => value < 2)).toEqual(shareOf(3, 4));
    expect(meanOf(values).value).toBe(2);
    expect(spreadOf(values)).toEqual(spreadOf(Float64Array.of(1, 3)));
  });
  it('one draw has no error, and no interval', () => {
    const { mean, deviation, quantiles } = spreadOf(Float64Array.of(7));
    expect([mean.value, mean.error, mean.low, mean.high, deviation]).toEqual([7, ...new Array(4).fill(Number.NaN)]);
    for (const { value, error, low, high } of quantiles) expect([value, error, low, high]).toEqual(new Array(4).fill(Number.NaN));
    expect(spreadOf(Float64Array.of(Number.NaN)).mean.value).toBeNaN();
  });
  it('a mean of few draws has an error and no interval', () => {
    const [few, enough] = [meanOf(upTo(29)), meanOf(upTo(30))];
    expect([few.low, few.high, enough.low < enough.value]).toEqual([Number.NaN, Number.NaN, true]);
    expect(few.error).toBeCloseTo(Math.sqrt(72.5 / 29), 12);
  });
  it.each([
    [19, [Number.NaN, 2, 5, 10, 15, 18, Number.NaN]],
    [20, [1, 2, 5, 10, 15, 18, 19]],
    [9, [Number.NaN, Number.NaN, 3, 5, 7, Number.NaN, Number.NaN]],
    [3, [Number.NaN, Number.NaN, Number.NaN, 2, Number.NaN, Number.NaN, Number.NaN]],
  ])('%d draws tell only quantiles that some draw is to be expected beyond', (draws, told) => {
    expect(spreadOf(upTo(draws)).quantiles.map(({ value }) => value)).toEqual(told);
  });
  it('an end beyond the first or last value is not known', () => {
    // P5 of 50: rank 2.5 ± 3.02 begins before the first; P50: 25 ± 6.93 lies within.
    const { quantiles } = spreadOf(upTo(50));
    const [five, , , half] = quantiles;
    expect([five?.value, five?.low, five?.high, five?.error]).toEqual([3, Number.NaN, 6, Number.NaN]);
    expect([half?.value, half?.low, half?.high]).toEqual([25, 18, 32]);
    const ninetyFive = quantiles.at(-1);
    expect([ninetyFive?.value, ninetyFive?.high, ninetyFive?.error]).toEqual([48, Number.NaN, Number.NaN]);
  });
  it('an interval that is told covers the quantile in 95 of 100 samples, or more', () => {
    // 400 samples of 100 numbers from 0 to 1, the same each time.
    const told = QUANTILES.map(() => ({ all: 0, covered: 0 }));
    for (let sample = 0; sample < 400; sample++) {
      const values = Float64Array.from({ length: 100 }, (_, i) => chance(1, sample, i));
      for (const [k, { low, high }] of spreadOf(values).quantiles.entries()) {
        const [one, p] = [told[k] as (typeof told)[number], (QUANTILES[k] as number) / 100];
        if (Number.isNaN(low) || Number.isNaN(high)) continue;
        one.all += 1;
        if (low <= p && p <= high) one.covered += 1;
      }
    }
    // Three standard errors of a share of 400 below 95%.
    for (const { all, covered } of told) if (all > 0) expect(covered / all).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / 400));
    expect(told.filter(({ all }) => all === 400).length).toBeGreaterThanOrEqual(5);
  });
  it('takes one column out of the table', () => expect([...column(Float64Array.of(1, 2, 3, 4), 2, 1)]).toEqual([2, 4]));
});
