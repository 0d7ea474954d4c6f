// Which documents, which money: what each change moves alone, together where it must, and what it rests on.

import { describe, expect, it } from 'vitest';
import { yuanGrouped } from '../../src/money/display.ts';
import { clauseTable } from '../../src/report/clauseTable.ts';
import { comparisonOf, type Scenario } from '../../src/study/compare.ts';
import { type Gains, gainsOf } from '../../src/study/gains.ts';
import { shipped } from '../golden/scenarios.ts';
import { changeAt, onBaseline } from './scenarios.ts';

const baseline = shipped('baseline');
const YEARS = [2025, 2026, 2027];

function byParty(gains: Gains | null): Readonly<Record<string, number>> | null {
  return gains === null ? null : Object.fromEntries(gains.parties.map(({ alliance, gain }) => [alliance ?? 'fund', gain]));
}

function moneyOf(before: Scenario, after: Scenario): Record<string, Readonly<Record<string, number>> | null> {
  const { changes } = comparisonOf(before, after);
  return Object.fromEntries(changes.map(({ change, money }) => [change.steps.map(({ name }) => name).join('.'), byParty(money)]));
}

describe('the money of a change', () => {
  it('is that of the comparison where it is the only one', () => {
    const other = shipped('overspend-own');
    const found = comparisonOf(baseline, other);
    expect(byParty(changeAt(found, 'policy.settlement.overspend.bands').money)).toEqual(byParty(gainsOf(baseline.run, other.run, YEARS)));
    expect(byParty(found.gains)).toMatchObject({ north: -1_312_284_159, fund: 1_398_197_146 });
  });

  it('is what the change does alone: each as if it were the only one', () => {
    const bands = 'policy.settlement.overspend.bands: [{upTo: 4%, pool: 80%}, {upTo: 8%, pool: 60%}, {pool: 0%}]';
    const returned = 'policy.settlement.deposit.returned: [{score: 60, share: 50%}]';
    const both = moneyOf(baseline, onBaseline(`set:\n  ${bands}\n  ${returned}`));
    for (const [path, lines] of [
      ['policy.settlement.overspend.bands', bands],
      ['policy.settlement.deposit.returned', returned],
    ] as const) {
      const alone = gainsOf(baseline.run, onBaseline(`set:\n  ${lines}`).run, YEARS);
      expect(both[path]).toEqual(byParty(alone));
    }
  });

  it('adds up, to the fen, where changes do not work on one another', () => {
    // One year: bands move the risk fund and the alliances, the deposit the pool and the alliances.
    const one = onBaseline('years: 2025');
    const other = onBaseline(
      'years: 2025\nset:\n  policy.settlement.overspend.bands: [{upTo: 10%, pool: 30%}]\n  policy.settlement.deposit.returned: [{score: 60, share: 50%}]',
    );
    const found = comparisonOf(one, other);
    const all = byParty(found.gains) ?? {};
    const parts = found.changes.map(({ money }) => byParty(money)).filter((one) => one !== null);
    expect(parts.length).toBe(2);
    for (const [party, gain] of Object.entries(all))
      expect(
        parts.reduce((sum, part) => sum + (part[party] ?? 0), 0),
        party,
      ).toBe(gain);
    expect(Object.values(all).some((gain) => gain !== 0)).toBe(true);
  });

  it('of shares that must sum to 100% is told once, of all of them', () => {
    const other = shipped('quota-by-history');
    const found = comparisonOf(baseline, other);
    const [first, second] = ['byInsured', 'byHistory'].map((key) => changeAt(found, `policy.quota.${key}`));
    expect([first?.joint, second?.joint]).toEqual([true, true]);
    expect([first?.moneyWith, second?.moneyWith]).toEqual([null, 'policy.quota.byInsured']);
    expect(second?.money).toBeNull();
    expect(byParty(first?.money ?? null)).toEqual(byParty(found.gains));
  });

  it('is not told of words, of what is refused alone, or of what was not tried', () => {
    const found = comparisonOf(baseline, shipped('thirty-seventy'));
    expect(changeAt(found, 'title').money).toBeNull();
    expect(Object.values(byParty(changeAt(found, 'policy.settlement.surplus.uses.incentive').money) ?? {})).toEqual([0, 0, 0, 0]);
    const untried = comparisonOf(baseline, onBaseline('set: {policy.advance.share: 90%, policy.reserves.riskAdjustment.share: 6%}'), 1);
    const money = untried.changes.map((one) => one.money !== null);
    expect(money.toSorted()).toEqual([false, true]);
    expect(untried.changes.map(({ alone }) => alone).toSorted()).toEqual(['moves', 'untried']);
    const stopped = comparisonOf(baseline, onBaseline('years: 2025\nthrough: 2025-06'));
    expect(stopped.changes.map((one) => byParty(one.money)).filter((one) => one !== null && Object.keys(one).length === 0)).toEqual([]);
  });
});

describe('the table of clauses and money', () => {
  const other = { ...shipped('shenzhen-2014'), letter: 'B', name: 'shenzhen-2014' };
  const citations = new Map([['shenzhen-2014', { title: '深圳办法', status: 'in-force', clauses: [] }]]);
  const comparison = comparisonOf(baseline, other);
  const between = { before: baseline, after: other, citations };

  it('has a row for each parameter with the clause before and after, and one of all together', () => {
    const { columns, rows } = clauseTable({ ...other, comparison }, between, yuanGrouped, true);
    expect(columns.map(({ words }) => words.zh)).toEqual([
      '路径',
      '名称',
      '原值',
      '原条款',
      '新值',
      '新条款',
      '基金',
      '东部医共体',
      '西部医共体',
      '北部医共体',
      '资金去向（不另计得失）',
    ]);
    const share = rows.find(({ cells }) => cells[0] === 'policy.advance.share')?.cells ?? [];
    expect(share.slice(2, 6).map((cell) => (cell as { zh: string }).zh)).toEqual([
      '95%',
      '假设：手册五（二）1规定按月预付，未给比例；假定预付95%，其余留到年终清算',
      '97%',
      '《深圳办法》月度支付，2026-11-22 核对',
    ]);
    // Advances move cash, nobody's money.
    expect(share.slice(6)).toEqual([{ fen: 0 }, { fen: 0 }, { fen: 0 }, { fen: 0 }, null]);
    const total = rows.at(-1);
    expect(total?.isTotal).toBe(true);
    expect(total?.cells.slice(6, -1)).toEqual(
      [null, 'east', 'west', 'north'].map((id) => ({ fen: comparison.gains?.parties.find(({ alliance }) => alliance === id)?.gain })),
    );
  });

  it('tells where money goes that is in nobody’s gain by itself, and has no such column where nothing of it moves', () => {
    const uses = comparison.gains?.beside.map(({ id }) => id);
    expect(uses).toContain('uses.incentive');
    const total = clauseTable({ ...other, comparison }, between, yuanGrouped)
      .rows.at(-1)
      ?.cells.at(-1) as { zh: string };
    for (const { words, difference } of comparison.gains?.beside ?? []) {
      expect(total.zh).toContain(`${words.zh} ${difference > 0 ? '+' : ''}${yuanGrouped(difference)}`);
    }
    const still = onBaseline('set: {policy.advance.share: 90%}');
    const { columns, notes } = clauseTable(
      { ...still, letter: 'B', name: 'still', comparison: comparisonOf(baseline, still) },
      between,
      yuanGrouped,
    );
    expect([columns.at(-1)?.words.zh, notes.length]).toEqual(['北部医共体', 1]);
  });

  it('on a screen puts value and clause together', () => {
    const { columns, rows } = clauseTable({ ...other, comparison }, between, yuanGrouped);
    expect(columns.length).toBe(8);
    expect(rows[0]?.cells[2]).toMatchObject({ zh: expect.stringContaining('（《深圳办法》') });
  });
});
