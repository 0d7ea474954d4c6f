// An explanation must not say another sum than the figure's: where a derivation adds other figures up, they add up to it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figureAt } from '../../src/figures/catalogue.ts';
import { explain } from '../../src/figures/explain.ts';
import type { FigureValue } from '../../src/figures/figure.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { readScenario } from '../../src/written/read.ts';
import { type Played, play } from '../../src/year/play.ts';

/** Figures that are sums of other figures and of nothing else. */
const COUNTY_SUMS = ['financing.total', 'quotaPool', 'pool.closing', 'pool.riskClosing', 'pool.outflow'];
const ALLIANCE_SUMS = [
  'quota',
  'adjustedQuota',
  'expenditure',
  'toPool',
  'borne',
  'entitlement',
  'finalPayment',
  'depositWithheld',
  'netCross',
];

function amountOf(value: FigureValue): number {
  if (value instanceof Map) return [...value.values()].reduce((sum, item) => sum + item, 0);
  if (Array.isArray(value)) return (value as number[]).reduce((sum, item) => sum + item, 0);
  return value as number;
}

function sumOfParts(run: Played, policy: Parameters<typeof explain>[1], path: string): number {
  const [first] = explain(run, policy, path, 1);
  if (first === undefined) throw new Error(`no derivation of ${path}`);
  return first.derivation.parts.reduce((sum, part) => {
    if (part.kind !== 'figure') return sum;
    const at = figureAt(run, part.path);
    return at === null ? sum : sum + (part.sign === '−' ? -1 : 1) * amountOf(at.value);
  }, 0);
}

describe.each(['02-three-years-shock-review.yaml', '04-rare-branches.yaml'])('derivations of %s', (name) => {
  const read = readScenario(sourceOf(name, readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8')));
  const run = play(read);
  const paths = run.plan.years.flatMap(({ year }) => [
    ...COUNTY_SUMS.map((id) => `${year}.${id}`),
    ...run.plan.alliances.flatMap(({ id }) => ALLIANCE_SUMS.map((figure) => `${year}.alliances.${id}.${figure}`)),
  ]);
  it.each(paths)('%s is the sum of its parts', (path) => {
    const at = figureAt(run, path);
    expect(sumOfParts(run, read.scenario.policy, path)).toBe(amountOf(at?.value ?? Number.NaN));
  });
});
