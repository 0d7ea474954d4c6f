// What the documents forbid and ask for, on the county that has everything they go by.

import { describe, expect, it } from 'vitest';
import { findings } from '../../src/checks/findings.ts';
import { figureAt } from '../../src/figures/catalogue.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { Files } from '../../src/shell/files.ts';
import { readScenario } from '../../src/written/read.ts';
import { type Played, play } from '../../src/year/play.ts';
import { scenariosIn, shipped } from '../golden/scenarios.ts';

/** A policy of the seeds with some text over it, on the full county. */
function playing(policy: string, text: string): Played {
  const files = new Files();
  const written = `policy:\n  extends: ${policy}\n${text}\ncounty: example-full\nyears: [2025, 2026]\n`;
  return play(readScenario(sourceOf('made.yaml', written), files));
}

function amount(run: Played, path: string): number {
  const value = figureAt(run, path)?.value;
  if (typeof value !== 'number') throw new Error(path);
  return value;
}

describe('克州 二（五）5: retained funds must not be linked to departments or persons', () => {
  const share = (kind: string) => `named: [{id: one, title: 骨科, institution: county-hospital, kind: ${kind}, share: 10%}]`;
  const refusal = (kind: string, more = '') => {
    try {
      playing('kizilsu-2022', `  inside:\n    distribution: {${share(kind)}}\n${more}`);
      return [];
    } catch (error) {
      if (!(error instanceof InputProblems)) throw error;
      return [...new Set(error.problems.filter(({ grade }) => grade === 'error').map(({ code }) => code))];
    }
  };

  it.each(['department', 'person'])('a distribution that names a %s is refused', (kind) => {
    expect(refusal(kind)).toEqual(['link-forbidden']);
  });

  it('where nothing is forbidden it is not', () => {
    expect(refusal('department', '    forbid: []')).toEqual([]);
  });
});

describe('the policies of the documents', () => {
  it('leave no error among the findings of any scenario', () => {
    for (const name of scenariosIn('scenarios')) {
      const { read, run } = shipped(name);
      const errors = [...findings(run, read), ...read.report.problems].filter(({ grade }) => grade === 'error');
      expect(
        errors.map(({ code, path }) => `${code} ${path}`),
        name,
      ).toEqual([]);
    }
  });

  it('贵州 四（十三）: 200 yuan a village doctor and month, from 2022, and nothing before', () => {
    const terms = 'id: village, purpose: 村医补助, payee: village, perHead: 200元, of: villageDoctors, monthly: yes';
    const grant = (from: number) => playing('henan-2021', `  grants: [{${terms}, from: ${from}}]`);
    const run = grant(2022);
    const doctors = run.plan.institutions.reduce((sum, one, i) => {
      const { villageDoctors } = run.plan.years[0]?.facts[i] ?? { villageDoctors: 0 };
      return sum + (one.level === 'village' && one.alliance >= 0 ? (villageDoctors ?? 0) : 0);
    }, 0);
    expect(doctors).toBeGreaterThan(0);
    expect(amount(run, '2025.grants.paid.village')).toBe(doctors * 20_000 * 12);
    expect(amount(grant(2026), '2025.grants.paid.village')).toBe(0);
  });

  it('武汉 篇4: 1亿元 that grows by a tenth a year, apportioned to the fen', () => {
    const run = shipped('wuhan-special-fund').run;
    const paid = [2025, 2026, 2027].map((year) => amount(run, `${year}.grants.paid.special-fund`));
    expect(paid).toEqual([1_210_000_000_000 / 100, 1_331_000_000_000 / 100, 1_464_100_000_000 / 100]);
  });

  it('元谋: what is distributed splits 6:3:1, to the fen, in every year and alliance', () => {
    const run = shipped('yuanmou-631').run;
    let distributed = 0;
    for (const { year } of run.plan.years) {
      for (const { id } of run.plan.alliances) {
        const all = amount(run, `${year}.alliances.${id}.inside.distributed`);
        const tiers = figureAt(run, `${year}.alliances.${id}.inside.tiers`)?.value as ReadonlyMap<string, number>;
        expect([...tiers.values()].reduce((a, b) => a + b, 0)).toBe(all);
        for (const [level, weight] of [
          ['county', 6],
          ['township', 3],
          ['village', 1],
        ] as const) {
          expect(Math.abs((tiers.get(level) ?? 0) - (all * weight) / 10)).toBeLessThan(1);
        }
        distributed += all;
      }
    }
    expect(distributed).toBeGreaterThan(0);
  });
});
