// R7 and its variants of R9 on single alliances: the worked cases to the fen, and the edges beside them.

import { describe, expect, it } from 'vitest';
import { apportioned } from '../../src/money/apportion.ts';
import { fen } from '../../src/money/fen.ts';
import { NOTHING, ratio, times } from '../../src/money/ratio.ts';
import { keptByPoints, overspendClaim, shifted, surplusShare } from '../../src/rules/settlement.ts';
import { rules } from './settlementRules.ts';
import { amount, type Case, caseOf, casesOf, decimal, rate } from './written.ts';

type Row = Readonly<Record<string, string>>;
const upTo = (row: Row) => (row.upTo === undefined ? null : rate(row.upTo));

describe('overspend', () => {
  const cases = casesOf('R7').filter(({ given }) => given.kind !== undefined);
  it('has worked cases to try, of both kinds', () => {
    expect(cases.length).toBeGreaterThanOrEqual(8);
    expect(new Set(cases.map(({ given }) => given.kind))).toEqual(new Set(['marginal', 'slab']));
  });
  it.each(cases.map((one): [string, Case] => [one.case, one]))('%s', (_name, { given, expect: want }) => {
    const quota = amount(given.quota);
    const overspend = fen(amount(given.expenditure) - quota);
    const own = rules({
      isSlab: given.kind === 'slab',
      bands: given.bands.map((band: Row) => ({ upTo: upTo(band), pool: rate(band.pool as string) })),
      scoreShift: (given.scoreShift ?? []).map((row: Row) => ({ score: decimal(row.score as string), shift: rate(row.shift as string) })),
    });
    const claim = overspendClaim(own, quota, overspend, given.score === undefined ? NOTHING : decimal(given.score));
    expect([overspend, claim, overspend - claim]).toEqual([amount(want.overspend), amount(want.poolShare), amount(want.borne)]);
  });
  it('is capped, and shares nothing under the least score', () => {
    const own = rules({ bands: [{ upTo: null, pool: rate('50%') }], overspendCap: rate('1%'), leastScore: decimal('60') });
    expect(overspendClaim(own, fen(10_000), fen(1_000), decimal('60'))).toBe(100);
    expect(overspendClaim(own, fen(10_000), fen(1_000), decimal('59.99'))).toBe(0);
  });
});

describe('surplus', () => {
  it('is kept by bands of its ratio, each part rounded on its own', () => {
    const { given, expect: want } = caseOf('R7', 'award-bands');
    const quota = amount(given.quota);
    const surplus = fen(quota - amount(given.expenditure));
    const own = rules({
      surplusBands: given.bands.map((band: Row) => ({ upTo: upTo(band), kept: rate(band.kept as string) })),
      retention: [],
    });
    const { retained, toPool } = surplusShare(quota, surplus, own, NOTHING);
    expect([surplus, retained, toPool]).toEqual([amount(want.surplus), amount(want.retained), amount(want.toPool)]);
  });
  it('goes back beyond the ceiling', () => {
    const own = rules({ ceiling: rate('10%'), retention: [{ score: decimal('0'), share: rate('50%') }] });
    expect(surplusShare(fen(10_000), fen(2_000), own, NOTHING)).toEqual({ base: 1_000, retained: 500, toPool: 1_500 });
  });
  it('counts as a whole from the minimum on, not below it', () => {
    const own = rules({ surplusMinimum: rate('1%') });
    expect(surplusShare(fen(10_000), fen(99), own, NOTHING).retained).toBe(0);
    expect(surplusShare(fen(10_000), fen(100), own, NOTHING).retained).toBe(100);
  });
  it('is kept whole, whatever the score, where the uses are of the whole', () => {
    const own = rules({ usesOfWhole: true, retention: [{ score: decimal('90'), share: rate('50%') }], leastScore: decimal('60') });
    expect(surplusShare(fen(10_000), fen(500), own, decimal('10')).retained).toBe(500);
  });
  it('is kept up to the cap, and not at all where nothing is packaged', () => {
    expect(surplusShare(fen(10_000), fen(500), rules({ surplusCap: rate('3%') }), NOTHING)).toMatchObject({ retained: 300, toPool: 200 });
    expect(surplusShare(fen(10_000), fen(500), rules({ isPackage: false }), NOTHING)).toMatchObject({ retained: 0, toPool: 500 });
  });
  it('moves each share that is not zero by the score, within 0 and 100%', () => {
    expect(shifted(rate('3%'), rate('-5%'))).toEqual(NOTHING);
    expect(shifted(rate('98%'), rate('5%'))).toEqual(ratio(1n, 1n));
    expect(shifted(NOTHING, rate('5%'))).toEqual(NOTHING);
    const own = rules({
      retention: [{ score: decimal('0'), share: rate('50%') }],
      scoreShift: [{ score: decimal('60'), shift: rate('-10%') }],
    });
    expect(surplusShare(fen(10_000), fen(500), own, decimal('60')).retained).toBe(200);
    expect(surplusShare(fen(10_000), fen(500), own, decimal('59')).retained).toBe(0);
  });
});

describe('deposit and instalments', () => {
  it('loses a deposit point by point, fractions of a point exactly', () => {
    const { given, expect: want } = caseOf('R7', 'deposit-points');
    const points = { fullFrom: decimal(given.fullFrom), perPoint: rate(given.perPoint), allLostBelow: decimal(given.allLostBelow) };
    const deposit = amount(given.deposit);
    const returned = times(deposit, keptByPoints(points, decimal(given.score)));
    expect([returned, deposit - returned]).toEqual([amount(want.returned), amount(want.withheld)]);
    expect(['80', '60', '59.99'].map((score) => keptByPoints(points, decimal(score)))).toEqual([ratio(1n, 1n), rate('40%'), NOTHING]);
  });
  it('recovers in equal parts, the fen left over first', () => {
    const { given, expect: want } = caseOf('R7', 'instalments');
    expect(apportioned(amount(given.borne), new Array(given.count).fill(1))).toEqual(want.instalments.map(amount));
  });
});
