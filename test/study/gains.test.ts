// Who gains and who loses: measured as the screen says, sorted, and adding up with what moved outside.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureAt } from '../../src/figures/catalogue.ts';
import type { Run } from '../../src/figures/figure.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { comparisonOf } from '../../src/study/compare.ts';
import { gainsOf } from '../../src/study/gains.ts';
import { readScenario } from '../../src/written/read.ts';
import { play } from '../../src/year/play.ts';
import { scenariosIn, shipped } from '../golden/scenarios.ts';
import { randomScenario } from '../reference/random.ts';
import { yamlOf } from '../reference/writing.ts';
import { onBaseline } from './scenarios.ts';

const baseline = shipped('baseline');

function randomRun(seed: number): Run | null {
  try {
    return play(readScenario(sourceOf('random.yaml', yamlOf(randomScenario(seed)))));
  } catch (error) {
    if (error instanceof InputProblems) return null;
    throw error;
  }
}
const YEARS = [2025, 2026, 2027];

function amount(run: Run, path: string): number {
  const value = figureAt(run, path)?.value;
  if (typeof value !== 'number') throw new Error(path);
  return value;
}

function over(run: Run, id: string, years: readonly number[] = YEARS): number {
  return years.reduce((sum, year) => sum + amount(run, `${year}.${id}`), 0);
}

/** R9: what the pool holds of the retained surplus, and what was held out of advances, where the policy has them. */
function overIfAny(run: Run, path: string): number {
  return YEARS.reduce((sum, year) => {
    const held = figureAt(run, `${year}.${path}.heldByPool`)?.value ?? 0;
    const months = figureAt(run, `${year}.${path}.depositHeld`)?.value ?? [];
    return sum + (held as number) + (months as number[]).reduce((a, b) => a + b, 0);
  }, 0);
}

/** What comes in and goes out whoever gains: income, less critical illness, lines paid out, care, and what institutions keep of procurement. */
function outside(run: Run, years: readonly number[]): number {
  const ids = run.plan.alliances.map(({ id }) => `alliances.${id}.expenditure`);
  const paid = ['reserves.criticalIllness', 'pool.noneSpending', ...ids].reduce((sum, id) => sum + over(run, id, years), 0);
  const lines = years.reduce((sum, year) => {
    const amounts = figureAt(run, `${year}.reserves.lines`)?.value;
    const rules = run.plan.years.find((one) => one.year === year)?.rules.lines ?? [];
    return rules.reduce((all, { id, holder }) => all + (holder === 'pool' || !(amounts instanceof Map) ? 0 : (amounts.get(id) ?? 0)), sum);
  }, 0);
  const kept = run.plan.features.procurement ? over(run, 'procurement.paid', years) : 0;
  return over(run, 'financing.total', years) + over(run, 'financing.interest', years) - paid - lines - kept;
}

/** Scenarios that are the baseline but for some lines: three years of the same alliances. */
const variants = scenariosIn('scenarios').filter((name) => !/^(guzhen|huoshan|baseline)/.test(name));

describe.each(variants)('%s', (name) => {
  const other = shipped(name);
  const gains = gainsOf(baseline.run, other.run, YEARS);
  if (gains === null) throw new Error('not settled');

  it('an alliance by what it retains, less what it bears, and the deposit returned', () => {
    for (const { alliance, before, after, gain } of gains.parties) {
      if (alliance === null) continue;
      const own = (run: Run) => {
        const figure = (id: string) => over(run, `alliances.${alliance}.${id}`);
        return figure('retained') - figure('borne') + figure('depositReturned') - overIfAny(run, `alliances.${alliance}`);
      };
      expect([before, after, gain]).toEqual([own(baseline.run), own(other.run), own(other.run) - own(baseline.run)]);
    }
  });

  it('the fund by what its balances move by', () => {
    const fund = gains.parties.find(({ alliance }) => alliance === null);
    const moved = (run: Run) =>
      amount(run, '2027.pool.fundClosing') +
      (figureAt(run, '2027.pool.receivable') === null ? 0 : amount(run, '2027.pool.receivable')) -
      amount(run, '2025.pool.opening') -
      amount(run, '2025.pool.riskOpening');
    expect([fund?.before, fund?.after]).toEqual([moved(baseline.run), moved(other.run)]);
  });

  it('all together by what moved outside: income, care, and payments to third parties', () => {
    expect(gains.sum).toBe(outside(other.run, YEARS) - outside(baseline.run, YEARS));
  });

  it('the greatest gain first, each term with the sign that its figure has', () => {
    const sizes = gains.parties.map(({ gain }) => gain);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    for (const { gain, terms } of gains.parties) {
      expect(terms.reduce((sum, { sign, difference }) => sum + sign * difference, 0)).toBe(gain);
    }
  });
});

describe('gains', () => {
  it('of bearing overspends: to the fund exactly what alliances lose', () => {
    const gains = gainsOf(baseline.run, shipped('overspend-own').run, YEARS);
    expect(gains?.sum).toBe(0);
    expect(gains?.parties.map(({ alliance, gain }) => [alliance, gain])).toEqual([
      [null, 1_398_197_146],
      ['west', 0],
      ['east', -85_912_987],
      ['north', -1_312_284_159],
    ]);
  });

  /** Every run is compared with itself: then its own measures must add up. */
  function addUp(run: Run): readonly string[] {
    const years = run.plan.years.map(({ year }) => year);
    const gains = gainsOf(run, run, years);
    if (gains === null) return [];
    expect(gains.sum).toBe(0);
    expect(gains.parties.reduce((sum, { before }) => sum + before, 0)).toBe(outside(run, gains.years));
    return gains.parties.flatMap(({ terms }) => terms.map(({ id }) => id));
  }

  it('of any county are what its fund and its alliances have of what comes in', () => {
    let played = 0;
    const property = fc.property(fc.integer({ min: 1_000_000, max: 2_000_000_000 }), (seed) => {
      const run = randomRun(seed);
      fc.pre(run !== null);
      if (run !== null && addUp(run).length > 0) played += 1;
    });
    fc.assert(property, { numRuns: 200, seed: 20261122, endOnFailure: true });
    expect(played).toBeGreaterThan(100);
  });

  it.each([
    ['a deposit held out of advances', 'reserves: {qualityDeposit: {share: 3%, from: advance}}', 'depositHeld'],
    ['uses that the pool holds', 'settlement: {surplus: {uses: {incentive: {share: 50%, heldBy: pool}, development: 50%}}}', 'heldByPool'],
    ['overspends recovered later', 'settlement: {overspend: {settle: inFull, recover: 24}}', 'pool.receivable'],
  ])('with %s count it, and add up', (_, lines, term) => {
    const { run } = onBaseline(`policy: {extends: henan-2021, ${lines}}`);
    expect(addUp(run)).toContain(term);
    expect(addUp(baseline.run)).not.toContain(term);
    const [before, after] = [baseline.run, run].map((one) => outside(one, YEARS));
    expect(gainsOf(baseline.run, run, YEARS)?.sum).toBe((after ?? 0) - (before ?? 0));
  });

  it('are of common alliances and settled years only', () => {
    expect(comparisonOf(baseline, onBaseline('years: [2025, 2026]\nthrough: 2026-06')).gains?.years).toEqual([2025]);
    expect(gainsOf(baseline.run, shipped('huoshan-2025').run, [2025])).toBeNull();
  });
});
