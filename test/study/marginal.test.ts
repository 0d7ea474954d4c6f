// What a yuan saved, a case more and a patient off-county are worth: a county small enough to be reckoned by hand.

import { describe, expect, it } from 'vitest';
import { fen } from '../../src/money/fen.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { marginalTable } from '../../src/report/marginalTable.ts';
import { type Lever, type Marginals, marginalsOf } from '../../src/study/marginal.ts';
import { readScenario } from '../../src/written/read.ts';
import { play } from '../../src/year/play.ts';
import { shipped } from '../golden/scenarios.ts';
import { onBaseline } from './scenarios.ts';

/**
 * 200 heads × 1,000 yuan = 200,000, half by heads, half by last year's spending. a spends 50,000 + 10,000 off-county, b 150,000, each year.
 * Quotas: a 50,000 + 100,000 × 60/210 = 78,571.43, a surplus of 18,571.43; b 121,428.57, an overspend of 28,571.43.
 */
const COUNTY = `
years: [2025, 2026]
policy:
  financing: {individual: 400元, subsidy: 600元}
  quota: {byInsured: 50%, byHistory: 50%, historyWeights: [100%]}
  settlement:
    surplus: {retention: [{score: 60, share: 85%}], uses: {all: 100%}}
    overspend: {bands: [{upTo: 50%, pool: 60%}]}
county:
  pool: {riskAdjustment: 100万元}
  alliances: [{id: a, insured: 100, score: 80}, {id: b, insured: 100, score: 80}]
  institutions: [{id: ha, alliance: a}, {id: hb, alliance: b}, {id: far, kind: off-county}]
  activity:
    - {year: 2024, home: a, institution: ha, service: s, fund: 50000}
    - {year: 2024, home: a, institution: far, service: s, fund: 10000, cases: 4}
    - {year: 2024, home: b, institution: hb, service: s, fund: 150000, cases: 150, patientPaid: 45000, cost: 180000}
  growth: {s: 0%}
`;

function marginals(...changes: readonly (readonly [string, string])[]): Marginals | null {
  let text = COUNTY;
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const read = readScenario(sourceOf('tiny.yaml', text));
  return marginalsOf(read, play(read));
}

/** [spending, now, next] of a lever, in fen. */
function worth(found: Marginals | null, alliance: number, lever: Lever): readonly (number | null)[] | undefined {
  const one = found?.alliances[alliance]?.levers.get(lever);
  return one === undefined ? undefined : [one.spending, one.now, one.next];
}

describe('a yuan saved', () => {
  const found = marginals();

  it('is worth 0.85 to an alliance in surplus that retains 85%, 0.40 to one whose overspend the pool shares at 60%', () => {
    expect(worth(found, 0, 'saved')?.slice(0, 2)).toEqual([-1_000_000, 850_000]);
    expect(worth(found, 1, 'saved')?.slice(0, 2)).toEqual([-1_000_000, 400_000]);
  });

  it('lowers next year’s quota by history, at what that quota is then worth', () => {
    // a: history 50 of 200 instead of 60 of 210: a quota of 75,000 for 78,571.43; retained 12,750.00 for 15,785.72.
    expect(worth(found, 0, 'saved')?.[2]).toBe(1_275_000 - 1_578_572);
    // b: 140 of 200: 120,000 for 121,428.57; borne 12,000.00 for 11,428.57.
    expect(worth(found, 1, 'saved')?.[2]).toBe(1_142_857 - 1_200_000);
  });

  it('costs nothing next year where quotas go by heads alone', () => {
    const byHeads = marginals(['byInsured: 50%, byHistory: 50%', 'byInsured: 100%, byHistory: 0%']);
    expect(worth(byHeads, 0, 'saved')).toEqual([-1_000_000, 850_000, 0]);
  });

  it('is worth nothing without a package, and nothing beyond the ceiling', () => {
    expect(worth(marginals(['settlement:', 'settlement:\n    package: none']), 0, 'saved')).toEqual([-1_000_000, 0, 0]);
    const ceiling = marginals(['surplus: {', 'surplus: {ceiling: 10%, ']);
    expect(worth(ceiling, 0, 'saved')?.[1]).toBe(0);
  });

  it('is told of the year after the last too: it is played to see it', () => {
    const one = marginals(['[2025, 2026]', '2025']);
    expect(one).toMatchObject({ year: 2025, nextYear: 2026, isExtended: true });
    expect(found).toMatchObject({ nextYear: 2026, isExtended: false });
    expect(worth(one, 0, 'saved')).toEqual(worth(found, 0, 'saved'));
    expect(JSON.stringify(marginalTable(one as Marginals).notes)).toContain('另按现有参数多推算了一年');
  });

  it('is not told where a stream has less, or a year no projected month', () => {
    const little = marginals(['fund: 50000', 'fund: 9999'], ['far, service: s, fund: 10000', 'far, service: s, fund: 9999']);
    expect(worth(little, 0, 'saved')).toBeUndefined();
    const actual = COUNTY.replace('[2025, 2026]', '2025\nactualTo: 2025-12').replaceAll('year: 2024', 'year: 2025, month: 1');
    const read = readScenario(sourceOf('actual.yaml', actual.replace('byInsured: 50%, byHistory: 50%', 'byInsured: 100%, byHistory: 0%')));
    expect(marginalsOf(read, play(read))).toBeNull();
  });

  it('is taken from months that are projected, with actual ones as they were', () => {
    const text = COUNTY.replace('years: [2025, 2026]', 'years: [2025, 2026]\nactualTo: 2025-06');
    const rows = [1, 2, 3, 4, 5, 6].map(
      (month) => `    - {year: 2025, month: ${month}, home: a, institution: ha, service: s, fund: 4000}\n`,
    );
    const read = readScenario(sourceOf('half.yaml', text.replace('  growth:', `${rows.join('')}  growth:`)));
    expect(worth(marginalsOf(read, play(read)), 0, 'saved')?.slice(0, 2)).toEqual([-1_000_000, 850_000]);
  });
});

describe('a case more', () => {
  it('costs the alliance its part of the mean payment, and moves next year’s quota', () => {
    const found = marginals();
    // b: 1,000 a case, of which it bears 400; then 151 of 211: a quota of 121,563.98 for 121,428.57, borne 11,374.41 for 11,428.57.
    expect(worth(found, 1, 'case')).toEqual([100_000, -40_000, 1_142_857 - 1_137_441]);
    expect(found?.alliances[1]?.levers.get('case')?.members).toBe(100_000 + 30_000 - 120_000);
    expect(worth(found, 0, 'case')).toBeUndefined();
  });

  it('off-county costs its mean payment, as far as it is retained', () => {
    const found = marginals();
    expect(worth(found, 0, 'offCounty')?.slice(0, 2)).toEqual([250_000, -212_500]);
    expect(worth(found, 1, 'offCounty')).toBeUndefined();
  });

  it('under a floating DIP costs others a part of it: its sub-budget is what it was', () => {
    const { read, run } = shipped('dip-floating');
    const alliances = marginalsOf(read, run)?.alliances ?? [];
    expect(alliances.length).toBe(3);
    for (const { levers } of alliances) {
      const one = levers.get('case');
      expect(one?.members).not.toBeNull();
      // Without a method a case costs its mean; here the value of all points falls with it.
      expect(one?.spending).toBeLessThan(fen(350_000));
    }
  });

  it('counts in a quota by service', () => {
    const byService = marginals(
      ['byInsured: 50%, byHistory: 50%', 'byInsured: 50%, byHistory: 0%, byService: 50%'],
      ['home: a, institution: ha, service: s, fund: 50000', 'home: a, institution: ha, service: s, fund: 50000, cases: 50'],
    );
    // 51 of 201 cases instead of 50 of 200: a quota higher by 373.13, of which 85% is kept.
    expect(worth(byService, 0, 'case')?.[2]).toBe(31_716);
  });
});

describe('the table', () => {
  it('shows rows of each alliance and lever, a dash where there is none, and what is kept of a yuan', () => {
    const { rows, columns } = marginalTable(marginals() as Marginals);
    expect(columns.length).toBe(9);
    expect(rows.map(({ cells }) => (cells[1] as { zh: string }).zh)).toEqual([
      '少花 1 万元',
      '多收治 1 例',
      '县域外多 1 例',
      '少花 1 万元',
      '多收治 1 例',
      '　其中成员单位收支',
      '县域外多 1 例',
    ]);
    expect(rows[0]?.cells.slice(7)).toEqual(['85.00%', '54.64%']);
    expect(rows[1]?.cells[4]).toBe('—');
  });

  it('moves nothing of the run that it is told of', () => {
    const { read, run } = onBaseline('years: [2025, 2026]');
    const before = run.books.years.map(({ cells }) => cells.slice());
    marginalsOf(read, run);
    expect(run.books.years.map(({ cells }) => cells)).toEqual(before);
    expect(read.report.problems).toEqual([]);
  });
});
