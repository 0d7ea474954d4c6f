// Tornadoes and shares of variance: estimators on functions whose shares are known, levers on a small county.

import { describe, expect, it } from 'vitest';
import { PLACES } from '../../src/plan/parties.ts';
import { givenRange, numericPaths, type Range, relativeRange } from '../../src/study/ranges.ts';
import { scalarsAt, wholeOf, wholeText } from '../../src/study/scalars.ts';
import { indicesOf, tornadoes, widthOf } from '../../src/study/sensitivity.ts';
import { type Indices, sobolIndices } from '../../src/study/sobol.ts';
import { spendingPaths, spendingRange } from '../../src/study/spendingRanges.ts';
import { readOtherwise, writtenAt } from '../../src/written/otherwise.ts';
import { child } from '../../src/written/tree.ts';
import { play } from '../../src/year/play.ts';
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
  if (found === null || 'code' in found) throw new Error(`no range: ${path}`);
  return found;
}

function spending(written: string, by = 1): Range {
  const found = spendingRange(base.run.plan, written, by);
  if ('code' in found) throw new Error(`no care: ${written}`);
  return found;
}

describe('a range', () => {
  it.each([
    ['policy.reserves.riskAdjustment.share', '5%', '4.5%', '5.5%'],
    // A share of a whole goes no further than all of it.
    ['policy.advance.share', '95%', '85.5%', '100%'],
    // Growth goes a percentage point either way, whatever it is.
    ['county.growth.inpatient', '4%', '3%', '5%'],
    ['county.pool.balance', '100万元', '90万元', '110万元'],
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

  it('is gone through evenly, to an end that is cut as to any other', () => {
    const at = (path: string) => [0, 0.25, 0.5, 0.75, 1].map((u) => child(range(path).settings(u)[0]?.value, 'value'));
    expect(at('policy.advance.share')).toEqual(['85.5%', '89.125%', '92.75%', '96.375%', '100%']);
    expect(at('policy.reserves.riskAdjustment.share')).toEqual(['4.5%', '4.75%', '5%', '5.25%', '5.5%']);
  });

  it('of what is below zero begins at the lower end', () => {
    const owing = small(['county.pool.balance: -30万元', 'county.growth.inpatient: -3%']);
    const texts = ['county.pool.balance', 'county.growth.inpatient'].map((path) => relativeRange(owing.read, path, 100_000)?.texts);
    expect(texts).toMatchObject([
      { low: '-33万元', high: '-27万元' },
      { low: '-4%', high: '-2%' },
    ]);
  });

  it('of nothing, or of what rounding takes back, does not move', () => {
    expect(range('policy.reserves.riskAdjustment.share', 100).moves).toBe(true);
    const free = small(['policy.reserves.criticalIllness.perHead: 0元', 'county.pool.balance: 0.05元']);
    for (const path of ['policy.reserves.criticalIllness.perHead', 'county.pool.balance'])
      expect(relativeRange(free.read, path, 50_000)).toMatchObject({ moves: false });
  });

  it('of spending are those services and places that are a hundredth of it, counted stream by stream', () => {
    const { plan } = shipped('capitation').run;
    const spent = new Map<string, number>();
    for (const { cells } of plan.years)
      for (const [s, { service, place }] of plan.streams.entries()) {
        const path = `spending.${plan.services[service]?.id}.${PLACES[place]}`;
        const months = cells.subarray(s * 13, s * 13 + 12);
        spent.set(
          path,
          months.reduce((sum, cell) => sum + cell, spent.get(path) ?? 0),
        );
      }
    const all = [...spent.values()].reduce((sum, one) => sum + one, 0);
    const wanted = [...spent].filter(([, sum]) => sum >= all / 100).map(([path]) => path);
    expect(spendingPaths(plan)).toEqual(wanted);
    expect(wanted).toContain('spending.inpatient.cross');
    expect(wanted.length).toBeLessThan(spent.size);
  });

  it('of spending is a shock on such care over all years', () => {
    const paths = spendingPaths(base.run.plan);
    expect(paths.toSorted()).toEqual([
      'spending.inpatient.cross',
      'spending.inpatient.offCounty',
      'spending.inpatient.own',
      'spending.outpatient.own',
    ]);
    const [less, more] = [0, 1].map((u) => play(readOtherwise(base.read, spending('spending.inpatient.own', 100_000).settings(u))));
    const shocked = (factor: string) =>
      small([], `shocks: [{service: inpatient, place: own, from: 2025-01, to: 2026-12, factor: ${factor}}]`);
    expect(less?.books).toEqual(shocked('0.9').run.books);
    expect(more?.books).toEqual(shocked('1.1').run.books);
    // Beside a shock that is there, and together with another.
    const winter = shocked('1.2');
    const both = ['spending.inpatient.own=0.5..1.5', 'spending.outpatient.own=0.8..1.2'].flatMap((text) => spending(text).settings(1));
    const shocks = play(readOtherwise(winter.read, both)).plan.years[0]?.cells;
    const written = small(
      [],
      `shocks:
  - {service: inpatient, place: own, from: 2025-01, to: 2026-12, factor: 1.2}
  - {service: inpatient, place: own, from: 2025-01, to: 2026-12, factor: 1.5}
  - {service: outpatient, place: own, from: 2025-01, to: 2026-12, factor: 1.2}`,
    );
    expect(shocks).toEqual(written.run.plan.years[0]?.cells);
    for (const text of ['spending.dental.own', 'spending.inpatient', 'spending.inpatient.elsewhere'])
      expect(spendingRange(base.run.plan, text, 1), text).toMatchObject({ args: { case: 'spending', placeIds: 'own, cross, offCounty' } });
    for (const text of ['spending.inpatient.own=-1..1', 'spending.inpatient.own=1元..2元'])
      expect(spendingRange(base.run.plan, text, 1), text).toMatchObject({ args: { case: 'lever' } });
  });

  it('of spending may be named as tables name it, and written in percent', () => {
    const named = spending('支出.inpatient.县域外=90%..110%');
    expect(named).toMatchObject({ path: 'spending.inpatient.offCounty', texts: { base: '100%', low: '90%', high: '110%' } });
    const { plan } = shipped('baseline').run;
    const title = plan.services.find(({ id }) => id === 'inpatient')?.title;
    expect(spendingRange(plan, `spending.${title}.本医共体`, 100_000)).toMatchObject({ path: 'spending.inpatient.own' });
  });

  it('with ends that its place cannot have is refused', () => {
    expect(givenRange(base.read, 'policy.advance.share=90..95')).toMatchObject({
      code: 'ratio-bare',
      args: { got: '95', suggestion: '95%' },
    });
    expect(() => givenRange(base.read, 'policy.advance.share=90元..95元')).toThrow(/not-a-number/);
    expect(range('policy.advance.share=0.9..0.95').texts).toMatchObject({ low: '90%', high: '95%' });
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
    expect(found?.swings[1]?.refusal?.code).toBe('shares-not-whole');
    expect(found?.swings[0]?.refusal).toBeNull();
  });

  it('shares of variance by hand: 7² and 4² of 65', () => {
    const ranges = [range('policy.financing.subsidy'), range('policy.financing.individual')];
    const found = indicesOf(base, figures, ranges, { rows: 24, seed: 1, progress: () => undefined })[0] ?? null;
    // 1,800 people: the runs are this sum, but for heads' amounts to the fen, so their shares are those of the sum, which many more rows pin down.
    const sum = ([a = 0, b = 0]: readonly number[]) => 180_000 * (630 + 140 * a + 360 + 80 * b);
    const known = sobolIndices(sum, 2, 24, 1);
    for (const which of ['first', 'total'] as const)
      for (const i of [0, 1]) expect(found?.[which][i]?.value).toBeCloseTo(known?.[which][i]?.value ?? Number.NaN, 3);
    expectShares(sobolIndices(sum, 2, 4000, 1), [49 / 65, 16 / 65], [49 / 65, 16 / 65]);
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
