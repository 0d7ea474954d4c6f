// Attribution of scenarios: parts sum to the fen, changes that must go together are one player, what does nothing gets nothing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputProblems } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { ATTRIBUTION, type Attribution, attributionOf, measuresAt, standardMeasures } from '../../src/study/attribution.ts';
import { pathOf } from '../../src/study/changes.ts';
import type { Scenario } from '../../src/study/compare.ts';
import { readScenario } from '../../src/written/read.ts';
import { play } from '../../src/year/play.ts';
import { randomScenario } from '../reference/random.ts';
import { yamlOf } from '../reference/writing.ts';
import { small } from './small.ts';

const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);

function split(before: Scenario, after: Scenario, options = ATTRIBUTION): Attribution {
  const found = attributionOf(before, after, standardMeasures(before, after), options);
  if (found === null) throw new Error('nothing to attribute');
  return found;
}

function expectWhole({ players, figures }: Attribution): void {
  for (const { measure, before, after, parts } of figures) {
    expect(sum(parts), measure.path).toBe(after - before);
    expect(parts.length).toBe(players.length);
  }
}

describe('attribution', () => {
  const base = small();
  const retention = 'policy.settlement.surplus.retention: [{score: 0, share: 80%}]';
  const risk = 'policy.reserves.riskAdjustment.share: 6%';
  const critical = 'policy.reserves.criticalIllness.perHead: 90元';
  const shares = ['policy.quota.byInsured: 40%', 'policy.quota.byHistory: 60%'];

  it('of one change is the whole difference', () => {
    const found = split(base, small([risk]));
    expect(found.players.map((player) => player.map(pathOf))).toEqual([['policy.reserves.riskAdjustment.share']]);
    for (const { before, after, parts } of found.figures) expect(parts).toEqual([after - before]);
    expect(found.runs).toBe(0);
  });

  it('of several sums to the fen, in either direction', () => {
    const other = small([retention, risk, critical]);
    for (const found of [split(base, other), split(other, base)]) {
      expectWhole(found);
      expect(found.players.length).toBe(3);
      expect(found.runs).toBe(6);
    }
  });

  it('is what each does alone where they do not work on one another', () => {
    // Contributions per head only add up: 1,800 people × 10 and × 30 yuan.
    const other = small(['policy.financing.subsidy: 710元', 'policy.financing.individual: 430元'], '', []);
    const found = attributionOf(base, other, measuresAt(base, other, '2025.financing.total'));
    const [figure] = found?.figures ?? [];
    expect(figure?.parts.toSorted()).toEqual([1_800_000, 5_400_000]);
    expect(figure?.parts).toEqual(figure?.alone);
    expect(figure?.parts).toEqual(figure?.last);
  });

  it('gives a change that does nothing exactly nothing', () => {
    const found = split(base, small([retention, risk, 'policy.reserves.riskAdjustment.ceiling: 60%']));
    const idle = found.players.findIndex(([change]) => change !== undefined && pathOf(change).endsWith('ceiling'));
    for (const { parts } of found.figures) expect(parts[idle]).toBe(0);
    expectWhole(found);
  });

  it('takes changes that the rules only take together as one', () => {
    const found = split(base, small([retention, ...shares, risk]));
    const paths = found.players.map((player) => player.map(pathOf).join(' '));
    expect(paths).toHaveLength(3);
    expect(paths).toContain('policy.quota.byInsured policy.quota.byHistory');
    // Three players have 8 coalitions, of which none and all need no run; what told that two go together is beside.
    expect(found.mending).toBeGreaterThan(0);
    expect(found.runs - found.mending).toBe(6);
    expect(split(base, small([retention, risk]))).toMatchObject({ runs: 2, mending: 0 });
    expectWhole(found);
  });

  it('two such pairs are two players', () => {
    const uses = ['policy.settlement.surplus.uses.incentive: 30%', 'policy.settlement.surplus.uses.development: 70%'];
    const found = split(base, small([...shares, ...uses, risk]));
    expect(found.players.map((player) => player.length).toSorted()).toEqual([1, 2, 2]);
    for (const player of found.players) expect(new Set(player.map((one) => pathOf(one).split('.').slice(0, -1).join('.'))).size).toBe(1);
    expectWhole(found);
  });

  it('by hand: interest on what a higher opening leaves', () => {
    // 1,000,000.00 × 1.5% = 15,000.00; twice the balance at 3%: 60,000.00. Alone 15,000.00 each, together 45,000.00: 22,500.00 each.
    const other = small(['policy.financing.interest: 3%', 'county.pool.balance: 200万元']);
    const found = attributionOf(base, other, measuresAt(base, other, '2025.financing.interest'));
    expect(found?.figures[0]).toMatchObject({
      before: 1_500_000,
      after: 6_000_000,
      parts: [2_250_000, 2_250_000],
      alone: [1_500_000, 1_500_000],
    });
    expect(found?.figures[0]?.last).toEqual([3_000_000, 3_000_000]);
  });

  it('by a sample of orders still sums to the fen and tells its errors', () => {
    const other = small([retention, risk, critical, ...shares]);
    const exact = split(base, other);
    const sampled = split(base, other, { ...ATTRIBUTION, mostExact: 2, runs: 60 });
    expectWhole(sampled);
    expect(sampled.orders).toBeGreaterThan(0);
    for (const [k, { parts, errors }] of sampled.figures.entries()) {
      for (const [i, part] of parts.entries()) {
        expect(Math.abs(part - (exact.figures[k]?.parts[i] as number))).toBeLessThanOrEqual(5 * (errors?.[i] as number) + 1);
      }
    }
  });

  it('of nothing is nothing', () => {
    expect(attributionOf(base, small([], 'note: 说明'), standardMeasures(base, base))).toBeNull();
  });

  it('sums to the fen for any set of changes', () => {
    const some = [
      retention,
      risk,
      critical,
      'policy.financing.interest: 2%',
      'policy.advance.share: 90%',
      'county.growth.inpatient: 9%',
      'policy.reserves.qualityDeposit.share: 2%',
      'county.pool.balance: -30万元',
    ];
    fc.assert(
      fc.property(fc.subarray(some, { minLength: 1, maxLength: 5 }), fc.subarray(some, { maxLength: 2 }), (now, old) => {
        const found = attributionOf(small(old), small(now), standardMeasures(base, base));
        if (found !== null) expectWhole(found);
      }),
      { numRuns: 8 },
    );
  });

  it('sums to the fen between random scenarios, strangers to each other', () => {
    const scenario = (text: string): Scenario | null => {
      try {
        const read = readScenario(sourceOf('random.yaml', text));
        return { read, run: play(read) };
      } catch (error) {
        if (error instanceof InputProblems) return null;
        throw error;
      }
    };
    let compared = 0;
    for (let seed = 1; compared < 2 && seed < 60; seed++) {
      const [one, two] = [seed, seed + 1].map((s) => scenario(yamlOf(randomScenario(s))));
      if (one == null || two == null) continue;
      const measures = standardMeasures(one, two);
      const found = measures.length === 0 ? null : attributionOf(one, two, measures, { ...ATTRIBUTION, mostExact: 3, runs: 24 });
      if (found === null) continue;
      expectWhole(found);
      compared += 1;
    }
    expect(compared).toBe(2);
  });
});
