// R10: any amount split over tiers, and in each over its members.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen } from '../../src/money/fen.ts';
import { plus, type Ratio, ratio } from '../../src/money/ratio.ts';
import { split, type TierMembers } from '../../src/rules/distribution.ts';
import { Refusal } from '../../src/rules/refusal.ts';
import { sum } from './counties.ts';

describe('a split', () => {
  const LEVELS = ['county', 'township', 'village'] as const;
  const settings = { numRuns: 2000, seed: 20261122 };
  const amount = fc.oneof(fc.nat(30), fc.nat(10 ** 12)).map(fen);
  const weight = fc.tuple(fc.bigInt(0n, 10n ** 6n), fc.bigInt(1n, 1000n)).map(([n, d]) => ratio(n, d));
  const tiers = fc.tuple(...LEVELS.map(() => fc.array(weight, { minLength: 1, maxLength: 5 })));

  /** Members numbered through, three tiers at weights. */
  function splitting(total: number, weights: readonly bigint[], values: readonly (readonly Ratio[])[]) {
    const of = values.map((_, i) => values.slice(0, i).reduce((before, tier) => before + tier.length, 0));
    const tierOf = (level: (typeof LEVELS)[number]): TierMembers => {
      const i = LEVELS.indexOf(level);
      return {
        members: (values[i] ?? []).map((_, j) => (of[i] ?? 0) + j),
        weight: (k) => values[i]?.[k - (of[i] ?? 0)] ?? null,
        refuse: (code) => new Refusal(code, 'policy.inside.distribution.by', {}),
      };
    };
    const tiered = LEVELS.map((level, i) => ({ level, weight: ratio(weights[i] ?? 0n, 1n) }));
    return { ...split(fen(total), tiered, tierOf), tierOf };
  }

  const positive = (values: readonly (readonly Ratio[])[]) => values.every((tier) => tier.some(({ n }) => n > 0n));

  it('of any amount 6:3:1 loses no fen, between tiers and in each, and each is within a fen of its share', () => {
    fc.assert(
      fc.property(amount, tiers, (total, values) => {
        fc.pre(positive(values));
        const { tiers: parts, members, tierOf } = splitting(total, [6n, 3n, 1n], values);
        expect([...parts.values()].reduce((a, b) => a + b, 0)).toBe(total);
        for (const [i, level] of LEVELS.entries()) {
          const part = parts.get(level) ?? Number.NaN;
          expect(Math.abs(part * 10 - total * ([6, 3, 1][i] ?? 0))).toBeLessThan(10);
          const shares = tierOf(level).members.map((k) => BigInt(members.get(k) ?? Number.NaN));
          expect(sum(shares)).toBe(BigInt(part));
          const all = (values[i] ?? []).reduce((a, b) => plus(a, b), ratio(0n, 1n));
          for (const [j, share] of shares.entries()) {
            const { n, d } = values[i]?.[j] ?? ratio(0n, 1n);
            // |share − part × weight ÷ Σ| < 1, and nothing for no weight
            const off = share * d * all.n - BigInt(part) * n * all.d;
            expect(off < d * all.n && -off < d * all.n).toBe(true);
            if (n === 0n) expect(share).toBe(0n);
          }
        }
      }),
      settings,
    );
  });

  it('goes by the proportion of weights alone', () => {
    fc.assert(
      fc.property(amount, tiers, fc.bigInt(2n, 999n), (total, values, by) => {
        fc.pre(positive(values));
        const more = values.map((tier) => tier.map(({ n, d }) => ratio(n * by, d)));
        const [one, other] = [splitting(total, [6n, 3n, 1n], values), splitting(total, [6n * by, 3n * by, by], more)];
        expect([other.tiers, other.members]).toEqual([one.tiers, one.members]);
      }),
      settings,
    );
  });
});
