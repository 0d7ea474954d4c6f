// What is made of draws, on tables of six draws written out by hand.

import { describe, expect, it } from 'vitest';
import { answerTable, chanceTable, luckTable } from '../../src/report/drawTables.ts';
import { chancesOf, type Drawn, luckOf, spreadsOf } from '../../src/study/outlook.ts';
import { inSameWeather, leftUnpaired, pairedOf } from '../../src/study/paired.ts';
import { REFUSED, shareOf } from '../../src/study/spread.ts';
import { onBaseline } from './scenarios.ts';
import { small } from './small.ts';

const { run } = small();
const NONE = Number.NaN;
const GONE = REFUSED;

/** What draws kept of a run, and what its calm run says of the same figures; the last draw is refused. */
function drawn(figures: Readonly<Record<string, { readonly calm: number; readonly values: readonly number[] }>>): Drawn {
  const all = Object.entries(figures);
  return {
    run,
    asked: all.map(([path, { calm }]) => ({ path, read: () => calm })),
    values: Float64Array.from(all.flatMap(([, { values }]) => values)),
    refused: 1,
  };
}

const table = drawn({
  '2025.alliances.east.balance': { calm: 20, values: [-100, 50, -1, 0, 300, GONE] },
  '2025.alliances.east.expenditure': { calm: 980, values: [1100, 950, 1001, 1000, 700, GONE] },
  '2025.pool.uncovered': { calm: 0, values: [0, 0, 7, 0, 0, GONE] },
  '2025.pool.closing': { calm: 5, values: [-5, 5, 6, -1, 8, GONE] },
  '2025.pool.payableMonths': { calm: 600, values: [599, 600, NONE, 620, 640, GONE] },
});
const shown = table.asked;

describe('chances', () => {
  it('are told of what is there, a refused draw counting as the worst, one without the figure not at all', () => {
    expect(chancesOf(table, 600)).toEqual([
      { year: 2025, event: 'overspend', alliance: 'east', chance: shareOf(3, 6) },
      { year: 2025, event: 'riskEmpty', alliance: null, chance: shareOf(2, 6) },
      { year: 2025, event: 'poolNegative', alliance: null, chance: shareOf(3, 6) },
      { year: 2025, event: 'monthsBelow', alliance: null, chance: shareOf(2, 5) },
    ]);
  });
});

describe('spreads', () => {
  it('leave refused draws out, and stand beside the calm run', () => {
    const [balance, ...others] = spreadsOf(table, shown);
    expect(others).toHaveLength(4);
    expect([balance?.calm, balance?.spread.count, balance?.spread.mean.value]).toEqual([20, 5, 49.8]);
    // P50 of five is the third.
    expect(balance?.spread.quantiles[3]?.value).toBe(0);
    expect(spreadsOf(table, [{ path: '2026.pool.closing', read: () => 0 }])).toEqual([]);
  });
});

describe('tables of draws', () => {
  const notes = (table: { readonly notes: readonly { readonly zh: string }[] } | null) => table?.notes.map(({ zh }) => zh).join('\n') ?? '';

  it('answer with the risk fund too, and say of each dash how many draws would tell', () => {
    const [few, many] = [5, 20].map((draws) => {
      const closing = { calm: 5, values: Array.from({ length: draws }, (_, k) => k) };
      const drew = drawn({ '2025.pool.riskClosing': closing, '2025.pool.closing': closing, '2025.alliances.east.retained': closing });
      return answerTable(run, 'A', spreadsOf(drew, drew.asked));
    });
    expect(few?.rows.map(({ cells }) => cells[3])).toEqual([null, null]);
    expect(few?.rows.map(({ cells }) => (cells[0] as { zh: string }).zh).join()).toContain('风险调剂金年末结余');
    expect(notes(few ?? null)).toContain('— 是只模拟 5 次说不出的数：P5、P95至少要 20 次。');
    expect(many?.rows.map(({ cells }) => cells[3])).not.toContain(null);
    expect(notes(many ?? null)).not.toContain('—');
  });
  it('tell of chances what one draw does not', () => {
    const one = { year: 2025, event: 'poolNegative', alliance: null } as const;
    const note = (hits: number, count: number) => notes(chanceTable(run, 'A', [{ ...one, chance: shareOf(hits, count) }], '6', 0));
    expect([note(1, 1), note(1, 2)]).toEqual(['— 是只模拟 1 次说不出的数：标准误至少要 2 次。', '']);
  });
  it('of luck tell a surplus of the books from the calm one, and claim no more than chance says', () => {
    const words = (given: ReadonlyMap<string, number>) => luckTable(run, 'A', luckOf(table, given)).rows[0]?.cells[2];
    expect(words(new Map([['2025.east', 7]]))).toEqual({ zh: '实际', en: 'the books' });
    expect(words(new Map())).toEqual({ zh: '无波动测算', en: 'the calm run' });
    expect(notes(luckTable(run, 'A', []))).toContain('大于它，不能据此说是管理的结果');
  });
});

describe('luck', () => {
  // Quotas 1000, 1000, 1000, 1000, 1000; spending on average 950.2: scaled by 1000 ÷ 950.2 it leaves −157.65, 0.21, −53.46, −52.41, 263.31.
  it('is how often as much is left over where spending equals the quota on average', () => {
    expect(luckOf(table, new Map())).toEqual([{ year: 2025, alliance: 'east', balance: 20, isGiven: false, chance: shareOf(1, 5) }]);
  });
  it.each([
    [0, 2],
    [263, 1],
    [264, 0],
    [-52, 3],
    [-53, 2],
    [-158, 0],
  ])('of a balance of %d in the books: %d of 5', (balance, hits) => {
    const [luck] = luckOf(table, new Map([['2025.east', balance]]));
    expect(luck).toEqual({ year: 2025, alliance: 'east', balance, isGiven: true, chance: shareOf(hits, 5) });
  });
  it('is told of no alliance that was not drawn', () => expect(luckOf(table, new Map([['2025.west', 5]]))).toHaveLength(1));
});

describe('two scenarios in the same weather', () => {
  const other = drawn({
    '2025.pool.closing': { calm: 9, values: [-5, GONE, 10, 3, 8, 4] },
    '2025.alliances.west.balance': { calm: 0, values: [1, 2, 3, 4, 5, GONE] },
  });
  it('are held against each other draw by draw, without those that either refuses', () => {
    // 0, none, 4, 4, 0, none
    const [pool, ...more] = pairedOf(table, other, other.asked);
    expect(more).toEqual([]);
    expect([pool?.path, pool?.difference.count, pool?.difference.mean.value]).toEqual(['2025.pool.closing', 4, 2]);
    expect(pool?.difference.mean.error).toBeCloseTo(Math.sqrt(16 / 3) / 2, 12);
    // P25, P50 and P75 of 0, 0, 4, 4; nobody knows P5.
    expect([0, 2, 3, 4].map((k) => pool?.difference.quantiles[k]?.value)).toEqual([NONE, 0, 0, 4]);
    expect([pool?.larger, pool?.same]).toEqual([shareOf(2, 4), shareOf(2, 4)]);
  });
  it('go by the same uncertainty, or are told not to', () => {
    const noisy = (sigma: string) =>
      small([], `uncertainty: {variables: [{id: noise, kind: lognormal, scope: year, by: [alliance], sigma: ${sigma}}]}`).read;
    const standard = noisy('5%').scenario.uncertainty;
    if (standard === undefined) throw new Error('no uncertainty');
    expect(inSameWeather(noisy('5%'), noisy('5%'), standard)).toBe(true);
    expect(inSameWeather(noisy('5%'), noisy('6%'), standard)).toBe(false);
    // One that says nothing goes by the standard one.
    expect(inSameWeather(small().read, noisy('5%'), standard)).toBe(true);
    expect(inSameWeather(small().read, noisy('6%'), standard)).toBe(false);
  });
  it('are held against each other in years and alliances that both have', () => {
    const other = onBaseline('years: [2026, 2028]').run;
    expect(leftUnpaired(run, other)).toEqual({
      years: { before: ['2025'], after: ['2027', '2028'] },
      alliances: { before: [], after: ['north'] },
    });
  });
});
