// What changes and items of figures are called, in words that mean what they mean where they stand.

import { expect, it } from 'vitest';
import { figureAt, itemWords } from '../../src/figures/catalogue.ts';
import { inYuan, valueText } from '../../src/report/compareChanges.ts';
import { changesOf, pathOf } from '../../src/study/changes.ts';
import { shipped } from '../golden/scenarios.ts';

const baseline = shipped('baseline');

function newValue(scenario: string, path: string): string {
  const change = changesOf(baseline.read, shipped(scenario).read).find((one) => pathOf(one) === path);
  return change === undefined ? '' : valueText(change, 'after', 'zh', inYuan('zh'));
}

it('tiers of members weigh, levels are levels, and places have their names', () => {
  expect(newValue('yuanmou-631', 'policy.inside')).toContain('层级权重（县级 6，乡级 3，村级 1）');
  expect(newValue('dip-floating', 'policy.payment')).toContain('机构系数（县级 1，乡级 0.95）');
  expect(newValue('off-county-20', 'shocks.0')).toContain('就医地 县域外');
});

it('items of figures are months, times and uses', () => {
  const item = (path: string) => {
    const found = figureAt(baseline.run, path);
    return found === null ? null : itemWords(found);
  };
  expect(item('2025.alliances.east.cash.12')).toEqual({ zh: '12月', en: 'month 12' });
  expect(item('2025.alliances.east.uses.incentive')?.zh).toBe('激励');
  expect(item('2025.alliances.east.quota')).toBeNull();
});
