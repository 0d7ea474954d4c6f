// An explanation must not say another sum than the figure's: where a derivation says that its parts add up, they do; no
// figure lacks a derivation, and none leads to a figure that is not there.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIGURES, figureAt } from '../../src/figures/catalogue.ts';
import { closeOf } from '../../src/figures/close.ts';
import type { Derivation } from '../../src/figures/derivation.ts';
import { explain } from '../../src/figures/explain.ts';
import type { FigureValue } from '../../src/figures/figure.ts';
import { ruleOf } from '../../src/figures/ruleOf.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { type Read, readScenario } from '../../src/written/read.ts';
import { type Played, play } from '../../src/year/play.ts';
import { randomScenario } from '../reference/random.ts';
import { targets } from '../reference/targeted.ts';
import { withValue, yamlOf } from '../reference/writing.ts';
import { soaked } from '../soak.ts';
import { EVERY_VARIANT } from './everyVariant.ts';

/** Figures that are sums of other figures and of nothing else, or of these and of amounts that stand beside. */
const COUNTY_SUMS = [
  'financing.total',
  'quotaPool',
  'quotaUnallotted',
  'pool.opening',
  'pool.closing',
  'pool.riskClosing',
  'pool.outflow',
  'pool.noneSpending',
  'pool.fundClosing',
  'pool.heldUses',
  'pool.receivable',
  'payment.fundTotal',
  'procurement.paid',
];
const ALLIANCE_SUMS = [
  'quota',
  'computedQuota',
  'limitChange',
  'adjustments',
  'adjustedQuota',
  'expenditure',
  'own',
  'cross',
  'other',
  'offCounty',
  'deductions',
  'trueUp',
  'toPool',
  'borne',
  'heldByPool',
  'depositHeld',
  'poolShare',
  'advances',
  'receivable',
  'entitlement',
  'finalPayment',
  'depositWithheld',
  'crossIn',
  'netCross',
  'inside.distributed',
  'inside.heldBack',
  'publicHealth.balance',
];
const INSTITUTION_SUMS = [
  'fund',
  'patientPaid',
  'cost',
  'gain',
  'prepaid',
  'trueUp',
  'capitation',
  'elsewhere',
  'signingFee',
  'member.own',
  'member.cross',
  'member.arrears',
];
const SUMS = new Set([
  ...COUNTY_SUMS.map((id) => `county/${id}`),
  ...ALLIANCE_SUMS.map((id) => `alliance/${id}`),
  ...INSTITUTION_SUMS.map((id) => `institution/${id}`),
]);

function amountOf(value: FigureValue): number {
  if (value instanceof Map) return [...value.values()].reduce((sum, item) => sum + item, 0);
  if (Array.isArray(value)) return (value as number[]).reduce((sum, item) => sum + item, 0);
  return value as number;
}

function sumOfParts(run: Played, { parts }: Derivation): number {
  return parts.reduce((sum, part) => {
    if (part.kind === 'policy' || part.adds === 0) return sum;
    return sum + (part.kind === 'step' ? part.adds : part.adds * amountOf(figureAt(run, part.path)?.value ?? Number.NaN));
  }, 0);
}

/** Every figure that a run has, with the items of those that are lists or maps. */
function* figuresOf(run: Played): Generator<{ readonly id: string; readonly path: string; readonly value: FigureValue }> {
  const { plan } = run;
  for (const { year } of plan.years) {
    for (const { id, scope } of FIGURES) {
      const parties =
        scope === 'county' ? [''] : (scope === 'alliance' ? plan.alliances : plan.institutions).map((party) => `${scope}s.${party.id}.`);
      for (const party of parties) {
        const path = `${year}.${party}${id}`;
        const value = figureAt(run, path)?.value;
        if (value === undefined) continue;
        yield { id: `${scope}/${id}`, path, value };
        const items = value instanceof Map ? [...value] : Array.isArray(value) ? monthsAmong(value) : [];
        for (const [key, item] of items) yield { id: `${scope}/${id}`, path: `${path}.${key}`, value: item as FigureValue };
      }
    }
  }
}

/** Enough of a list to tell: its first quarter (all of the three reviews), a month of the second half and the last. */
function monthsAmong(list: readonly FigureValue[]): (readonly [number, FigureValue])[] {
  const all = [...list.entries()].map(([i, item]) => [i + 1, item] as const);
  return all.filter(([month]) => month <= 3 || month === 7 || month === list.length);
}

const isNothing = (value: FigureValue) =>
  (value instanceof Map ? [...value.values()] : [value].flat()).every((item) => item === 0 || item === null);

/** What is wrong with the derivations of a run; `seen` gathers the figures that were explained. */
function faultsOf(run: Played, policy: Read['scenario']['policy'], seen: Set<string>): string[] {
  const faults: string[] = [];
  for (const { id, path, value } of figuresOf(run)) {
    const [first] = explain(run, policy, path, 1);
    if (first === undefined || first.path !== path) {
      faults.push(`${path}: no derivation`);
      continue;
    }
    const { derivation } = first;
    const isWhole = path.endsWith(id.slice(id.indexOf('/') + 1));
    seen.add(id);
    if (derivation.formula.zh.trim() === '' || derivation.formula.en.trim() === '') faults.push(`${path}: no formula`);
    if (derivation.parts.length === 0 && !isNothing(value) && id !== 'county/timeGone') faults.push(`${path}: made of nothing`);
    for (const part of derivation.parts) {
      if (part.kind === 'figure' && figureAt(run, part.path) === null) faults.push(`${path}: leads to ${part.path}, which is not there`);
    }
    if (derivation.isSum && sumOfParts(run, derivation) !== amountOf(value)) {
      faults.push(`${path}: is ${amountOf(value)}, its parts add up to ${sumOfParts(run, derivation)}`);
    }
    const isPlainQuotaPool = id !== 'county/quotaPool' || run.plan.years.every(({ rules }) => rules.expenditureBase === null);
    if (SUMS.has(id) && isWhole && isPlainQuotaPool && !derivation.isSum) faults.push(`${path}: does not say that it is a sum`);
  }
  return faults;
}

/** A scenario played, or null where its rules refuse it. */
function played(text: string, close: Parameters<typeof play>[1] = null): { readonly read: Read; readonly run: Played } | null {
  try {
    const read = readScenario(sourceOf('random.yaml', text));
    return { read, run: play(read, close) };
  } catch (error) {
    if (error instanceof InputProblems) return null;
    throw error;
  }
}

describe.each(['01-two-alliances-one-year.yaml', '02-three-years-shock-review.yaml', '03-odd-fen.yaml', '04-rare-branches.yaml'])(
  'derivations of %s',
  (name) => {
    it('add up, and none is missing', () => {
      const read = readScenario(sourceOf(name, readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8')));
      expect(faultsOf(play(read), read.scenario.policy, new Set())).toEqual([]);
    });
  },
);

describe('derivations of variants', () => {
  it('add up where all are used together, and every figure of the catalogue is there', () => {
    const read = readScenario(sourceOf('every-variant.yaml', EVERY_VARIANT));
    const run = play(read);
    const seen = new Set<string>();
    expect(faultsOf(run, read.scenario.policy, seen)).toEqual([]);
    expect(FIGURES.map(({ scope, id }) => `${scope}/${id}`).filter((id) => !seen.has(id))).toEqual([]);
  });

  it('add up in random counties, and in those that go on from a close', { timeout: 600_000 }, () => {
    const faults: string[] = [];
    let runs = 0;
    let goneOn = 0;
    const trees = [
      ...Array.from({ length: soaked(80) }, (_, seed) => [`seed ${seed}`, randomScenario(seed)] as const),
      ...Object.entries(targets).map(([name, target]) => [name, target(1)] as const),
    ];
    for (const [name, tree] of trees) {
      const first = played(yamlOf(tree));
      if (first === null) continue;
      runs += 1;
      faults.push(...faultsOf(first.run, first.read.scenario.policy, new Set()).map((fault) => `${name}: ${fault}`));
      const { years } = first.run.plan;
      const last = years.at(-1)?.year ?? 0;
      if (years.length === 1 || years[0]?.settles !== true) continue;
      const later = withValue(tree, ['years'], [String((years[0]?.year ?? 0) + 1), String(last)]);
      const second = played(yamlOf(later), closeOf(first.run, 0));
      if (second === null) continue;
      goneOn += 1;
      faults.push(...faultsOf(second.run, second.read.scenario.policy, new Set()).map((fault) => `${name}, from a close: ${fault}`));
    }
    expect(faults.slice(0, 20)).toEqual([]);
    expect(runs).toBeGreaterThan(100);
    expect(goneOn).toBeGreaterThan(20);
  });
});

describe('the rule behind a path', () => {
  it.each([
    ['2025.quotaPool', 'R2'],
    ['2025.payment.pointValue.inpatient', 'R9'],
    ['2025.alliances.a.advances', 'R5'],
    ['2025.alliances.a.byService', 'R3'],
    ['2025.institutions.h.gain.inpatient', 'R9'],
    ['2025.institutions.h.quota', ''],
  ])('%s is %s', (path, rule) => expect(ruleOf(path.split('.'))).toBe(rule));
});
