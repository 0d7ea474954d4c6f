// Figures that differ and by how much, what each change does, what is left out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FigureTree, figureTree } from '../../src/figures/catalogue.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { comparisonOf, minus, type Scenario } from '../../src/study/compare.ts';
import { play } from '../../src/year/play.ts';
import { shipped } from '../golden/scenarios.ts';
import { changeAt, effects, onBaseline, readRandom, written } from './scenarios.ts';

const baseline = shipped('baseline');

describe('minus', () => {
  it.each([
    ['100.00', '99.99', '0.01'],
    ['-0.01', '0.01', '-0.02'],
    ['0.00', '0.00', '0.00'],
    ['90071992547409.93', '0.02', '90071992547409.91'],
    ['1.5', '0.123456789012', '1.376543210988'],
    ['95.00%', '99.68%', '-4.68%'],
    ['7', '10', '-3'],
    [6.41, 5.98, 0.43],
    [5, 7, -2],
    ['under', 'over', null],
    ['95.00%', '0.95', null],
    [null, '1.00', null],
    ['1.00', null, null],
  ])('%s − %s = %s', (after, before, difference) => expect(minus(after, before)).toBe(difference));
});

/** A figure, or an item of one, as the tree has it; null where it is not there. */
function at(tree: FigureTree, path: string): unknown {
  const found = path.split('.').reduce<unknown>((here, step) => {
    if (here instanceof Map) return here.get(step);
    return Array.isArray(here) ? here[Number(step) - 1] : undefined;
  }, tree);
  return found ?? null;
}

/** A tree with one figure of it left out, as plain data. */
function plain(tree: FigureTree | unknown, without: ReadonlySet<string>, path = ''): unknown {
  if (tree instanceof Map)
    return Object.fromEntries([...tree].map(([key, inner]) => [key, plain(inner, without, path === '' ? key : `${path}.${key}`)]));
  if (Array.isArray(tree)) return tree.map((item, i) => plain(item, without, `${path}.${i + 1}`));
  return without.has(path) ? 'differs' : tree;
}

describe('figures that differ', () => {
  it.each(['risk-fund-8', 'thirty-seventy', 'winter-epidemic', 'quota-by-history'])(
    '%s: each is told with both values, and no other differs',
    (name) => {
      const other = shipped(name);
      const { figures } = comparisonOf(baseline, other);
      const [before, after] = [figureTree(baseline.run), figureTree(other.run)];
      for (const { path, before: old, after: now } of figures) {
        expect([old, now], path).toEqual([at(before, path), at(after, path)]);
        expect(old, path).not.toBe(now);
      }
      const told = new Set(figures.map(({ path }) => path));
      expect(told.size).toBe(figures.length);
      expect(plain(after, told)).toEqual(plain(before, told));
    },
  );

  it('an amount by an amount, the same from either side but for its sign', () => {
    const there = comparisonOf(baseline, shipped('risk-fund-8'));
    const back = comparisonOf(shipped('risk-fund-8'), baseline);
    expect(there.figures.find(({ path }) => path === '2025.quotaPool')).toMatchObject({
      before: '654724800.00',
      after: '631034100.00',
      difference: '-23690700.00',
    });
    expect(back.figures.map(({ path }) => path)).toEqual(there.figures.map(({ path }) => path));
    for (const [i, { difference }] of back.figures.entries()) {
      const other = there.figures[i]?.difference;
      if (typeof difference === 'string' && /\d/.test(difference)) expect(difference.replace('-', '')).toBe(String(other).replace('-', ''));
      if (typeof difference === 'string' && /[1-9]/.test(difference))
        expect(difference.startsWith('-')).toBe(!String(other).startsWith('-'));
    }
  });

  it('none where only titles and notes differ, and none against itself', () => {
    expect(comparisonOf(baseline, onBaseline('title: 只改名称\nnote: 说明')).figures).toEqual([]);
    expect(comparisonOf(baseline, baseline)).toMatchObject({ figures: [], changes: [] });
  });
});

describe('what a change does', () => {
  it('moves figures, alone and together', () => {
    expect(effects(baseline, shipped('winter-epidemic'))).toEqual({
      'shocks.0': 'moves moves',
      'shocks.1': 'moves moves',
      'shocks.2': 'moves moves',
    });
  });

  it('nothing, where it is the only one and where others do something', () => {
    const unreached = 'policy.reserves.riskAdjustment.ceiling: 60%';
    expect(effects(baseline, onBaseline(`set: {${unreached}}`))).toEqual({ 'policy.reserves.riskAdjustment.ceiling': 'nothing nothing' });
    expect(effects(baseline, onBaseline(`set: {${unreached}, policy.advance.share: 90%}`))).toEqual({
      'policy.reserves.riskAdjustment.ceiling': 'nothing nothing',
      'policy.advance.share': 'moves moves',
    });
  });

  it('nothing alone, but something with another', () => {
    // At 8% the fund reaches its ceiling of 20% in 2027; at 5% it never does.
    expect(
      effects(baseline, onBaseline('set: {policy.reserves.riskAdjustment.share: 8%, policy.reserves.riskAdjustment.ceiling: 60%}')),
    ).toEqual({
      'policy.reserves.riskAdjustment.share': 'moves moves',
      'policy.reserves.riskAdjustment.ceiling': 'nothing moves',
    });
  });

  it('something alone, but nothing beside another that covers it', () => {
    const set = 'set: {policy.reserves.qualityDeposit.share: 0%, policy.settlement.deposit.returned: [{score: 0, share: 100%}]}';
    expect(effects(baseline, onBaseline(set))).toEqual({
      'policy.reserves.qualityDeposit.share': 'moves moves',
      'policy.settlement.deposit.returned': 'moves nothing',
    });
  });

  it('is tried with those beside it where the rules refuse it alone', () => {
    const before = onBaseline('set: {policy.quota.historyWeights: [1]}');
    const shares = 'policy.quota.byInsured: 60%, policy.quota.byHistory: 40%';
    expect(effects(before, onBaseline(`set: {policy.quota.historyWeights: [1], ${shares}}`))).toEqual({
      'policy.quota.byInsured': 'moves moves jointly',
      'policy.quota.byHistory': 'moves moves jointly',
    });
    // Where nothing is retained, its uses tell nothing.
    const uses = (incentive: string, development: string) =>
      `policy.settlement.surplus.uses.incentive: ${incentive}, policy.settlement.surplus.uses.development: ${development}`;
    const none = 'policy.settlement.surplus.retention: [{score: 100, share: 100%}]';
    const without = onBaseline(`set: {${none}}`);
    expect(effects(without, onBaseline(`set: {${none}, ${uses('40%', '60%')}}`))).toEqual({
      'policy.settlement.surplus.uses.incentive': 'nothing nothing jointly',
      'policy.settlement.surplus.uses.development': 'nothing nothing jointly',
    });
  });

  it('is refused where the rules take it only with changes elsewhere', () => {
    const county = (ids: readonly string[]) =>
      written(`policy: henan-2021
years: 2025
county:
  alliances: [${ids.map((id) => `{id: ${id}, insured: 100, score: 90}`).join(', ')}]
  institutions: [${ids.map((id) => `{id: h${id}, alliance: ${id}}`).join(', ')}]
  activity: [${ids.map((id) => `{year: 2024, home: ${id}, institution: h${id}, service: s, fund: 100}`).join(', ')}]
`);
    expect(effects(county(['a']), county(['a', 'b']))).toEqual({
      'county.alliances.b': 'moves refused',
      'county.institutions.hb': 'refused refused',
      'county.activity': 'refused moves',
    });
  });

  it('is not tried beyond the most', () => {
    expect(Object.values(effects(baseline, shipped('winter-epidemic'), 1))).toEqual(['moves moves', 'untried untried', 'untried untried']);
  });

  it('is nothing by nature for titles, notes and what a value rests on', () => {
    const comparison = comparisonOf(baseline, onBaseline('title: x\nset: {policy.advance.share: {value: 95%, assumption: 另一个理由}}'));
    expect(changeAt(comparison, 'title')).toMatchObject({ alone: 'nothing', taken: 'nothing', change: { kind: 'words' } });
    expect(changeAt(comparison, 'policy.advance.share')).toMatchObject({ alone: 'nothing', change: { kind: 'basis' } });
  });
});

describe('what is left out', () => {
  it('years that only one of them plays', () => {
    const comparison = comparisonOf(baseline, onBaseline('years: [2025, 2026]\nset: {policy.advance.share: 90%}'));
    expect(comparison.years).toEqual([2025, 2026]);
    expect(comparison.leftOut.years).toEqual({ before: ['2027'], after: [] });
    expect(comparison.gains?.years).toEqual([2025, 2026]);
    expect(new Set(comparison.figures.map(({ path }) => path.slice(0, 4)))).toEqual(new Set(['2025', '2026']));
    // Fewer years change nothing in the years that are left.
    expect(changeAt(comparison, 'years')).toMatchObject({ alone: 'nothing', taken: 'nothing' });
  });

  it('all of them where no year is common', () => {
    const county = 'county: {alliances: [{id: a, insured: 100, score: 90}]}';
    const [one, two] = [2025, 2026].map((year) => written(`policy: henan-2021\nyears: ${year}\n${county}`));
    if (one === undefined || two === undefined) throw new Error('not read');
    expect(comparisonOf(one, two)).toMatchObject({ years: [], figures: [], gains: null });
  });

  it('figures of a year that only one of them settles have no difference, and the year no gains', () => {
    const comparison = comparisonOf(baseline, onBaseline('years: 2025\nthrough: 2025-09'));
    expect(comparison.gains).toBeNull();
    expect(comparison.figures.find(({ path }) => path === '2025.pool.closing')).toMatchObject({ after: null, difference: null });
    expect(comparison.figures.some(({ path }) => path === '2025.quotaPool')).toBe(false);
  });

  it('alliances that only one of them has, by id', () => {
    const text = (...ids: readonly string[]) =>
      written(
        `policy: henan-2021\nyears: 2025\ncounty: {alliances: [${ids.map((id) => `{id: ${id}, insured: 100, score: 90}`).join(', ')}]}`,
      );
    const comparison = comparisonOf(text('a', 'b'), text('b', 'c', 'd'));
    expect(comparison.leftOut.parties.get('alliances')).toEqual({ before: ['a'], after: ['c', 'd'] });
    const paths = comparison.figures.map(({ path }) => path);
    expect(paths).toContain('2025.quotaPool');
    expect(paths.filter((path) => /\.alliances\.[acd]\./.test(path))).toEqual([]);
  });
});

describe('figures of institutions', () => {
  const county = (institutions: readonly string[], tariff: string | null) =>
    written(`policy:
  extends: henan-2021
${tariff === null ? '' : `  payment: {s: {method: bedDay, tariffs: {county: [{tariff: ${tariff}}]}}}`}
years: 2025
county:
  alliances: [{id: a, insured: 100, score: 90}]
  institutions: [${institutions.map((id) => `{id: ${id}, alliance: a, level: county}`).join(', ')}]
  activity: [${institutions.map((id) => `{year: 2024, home: a, institution: ${id}, service: s, fund: 1000, cases: 24, days: 240, cost: 1200, patientPaid: 200}`).join(', ')}]
`);

  it('come along by themselves, by service', () => {
    const { figures } = comparisonOf(county(['h'], '100'), county(['h'], '120'));
    const own = figures.filter(({ path }) => path.startsWith('2025.institutions.h.'));
    expect(own.length).toBeGreaterThan(0);
    for (const { path, figure } of own) expect([figure.scope, path.endsWith('.s')], path).toEqual(['institution', true]);
  });

  it('that only one run has are figures without a difference', () => {
    const { figures, leftOut } = comparisonOf(county(['h'], null), county(['h'], '120'));
    const own = figures.filter(({ path }) => path.startsWith('2025.institutions.h.'));
    expect(own.length).toBeGreaterThan(0);
    for (const { before, difference } of own) expect([before, difference]).toEqual([null, null]);
    expect(leftOut.parties.get('institutions')).toEqual({ before: [], after: [] });
  });

  it('that only one county has are left out and named, where there are figures of it', () => {
    const without = comparisonOf(county(['h'], null), county(['h', 'k'], null));
    expect(without.leftOut.parties.get('institutions')).toEqual({ before: [], after: [] });
    const { figures, leftOut } = comparisonOf(county(['h'], '100'), county(['h', 'k'], '100'));
    expect(leftOut.parties.get('institutions')).toEqual({ before: [], after: ['k'] });
    expect(figures.filter(({ path }) => path.startsWith('2025.institutions.k.'))).toEqual([]);
  });
});

describe('random counties', () => {
  const seeds = fc.integer({ min: 1_000_000, max: 2_000_000_000 });
  function random(seed: number): Scenario | null {
    const read = readRandom(seed);
    try {
      return read === null ? null : { read, run: play(read) };
    } catch (error) {
      if (error instanceof InputProblems) return null;
      throw error;
    }
  }

  it('can be compared with any other, and differ by the same from either side', () => {
    let figures = 0;
    const property = fc.property(seeds, seeds, (one, other) => {
      const [before, after] = [random(one), random(other)];
      fc.pre(before !== null && after !== null);
      if (before === null || after === null) return;
      const [there, back] = [comparisonOf(before, after, 6), comparisonOf(after, before, 6)];
      figures += there.figures.length;
      const gains = (comparison: typeof there, sign: 1 | -1) =>
        new Map(comparison.gains?.parties.map(({ alliance, gain }) => [alliance, gain === 0 ? 0 : sign * gain]));
      expect(gains(back, -1)).toEqual(gains(there, 1));
      expect(new Set(back.figures.map(({ path }) => path))).toEqual(new Set(there.figures.map(({ path }) => path)));
    });
    fc.assert(property, { numRuns: 60, seed: 20261122, endOnFailure: true });
    expect(figures).toBeGreaterThan(1000);
  });
});
