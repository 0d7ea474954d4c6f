// Statistics of draws by themselves.

import { describe, expect, it } from 'vitest';
import { chanceOf, column, meanOf, spreadOf } from '../../src/study/spread.ts';

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
  it('what never happened has an upper end all the same', () => {
    const never = chanceOf(upTo(1000), () => false);
    expect([never.value, never.error, never.low]).toEqual([0, 0, 0]);
    expect(never.high).toBeCloseTo(0.003827, 6);
    expect(chanceOf(upTo(1000), () => true).high).toBe(1);
  });
  it('takes one column out of the table', () => expect([...column(Float64Array.of(1, 2, 3, 4), 2, 1)]).toEqual([2, 4]));
});
