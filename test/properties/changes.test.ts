// What a change to a scenario must not change, and which way money may move when something grows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureTree } from '../../src/index.ts';
import { fen } from '../../src/money/fen.ts';
import { compareRatios, type Ratio, ratio } from '../../src/money/ratio.ts';
import { overspendClaim, shareByScore, surplusShare } from '../../src/rules/settlement.ts';
import { yuan } from '../reference/exact.ts';
import { Dice } from '../reference/seeded.ts';
import { mapping, withValue } from '../reference/writing.ts';
import { field, type Written } from '../reference/written.ts';
import { onCounties, onRuns, rowsAt, runOf, spanOf, type Year, yearsOf } from './counties.ts';

function withItems(tree: Written, path: readonly string[], change: (item: Map<string, Written>) => Map<string, Written>): Written {
  const items = rowsAt(tree, ...path);
  return items.length === 0 ? tree : withValue(tree, path, items.map(change));
}

describe('what changes nothing', () => {
  it('a shock of factor 1', () => {
    onRuns(150, (run, tree) => {
      const [first, last] = spanOf(tree);
      fc.pre(field(tree, 'actualTo') !== `${last}-12`);
      const shocks = rowsAt(tree, 'shocks');
      const factor = ['1', '100%', '1000‰'][shocks.length % 3] ?? '1';
      const shock = mapping({ from: `${first - 3}-01`, to: `${last}-12`, factor });
      const calm = runOf(withValue(tree, ['shocks'], [...shocks, shock]));
      expect(calm === null ? null : figureTree(calm)).toEqual(figureTree(run));
    });
  });

  it('titles and notes', () => {
    const words = (item: Map<string, Written>) => new Map([...item, ['title', '名称：12万元'], ['note', '说明 5% # 不计算']]);
    onRuns(150, (run, tree) => {
      let worded: Written = tree;
      for (const path of [[], ['policy'], ['county']]) {
        for (const key of ['title', 'note']) worded = withValue(worded, [...path, key], `${key} 2025: {3.2亿元}`);
      }
      for (const path of [
        ['policy', 'financing'],
        ['policy', 'quota'],
        ['policy', 'settlement', 'surplus'],
        ['policy', 'settlement', 'overspend'],
      ]) {
        worded = withValue(worded, [...path, 'note'], '说明');
      }
      for (const path of [
        ['county', 'alliances'],
        ['county', 'institutions'],
        ['county', 'services'],
        ['policy', 'reserves', 'lines'],
        ['shocks'],
      ]) {
        worded = withItems(worded, path, words);
      }
      const again = runOf(worded);
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
    });
  });

  it('the order of activity rows, institutions and growth', () => {
    onRuns(150, (run, tree) => {
      const dice = new Dice(rowsAt(tree, 'county', 'activity').length);
      let shuffled: Written = tree;
      for (const list of ['activity', 'institutions']) {
        const rows = rowsAt(tree, 'county', list);
        if (rows.length > 0) shuffled = withValue(shuffled, ['county', list], dice.shuffled(rows));
      }
      const growth = field(tree, 'county', 'growth');
      if (growth instanceof Map) shuffled = withValue(shuffled, ['county', 'growth'], new Map(dice.shuffled([...growth])));
      const again = runOf(shuffled);
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
    });
  });

  it('a row cut in two rows that sum to it', () => {
    onRuns(100, (run, tree) => {
      const rows = rowsAt(tree, 'county', 'activity').flatMap((row) => {
        const cents = /^(\d+)\.(\d\d)$/.exec(String(row.get('fund')));
        if (cents === null || row.get('month') === undefined) return [row];
        const fund = BigInt(`${cents[1]}${cents[2]}`);
        return [fund / 3n, fund - fund / 3n].map((part) => new Map([...row, ['fund', yuan(part)]]));
      });
      fc.pre(rows.length > 0);
      const again = runOf(withValue(tree, ['county', 'activity'], rows));
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
    });
  });
});

describe('the order of alliances', () => {
  /** The first year of both orders. */
  function bothOrders(times: number, holds: (straight: Year, turned: Year) => void): void {
    onRuns(times, (run, tree) => {
      const turned = runOf(withValue(tree, ['county', 'alliances'], rowsAt(tree, 'county', 'alliances').reverse()));
      const [a] = yearsOf(run);
      const [b] = turned === null ? [] : yearsOf(turned);
      // An adjustment may be beyond a fund, or a quota below zero, by the tie fen itself.
      fc.pre(b !== undefined);
      if (a !== undefined && b !== undefined) holds(a, b);
    });
  }

  it('moves no financing, reserve or care, and at most a tie fen of each quota part', () => {
    bothOrders(200, (straight, turned) => {
      for (const path of [['financing'], ['reserves'], ['quotaPool'], ['pool', 'opening'], ['pool', 'noneSpending']]) {
        expect(turned.at(...path)).toEqual(straight.at(...path));
      }
      for (const a of straight.alliances) {
        for (const part of ['byInsured', 'byHistory']) {
          const moved = turned.of(a, part) - straight.of(a, part);
          expect(moved >= -1n && moved <= 1n).toBe(true);
        }
        for (const care of ['own', 'cross', 'other', 'offCounty', 'deductions', 'expenditure']) {
          expect(turned.at('alliances', a, care)).toEqual(straight.at('alliances', a, care));
        }
      }
    });
  });

  it('moves nothing at all where no tie fen moved', () => {
    let same = 0;
    bothOrders(200, (straight, turned) => {
      const tied = ['byInsured', 'byHistory', 'deposit', 'funded'].some((figure) =>
        straight.alliances.some((a) => turned.at('alliances', a, figure) !== straight.at('alliances', a, figure)),
      );
      if (tied) return;
      same += 1;
      for (const path of ['financing', 'reserves', 'quotaPool', 'pool', 'alliances']) expect(turned.at(path)).toEqual(straight.at(path));
    });
    expect(same).toBeGreaterThan(100);
  });
});

const quota = fc.integer({ min: 0, max: 10 ** 12 });
const share = fc.bigInt(0n, 10n ** 6n).map((n) => ratio(n, 10n ** 6n));
const bands = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { maxLength: 5 }), fc.array(share, { minLength: 6, maxLength: 6 }), fc.boolean())
  .map(([ends, shares, open]) => {
    const rising = ends.sort((a, b) => a - b).map((end): Ratio | null => ratio(BigInt(end), 1000n));
    return [...rising, ...(open ? [null] : [])].map((upTo, i) => ({ upTo, pool: shares[i] ?? ratio(0n, 1n) }));
  });
const settings = { numRuns: 3000, seed: 20261122 };

describe('monotone payouts', () => {
  it('more overspend never lowers the claim, nor what the alliance bears', () => {
    const step = fc.oneof(fc.constantFrom(1, 2, 3), fc.nat(10 ** 9));
    fc.assert(
      fc.property(quota, bands, fc.nat(10 ** 12), step, (q, table, overspend, more) => {
        const less = overspendClaim(table, fen(q), fen(overspend));
        const greater = overspendClaim(table, fen(q), fen(overspend + more));
        expect(greater).toBeGreaterThanOrEqual(less);
        expect(overspend + more - greater).toBeGreaterThanOrEqual(overspend - less);
        expect(less).toBeLessThanOrEqual(overspend);
      }),
      settings,
    );
  });

  it('more surplus never lowers what is retained, nor what goes back to the pool', () => {
    const step = fc.oneof(fc.constantFrom(1, 2, 3), fc.nat(10 ** 9));
    fc.assert(
      fc.property(quota, fc.nat(10 ** 12), step, fc.option(share), share, (q, surplus, more, ceiling, part) => {
        const less = surplusShare(fen(q), fen(surplus), ceiling, part);
        const greater = surplusShare(fen(q), fen(surplus + more), ceiling, part);
        expect(greater.retained).toBeGreaterThanOrEqual(less.retained);
        expect(greater.toPool).toBeGreaterThanOrEqual(less.toPool);
        expect(less.retained + less.toPool).toBe(surplus);
      }),
      settings,
    );
  });

  it('in a table whose shares fall with the scores, a higher score never pays less', () => {
    const scores = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 6 });
    const table = fc.tuple(scores, fc.array(share, { minLength: 6, maxLength: 6 })).map(([levels, shares]) => {
      const falling = shares.toSorted((a, b) => compareRatios(b, a));
      return levels.sort((a, b) => b - a).map((level, i) => ({ score: ratio(BigInt(level), 100n), share: falling[i] ?? ratio(0n, 1n) }));
    });
    fc.assert(
      fc.property(table, fc.nat(10_000), fc.nat(100), (rows, score, more) => {
        const [low, high] = [score, score + more].map((points) => shareByScore(rows, ratio(BigInt(points), 100n)));
        expect(compareRatios(high ?? ratio(0n, 1n), low ?? ratio(0n, 1n))).toBeGreaterThanOrEqual(0);
      }),
      settings,
    );
  });

  it('a larger opening fund never lowers what it pays altogether', () => {
    let paid = 0;
    onCounties(70, (random) => {
      const tree = withValue(withValue(random, ['policy', 'reserves', 'riskAdjustment'], undefined), ['adjustments'], undefined);
      const funded = ['-1', '0', '0.07', '123456.78', '100亿元'].map((fund) => {
        const run = runOf(withValue(tree, ['county', 'pool', 'riskAdjustment'], fund));
        const [year] = run === null ? [] : yearsOf(run);
        return year?.settled === true ? year.sum('funded') : null;
      });
      for (const [i, amount] of funded.entries()) {
        const before = funded[i - 1];
        if (amount === null || before === null || before === undefined) continue;
        expect(amount >= before).toBe(true);
        if (amount > before) paid += 1;
      }
    });
    expect(paid).toBeGreaterThan(20);
  });
});
