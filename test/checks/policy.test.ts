// R14: what a policy is checked for. Errors are found where they are and nowhere else, whatever the rounding; warnings are few.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findings } from '../../src/checks/findings.ts';
import { policyFindings } from '../../src/checks/policy.ts';
import { scoreFindings } from '../../src/checks/scores.ts';
import { CLIFF, spendingFindings } from '../../src/checks/spending.ts';
import { daysBetween } from '../../src/checks/stale.ts';
import { netAt, type Trial } from '../../src/checks/trial.ts';
import { unreachableRows } from '../../src/checks/unreachable.ts';
import { fen } from '../../src/money/fen.ts';
import { type Ratio, ratio } from '../../src/money/ratio.ts';
import type { SettlementRules } from '../../src/plan/settlementRules.ts';
import { scenariosIn, shipped } from '../golden/scenarios.ts';
import { rules } from '../rules/settlementRules.ts';
import { decimal, rate } from '../rules/written.ts';
import { onBaseline } from '../study/scenarios.ts';

const TODAY = '2026-11-22';

/** Codes told of a trial by one of the checks. */
function told(check: (trial: Trial, tell: (grade: string, code: string, path: string) => void) => void, trial: Trial): string[] {
  const found: string[] = [];
  check(trial, (_, code, path) => found.push(`${code} ${path}`));
  return found;
}

function trial(some: Partial<SettlementRules>, quota: number, score: Ratio = decimal('80')): Trial {
  return { year: 2025, alliance: 'a', rules: rules(some), score, quota: fen(quota), spending: fen(quota), deposit: fen(99_999) };
}

const percents = fc.integer({ min: 0, max: 10_000 }).map((n) => ratio(BigInt(n), 10_000n));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const small = fc.integer({ min: 0, max: 3_000 }).map((n) => ratio(BigInt(n), 10_000n));
/** Band ends that rise; the last band may be open. */
const ends = fc.uniqueArray(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 5 }).map((list) => list.sort((a, b) => a - b));

const bands = fc.tuple(ends, fc.array(percents, { minLength: 5, maxLength: 5 }), fc.boolean()).map(([upTo, shares, isOpen]) =>
  upTo.map((end, i) => ({
    upTo: isOpen && i === upTo.length - 1 ? null : ratio(BigInt(end), 10_000n),
    share: shares[i] as Ratio,
  })),
);
const poolBands = bands.map((list) => list.map(({ upTo, share }) => ({ upTo, pool: share })));
const keptBands = bands.map((list) => list.map(({ upTo, share }) => ({ upTo, kept: share })));

/** Score rows whose shares fall with the score. */
const falling = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 }),
    fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 5, maxLength: 5 }),
  )
  .map(([scores, shares]) => {
    const down = shares.sort((a, b) => b - a);
    return scores
      .sort((a, b) => b - a)
      .map((score, i) => ({ score: ratio(BigInt(score), 1n), share: ratio(BigInt(down[i] as number), 10_000n) }));
  });

/** Policies that no yuan and no point may gain by: marginal bands, tables that rise with the score, minima, ceilings and caps of any size. */
const monotone: fc.Arbitrary<Partial<SettlementRules>> = fc.record({
  bands: poolBands,
  surplusBands: fc.oneof(fc.constant([]), keptBands),
  retention: falling,
  returned: falling,
  scoreShift: fc.oneof(
    fc.constant([]),
    falling.map((table) => table.map(({ score, share }) => ({ score, shift: ratio(share.n * 2n - share.d, share.d * 10n) }))),
  ),
  leastScore: maybe(fc.integer({ min: 0, max: 100 }).map((n) => ratio(BigInt(n), 1n))),
  surplusMinimum: maybe(small),
  ceiling: maybe(small),
  surplusCap: maybe(small),
  overspendMinimum: maybe(small),
  overspendCap: maybe(small),
  usesOfWhole: fc.boolean(),
});

describe('one more yuan of spending', () => {
  it('gains nothing under any policy that is marginal, to the fen, whatever is rounded', () => {
    const property = fc.property(
      monotone,
      fc.integer({ min: 1, max: 10 ** 11 }),
      fc.integer({ min: 0, max: 100 }),
      (some, quota, score) => {
        const found = told(spendingFindings, trial(some, quota, ratio(BigInt(score), 1n)));
        expect(found.filter((one) => one.startsWith('perverse'))).toEqual([]);
      },
    );
    fc.assert(property, { numRuns: 2_000, seed: 20261122 });
  });

  it('gains under a slab whose share rises, and only where it does: as every yuan tried says', () => {
    let gained = 0;
    const property = fc.property(poolBands, fc.integer({ min: 100, max: 3_000 }), (some, quota) => {
      const own = trial({ bands: some, isSlab: true }, quota);
      const net = (spending: number) => netAt(own.rules, own.quota, fen(spending), own.score);
      const truly = Array.from({ length: quota * 2 }, (_, spending) => spending).some((spending) => net(spending + 100) > net(spending));
      const found = told(spendingFindings, own).some((one) => one.startsWith('perverse-spending settlement.overspend.bands'));
      expect(found).toBe(truly);
      if (truly) gained += 1;
    });
    fc.assert(property, { numRuns: 150, seed: 7 });
    expect(gained).toBeGreaterThan(30);
  });

  it('costs a cliff where a fen moves more than the limit, and none where it moves just that', () => {
    // Quota 100 million yuan: the whole counts from a minimum on, and none of it is shared.
    const at = (minimum: string) => told(spendingFindings, trial({ overspendMinimum: rate(minimum) }, 10_000_000_000));
    expect(CLIFF).toBe(1_000_000);
    expect(at('0.01%')).toEqual([]);
    expect(at('0.0101%')).toEqual(['cliff settlement.overspend.minimum']);
    const slab = [
      { upTo: rate('5%'), pool: rate('60%') },
      { upTo: null, pool: rate('40%') },
    ];
    expect(told(spendingFindings, trial({ isSlab: true, bands: slab }, 10_000_000_000))).toEqual([
      'cliff settlement.overspend.bands.0.upTo',
    ]);
    expect(told(spendingFindings, trial({ bands: slab }, 10_000_000_000))).toEqual([]);
  });
});

describe('a higher score', () => {
  it('pays no less where every table rises with it', () => {
    const property = fc.property(monotone, fc.integer({ min: 1, max: 10 ** 11 }), (some, quota) => {
      expect(told(scoreFindings, trial(some, quota))).toEqual([]);
    });
    fc.assert(property, { numRuns: 300, seed: 20261122 });
  });

  it('pays less where one row does, of surplus, of points on a share, of a deposit', () => {
    const table = [
      { score: decimal('90'), share: rate('50%') },
      { score: decimal('60'), share: rate('50.01%') },
    ];
    const shifts = [
      { score: decimal('90'), shift: rate('-1%') },
      { score: decimal('60'), shift: rate('0%') },
    ];
    expect(told(scoreFindings, trial({ retention: table }, 1_000_000))).toEqual(['score-pays-less settlement.surplus.retention.0']);
    expect(told(scoreFindings, trial({ returned: table }, 1_000_000))).toEqual(['score-pays-less settlement.deposit.returned.0']);
    const half = [{ upTo: null, pool: rate('50%') }];
    expect(told(scoreFindings, trial({ scoreShift: shifts, bands: half }, 1_000_000))[0]).toBe('score-pays-less settlement.scoreShift.0');
  });

  it('above 100 is nobody’s: no error of it', () => {
    const table = [
      { score: decimal('101'), share: rate('10%') },
      { score: decimal('60'), share: rate('50%') },
    ];
    expect(told(scoreFindings, trial({ retention: table }, 1_000_000))).toEqual([]);
  });
});

describe('an unreachable row', () => {
  const rows = (some: Partial<SettlementRules>) => told((one, tell) => unreachableRows(one.rules, 2025, tell), trial(some, 1));

  it('is one beyond a ceiling, a cap, the whole quota, or below the least score', () => {
    const kept = [
      { upTo: rate('5%'), kept: rate('50%') },
      { upTo: rate('10%'), kept: rate('60%') },
      { upTo: null, kept: rate('70%') },
    ];
    expect(rows({ surplusBands: kept })).toEqual([]);
    expect(rows({ surplusBands: kept, ceiling: rate('10%') })).toEqual(['unreachable-row settlement.surplus.bands.2']);
    expect(rows({ surplusBands: kept, surplusCap: rate('2.5%') })).toEqual([
      'unreachable-row settlement.surplus.bands.1',
      'unreachable-row settlement.surplus.bands.2',
    ]);
    const retention = ['100', '80', '60'].map((score) => ({ score: decimal(score), share: rate('50%') }));
    expect(rows({ retention })).toEqual([]);
    expect(rows({ retention, leastScore: decimal('80') })).toEqual(['unreachable-row settlement.surplus.retention.2']);
    expect(rows({ retention, leastScore: decimal('79.9') })).toEqual([]);
    expect(rows({ retention: [{ score: decimal('100.5'), share: rate('100%') }, ...retention] })).toEqual([
      'unreachable-row settlement.surplus.retention.0',
    ]);
  });

  it('is none where the share is 0 on purpose, or where uses are of the whole', () => {
    expect(
      rows({
        bands: [
          { upTo: rate('5%'), pool: rate('0%') },
          { upTo: null, pool: rate('0%') },
        ],
      }),
    ).toEqual([]);
    expect(rows({ usesOfWhole: true })).toEqual([]);
  });
});

describe('the policies that come with the project', () => {
  it.each(scenariosIn('scenarios'))('%s has no error and no warning of its policy', (name) => {
    const { read, run } = shipped(name);
    expect(policyFindings(run, read, TODAY).map(({ code, path }) => `${code} ${path}`)).toEqual([]);
  });
});

describe('age', () => {
  const codes = (lines: string, today: string | null) => {
    const { read, run } = onBaseline(lines);
    return findings(run, read, today)
      .filter(({ code }) => code.startsWith('stale'))
      .map(({ code, path, args }) => [code, path, args.count]);
  };

  it('of a value set year by year: told from the second year that lacks one', () => {
    const set = (years: string) => `set: {policy.financing.subsidy: {2019: 520元, ${years}}}`;
    expect(codes(set('2025: 700元, 2026: 720元'), null)).toEqual([]);
    expect(codes(set('2024: 670元, 2025: 700元'), null)).toEqual([['stale-value', 'policy.financing.subsidy', 1]]);
  });

  it('of a share in force since a year: none, it holds; but a series that breaks off is', () => {
    const set = (years: string) => `set: {policy.reserves.riskAdjustment.share: {${years}}}`;
    expect(codes(set('2021: 5%'), null)).toEqual([]);
    expect(codes(set('2021: 4%, 2025: 5%'), null)).toEqual([]);
    expect(codes(set('2023: 4%, 2024: 5%, 2025: 6%'), null)).toEqual([['stale-value', 'policy.reserves.riskAdjustment.share', 1]]);
  });

  it('of grounds: from a year and a day after they were checked', () => {
    expect(codes('years: 2025', '2027-11-22')).toEqual([]);
    expect(codes('years: 2025', '2027-11-23')).toEqual([['stale-check', 'policy.financing.individual', 3]]);
    expect(codes('years: 2025', null)).toEqual([]);
  });

  it('counts days by the calendar', () => {
    const day = fc.integer({ min: -30_000, max: 60_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    const property = fc.property(day, day, (from, to) => {
      expect(daysBetween(from, to)).toBe((Date.parse(to) - Date.parse(from)) / 86_400_000);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

describe('a finding', () => {
  it('stands where the policy says it, with its ground, also through `value` and a year', () => {
    const { read, run } = onBaseline(`
policy:
  extends: henan-2021
  settlement:
    overspend:
      kind: slab
      bands:
        value: {2030: [{pool: 0%}], 2020: [{upTo: 5%, pool: 40%}, {pool: 80%}]}
        source: {document: henan-2021, clause: 五（二）1}
`);
    const [found, ...more] = policyFindings(run, read, TODAY);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: 'perverse-spending', grade: 'error', path: 'policy.settlement.overspend.bands.0.upTo' });
    expect(found?.args).toMatchObject({ source: 'henan-2021 五（二）1', year: 2025 });
    const { source, offset, end } = found?.where ?? {};
    expect(source?.text.slice(offset, end)).toBe('5%');
  });
});
