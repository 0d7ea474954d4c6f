// Which figures there are: those of the chain always, those of R9's variants and of R10–R13 where the policy of some year uses them.
import { describe, expect, it } from 'vitest';
import type { Variant } from '../reference/variants.ts';
import { everAt, field, type Written } from '../reference/written.ts';
import { onRuns, onVariants, rowsAt, type Year, yearsOf } from './counties.ts';

/** What there was before R9, by what of a year must have been played. */
const CHAIN = {
  budget: ['financing', 'reserves', 'quotaPool', 'pool', 'alliances'],
  months: ['balances', 'timeGone'],
};
const POOL = {
  budget: ['opening', 'riskOpening'],
  months: ['noneSpending', 'cash'],
  settled: ['closing', 'riskClosing', 'outflow', 'payableMonths', 'fundClosing', 'uncovered'],
};
const ALLIANCE = {
  budget: ['quota', 'byInsured', 'byHistory'],
  months:
    'adjustments adjustedQuota expenditure own cross other offCounty deductions deposit advances remitted reviewFlags reviewFactors executionRates progress cash cashGap crossIn netCross hospitalCash'.split(
      ' ',
    ),
  settled:
    'surplus overspend balance retained toPool poolShare funded borne uses depositReturned depositWithheld entitlement finalPayment retainedBalance'.split(
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
  ['inside', 'settled', (p) => has(p, 'inside', 'distribution') || has(p, 'inside', 'overspend')],
  ['publicHealth', 'budget', (p) => has(p, 'publicHealth')],
  ['indicators', 'months', monitors],
  ['indicatorNumbers', 'months', (p) => tells(p, 'indicators', 'alliance', 'number')],
  ['targets', 'months', (p) => tells(p, 'targets', 'alliance')],
];

/** The same of figures of the county beside those of the chain; `institutions` and `payment` go by what each tells. */
const COUNTY: readonly (readonly [string, Stage, (policy: Written) => boolean])[] = [
  ['quotaUnallotted', 'budget', (p) => has(p, 'quota', 'limits')],
  ['procurement', 'settled', (p) => has(p, 'procurement')],
  ['grants', 'months', (p) => has(p, 'grants')],
  ['indicators', 'months', monitors],
  ['indicatorNumbers', 'months', (p) => tells(p, 'indicators', 'county', 'number')],
  ['targets', 'months', (p) => tells(p, 'targets', 'county')],
];

const PUBLIC_HEALTH = { budget: ['total'], months: ['prepaid', 'villageDoctors', 'balance'], settled: ['yearEnd'] };

/** R10: what a member is told; the rest only where there is any of it. */
const MEMBER = { months: ['own', 'cross', 'due', 'paid', 'arrears', 'arrearsByAge'], settled: ['finalPaid'] };

const has = (policy: Written, ...path: string[]) => field(policy, ...path) !== null;
const says = (policy: Written, word: string, ...path: string[]) => everAt(policy, ...path).includes(word);

function holdsUses(policy: Written): boolean {
  return everAt(policy, 'settlement', 'surplus', 'uses').some(
    (uses) => uses instanceof Map && [...uses.keys()].some((use) => everAt(uses, use, 'heldBy').includes('pool')),
  );
}

function monitors(policy: Written): boolean {
  return has(policy, 'targets') || has(policy, 'indicators');
}

/** Some target or own indicator is of a scope, which is the county unless it says otherwise. */
function tells(policy: Written, list: string, scope: string, unit?: string): boolean {
  return rowsAt(policy, list).some((row) => (row.get('scope') ?? 'county') === scope && (unit === undefined || row.get('unit') === unit));
}

/** Ids of the grants of which an institution, an alliance, or each of a level is a payee: looked up in this order. */
function grantsOf(tree: Written, holder: Map<string, Written>, list: 'institutions' | 'alliances'): string[] {
  const ids = (of: string) => rowsAt(tree, 'county', of).map((row) => row.get('id'));
  return rowsAt(tree, 'policy', 'grants')
    .filter((grant) => {
      const payee = grant.get('payee') ?? '';
      if (ids('institutions').includes(payee)) return list === 'institutions' && payee === holder.get('id');
      if (ids('alliances').includes(payee)) return list === 'alliances' && payee === holder.get('id');
      if (payee === 'alliances') return list === 'alliances';
      return list === 'institutions' && holder.has('alliance') && holder.get('level') === payee;
    })
    .map((grant) => String(grant.get('id')));
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
        for (const row of rowsAt(tree, 'county', 'alliances')) {
          const a = String(row.get('id'));
          const grants = isReached(year, 'months') ? grantsOf(tree, row, 'alliances') : [];
          const all = [...keysOf(year, ALLIANCE), ...more, ...(grants.length > 0 ? ['grants'] : [])];
          expect(keysAt(year, 'alliances', a)).toEqual(sorted(all));
          expect(keysAt(year, 'alliances', a, 'grants')).toEqual(sorted(grants));
        }
        const county = COUNTY.flatMap(([key, stage, isUsed]) => (isReached(year, stage) && isUsed(policy) ? [key] : []));
        const told = ['institutions', 'payment'].filter((key) => year.has(key));
        expect(keysAt(year)).toEqual(sorted([...keysOf(year, CHAIN), ...county, ...told]));
        const uses = (key: string) => used.some(([one]) => one === key);
        expect([year.has('pool', 'heldUses'), year.has('pool', 'receivable')]).toEqual(
          ['heldByPool', 'receivable'].map((key) => year.settled && uses(key)),
        );
      }
    });
    for (const [key, count] of seen) expect([key, count > 5]).toEqual([key, true]);
  });

  it('of members, procurement and grants are told of the institutions that have any, and of no others', () => {
    const seen = { member: 0, procurement: 0, grants: 0, nothing: 0, distribution: 0, borne: 0, public: 0 };
    const tally = (key: keyof typeof seen, found: boolean) => {
      if (found) seen[key] += 1;
    };
    onRuns(220, (run, tree) => {
      const policy = field(tree, 'policy');
      for (const year of yearsOf(run)) {
        for (const row of rowsAt(tree, 'county', 'institutions')) {
          const id = String(row.get('id'));
          const at = (...path: string[]) => keysAt(year, 'institutions', id, ...path);
          const isMember = has(policy, 'inside') && row.has('alliance');
          const isProcured = (one: Map<string, Written>) => one.get('institution') === id && one.get('year') === year.name;
          const procured = year.settled && has(policy, 'procurement') && rowsAt(tree, 'county', 'procurement').some(isProcured);
          const grants = isReached(year, 'months') ? grantsOf(tree, row, 'institutions') : [];
          expect(at('grants')).toEqual(sorted(grants));
          expect(at('procurement')).toEqual(procured ? ['base', 'budget', 'retained', 'spent'] : []);
          const split = ['distribution', 'overspend'].map((key) => year.settled && has(policy, 'inside', key));
          const shares = [...(split[0] ? ['share', 'heldBack'] : []), ...(split[1] ? ['borne'] : [])];
          const maybe = new Set(['budget', 'deductions', ...(split[0] ? ['named'] : [])]);
          const sure = at('member').filter((key) => !maybe.has(key));
          expect(sure).toEqual(isMember ? sorted([...keysOf(year, MEMBER), ...(isReached(year, 'months') ? shares : [])]) : []);
          tally('member', sure.length > 0);
          tally('procurement', procured);
          tally('grants', grants.length > 0);
          tally('nothing', !year.has('institutions', id));
        }
        for (const a of year.alliances) {
          const split = ['distribution', 'overspend'].map((key) => year.settled && has(policy, 'inside', key));
          const inside = [...(split[0] ? ['distributed', 'tiers', 'heldBack'] : []), ...(split[1] ? ['borneTiers'] : [])];
          expect(keysAt(year, 'alliances', a, 'inside')).toEqual(sorted(inside));
          const health = has(policy, 'publicHealth') ? keysOf(year, PUBLIC_HEALTH) : [];
          expect(keysAt(year, 'alliances', a, 'publicHealth')).toEqual(sorted(health));
          tally('distribution', split[0] === true);
          tally('borne', split[1] === true);
          tally('public', health.length > 0);
        }
      }
    });
    for (const [key, count] of Object.entries(seen)) expect([key, count > 20]).toEqual([key, true]);
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
