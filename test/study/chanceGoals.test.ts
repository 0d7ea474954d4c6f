// Goals of a probability: counted draw by draw, and solved for.

import { describe, expect, it } from 'vitest';
import { chanceGoalOf, type Drawn, drawsNeeded, isChance } from '../../src/study/chanceGoals.ts';
import type { Scenario } from '../../src/study/compare.ts';
import { drawingOf } from '../../src/study/draws.ts';
import type { Constraint } from '../../src/study/goals.ts';
import { leverOf } from '../../src/study/levers.ts';
import { scalarsAt } from '../../src/study/scalars.ts';
import { solved } from '../../src/study/solve.ts';
import { weatherOf } from '../../src/weather/weather.ts';
import { small } from './small.ts';

const stormy = small(
  [],
  'uncertainty:\n  variables:\n    - {id: month, kind: lognormal, scope: month, by: [service, alliance], sigma: 30%}',
);
const drawn: Drawn = { draws: 200, seed: 7n, standard: null };

function goal(text: string, by: Drawn = drawn, scenario: Scenario = stormy): Constraint {
  const found = chanceGoalOf(text, scenario, by);
  if ('code' in found) throw new Error(`no goal: ${text} ${JSON.stringify(found)}`);
  return found;
}

describe('a goal of a probability', () => {
  it('is the share of draws in which it is so, of each figure by itself, the worst told', () => {
    const drawing = drawingOf(stormy.run.plan, weatherOf(stormy.run.plan, stormy.read), 7n);
    const counts = new Map<string, number>();
    for (let k = 0; k < drawn.draws; k++) {
      const run = { plan: drawing.plan, books: drawing.play(k) };
      for (const { path, value } of scalarsAt(run, '2025.alliances.*.overspend'))
        counts.set(path, (counts.get(path) ?? 0) + (Number(value) > 0 ? 1 : 0));
    }
    const [worst = '', count = 0] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(200);
    const judged = goal('P(2025.alliances.*.overspend > 0) <= 5%').judge(stormy);
    expect(judged.path).toBe(worst);
    expect(judged.shown.split(' ± ')[0]).toBe(`${((count * 100) / 200).toFixed(2)}%`);
    const share = (part: number) => `${((part * 100) / 200).toFixed(1)}%`;
    expect(goal(`P(2025.alliances.*.overspend > 0) <= ${share(count)}`).judge(stormy).isMet).toBe(true);
    expect(goal(`P(2025.alliances.*.overspend > 0) < ${share(count)}`).judge(stormy).isMet).toBe(false);
    expect(goal(`P(2025.alliances.*.overspend > 0) <= ${share(count - 1)}`).judge(stormy).isMet).toBe(false);
  });

  it('in calm weather is 0 or 1', () => {
    const calm = small();
    expect(goal('P(2025.quotaPool >= 0) >= 100%', drawn, calm).judge(calm)).toMatchObject({ isMet: true, shown: '100.00% ± 0.48%' });
    expect(goal('P(2025.quotaPool < 0) <= 0%', drawn, calm).judge(calm)).toMatchObject({ isMet: true, shown: '0.00% ± 0.48%' });
  });

  it.each([
    ['P(2025.pool.closing > 0)', 'goal'],
    ['P(2025.pool.closing) <= 5%', 'goal'],
    ['P(P(2025.pool.closing > 0) > 1%) <= 5%', 'goal'],
    ['P(2025.pool.closing > 5%) <= 5%', 'goalValue'],
    ['P(2025.pool.closing > 0) <= 500%', null],
    ['P(2025.pool.closing > 0) <= 5', 'goalBare'],
    ['P(2025.pool.closing > 5) <= 5%', 'goalBare'],
  ])('%s: %s', (text, wrong) => {
    expect(isChance(text)).toBe(true);
    const found = chanceGoalOf(text, stormy, drawn);
    if (wrong === null) expect('judge' in found).toBe(true);
    else expect(found).toMatchObject({ code: 'usage', args: { case: wrong } });
  });

  it('is solved for like any other, proved one step further', () => {
    const lever = leverOf('policy.reserves.qualityDeposit.share=0%..9%/0.5%');
    if ('code' in lever) throw new Error('no lever');
    const first = goal('P(2025.alliances.west.overspend > 0) <= 100%').judge(stormy).shown;
    const found = solved(stormy, lever, [goal(`P(2025.alliances.west.overspend > 0) <= ${first.split(' ')[0]}`)], 'largest');
    expect(found.answer?.inside.isMet).toBe(true);
    expect(found.answer?.outside?.isMet).toBe(false);
    expect(Number.parseFloat(found.answer?.outside?.judged[0]?.shown ?? '')).toBeGreaterThan(Number.parseFloat(first));
  });

  it('within two standard errors of its limit is told, with the draws that would tell', () => {
    const of = (hits: number, draws: number, limit: number) => drawsNeeded({ hits, draws, refused: 0, limit });
    // At 5% and 1,000 draws the standard error is √(0.05 × 0.95 ÷ 1000) = 0.689 points: 6.3% lies within two, 6.4% does not.
    expect(of(63, 1000, 0.05)).toBe(1200);
    expect(of(37, 1000, 0.05)).toBe(1200);
    expect(of(64, 1000, 0.05)).toBeNull();
    expect(of(51, 1000, 0.05)).toBe(190_000);
    expect(of(50, 1000, 0.05)).toBe(Number.POSITIVE_INFINITY);
    // Never seen in 70 draws is no proof of less than 5%; in 100 it is.
    expect(of(0, 70, 0.05)).toBe(76);
    expect(of(0, 100, 0.05)).toBeNull();
    // One case disproves 0%; none in any number of draws does not prove it.
    expect(of(1, 1000, 0)).toBeNull();
    expect(of(0, 1000, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('a draw that the rules refuse counts against it, whichever way it is asked', () => {
    // An adjustment out of a risk fund that storms of the year before leave with less: the rules refuse some draws.
    const refusing = small(
      ['policy.reserves.riskAdjustment.share: 5%'],
      `adjustments: [{year: 2026, month: 6, alliance: east, amount: 15万元, from: riskAdjustment}]
uncertainty:
  variables:
    - {id: month, kind: lognormal, scope: month, by: [service, alliance], sigma: 90%}`,
    );
    const at = (text: string) => goal(text, { ...drawn, draws: 60 }, refusing).judge(refusing).drawn;
    const [bad, good] = [at('P(2026.pool.closing < -9亿元) <= 5%'), at('P(2026.pool.closing > -9亿元) >= 95%')];
    expect(bad?.refused).toBeGreaterThan(0);
    expect(bad?.refused).toBeLessThan(60);
    expect(bad).toMatchObject({ hits: bad?.refused, draws: 60 });
    expect(good).toMatchObject({ hits: 60 - (good?.refused ?? 0), draws: 60, refused: bad?.refused });
  });
});
