// A county as small as can be, for one rule at a time: one to three alliances, one service, plain numbers.

import { figureAt } from '../../src/figures/catalogue.ts';
import type { FigureValue } from '../../src/figures/figure.ts';
import { yuan } from '../../src/money/display.ts';
import { fen } from '../../src/money/fen.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { readScenario } from '../../src/written/read.ts';
import { type Played, play } from '../../src/year/play.ts';

const TINY = `
years: 2025
policy:
  financing: {individual: 400元, subsidy: 700.5元}
  reserves:
    riskAdjustment: {share: 5%}
    qualityDeposit: {share: 2%}
  quota: {byInsured: 100%, byHistory: 0%}
  review: [{upTo: 90%, advance: 80%, flag: under}, {upTo: 105%, advance: 100%}, {advance: 120%, flag: over}]
  settlement:
    surplus: {retention: [{score: 60, share: 50%}], uses: {incentive: 30%, development: 70%}}
    overspend: {bands: [{upTo: 5%, pool: 60%}]}
    deposit: {returned: [{score: 60, share: 100%}]}
county:
  pool: {balance: 1000元, riskAdjustment: 0元}
  alliances: [{id: a, insured: 100, score: 80}]
  institutions: [{id: h, alliance: a}, {id: far, kind: off-county}]
  activity:
    - {year: 2024, home: a, institution: h, service: s, fund: 90000}
    - {year: 2024, home: a, institution: far, service: s, fund: 12000}
  growth: {s: 0%}
`;

/** Plays TINY with some of its text replaced. */
export function tiny(...changes: readonly (readonly [string, string])[]): Played {
  let text = TINY;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the tiny county does not say: ${from}`);
    text = text.replace(from, to);
  }
  return play(readScenario(sourceOf('tiny.yaml', text)));
}

/** A figure as printed: yuan with two decimals, or as it is. */
export function shown(run: Played, path: string): unknown {
  const at = figureAt(run, path);
  if (at === null) throw new Error(`no figure ${path}`);
  const one = (value: FigureValue): unknown => (at.figure.unit === 'amount' && typeof value === 'number' ? yuan(fen(value)) : value);
  return Array.isArray(at.value) ? at.value.map(one) : one(at.value);
}

/** The codes of what is wrong with TINY so changed. */
export function refusedWith(...changes: readonly (readonly [string, string])[]): string[] {
  try {
    tiny(...changes);
  } catch (error) {
    if (error instanceof InputProblems) return error.problems.filter((p) => p.grade === 'error').map((p) => p.code);
    throw error;
  }
  return [];
}
