// R7 on single alliances: payouts that rise with what they are reckoned on, without jumps where bands are marginal.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen } from '../../src/money/fen.ts';
import { compareRatios, NOTHING, type Ratio, ratio, times } from '../../src/money/ratio.ts';
import type { SettlementRules } from '../../src/plan/settlementRules.ts';
import { keptByPoints, overspendClaim, shareByScore, shifted, surplusShare } from '../../src/rules/settlement.ts';
import { withValue } from '../reference/writing.ts';
import { rules as plainRules } from '../rules/settlementRules.ts';
import { onCounties, runOf, yearsOf } from './counties.ts';

const settings = { numRuns: 3000, seed: 20261122 };
const quota = fc.integer({ min: 0, max: 10 ** 12 });
const share = fc.bigInt(0n, 10n ** 6n).map((n) => ratio(n, 10n ** 6n));
const shift = fc.bigInt(-(10n ** 6n), 10n ** 6n).map((n) => ratio(n, 10n ** 6n));
const step = fc.oneof(fc.constantFrom(1, 2, 3), fc.nat(10 ** 9));
const bands = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { maxLength: 5 }), fc.array(share, { minLength: 6, maxLength: 6 }), fc.boolean())
  .map(([ends, shares, open]) => {
    const rising = ends.sort((a, b) => a - b).map((end): Ratio | null => ratio(BigInt(end), 1000n));
    return [...rising, ...(open ? [null] : [])].map((upTo, i) => ({ upTo, part: shares[i] ?? NOTHING }));
  });
type Bands = readonly { readonly upTo: Ratio | null; readonly part: Ratio }[];

/** A whole-fen threshold of some band, or any amount; a few fen beside it. */
const amountNear = (q: number, table: Bands, pick: number, beside: number, any: number): number => {
  const upTo = table[pick % Math.max(1, table.length)]?.upTo;
  return upTo ? Math.max(0, times(fen(q), upTo) + beside) : any;
};
const where = fc.tuple(fc.nat(5), fc.integer({ min: -2, max: 2 }), fc.nat(10 ** 12));

/** Rules that keep and share as little as the tables say. */
function rules(some: Partial<SettlementRules>): SettlementRules {
  return plainRules({ retention: [], ...some });
}

const shifting = (by: Ratio) => [{ score: NOTHING, shift: by }];
const overspending = (table: Bands, some: Partial<SettlementRules> = {}) =>
  rules({ bands: table.map(({ upTo, part }) => ({ upTo, pool: part })), ...some });
const keeping = (table: Bands, some: Partial<SettlementRules> = {}) =>
  rules({ surplusBands: table.map(({ upTo, part }) => ({ upTo, kept: part })), ...some });

describe('the claim on an overspend', () => {
  it('by marginal bands, shifts and a cap never falls as the overspend grows, nor does what the alliance bears', () => {
    fc.assert(
      fc.property(quota, bands, fc.nat(10 ** 12), step, fc.option(share), shift, (q, table, overspend, more, overspendCap, by) => {
        const own = overspending(table, { overspendCap, scoreShift: shifting(by) });
        const less = overspendClaim(own, fen(q), fen(overspend), NOTHING);
        const greater = overspendClaim(own, fen(q), fen(overspend + more), NOTHING);
        expect(greater).toBeGreaterThanOrEqual(less);
        expect(overspend + more - greater).toBeGreaterThanOrEqual(overspend - less);
        expect(less).toBeLessThanOrEqual(overspend);
      }),
      settings,
    );
  });

  it('by marginal bands takes one fen of overspend more for at most one fen, at every edge too', () => {
    let edges = 0;
    fc.assert(
      fc.property(quota, bands, where, (q, table, [pick, beside, any]) => {
        const overspend = amountNear(q, table, pick, beside, any);
        const own = overspending(table);
        const [claim, next] = [overspend, overspend + 1].map((v) => overspendClaim(own, fen(q), fen(v), NOTHING));
        expect((next ?? 0) - (claim ?? 0)).toBeOneOf([0, 1]);
        if (overspend !== any) edges += 1;
      }),
      settings,
    );
    expect(edges).toBeGreaterThan(1000);
  });

  it('by slabs jumps: exactly on an edge it is of the lower band, one fen more of the next', () => {
    let [up, down] = [0, 0];
    fc.assert(
      fc.property(fc.integer({ min: 10 ** 6, max: 10 ** 12 }), bands, fc.nat(5), (q, table, pick) => {
        const i = pick % Math.max(1, table.length);
        const band = table[i];
        fc.pre(band !== undefined && band.upTo !== null);
        if (band === undefined || band.upTo === null) return;
        const own = overspending(table, { isSlab: true });
        const edge = times(fen(q), band.upTo);
        const [on, beyond] = [edge, fen(edge + 1)].map((v) => overspendClaim(own, fen(q), v, NOTHING));
        expect(on).toBe(times(edge, band.part));
        expect(beyond).toBe(times(fen(edge + 1), table[i + 1]?.part ?? NOTHING));
        if ((beyond ?? 0) > (on ?? 0) + 1) up += 1;
        if ((beyond ?? 0) < (on ?? 0)) down += 1;
      }),
      settings,
    );
    expect(Math.min(up, down)).toBeGreaterThan(300);
  });

  it('of one open band is the same by slabs as by marginal bands', () => {
    fc.assert(
      fc.property(quota, share, fc.nat(10 ** 12), (q, part, overspend) => {
        const table = [{ upTo: null, part }];
        const [slab, marginal] = [true, false].map((isSlab) =>
          overspendClaim(overspending(table, { isSlab }), fen(q), fen(overspend), NOTHING),
        );
        expect(slab).toBe(marginal);
      }),
      settings,
    );
  });
});

describe('what is kept of a surplus', () => {
  const table = fc.option(share).map((part) => (part === null ? [] : [{ score: NOTHING, share: part }]));

  it('by bands, table, ceiling and cap never falls as the surplus grows, nor does what goes back', () => {
    fc.assert(
      fc.property(
        fc.tuple(quota, fc.nat(10 ** 12), step),
        fc.option(share),
        fc.option(share),
        bands,
        table,
        ([q, surplus, more], ceiling, surplusCap, kept, retention) => {
          const own = keeping(kept, { ceiling, surplusCap, retention });
          const less = surplusShare(fen(q), fen(surplus), own, NOTHING);
          const greater = surplusShare(fen(q), fen(surplus + more), own, NOTHING);
          expect(greater.retained).toBeGreaterThanOrEqual(less.retained);
          expect(greater.toPool).toBeGreaterThanOrEqual(less.toPool);
          expect(less.retained + less.toPool).toBe(surplus);
        },
      ),
      settings,
    );
  });

  it('by bands takes one fen of surplus more for at most one fen, at every edge too', () => {
    let edges = 0;
    fc.assert(
      fc.property(quota, bands, where, fc.option(share), table, (q, kept, [pick, beside, any], ceiling, retention) => {
        const surplus = amountNear(q, kept, pick, beside, any);
        const own = keeping(kept, { ceiling, retention });
        const [one, next] = [surplus, surplus + 1].map((s) => surplusShare(fen(q), fen(s), own, NOTHING).retained);
        expect((next ?? 0) - (one ?? 0)).toBeOneOf([0, 1]);
        if (surplus !== any) edges += 1;
      }),
      settings,
    );
    expect(edges).toBeGreaterThan(1000);
  });

  it('counts whole from the minimum on: a fen below it nothing, on it as if there were none', () => {
    let jumps = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), share, share, (q, surplusMinimum, part) => {
        const least = times(fen(q), surplusMinimum);
        fc.pre(least > 0);
        const retention = [{ score: NOTHING, share: part }];
        const own = rules({ surplusMinimum, retention });
        expect(surplusShare(fen(q), fen(least - 1), own, NOTHING)).toEqual({ base: 0, retained: 0, toPool: least - 1 });
        expect(surplusShare(fen(q), least, own, NOTHING)).toEqual(surplusShare(fen(q), least, rules({ retention }), NOTHING));
        if (surplusShare(fen(q), least, own, NOTHING).retained > 1) jumps += 1;
      }),
      settings,
    );
    expect(jumps).toBeGreaterThan(1000);
  });
});

describe('scores', () => {
  const scores = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 6 });
  const falling = fc.tuple(scores, fc.array(share, { minLength: 6, maxLength: 6 }), fc.array(shift, { minLength: 6, maxLength: 6 }));
  const tables = falling.map(([levels, shares, shifts]) => {
    const best = (all: Ratio[]) => all.toSorted((a, b) => compareRatios(b, a));
    const [parts, moves] = [best(shares), best(shifts)];
    const rows = levels.sort((a, b) => b - a).map((level) => ratio(BigInt(level), 100n));
    return {
      retention: rows.map((score, i) => ({ score, share: parts[i] ?? NOTHING })),
      scoreShift: rows.map((score, i) => ({ score, shift: moves[i] ?? NOTHING })),
    };
  });
  const points = (n: number) => ratio(BigInt(n), 100n);

  it('in a table whose shares fall with them, a higher one never pays less', () => {
    fc.assert(
      fc.property(tables, fc.nat(10_000), fc.nat(100), ({ retention }, score, more) => {
        const [low, high] = [score, score + more].map((n) => shareByScore(retention, points(n)));
        expect(compareRatios(high ?? NOTHING, low ?? NOTHING)).toBeGreaterThanOrEqual(0);
      }),
      settings,
    );
  });

  it('with shifts that fall with them and a least score, a higher one never pays less, of surplus or overspend', () => {
    let [less, none] = [0, 0];
    fc.assert(
      fc.property(tables, bands, fc.nat(10_000), fc.nat(3000), fc.option(fc.nat(10_000)), (both, table, score, more, least) => {
        const leastScore = least === null ? null : points(least);
        const own = { ...keeping(table, { ...both, leastScore }), bands: table.map(({ upTo, part }) => ({ upTo, pool: part })) };
        const [low, high] = [score, score + more].map((n) => [
          surplusShare(fen(10 ** 9), fen(10 ** 8), own, points(n)).retained,
          overspendClaim(own, fen(10 ** 9), fen(10 ** 8), points(n)),
        ]);
        for (const k of [0, 1]) expect(high?.[k] ?? 0).toBeGreaterThanOrEqual(low?.[k] ?? 0);
        if ((low?.[1] ?? 0) < (high?.[1] ?? 0)) less += 1;
        if (least !== null && score < least) {
          none += 1;
          expect(low).toEqual([0, 0]);
        }
      }),
      settings,
    );
    expect(Math.min(less, none)).toBeGreaterThan(300);
  });

  it('exactly on the least score all is shared as without one, a hundredth of a point below nothing', () => {
    let shared = 0;
    fc.assert(
      fc.property(tables, bands, fc.integer({ min: 1, max: 10_000 }), ({ retention }, table, least) => {
        const free = { ...keeping(table, { retention }), bands: table.map(({ upTo, part }) => ({ upTo, pool: part })) };
        const own = { ...free, leastScore: points(least) };
        const paid = (given: SettlementRules, score: number) => [
          surplusShare(fen(10 ** 9), fen(10 ** 8), given, points(score)).retained,
          overspendClaim(given, fen(10 ** 9), fen(10 ** 8), points(score)),
        ];
        expect(paid(own, least)).toEqual(paid(free, least));
        expect(paid(own, least - 1)).toEqual([0, 0]);
        if (paid(own, least).every((amount) => amount > 0)) shared += 1;
      }),
      settings,
    );
    expect(shared).toBeGreaterThan(500);
  });

  it('a share is shifted within 0 and 100%, and one of zero not at all', () => {
    fc.assert(
      fc.property(share, shift, (part, by) => {
        const to = shifted(part, by);
        expect(compareRatios(to, NOTHING)).toBeGreaterThanOrEqual(0);
        expect(compareRatios(to, ratio(1n, 1n))).toBeLessThanOrEqual(0);
        if (part.n === 0n) expect(to).toEqual(NOTHING);
        else if (to.n > 0n && to.n < to.d) expect(to.n * part.d * by.d).toBe((part.n * by.d + by.n * part.d) * to.d);
      }),
      settings,
    );
  });

  it('of a deposit lost by points never return less as they rise, and nothing below the last', () => {
    const terms = fc.tuple(fc.nat(10_000), fc.nat(10_000), share).map(([a, b, perPoint]) => ({
      fullFrom: points(Math.max(a, b)),
      allLostBelow: points(Math.min(a, b)),
      perPoint,
    }));
    fc.assert(
      fc.property(terms, fc.nat(10_000), fc.nat(300), (own, score, more) => {
        const [low, high] = [score, score + more].map((n) => keptByPoints(own, points(n))) as [Ratio, Ratio];
        expect(compareRatios(high, low)).toBeGreaterThanOrEqual(0);
        if (compareRatios(points(score), own.allLostBelow) < 0) expect(low).toEqual(NOTHING);
        if (compareRatios(points(score), own.fullFrom) >= 0) expect(low).toEqual(ratio(1n, 1n));
      }),
      settings,
    );
  });
});

describe('the risk fund', () => {
  it('a larger opening never lowers what it pays altogether, nor raises what others pay', () => {
    let paid = 0;
    onCounties(45, (random) => {
      const tree = withValue(withValue(random, ['policy', 'reserves', 'riskAdjustment'], undefined), ['adjustments'], undefined);
      const found = ['-1', '0', '0.07', '123456.78', '100亿元'].map((fund) => {
        const run = runOf(withValue(tree, ['county', 'pool', 'riskAdjustment'], fund));
        const [year] = run === null ? [] : yearsOf(run);
        if (year?.settled !== true) return null;
        return { fund: year.sum('funded') - year.sumOf('fundedByPool'), others: year.sum('borne') + year.sumOf('fundedByPool') };
      });
      for (const [i, now] of found.entries()) {
        const before = found[i - 1];
        if (now === null || before === null || before === undefined) continue;
        expect(now.fund >= before.fund && now.others <= before.others).toBe(true);
        if (now.fund > before.fund) paid += 1;
      }
    });
    expect(paid).toBeGreaterThan(12);
  });
});
