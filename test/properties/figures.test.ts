// Which figures there are: those of the chain always, those of a variant of R9 where the policy of some year uses it.
import { describe, expect, it } from 'vitest';
import type { Variant } from '../reference/variants.ts';
import { everAt, field, type Written } from '../reference/written.ts';
import { onRuns, onVariants, type Year, yearsOf } from './counties.ts';

/** What there was before R9, by what of a year must have been played. */
const CHAIN = {
  budget: ['financing', 'reserves', 'quotaPool', 'pool', 'alliances'],
  months: ['balances', 'timeGone'],
};
const POOL = {
  budget: ['opening', 'riskOpening'],
  months: ['noneSpending', 'cash'],
  settled: ['closing', 'riskClosing', 'outflow', 'payableMonths', 'fundClosing'],
};
const ALLIANCE = {
  budget: ['quota', 'byInsured', 'byHistory'],
  months:
    'adjustments adjustedQuota expenditure own cross other offCounty deductions deposit advances remitted reviewFlags reviewFactors executionRates progress cash cashGap crossIn netCross hospitalCash'.split(
      ' ',
    ),
  settled:
    'surplus overspend retained toPool poolShare funded borne uses depositReturned depositWithheld entitlement finalPayment retainedBalance'.split(
      ' ',
    ),
};

type Stage = 'budget' | 'months' | 'settled';

function isReached(year: Year, stage: Stage): boolean {
  return stage === 'budget' || (stage === 'months' ? year.has('pool', 'noneSpending') : year.settled);
}

function keysOf(year: Year, all: Readonly<Partial<Record<Stage, readonly string[]>>>): string[] {
  return (['budget', 'months', 'settled'] as const).flatMap((stage) => (isReached(year, stage) ? (all[stage] ?? []) : []));
}

const sorted = (keys: readonly string[]) => [...keys].sort();
const keysAt = (year: Year, ...path: string[]) => sorted(year.entries(...path).map(([key]) => key));

/** Each figure of a variant, and whether a policy uses it in some year. */
const VARIANT: readonly (readonly [string, Stage, (policy: Written) => boolean])[] = [
  ['byService', 'budget', (p) => has(p, 'quota', 'byService')],
  ['computedQuota', 'budget', (p) => has(p, 'quota', 'limits') || has(p, 'quota', 'negotiated')],
  ['limitChange', 'budget', (p) => has(p, 'quota', 'limits')],
  ['negotiatedChange', 'budget', (p) => has(p, 'quota', 'negotiated')],
  ['depositHeld', 'months', (p) => says(p, 'advance', 'reserves', 'qualityDeposit', 'from')],
  ['revolving', 'months', (p) => has(p, 'advance', 'revolving')],
  ['prepayment', 'months', (p) => has(p, 'advance', 'prepayment')],
  ['cityPaid', 'months', (p) => has(p, 'advance', 'tiers')],
  ['manualPaid', 'months', (p) => has(p, 'advance', 'tiers')],
  ['recovered', 'months', (p) => says(p, 'inFull', 'settlement', 'overspend', 'settle')],
  ['receivable', 'settled', (p) => says(p, 'inFull', 'settlement', 'overspend', 'settle')],
  ['heldByPool', 'settled', holdsUses],
  [
    'fundedByPool',
    'settled',
    (p) =>
      says(p, 'pool', 'settlement', 'overspend', 'uncovered') ||
      has(p, 'settlement', 'overspend', 'minimum') ||
      says(p, 'none', 'settlement', 'package'),
  ],
  ['trueUp', 'settled', (p) => truesUp(p)],
];

const has = (policy: Written, ...path: string[]) => field(policy, ...path) !== null;
const says = (policy: Written, word: string, ...path: string[]) => everAt(policy, ...path).includes(word);

function holdsUses(policy: Written): boolean {
  return everAt(policy, 'settlement', 'surplus', 'uses').some(
    (uses) => uses instanceof Map && [...uses.keys()].some((use) => everAt(uses, use, 'heldBy').includes('pool')),
  );
}

function truesUp(policy: Written): boolean {
  const payment = field(policy, 'payment');
  return [...(payment instanceof Map ? payment.values() : [])].some(
    (one) => one instanceof Map && (has(one, 'floating') || has(one, 'supported', 'pool')),
  );
}

describe('figures', () => {
  it('of a county that says nothing of R9 are those of the chain, and no others', () => {
    const seen = { budget: 0, settled: 0 };
    onVariants(90, [], (run) => {
      for (const year of yearsOf(run)) {
        expect(keysAt(year)).toEqual(sorted(keysOf(year, CHAIN)));
        const december = year.amounts('pool', 'cash').length === 12 ? ['cashDecember'] : [];
        expect(keysAt(year, 'pool')).toEqual(sorted([...keysOf(year, POOL), ...december]));
        for (const a of year.alliances) expect(keysAt(year, 'alliances', a)).toEqual(sorted(keysOf(year, ALLIANCE)));
        seen[year.settled ? 'settled' : 'budget'] += 1;
      }
    });
    expect([seen.settled > 80, seen.budget > 5]).toEqual([true, true]);
  });

  it('of a variant are there just where the policy of some year uses it', () => {
    const seen = new Map(VARIANT.map(([key]) => [key, 0]));
    onRuns(220, (run, tree) => {
      const policy = field(tree, 'policy');
      const used = VARIANT.filter(([, , uses]) => uses(policy));
      for (const [key] of used) seen.set(key, (seen.get(key) ?? 0) + 1);
      for (const year of yearsOf(run)) {
        const more = used.flatMap(([key, stage]) => (isReached(year, stage) ? [key] : []));
        for (const a of year.alliances) expect(keysAt(year, 'alliances', a)).toEqual(sorted([...keysOf(year, ALLIANCE), ...more]));
        const uses = (key: string) => used.some(([one]) => one === key);
        expect(year.has('quotaUnallotted')).toBe(uses('limitChange'));
        expect([year.has('pool', 'heldUses'), year.has('pool', 'receivable')]).toEqual(
          ['heldByPool', 'receivable'].map((key) => year.settled && uses(key)),
        );
      }
    });
    for (const [key, count] of seen) expect([key, count > 5]).toEqual([key, true]);
  });

  it('of institutions and point values are there for services under a method only', () => {
    const methods: readonly Variant[] = ['drg', 'floating', 'capitation', 'perCase'];
    const floating = ['prepaid', 'trueUp'];
    const capitation = ['capitation', 'elsewhere'];
    let [institutions, values] = [0, 0];
    onVariants(70, methods, (run) => {
      for (const year of yearsOf(run)) {
        if (!year.settled) expect([year.has('institutions'), year.has('payment')]).toEqual([false, false]);
        const values13 = keysAt(year, 'payment', 'pointValue');
        for (const key of ['edge', 'subBudget', 'fundTotal']) expect(keysAt(year, 'payment', key)).toEqual(values13);
        values += values13.length;
        for (const [id] of year.entries('institutions')) {
          institutions += 1;
          const services = keysAt(year, 'institutions', id, 'fund');
          for (const key of ['standard', 'patientPaid']) expect(keysAt(year, 'institutions', id, key)).toEqual(services);
          expect(keysAt(year, 'institutions', id, 'gain')).toEqual(keysAt(year, 'institutions', id, 'cost'));
          for (const service of services) {
            const written = year.policy('payment', service);
            const method = written instanceof Map ? year.policy('payment', service, 'method') : written;
            expect(method).not.toBe('feeForService');
            const isFloating = values13.includes(service);
            for (const key of floating) expect(year.has('institutions', id, key, service)).toBe(isFloating);
            if (method !== 'capitation') for (const key of capitation) expect(year.has('institutions', id, key, service)).toBe(false);
          }
        }
      }
    });
    expect([institutions > 60, values > 20]).toEqual([true, true]);
  });
});
