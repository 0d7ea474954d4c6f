// Tornadoes and shares of variance: estimators on functions whose shares are known, levers on a small county.

import { describe, expect, it } from 'vitest';
import { givenRange, numericPaths, type Range, relativeRange } from '../../src/study/ranges.ts';
import { scalarsAt, wholeOf, wholeText } from '../../src/study/scalars.ts';
import { indicesOf, tornadoes, widthOf } from '../../src/study/sensitivity.ts';
import { type Indices, sobolIndices } from '../../src/study/sobol.ts';
import { writtenAt } from '../../src/written/otherwise.ts';
import { shipped } from '../golden/scenarios.ts';

import { small } from './small.ts';

/** Each estimate within four of its standard errors, and these small enough to tell something. */
function expectShares(found: Indices | null, first: readonly number[], total: readonly number[]): void {
  for (const [estimates, shares] of [
    [found?.first, first],
    [found?.total, total],
  ] as const) {
    for (const [i, share] of shares.entries()) {
      const { value = Number.NaN, error = Number.NaN } = estimates?.[i] ?? {};
      expect(error).toBeLessThan(0.05);
      expect(Math.abs(value - share), `${i}: ${value} ± ${error}, not ${share}`).toBeLessThanOrEqual(4 * error + 1e-9);
    }
  }
}

describe('shares of variance', () => {
  it('of a sum go by the squares of its weights, alone as in total', () => {
    // 1 : 4 : 9.
    const found = sobolIndices(([a = 0, b = 0, c = 0]) => 1e6 + a + 2 * b + 3 * c, 3, 4000, 1);
    expectShares(found, [1 / 14, 4 / 14, 9 / 14], [1 / 14, 4 / 14, 9 / 14]);
  });

  it('of a product: each alone 3/7, and together with the other 4/7', () => {
    // Var = 1/9 − 1/16 = 7/144; of the mean given one: 1/48 = 3/144.
    expectShares(
      sobolIndices(([a = 0, b = 0]) => a * b, 2, 6000, 2),
      [3 / 7, 3 / 7],
      [4 / 7, 4 / 7],
    );
  });

  it('of Ishigami’s function: one that works only with another has no share alone', () => {
    const angle = (u: number) => Math.PI * (2 * u - 1);
    const f = ([a = 0, b = 0, c = 0]: readonly number[]) =>
      Math.sin(angle(a)) + 7 * Math.sin(angle(b)) ** 2 + 0.1 * angle(c) ** 4 * Math.sin(angle(a));
    expectShares(sobolIndices(f, 3, 6000, 3), [0.3139, 0.4424, 0], [0.5576, 0.4424, 0.2437]);
  });

  it('of what never varies there are none, and rows without a value are left out', () => {
    expect(sobolIndices(() => 5, 2, 100, 1)).toBeNull();
    expect(sobolIndices(() => null, 2, 100, 1)).toBeNull();
    const some = sobolIndices(([a = 0]) => (a > 0.5 ? null : a), 1, 400, 1);
    expect(some?.rows).toBeGreaterThan(50);
    expect(some?.rows).toBeLessThan(200);
  });

  it('are the same for the same seed', () => {
    const f = ([a = 0, b = 0]: readonly number[]) => a * b + b;
    expect(sobolIndices(f, 2, 50, 4)).toEqual(sobolIndices(f, 2, 50, 4));
    expect(sobolIndices(f, 2, 50, 4)).not.toEqual(sobolIndices(f, 2, 50, 5));
  });
});

const base = small();

function range(path: string, by = 100_000): Range {
  const found = path.includes('=') ? givenRange(base.read, path) : relativeRange(base.read, path, by);
  if (found === null) throw new Error(`no range: ${path}`);
  return found;
}

describe('a range', () => {
  it.each([
    ['policy.reserves.riskAdjustment.share', '5%', '4.5%', '5.5%'],
    // A share of a whole goes no further than all of it.
    ['policy.advance.share', '95%', '85.5%', '100%'],
    ['county.growth.inpatient', '4%', '3.6%', '4.4%'],
    ['policy.financing.subsidy', '700元', '630元', '770元'],
    ['county.alliances.east.insured', '1000', '900', '1100'],
    ['policy.reserves.riskAdjustment.share=3%..8%', '5%', '3%', '8%'],
    ['policy.quota.byInsured~policy.quota.byHistory=60%..80%', '70%', '60%', '80%'],
  ])('%s: %s, from %s to %s', (path, now, low, high) => expect(range(path).texts).toEqual({ base: now, low, high }));

  it('moves all dates of a value together', () => {
    const perHead = range('policy.reserves.criticalIllness.perHead');
    expect(perHead.texts).toEqual({ base: '2019: 75元 … 2027: 108元', low: '-10%', high: '+10%' });
    expect(perHead.settings(1)[0]?.value).toMatchObject({ value: { 2019: '82.5元', 2025: '110元', 2027: '118.8元' } });
  });

  it('is none where there is no number', () => {
    expect(relativeRange(base.read, 'policy.advance.pattern', 100_000)).toBeNull();
    expect(() => relativeRange(base.read, 'policy.nothing', 100_000)).toThrow(/unknown-path/);
  });

  it('is found for every share and amount of policy, growth and shocks, and for no score, year or id', () => {
    const paths = numericPaths(shipped('winter-epidemic').read);
    for (const path of ['policy.reserves.riskAdjustment.share', 'policy.financing.subsidy', 'county.growth.inpatient', 'shocks.0.factor'])
      expect(paths).toContain(path);
    for (const path of paths) expect(path).not.toMatch(/\.(score|checked|source|stated|from|to|id|title)(\.|$)/);
    for (const path of paths) expect(() => writtenAt(shipped('winter-epidemic').read, path)).not.toThrow();
  });
});

describe('a tornado', () => {
  const figures = scalarsAt(base.run, '2025.financing.total');

  it('by hand: 1,800 people, 700 and 400 yuan by a tenth either way', () => {
    const [found] = tornadoes(base, figures, [
      range('policy.financing.individual'),
      range('policy.financing.subsidy'),
      range('policy.advance.share'),
    ]);
    expect(found?.base).toBe(198_000_000);
    const swings = found?.swings.map((swing) => [swing.range.path, swing.low, swing.high, widthOf(swing, 198_000_000)]);
    expect(swings).toEqual([
      ['policy.financing.subsidy', 185_400_000, 210_600_000, 25_200_000],
      ['policy.financing.individual', 190_800_000, 205_200_000, 14_400_000],
      ['policy.advance.share', 198_000_000, 198_000_000, 0],
    ]);
  });

  it('what the rules refuse has no end there, and stands last', () => {
    const [found] = tornadoes(base, figures, [range('policy.quota.byInsured'), range('policy.advance.share')]);
    expect(found?.swings.map(({ low, high, range: { path } }) => [path, low === null, high === null])).toEqual([
      ['policy.advance.share', false, false],
      ['policy.quota.byInsured', true, true],
    ]);
  });

  it('shares of variance by hand: 7² and 4² of 65', () => {
    const [found] = indicesOf(base, figures, [range('policy.financing.subsidy'), range('policy.financing.individual')], {
      rows: 400,
      seed: 1,
      progress: () => undefined,
    });
    const within = (estimate: { value: number; error: number } | undefined, share: number) =>
      expect(Math.abs((estimate?.value ?? Number.NaN) - share)).toBeLessThanOrEqual(4 * (estimate?.error ?? 0));
    within(found?.total[0], 49 / 65);
    within(found?.first[1], 16 / 65);
  });
});

describe('a figure as a whole number', () => {
  it.each([
    ['2025.pool.closing', 2],
    ['2025.pool.payableMonths', 2],
    ['2025.alliances.east.progress.12', 2],
  ])('%s and back', (path) => {
    const [found] = scalarsAt(base.run, path);
    if (found === undefined) throw new Error(path);
    const whole = wholeOf(found);
    expect(Number.isInteger(whole)).toBe(true);
    const printed = typeof found.value === 'number' && found.figure.unit === 'months' ? found.value.toFixed(2) : String(found.value);
    expect(wholeText(whole as number, found.figure.unit)).toBe(
      found.figure.unit === 'amount' ? ((found.value as number) / 100).toFixed(2) : printed,
    );
  });

  it('`*` is every year, alliance and item', () => {
    expect(scalarsAt(base.run, 'alliances.*.cash.*').length).toBe(2 * 2 * 12);
    expect(scalarsAt(base.run, '2026.alliances.*.uses.*').map(({ path }) => path)).toContain('2026.alliances.west.uses.development');
    expect(scalarsAt(base.run, '2024.pool.closing')).toEqual([]);
    expect(scalarsAt(base.run, '2025.alliances.nobody.quota')).toEqual([]);
  });
});
