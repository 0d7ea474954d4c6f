// Each scenario stands beside its golden figures, `<name>.figures.json`: what `shapan run --json` prints. They are made by the
// reference, never by the product; UPDATE=1 (npm run golden) writes them anew.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FigureTree, figureTree, type PrintedFigure } from '../../src/figures/catalogue.ts';
import { play } from '../../src/year/play.ts';
import type { Figures } from '../reference/reference.ts';
import { readFrom, referenceFigures, ROOT, scenariosIn, shipped } from './scenarios.ts';

const names = scenariosIn('scenarios');
const file = (name: string) => join(ROOT, 'scenarios', name);
const golden = (name: string): Figures => JSON.parse(readFileSync(file(`${name}.figures.json`), 'utf8'));

/** Figures of the product as JSON has them. */
function json(figures: FigureTree | PrintedFigure): unknown {
  return figures instanceof Map ? Object.fromEntries([...figures].map(([key, value]) => [key, json(value)])) : figures;
}

/** JSON with each list on a line of its own, so that a changed figure is a changed line. */
function printed(figures: Figures): string {
  const text = JSON.stringify(figures, null, 1);
  return `${text.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s*\n\s*/g, ' '))}\n`;
}

/** Paths at which two trees of figures differ. */
function differences(a: unknown, b: unknown, path = ''): string[] {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a)) {
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differences((a as Figures)[key], (b as Figures)[key], `${path}.${key}`));
}

describe('golden figures', () => {
  it('are of at least a dozen scenarios, and none is left of a scenario that is gone', () => {
    const there = readdirSync(join(ROOT, 'scenarios')).filter((name) => name.endsWith('.figures.json'));
    if (process.env.UPDATE !== '1') expect(there.map((name) => name.slice(0, -'.figures.json'.length)).sort()).toEqual(names);
    expect(names.length).toBeGreaterThanOrEqual(12);
  });

  describe.each(names)('%s', (name) => {
    const { read, run } = shipped(name);
    const figures = json(figureTree(run));

    it('are what the reference computes', () => {
      const computed = referenceFigures(read);
      if (process.env.UPDATE === '1') writeFileSync(file(`${name}.figures.json`), printed(computed));
      expect(golden(name)).toEqual(computed);
      expect(readFileSync(file(`${name}.figures.json`), 'utf8')).toBe(printed(computed));
    });

    it('are what the product computes, no figure more or less', () => {
      expect(figures).toEqual(golden(name));
    });
  });

  it('notice a single fen', () => {
    const changed = structuredClone(golden('baseline')) as { 2025: { pool: Figures } };
    changed[2025].pool.closing = `${String(changed[2025].pool.closing).slice(0, -1)}x`;
    expect(differences(changed, golden('baseline'))).toEqual(['.2025.pool.closing']);
  });
});

describe('variants of the baseline', () => {
  const variants = names.filter((name) => /^extends: baseline\.yaml$/m.test(readFileSync(file(`${name}.yaml`), 'utf8')));
  /** Figures that each must move: what its title asks about. */
  const moves: Readonly<Record<string, RegExp>> = {
    'advance-90': /\.cashGap$/,
    'award-bands': /\.retained$/,
    'baseline-full': /\.expenditure$/,
    'bed-day': /\.institutions$/,
    'bed-grants': /\.grants$/,
    capitation: /\.institutions$/,
    'day-surgery-per-case': /\.institutions$/,
    'deposit-from-advance': /\.depositHeld$/,
    'dip-floating': /\.payment$/,
    'drg-fixed': /\.institutions$/,
    'fujian-2001': /\.depositReturned$/,
    'guangdong-2025': /\.quotaPool$/,
    'guizhou-full': /\.targets$/,
    'guizhou-village-doctors': /\.grants$/,
    'hainan-full': /\.uses\.(pilots|relief)$/,
    'henan-full': /\.publicHealth$/,
    'inpatient-65': /\.offCounty$/,
    instalments: /\.recovered$/,
    'insured-down-3': /\.financing\.total$/,
    'kizilsu-dip': /\.targets$/,
    'member-statements': /\.institutions$/,
    negotiated: /\.negotiatedChange$/,
    'ningbo-score-shift': /\.borne$/,
    'off-county-20': /\.offCounty$/,
    'off-county-tiers': /\.remitted$/,
    'overspend-own': /\.borne$/,
    'pay-total': /\.inside$/,
    'pool-held-use': /\.heldByPool$/,
    'prepayment-gate': /\.prepayment$/,
    'price-rise': /\.expenditure$/,
    'procurement-retention': /\.procurement$/,
    'public-health': /\.publicHealth$/,
    'quota-by-history': /\.quota$/,
    'quota-by-service': /\.byService$/,
    'quota-limits': /\.limitChange$/,
    revolving: /\.revolving$/,
    'risk-fund-8': /\.riskAdjustment$/,
    'shanghai-plan': /\.payment$/,
    'shenzhen-2014': /\.borne$/,
    'sixty-forty': /\.uses\.incentive$/,
    'strict-assessment': /\.retained$/,
    'subsidy-frozen': /\.financing\.subsidy$/,
    'suzhou-2004': /\.borne$/,
    'tcm-per-case': /\.institutions$/,
    'thirty-seventy': /\.uses\.development$/,
    'thirty-seventy-whole': /\.retained$/,
    'winter-epidemic': /\.expenditure$/,
    'without-package': /\.toPool$/,
    'wuhan-special-fund': /\.targets$/,
    'yibin-targets': /\.targets$/,
    yuanmou: /\.cashGap$/,
    'yuanmou-631': /\.inside$/,
    'yuanmou-631-deficit': /\.inside$/,
  };

  it('are all named here', () => expect(Object.keys(moves)).toEqual(variants));

  it.each(variants)('%s is three to ten lines on top', (name) => {
    const lines = readFileSync(file(`${name}.yaml`), 'utf8').split('\n');
    const said = lines.filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
    expect(said.length).toBeGreaterThanOrEqual(3);
    expect(said.length).toBeLessThanOrEqual(10);
  });

  it.each(variants)('%s moves what its title asks about', (name) => {
    const changed = differences(golden('baseline'), golden(name));
    expect(changed.filter((path) => moves[name]?.test(path))).not.toEqual([]);
    expect(readFrom(file(`${name}.yaml`)).report.problems.map(({ code }) => code)).not.toContain('set-no-effect');
  });

  it('sixty-forty differs from thirty-seventy in the uses and what follows from them only', () => {
    const changed = differences(golden('thirty-seventy'), golden('sixty-forty'));
    expect(changed.filter((path) => !/\.(uses|retainedBalance)\./.test(path))).toEqual([]);
    expect(changed.length).toBeGreaterThan(0);
  });

  it('strict-assessment and overspend-own leave the quotas of the first year alone', () => {
    for (const name of ['strict-assessment', 'overspend-own', 'advance-90', 'thirty-seventy']) {
      expect(differences(golden('baseline'), golden(name)).filter((path) => /^\.2025\..*\.?(quota|quotaPool|byInsured|byHistory)$/.test(path))).toEqual([]);
    }
  });
});
