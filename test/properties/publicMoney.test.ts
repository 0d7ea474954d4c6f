// R11, R12: procurement retention and public money in random counties; none of it is the quota's.
import { describe, expect, it } from 'vitest';
import { balances } from '../../src/books/balances.ts';
import type { Run } from '../../src/index.ts';
import { SETTLEMENT } from '../../src/money/calendar.ts';
import { purposeKey } from '../../src/plan/purposes.ts';
import { parseAmount, times, yuan, zero } from '../reference/exact.ts';
import type { Variant } from '../reference/variants.ts';
import { mapping, withValue } from '../reference/writing.ts';
import { factAt, type Written } from '../reference/written.ts';
import {
  everySettledYear,
  figuresWithout,
  onVariants,
  refusalOf,
  rowsAt,
  runOf,
  settledYears,
  sum,
  type Year,
  yearsOf,
} from './counties.ts';

const PROCUREMENT: readonly Variant[] = ['procurement', 'leastCompletion'];
const MONEY: readonly Variant[] = [
  'publicHealth',
  'villageDoctors',
  'grantAmount',
  'grantPerHead',
  'grantPerBed',
  'grantShare',
  'purposeSpending',
];

const most = (a: bigint, b: bigint) => (a > b ? a : b);
const half = { n: 1n, d: 2n };

/** An institution's groups of a year: what they come to, and whose insurance. */
function groupsOf(year: Year, id: string) {
  const read = (figure: string, key: string) => year.fen('institutions', id, 'procurement', figure, key);
  return year.entries('institutions', id, 'procurement', 'base').map(([key]) => {
    const [budget, spent, base, retained] = ['budget', 'spent', 'base', 'retained'].map((figure) => read(figure, key)) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    return { isResident: key.endsWith('/resident'), budget, spent, base, retained };
  });
}

describe('procurement retention', () => {
  it('is at most half of what was saved; the pool pays residents’ and no other', () => {
    const seen = { half: 0, less: 0, lost: 0, employee: 0, paid: 0 };
    onVariants(80, PROCUREMENT, (run) => {
      for (const year of settledYears(run)) {
        let paid = 0n;
        for (const [id] of year.entries('institutions')) {
          for (const { isResident, budget, spent, base, retained } of groupsOf(year, id)) {
            expect(base).toBe(most(0n, budget - spent));
            expect(retained >= 0n && retained <= times(base, half)).toBe(true);
            if (isResident) paid += retained;
            else if (retained > 0n) seen.employee += 1;
            if (base > 0n) seen[retained === times(base, half) ? 'half' : 'less'] += 1;
            if (spent > budget) seen.lost += 1;
          }
        }
        expect(year.fen('procurement', 'paid')).toBe(paid);
        if (paid > 0n) seen.paid += 1;
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  });

  it('is paid by the pool at the close and moves nothing of quota, spending or settlement', () => {
    let seen = 0;
    onVariants(70, PROCUREMENT, (run, tree) => {
      const without = runOf(withValue(tree, ['policy', 'procurement'], undefined));
      if (without === null) throw new Error('refused');
      let behind = 0n;
      for (const [y, year] of yearsOf(run).entries()) {
        const other = yearsOf(without)[y] as Year;
        expect(year.at('quotaPool')).toEqual(other.at('quotaPool'));
        expect(year.at('alliances')).toEqual(other.at('alliances'));
        if (!year.settled) continue;
        const paid = year.fen('procurement', 'paid');
        const interest = [year, other].map((one) => one.fen('financing', 'interest'));
        expect(year.fen('pool', 'outflow') - other.fen('pool', 'outflow')).toBe(paid);
        behind += paid + (interest[1] ?? 0n) - (interest[0] ?? 0n);
        expect(other.fen('pool', 'closing') - year.fen('pool', 'closing')).toBe(behind);
        expect(year.at('pool', 'riskClosing')).toBe(other.at('pool', 'riskClosing'));
        if (paid > 0n) seen += 1;
      }
    });
    expect(seen).toBeGreaterThan(12);
  });

  it('of employees is reckoned like residents’, and moves no fund', () => {
    let seen = 0;
    onVariants(50, PROCUREMENT, (run, tree) => {
      const rows = rowsAt(tree, 'county', 'procurement');
      const residents = rows.filter((row) => row.get('insurance') === 'resident');
      const told = (one: Run) => figuresWithout(one, 'institutions.*.procurement');
      const apart = runOf(withValue(tree, ['county', 'procurement'], residents));
      const employees = runOf(
        withValue(
          tree,
          ['county', 'procurement'],
          rows.map((row) => new Map([...row, ['insurance', 'employee']])),
        ),
      );
      const without = runOf(withValue(tree, ['county', 'procurement'], undefined));
      if (apart === null || employees === null || without === null) throw new Error('refused');
      expect(told(apart)).toEqual(told(run));
      expect(told(employees)).toEqual(told(without));
      for (const year of settledYears(employees)) for (const [id] of year.entries('institutions')) seen += groupsOf(year, id).length;
      for (const year of settledYears(employees)) expect(year.fen('procurement', 'paid')).toBe(0n);
    });
    expect(seen).toBeGreaterThan(40);
  });
});

/** Rows that spend an account in a year, in the months played. */
function spentRows(tree: Written, year: Year, grant: string, holder: string): bigint {
  const months = year.amounts('pool', 'cash').length;
  const rows = rowsAt(tree, 'purposeSpending').filter(
    (row) =>
      row.get('grant') === grant && row.get('holder') === holder && row.get('year') === year.name && Number(row.get('month')) <= months,
  );
  return sum(rows.map((row) => parseAmount(String(row.get('amount')))));
}

/** Balances of the accounts of purposes at the end of a period, by grant and holder. */
function accountsOf(
  run: Run,
  y: number,
  period: number,
): { grant: string; isAlliance: boolean; holder: string; held: bigint; opening: bigint }[] {
  const book = run.books.year(y);
  const all = balances(run.plan.ledger, book, period);
  return run.plan.grants.holders.map((_, i) => {
    const account = run.plan.ledger.account.inside.purpose + i;
    const { grant, holder } = purposeKey(run.plan, i);
    const [kind, id = ''] = holder.split('/');
    return {
      grant,
      isAlliance: kind === 'alliance',
      holder: id,
      held: BigInt(all[account] ?? 0),
      opening: BigInt(book.opening[account] ?? 0),
    };
  });
}

/** What an account receives in a year by its figures. */
function received(year: Year, grant: string, isAlliance: boolean, holder: string): bigint {
  if (grant !== 'publicHealth') return year.maybe(isAlliance ? 'alliances' : 'institutions', holder, 'grants', grant);
  const [prepaid, yearEnd, doctors] = ['prepaid', 'yearEnd', 'villageDoctors'].map((key) =>
    year.maybe('alliances', holder, 'publicHealth', key),
  );
  return (prepaid ?? 0n) + (yearEnd ?? 0n) - (doctors ?? 0n);
}

const isPlayed = (year: Year) => year.has('pool', 'noneSpending');

describe('money for a purpose', () => {
  it('is spent for it or stays: each account holds its opening, what it received, less its own rows', () => {
    const seen = { spent: 0, passed: 0, carried: 0, doctors: 0 };
    onVariants(60, MONEY, (run, tree) => {
      for (const [y, year] of yearsOf(run).entries()) {
        if (!isPlayed(year)) continue;
        for (const { grant, isAlliance, holder, held, opening } of accountsOf(run, y, SETTLEMENT)) {
          const spent = spentRows(tree, year, grant, holder);
          const got = received(year, grant, isAlliance, holder);
          // What only passes through an alliance's account leaves nothing there.
          expect(held).toBe(opening + got - spent);
          if (grant === 'publicHealth') expect(year.fen('alliances', holder, 'publicHealth', 'balance')).toBe(held);
          if (spent > 0n) seen.spent += 1;
          if (opening !== 0n) seen.carried += 1;
          if (got > 0n && !isAlliance) seen.passed += 1;
          if (year.maybe('alliances', holder, 'publicHealth', 'villageDoctors') > 0n) seen.doctors += 1;
        }
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(15);
  });

  it('of each grant: paid = spent + what all its accounts gained, and its payees received what was paid', () => {
    const seen = { grants: 0, amounts: 0 };
    onVariants(60, MONEY, (run, tree) => {
      const years = yearsOf(run);
      for (const [y, year] of years.entries()) {
        if (!isPlayed(year)) continue;
        for (const [id] of year.entries('grants', 'paid')) {
          const [paid, spent, balance] = ['paid', 'spent', 'balance'].map((key) => year.fen('grants', key, id)) as [bigint, bigint, bigint];
          const before = y > 0 ? (years[y - 1]?.maybe('grants', 'balance', id) ?? 0n) : 0n;
          expect(paid).toBe(spent + balance - before);
          const each = (scope: string) => sum(year.entries(scope).map(([holder]) => year.maybe(scope, holder, 'grants', id)));
          expect(each('alliances') + each('institutions')).toBe(paid);
          expect(paid >= 0n && spent >= 0n && balance >= 0n).toBe(true);
          seen.grants += 1;
          const grant = rowsAt(tree, 'policy', 'grants').find((row) => row.get('id') === id);
          const written = factAt(grant?.get('amount') ?? null, Number(year.name));
          if (typeof written !== 'string' || grant?.has('growth') || grant?.has('from')) continue;
          const months = grant?.get('monthly') === 'yes' ? BigInt(year.amounts('pool', 'cash').length) : 1n;
          expect(paid).toBe(parseAmount(written) * months);
          if (paid > 0n) seen.amounts += 1;
        }
      }
    });
    expect([seen.grants > 150, seen.amounts > 10]).toEqual([true, true]);
  });

  it('never falls below zero in any month, but for public health assessed below what was prepaid', () => {
    const seen = { held: 0, assessed: 0 };
    onVariants(60, MONEY, (run) => {
      for (const [y, year] of yearsOf(run).entries()) {
        if (!isPlayed(year)) continue;
        for (let period = 0; period <= SETTLEMENT; period++) {
          for (const { grant, holder, held, opening } of accountsOf(run, y, period)) {
            const yearEnd = year.maybe('alliances', holder, 'publicHealth', 'yearEnd');
            const mayFall = grant === 'publicHealth' && (opening < 0n || (period === SETTLEMENT && yearEnd < 0n));
            if (held < 0n) expect([grant, mayFall]).toEqual([grant, true]);
            seen[held < 0n ? 'assessed' : 'held'] += 1;
          }
        }
      }
    });
    expect([seen.held > 1000, seen.assessed > 5]).toEqual([true, true]);
  });

  it('of public health is what residents and their assessment make it, a part of it for village doctors', () => {
    let seen = 0;
    onVariants(60, MONEY, (run) => {
      for (const year of yearsOf(run).filter(isPlayed)) {
        const doctors = year.rate('publicHealth', 'villageDoctors') ?? zero;
        for (const a of year.alliances) {
          const [total, prepaid, yearEnd, toDoctors] = ['total', 'prepaid', 'yearEnd', 'villageDoctors'].map((key) =>
            year.maybe('alliances', a, 'publicHealth', key),
          ) as [bigint, bigint, bigint, bigint];
          expect(prepaid).toBe(times(total, year.rate('publicHealth', 'prepaid') ?? zero));
          expect(prepaid + yearEnd >= 0n && prepaid + yearEnd <= total).toBe(true);
          expect(toDoctors).toBe(times(prepaid, doctors) + times(yearEnd, doctors));
          if (yearEnd !== 0n) seen += 1;
        }
      }
    });
    expect(seen).toBeGreaterThan(50);
  });

  it('moves no figure of the fund or of the alliances', () => {
    const seen = { health: 0n, grants: 0 };
    onVariants(50, MONEY, (run, tree) => {
      let without: Written = tree;
      for (const path of [['policy', 'publicHealth'], ['policy', 'grants'], ['purposeSpending']])
        without = withValue(without, path, undefined);
      const other = runOf(without);
      if (other === null) throw new Error('refused');
      const gone = ['grants', 'alliances.*.publicHealth', 'alliances.*.grants', 'institutions.*.grants'];
      expect(figuresWithout(run, ...gone)).toEqual(figuresWithout(other));
      for (const year of settledYears(run)) {
        for (const a of year.alliances) seen.health += year.fen('alliances', a, 'publicHealth', 'prepaid');
        if (sum(year.amounts('grants', 'paid')) > 0n) seen.grants += 1;
      }
    });
    expect([seen.health > 0n, seen.grants > 20]).toEqual([true, true]);
  });

  it('can be spent to the last fen of each month and no further, and for no other purpose', () => {
    const seen = { spent: 0, laterPaid: 0 };
    onVariants(45, MONEY, (run, tree) => {
      const y = run.plan.years.length - 1;
      const year = yearsOf(run)[y];
      if (year === undefined || year.amounts('pool', 'cash').length < 12) return;
      const inJanuary = accountsOf(run, y, 0);
      for (const [i, { grant, holder, isAlliance, held }] of accountsOf(run, y, SETTLEMENT - 1).entries()) {
        const told = rowsAt(tree, 'policy', 'grants').find((row) => row.get('id') === grant);
        const [purpose, january] = [told?.get('purpose') ?? '', inJanuary[i]?.held ?? 0n];
        const isPaidLater = told?.get('monthly') === 'yes' && january < held;
        if (held <= 0n || told === undefined) continue;
        const spending = (amount: bigint, month: string, of: Written): Written => {
          const row = mapping({ year: year.name, month, grant, holder, purpose: of, amount: yuan(amount), reason: '设备' });
          return withValue(tree, ['purposeSpending'], [...rowsAt(tree, 'purposeSpending'), row]);
        };
        const all = runOf(spending(held, '12', purpose));
        if (all === null) throw new Error('refused');
        const spent = accountsOf(all, y, SETTLEMENT).find(
          (one) => one.grant === grant && one.isAlliance === isAlliance && one.holder === holder,
        );
        expect(spent?.held).toBe(0n);
        expect(refusalOf(spending(held + 1n, '12', purpose))).toContain('purpose-overspent');
        expect(refusalOf(spending(january + 1n, '1', purpose))).toContain('purpose-overspent');
        expect(refusalOf(spending(1n, '12', 'other'))).toContain('purpose-differs');
        seen.spent += 1;
        if (isPaidLater) seen.laterPaid += 1;
        break;
      }
    });
    expect([seen.spent > 20, seen.laterPaid > 3]).toEqual([true, true]);
  });
});

describe('in a county that mixes everything', () => {
  it('the pool pays what residents’ retention comes to, and grants balance', () => {
    const seen = { procured: 0, grants: 0 };
    everySettledYear(50, (year) => {
      const groups = year.entries('institutions').flatMap(([id]) => groupsOf(year, id));
      expect(year.maybe('procurement', 'paid')).toBe(sum(groups.filter(({ isResident }) => isResident).map(({ retained }) => retained)));
      if (groups.length > 0) seen.procured += 1;
      for (const [id] of year.entries('grants', 'paid')) {
        const each = (scope: string) => sum(year.entries(scope).map(([holder]) => year.maybe(scope, holder, 'grants', id)));
        expect(each('alliances') + each('institutions')).toBe(year.fen('grants', 'paid', id));
        seen.grants += 1;
      }
    });
    expect([seen.procured > 5, seen.grants > 5]).toEqual([true, true]);
  });
});
