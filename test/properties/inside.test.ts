// R10: inside the alliances of random counties; members' statements against the alliances' books, and what is split among them.
import { describe, expect, it } from 'vitest';
import { balances } from '../../src/books/balances.ts';
import { movedBy } from '../../src/books/books.ts';
import type { Run } from '../../src/index.ts';
import { parseAmount, times, zero } from '../reference/exact.ts';
import type { Variant } from '../reference/variants.ts';
import { withValue } from '../reference/writing.ts';
import { at, factAt, field, type Written } from '../reference/written.ts';
import { figuresWithout, onVariants, rowsAt, runOf, sum, type Year, yearsOf } from './counties.ts';

const SPLITS: readonly Variant[] = ['memberDeductions', 'distribution', 'overspendInside', 'approvedPay', 'named'];
/** One use, and all that is retained; floating methods true up, pools hold uses, overspends are lent. */
const MIXES: readonly (readonly Variant[])[] = [SPLITS, [...SPLITS, 'ofRetained', 'heldByPool', 'floating', 'inFull']];

interface Member {
  readonly id: string;
  readonly alliance: string;
  readonly level: string | undefined;
  readonly leads: boolean;
  readonly row: Map<string, Written>;
}

function membersOf(tree: Written): Member[] {
  const leads = rowsAt(tree, 'county', 'alliances').map((row) => row.get('lead'));
  return rowsAt(tree, 'county', 'institutions')
    .filter((row) => row.has('alliance'))
    .map((row) => ({
      id: String(row.get('id')),
      alliance: String(row.get('alliance')),
      level: row.has('level') ? String(row.get('level')) : undefined,
      leads: leads.includes(row.get('id') ?? null),
      row,
    }));
}

interface Played {
  readonly run: Run;
  readonly tree: Written;
  readonly y: number;
  readonly year: Year;
  readonly before: Year | undefined;
  readonly members: readonly Member[];
}

/** Every year with months of counties that say something of the inside of alliances. */
function everyYear(times: number, holds: (played: Played) => void): void {
  let seen = 0;
  for (const variants of MIXES) {
    onVariants(times, variants, (run, tree) => {
      const [years, members] = [yearsOf(run), membersOf(tree)];
      for (const [y, year] of years.entries()) {
        if (!year.has('pool', 'noneSpending')) continue;
        seen += 1;
        holds({ run, tree, y, year, before: years[y - 1], members });
      }
    });
  }
  expect(seen).toBeGreaterThan(times * 2);
}

const COUNTIES = 50;
const told = (year: Year, { id }: Member, ...path: string[]) => year.fen('institutions', id, 'member', ...path);
const listed = (year: Year, { id }: Member, figure: string) => year.amounts('institutions', id, 'member', figure);
const most = (a: bigint, b: bigint) => (a > b ? a : b);

/** What a true-up brings: all that was due, less what the months brought. */
const trueUp = (year: Year, member: Member) => told(year, member, 'own') + told(year, member, 'cross') - sum(listed(year, member, 'due'));

/** Owed when a year begins: last year's arrears, or what the county's file says. */
function openingOf({ before }: Played, member: Member): bigint {
  if (before !== undefined) return told(before, member, 'arrears');
  const written = member.row.get('arrears');
  return typeof written === 'string' ? parseAmount(written) : 0n;
}

/** Rows of R7 and the lead's own, of one member and month from 1. */
function deductedIn({ tree, year }: Played, { id }: Member, month: number): bigint {
  const rows = ['deductions', 'memberDeductions'].flatMap((list) => rowsAt(tree, list));
  const own = rows.filter(
    (row) => row.get('institution') === id && row.get('year') === year.name && String(row.get('month')) === String(month),
  );
  return sum(own.map((row) => parseAmount(String(row.get('amount')))));
}

describe('statements of members', () => {
  it('add up to the alliance’s care of its own, and to what others pay in, trued up', () => {
    const seen = { own: 0, cross: 0, trueUp: 0 };
    everyYear(COUNTIES, ({ year, members }) => {
      for (const a of year.alliances) {
        const inside = members.filter(({ alliance }) => alliance === a);
        expect(sum(inside.map((member) => told(year, member, 'own')))).toBe(year.of(a, 'own'));
        expect(sum(inside.map((member) => told(year, member, 'cross')))).toBe(year.of(a, 'crossIn'));
        if (inside.length > 1 && year.of(a, 'own') > 0n) seen.own += 1;
        if (year.of(a, 'crossIn') > 0n) seen.cross += 1;
        if (inside.some((member) => trueUp(year, member) !== 0n)) seen.trueUp += 1;
      }
      expect(year.sum('netCross')).toBe(0n);
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  it('opening, dues, true-up, deductions and payments make up the arrears, which are the balance of the account', () => {
    const seen = { owed: 0, owes: 0, carried: 0 };
    everyYear(COUNTIES, (played) => {
      const { year, run, y, members } = played;
      const closing = balances(run.plan.ledger, run.books.year(y));
      for (const member of members) {
        const opening = openingOf(played, member);
        const due = sum(listed(year, member, 'due')) + trueUp(year, member);
        const paid = sum(listed(year, member, 'paid')) + year.maybe('institutions', member.id, 'member', 'finalPaid');
        const arrears = told(year, member, 'arrears');
        expect(opening + due - sum(listed(year, member, 'deductions')) - paid).toBe(arrears);
        const i = run.plan.institutions.findIndex(({ id }) => id === member.id);
        expect(BigInt(closing[run.plan.ledger.account.institution + i] ?? Number.NaN)).toBe(arrears);
        seen[arrears < 0n ? 'owes' : 'owed'] += arrears === 0n ? 0 : 1;
        if (played.before !== undefined && opening !== 0n) seen.carried += 1;
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  it('no payment is below zero, exceeds what is owed, or the share of the month’s due less its deductions', () => {
    const seen = { paid: 0, short: 0, nothing: 0, deducted: 0 };
    everyYear(COUNTIES, (played) => {
      const { year, members } = played;
      const payout = year.rate('inside', 'payout') ?? zero;
      for (const member of members) {
        let owed = openingOf(played, member);
        const [dues, payments] = [listed(year, member, 'due'), listed(year, member, 'paid')];
        let deductions = 0n;
        for (const [m, due] of dues.entries()) {
          const deducted = deductedIn(played, member, m + 1);
          deductions += deducted;
          owed += due - deducted;
          const paid = payments[m] ?? -1n;
          expect(paid >= 0n && paid <= most(0n, owed)).toBe(true);
          const share = most(0n, times(due, payout) - deducted);
          // The lead holds the account; another is paid its share as long as that is owed.
          if (member.leads) expect(paid).toBe(most(0n, owed));
          else expect(paid).toBe(share < most(0n, owed) ? share : most(0n, owed));
          owed -= paid;
          seen[paid === 0n ? 'nothing' : owed > 0n ? 'short' : 'paid'] += 1;
        }
        expect(deductions).toBe(sum(listed(year, member, 'deductions')));
        if (deductions > 0n) seen.deducted += 1;
        if (!year.settled) continue;
        const last = owed + trueUp(year, member);
        const final = told(year, member, 'finalPaid');
        expect(final >= 0n && final <= most(0n, last)).toBe(true);
        if (!member.leads) expect(final <= most(0n, trueUp(year, member))).toBe(true);
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });

  it('a lead is never in arrears with itself', () => {
    let leads = 0;
    everyYear(COUNTIES, ({ year, members }) => {
      for (const member of members.filter((one) => one.leads)) {
        leads += 1;
        expect(told(year, member, 'arrears') <= 0n).toBe(true);
      }
    });
    expect(leads).toBeGreaterThan(100);
  });

  it('arrears by age sum to what is owed, and the oldest were paid first', () => {
    const seen = { owed: 0, old: 0, opening: 0 };
    everyYear(COUNTIES, (played) => {
      const { year, members } = played;
      for (const member of members) {
        const arrears = told(year, member, 'arrears');
        expect(year.entries('institutions', member.id, 'member', 'arrearsByAge').map(([age]) => age)).toEqual([
          'to3',
          'to6',
          'to12',
          'over12',
        ]);
        const ages = listed(year, member, 'arrearsByAge');
        expect(sum(ages)).toBe(most(0n, arrears));
        expect(ages.every((amount) => amount >= 0n)).toBe(true);
        if (arrears > 0n) seen.owed += 1;
        const dues = listed(year, member, 'due').map((due) => most(0n, due));
        if (dues.length < 12) continue;
        // Dues of the year by age; what is older can be owed only where all of these are.
        const due = [sum(dues.slice(-3)) + most(0n, trueUp(year, member)), sum(dues.slice(-6, -3)), sum(dues.slice(0, -6))];
        for (const [i, all] of due.entries()) {
          expect((ages[i] ?? 0n) <= all).toBe(true);
          const older = sum(ages.slice(i + 1));
          if (older > 0n) expect(ages[i]).toBe(all);
          if (older > 0n) seen.old += 1;
        }
        if ((ages[3] ?? 0n) > 0n) seen.opening += 1;
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });
});

/** Of a policy's splits, the level’s amount and its members’. */
function expectTiers(year: Year, a: string, members: readonly Member[], figure: string, tiers: string, total: bigint): void {
  const parts = new Map(
    year.entries('alliances', a, 'inside', tiers).map(([level]) => [level, year.fen('alliances', a, 'inside', tiers, level)]),
  );
  expect(sum([...parts.values()])).toBe(total);
  const inside = members.filter(({ alliance }) => alliance === a);
  for (const [level, part] of parts) {
    const shares = inside.filter((member) => member.level === level).map((member) => told(year, member, figure));
    expect(sum(shares)).toBe(part);
    expect(shares.every((share) => share >= 0n)).toBe(true);
  }
  for (const member of inside) if (!parts.has(member.level ?? '')) expect(told(year, member, figure)).toBe(0n);
}

/** Uses that the alliances hold in a year, in the policy’s order. */
function heldUses(year: Year): string[] {
  const uses = year.policy('settlement', 'surplus', 'uses');
  return [...(uses instanceof Map ? uses : [])].flatMap(([use, one]) =>
    one instanceof Map && at(one.get('heldBy') ?? null, Number(year.name)) === 'pool' ? [] : [use],
  );
}

/** Retained accounts when a year begins. */
function retainedBefore({ before, tree }: Played, a: string, use: string): bigint {
  if (before !== undefined) return before.maybe('alliances', a, 'retainedBalance', use);
  const alliance = rowsAt(tree, 'county', 'alliances').find((row) => row.get('id') === a) ?? null;
  const written = field(alliance, 'retained', use);
  return typeof written === 'string' ? parseAmount(written) : 0n;
}

describe('a surplus distributed', () => {
  it('is one use that the alliance holds, or all of them; tiers sum to it, and members to their tier', () => {
    const seen = { use: 0, retained: 0, tiers: 0 };
    everyYear(COUNTIES, ({ year, members }) => {
      if (!year.settled) return;
      const of = String(year.policy('inside', 'distribution', 'of'));
      for (const a of year.alliances) {
        const uses = heldUses(year).filter((use) => of === 'retained' || use === of);
        const total = year.fen('alliances', a, 'inside', 'distributed');
        expect(total).toBe(sum(uses.map((use) => year.fen('alliances', a, 'uses', use))));
        expectTiers(year, a, members, 'share', 'tiers', total);
        if (total > 0n) seen[of === 'retained' ? 'retained' : 'use'] += 1;
        if (year.amounts('alliances', a, 'inside', 'tiers').filter((part) => part > 0n).length > 1) seen.tiers += 1;
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  it('is held back beyond what the approved total leaves, and by no other limit', () => {
    const seen = { all: 0, part: 0, none: 0, named: 0 };
    everyYear(COUNTIES, ({ year, members, tree }) => {
      if (!year.settled) return;
      for (const member of members) {
        const [approved, performance] = ['approved', 'performance'].map((key) => {
          const written = factAt(field(member.row, 'pay', key), Number(year.name));
          return typeof written === 'string' ? parseAmount(written) : null;
        });
        const share = told(year, member, 'share');
        const room = approved == null ? share : most(0n, approved - (performance ?? 0n));
        const heldBack = told(year, member, 'heldBack');
        expect(heldBack).toBe(most(0n, share - room));
        if (share > 0n) seen[heldBack === 0n ? 'none' : heldBack === share ? 'all' : 'part'] += 1;
        for (const [id] of year.entries('institutions', member.id, 'member', 'named')) {
          const row = rowsAt(tree, 'policy', 'inside', 'distribution', 'named').find((one) => one.get('id') === id) ?? null;
          expect(told(year, member, 'named', id)).toBe(times(share - heldBack, year.rateIn(row, 'share') ?? zero));
          if (told(year, member, 'named', id) > 0n) seen.named += 1;
        }
      }
      for (const a of year.alliances) {
        const inside = members.filter(({ alliance }) => alliance === a);
        expect(year.fen('alliances', a, 'inside', 'heldBack')).toBe(sum(inside.map((member) => told(year, member, 'heldBack'))));
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3);
  });

  it('is drawn from the retained accounts to the fen, one use after the other', () => {
    const seen = { one: 0, several: 0 };
    everyYear(COUNTIES, (played) => {
      const { year } = played;
      if (!year.settled) return;
      const of = String(year.policy('inside', 'distribution', 'of'));
      for (const a of year.alliances) {
        const uses = heldUses(year);
        const drawn = year.entries('alliances', a, 'retainedBalance').map(([use]) => {
          const put = uses.includes(use) ? year.fen('alliances', a, 'uses', use) : 0n;
          return { use, put, amount: retainedBefore(played, a, use) + put - year.fen('alliances', a, 'retainedBalance', use) };
        });
        const paid = year.fen('alliances', a, 'inside', 'distributed') - year.fen('alliances', a, 'inside', 'heldBack');
        expect(sum(drawn.map(({ amount }) => amount))).toBe(paid);
        for (const { use, put, amount } of drawn) {
          expect(amount >= 0n && amount <= put).toBe(true);
          if (of !== 'retained' && use !== of) expect(amount).toBe(0n);
        }
        const inOrder = uses.map((use) => drawn.find((one) => one.use === use));
        for (const [i, one] of inOrder.entries())
          if ((one?.amount ?? 0n) > 0n && of === 'retained')
            for (const earlier of inOrder.slice(0, i)) expect(earlier?.amount).toBe(earlier?.put);
        const emptied = drawn.filter(({ amount }) => amount > 0n).length;
        if (emptied > 0) seen[emptied > 1 ? 'several' : 'one'] += 1;
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });
});

describe('an overspend borne', () => {
  it('is collected from members whole, by tiers, and booked as it is told', () => {
    let borne = 0;
    everyYear(COUNTIES, ({ year, members, run, y }) => {
      if (!year.settled) return;
      const { list } = run.plan.members;
      for (const member of members) {
        const k = list.findIndex(({ institution }) => run.plan.institutions[institution]?.id === member.id);
        expect(BigInt(movedBy(run.books.year(y), run.plan.ledger.first.memberBorne + k))).toBe(told(year, member, 'borne'));
      }
      for (const a of year.alliances) {
        expectTiers(year, a, members, 'borne', 'borneTiers', year.of(a, 'borne'));
        if (year.of(a, 'borne') > 0n) borne += 1;
      }
    });
    expect(borne).toBeGreaterThan(20);
  });
});

describe('the inside of an alliance', () => {
  it('moves no figure of the fund or of the alliance but its retained accounts', () => {
    let fallen = 0;
    for (const variants of MIXES) {
      onVariants(25, variants, (run, tree) => {
        const open = runOf(withValue(tree, ['policy', 'inside'], undefined));
        if (open === null) throw new Error('refused');
        const gone = ['alliances.*.inside', 'alliances.*.retainedBalance', 'institutions.*.member'];
        expect(figuresWithout(run, ...gone)).toEqual(figuresWithout(open, ...gone));
        for (const a of yearsOf(run)[0]?.alliances ?? []) {
          let paid = 0n;
          for (const [y, year] of yearsOf(run).entries()) {
            paid += year.maybe('alliances', a, 'inside', 'distributed') - year.maybe('alliances', a, 'inside', 'heldBack');
            const [closed, other] = [year, yearsOf(open)[y]].map((one) => sum(one?.amounts('alliances', a, 'retainedBalance') ?? []));
            expect((other ?? 0n) - (closed ?? 0n)).toBe(year.settled ? paid : 0n);
            if (paid > 0n) fallen += 1;
          }
        }
      });
    }
    expect(fallen).toBeGreaterThan(10);
  });
});
