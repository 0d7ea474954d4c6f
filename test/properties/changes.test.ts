// What a change to a scenario must not change, and which way money may not move.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureTree, type Run } from '../../src/index.ts';
import { parseAmount, parseDecimal } from '../reference/exact.ts';
import { Dice } from '../reference/seeded.ts';
import { decimal, mapping, withValue } from '../reference/writing.ts';
import { field, type Written } from '../reference/written.ts';
import { onRuns, onVariants, rowsAt, runOf, spanOf, type Year, yearsOf } from './counties.ts';

function withItems(tree: Written, path: readonly string[], change: (item: Map<string, Written>) => Map<string, Written>): Written {
  const items = rowsAt(tree, ...path);
  return items.length === 0 ? tree : withValue(tree, path, items.map(change));
}

/** Some service has a sub-budget or an incentive pool, apportioned to institutions and cells in the order of the file. */
function apportionsToInstitutions(tree: Written): boolean {
  const payment = field(tree, 'policy', 'payment');
  return [...(payment instanceof Map ? payment.values() : [])].some(
    (one) => one instanceof Map && (one.has('floating') || field(one, 'supported', 'pool') !== null),
  );
}

/** Institutions share a surplus, an overspend or a grant by largest remainder, which ties break in the order of the file. */
function apportionsToMembers(tree: Written): boolean {
  if (['distribution', 'overspend'].some((split) => field(tree, 'policy', 'inside', split) !== null)) return true;
  return rowsAt(tree, 'policy', 'grants').some((grant) => grant.has('amount') && grant.has('by'));
}

/** What such a tie fen may move; everything else of the years may not move at all. */
const TIED = new Map<string, readonly string[]>([
  ['alliances', ['inside.heldBack', 'retainedBalance']],
  ['institutions', ['member.share', 'member.heldBack', 'member.named', 'member.borne', 'grants']],
]);

/** The years’ figures, but for what tie fens of members move; and those amounts by their path. */
function apart(run: Run): { fixed: Written; tied: Map<string, bigint> } {
  let fixed = figureTree(run) as unknown as Written;
  const tied = new Map<string, bigint>();
  for (const year of yearsOf(run)) {
    for (const [scope, figures] of TIED) {
      for (const [id] of year.entries(scope)) {
        for (const figure of figures) {
          const path = [scope, id, ...figure.split('.')];
          if (!year.has(...path)) continue;
          const keys = year.entries(...path).map(([key]) => [...path, key]);
          for (const amount of keys.length > 0 ? keys : [path]) tied.set([year.name, ...amount].join(' '), year.fen(...amount));
          fixed = withValue(fixed, [year.name, ...path], undefined);
        }
      }
    }
  }
  return { fixed, tied };
}

const isNear = (a: bigint, b: bigint, fen: bigint) => a - b <= fen && b - a <= fen;

/** One of two parts of a row's payment or volume; what is no quantity stays. */
function cut(key: string, text: Written, isRest: boolean): Written {
  const places = { fund: 2, cost: 2, patientPaid: 2, points: 4, weights: 4, cases: 0, days: 0 }[key];
  if (places === undefined || typeof text !== 'string') return text;
  const { n, d } = places === 2 ? { n: parseAmount(text), d: 100n } : parseDecimal(text);
  const whole = (n * 10n ** BigInt(places)) / d;
  return decimal(isRest ? whole - whole / 3n : whole / 3n, places, true);
}

/** Lists whose order says nothing. */
const LISTS: readonly (readonly string[])[] = [
  ['county', 'activity'],
  ['county', 'institutions'],
  ['county', 'procurement'],
  ['policy', 'grants'],
  ['policy', 'targets'],
  ['policy', 'indicators'],
  ['deductions'],
  ['memberDeductions'],
  ['purposeSpending'],
];

/** A fen a month of a grant, a fen a share; retained accounts move by what a limit on pay makes of all members' fens. */
function expectNear(run: Run, again: Run, seen: { moved: number }): void {
  const [a, b] = [apart(run), apart(again)];
  expect(b.fixed).toEqual(a.fixed);
  expect([...b.tied.keys()].sort()).toEqual([...a.tied.keys()].sort());
  for (const [path, amount] of a.tied) {
    const other = b.tied.get(path) ?? 0n;
    const fen = path.includes(' grants ') ? 12n : path.startsWith('institutions', 5) ? 1n : BigInt(run.plan.members.list.length) * 4n;
    expect(isNear(amount, other, fen)).toBe(true);
    if (amount !== other) seen.moved += 1;
  }
}

describe('what changes nothing', () => {
  it('a shock of factor 1', () => {
    onRuns(110, (run, tree) => {
      const [first, last] = spanOf(tree);
      fc.pre(field(tree, 'actualTo') !== `${last}-12`);
      const shocks = rowsAt(tree, 'shocks');
      const factor = ['1', '100%', '1000‰'][shocks.length % 3] ?? '1';
      const shock = mapping({ from: `${first - 3}-01`, to: `${last}-12`, factor });
      const calm = runOf(withValue(tree, ['shocks'], [...shocks, shock]));
      expect(calm === null ? null : figureTree(calm)).toEqual(figureTree(run));
    });
  });

  it('titles and notes', () => {
    const words = (item: Map<string, Written>) => new Map([...item, ['title', '名称：12万元'], ['note', '说明 5% # 不计算']]);
    onRuns(110, (run, tree) => {
      let worded: Written = tree;
      for (const path of [[], ['policy'], ['county']]) {
        for (const key of ['title', 'note']) worded = withValue(worded, [...path, key], `${key} 2025: {3.2亿元}`);
      }
      for (const path of [
        ['policy', 'financing'],
        ['policy', 'quota'],
        ['policy', 'settlement', 'surplus'],
        ['policy', 'settlement', 'overspend'],
      ]) {
        worded = withValue(worded, [...path, 'note'], '说明');
      }
      for (const path of [
        ['county', 'alliances'],
        ['county', 'institutions'],
        ['county', 'services'],
        ['policy', 'reserves', 'lines'],
        ['shocks'],
      ]) {
        worded = withItems(worded, path, words);
      }
      const again = runOf(worded);
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
    });
  });

  it('the order of rows, institutions, growth, grants and targets, but for tie fens of what is apportioned to institutions', () => {
    const seen = { same: 0, tied: 0, members: 0, moved: 0 };
    onRuns(200, (run, tree) => {
      const dice = new Dice(rowsAt(tree, 'county', 'activity').length);
      let shuffled: Written = tree;
      for (const path of LISTS) {
        const rows = rowsAt(tree, ...path);
        if (rows.length > 0) shuffled = withValue(shuffled, path, dice.shuffled(rows));
      }
      const growth = field(tree, 'county', 'growth');
      if (growth instanceof Map) shuffled = withValue(shuffled, ['county', 'growth'], new Map(dice.shuffled([...growth])));
      const again = runOf(shuffled);
      if (!apportionsToInstitutions(tree)) {
        // A row may spend a grant to the last fen, which may be the tie fen.
        const isTied = apportionsToMembers(tree);
        if (isTied && again === null && rowsAt(tree, 'purposeSpending').length > 0) return;
        if (again === null) throw new Error('refused');
        seen[isTied ? 'members' : 'same'] += 1;
        if (isTied) expectNear(run, again, seen);
        else expect(figureTree(again)).toEqual(figureTree(run));
        return;
      }
      const [a, b] = [run, again].map((one) => (one === null ? undefined : yearsOf(one)[0]));
      if (a === undefined || b === undefined || !a.settled) return;
      for (const name of ['pointValue', 'edge', 'subBudget', 'fundTotal']) expect(b.at('payment', name)).toEqual(a.at('payment', name));
      for (const [id] of a.entries('institutions')) {
        seen.tied += 1;
        expect(b.at('institutions', id, 'prepaid')).toEqual(a.at('institutions', id, 'prepaid'));
        for (const name of ['standard', 'fund', 'incentive']) {
          const parts = b.amounts('institutions', id, name);
          for (const [i, part] of a.amounts('institutions', id, name).entries()) expect(isNear(part, parts[i] ?? 0n, 2n)).toBe(true);
        }
      }
    });
    expect([seen.same > 100, seen.tied > 20, seen.members > 20]).toEqual([true, true, true]);
  });

  it('the order of institutions where all weigh alike, but for tie fens of shares and grants', () => {
    const seen = { moved: 0 };
    onVariants(40, ['distribution', 'approvedPay', 'overspendInside', 'grantAmount'], (_, tree) => {
      let alike: Written = tree;
      for (const split of ['distribution', 'overspend']) alike = withValue(alike, ['policy', 'inside', split, 'by'], '1');
      alike = withItems(alike, ['policy', 'grants'], (grant) => new Map([...grant, ['by', 'equal']]));
      const run = runOf(alike);
      const again = runOf(withValue(alike, ['county', 'institutions'], rowsAt(alike, 'county', 'institutions').reverse()));
      if (run === null || again === null) throw new Error('refused');
      expectNear(run, again, seen);
    });
    expect(seen.moved).toBeGreaterThan(20);
  });

  it('a row cut in two rows that sum to it, in payments and volumes', () => {
    const seen = { fund: 0, volumes: 0 };
    onRuns(120, (run, tree) => {
      const rows = rowsAt(tree, 'county', 'activity').flatMap((row) => {
        // A row of a whole year is spread by itself; a case row is one case.
        if (row.get('month') === undefined || row.has('reference')) return [row];
        seen.fund += 1;
        if (row.has('points') || row.has('weights')) seen.volumes += 1;
        return [false, true].map((isRest) => new Map([...row].map(([key, text]) => [key, cut(key, text, isRest)])));
      });
      fc.pre(rows.length > 0);
      const again = runOf(withValue(tree, ['county', 'activity'], rows));
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
    });
    expect([seen.fund > 500, seen.volumes > 100]).toEqual([true, true]);
  });

  it('a choice said as it is by default', () => {
    const said: readonly (readonly [string, string])[] = [
      ['quota.base', 'financing'],
      ['settlement.package', 'full'],
      ['settlement.surplus.usesOf', 'retained'],
      ['settlement.overspend.kind', 'marginal'],
      ['settlement.overspend.uncovered', 'alliance'],
      ['settlement.overspend.settle', 'net'],
      ['payableMonths', 'halfUp'],
      ['priceNeutral', 'no'],
    ];
    onVariants(60, [], (run, tree) => {
      const settles = field(tree, 'policy', 'settlement') !== null;
      let loud: Written = tree;
      for (const [path, word] of said) {
        if (settles || !path.startsWith('settlement')) loud = withValue(loud, ['policy', ...path.split('.')], word);
      }
      const services = [...new Set(rowsAt(tree, 'county', 'activity').map((row) => String(row.get('service'))))];
      if (services.length > 0) loud = withValue(loud, ['policy', 'payment'], new Map(services.map((id) => [id, 'feeForService'])));
      if (field(tree, 'policy', 'reserves', 'qualityDeposit') !== null)
        loud = withValue(loud, ['policy', 'reserves', 'qualityDeposit', 'from'], 'financing');
      const again = runOf(loud);
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
    });
  });

  it('tiers that are all the province’s, without lag, but for the figures of others who settle', () => {
    let remitted = 0n;
    onVariants(50, [], (run, tree) => {
      const province = mapping({ settledBy: 'province' });
      const tiers = mapping({ city: province, province, national: province });
      const tiered = withItems(tree, ['county', 'institutions'], (row) => (row.has('kind') ? new Map([...row, ['tier', 'city']]) : row));
      const again = runOf(withValue(tiered, ['policy', 'advance', 'tiers'], tiers));
      if (again === null) throw new Error('refused');
      const years = yearsOf(again);
      for (const [y, year] of yearsOf(run).entries()) {
        expect(years[y]?.at('pool')).toEqual(year.at('pool'));
        for (const a of year.alliances) {
          const own = years[y]?.entries('alliances', a).filter(([figure]) => figure !== 'cityPaid' && figure !== 'manualPaid');
          expect(own).toEqual(year.entries('alliances', a));
          remitted += year.whole(a, 'remitted');
        }
      }
    });
    expect(remitted > 0n).toBe(true);
  });
});

describe('the order of alliances', () => {
  const others = new Map<Run, Run | null>();

  /** The first year of both orders. */
  function bothOrders(times: number, holds: (straight: Year, turned: Year, tree: Written) => void): void {
    onRuns(times, (run, tree) => {
      const turned = others.get(run) ?? runOf(withValue(tree, ['county', 'alliances'], rowsAt(tree, 'county', 'alliances').reverse()));
      others.set(run, turned);
      const [a] = yearsOf(run);
      const [b] = turned === null ? [] : yearsOf(turned);
      // An adjustment may be beyond a fund, or a quota below zero, by the tie fen itself.
      fc.pre(b !== undefined);
      if (a !== undefined && b !== undefined) holds(a, b, tree);
    });
  }

  it('moves no financing, reserve or care, and at most a tie fen of each quota part', () => {
    const seen = { tied: 0, granted: 0 };
    bothOrders(200, (straight, turned, tree) => {
      for (const path of [
        ['financing'],
        ['reserves'],
        ['quotaPool'],
        ['pool', 'opening'],
        ['payment', 'fundTotal'],
        ['grants'],
        ['procurement'],
      ]) {
        expect(turned.at(...path)).toEqual(straight.at(...path));
      }
      // What is apportioned to an institution's cells may move tie fens from one home to another.
      const isTied = apportionsToInstitutions(tree);
      if (isTied) seen.tied += 1;
      for (const a of straight.alliances) {
        for (const part of ['byInsured', 'byHistory', 'byService']) {
          expect(isNear(turned.maybe('alliances', a, part), straight.maybe('alliances', a, part), 1n)).toBe(true);
        }
        // Paid by the month, a tie fen of a grant is one each month.
        for (const [grant] of straight.entries('alliances', a, 'grants')) {
          expect(isNear(turned.fen('alliances', a, 'grants', grant), straight.fen('alliances', a, 'grants', grant), 12n)).toBe(true);
          seen.granted += 1;
        }
        for (const figure of ['total', 'prepaid', 'yearEnd', 'villageDoctors'])
          expect(turned.at('alliances', a, 'publicHealth', figure)).toEqual(straight.at('alliances', a, 'publicHealth', figure));
        for (const care of isTied ? ['offCounty', 'deductions'] : ['own', 'cross', 'other', 'offCounty', 'deductions', 'expenditure']) {
          expect(turned.at('alliances', a, care)).toEqual(straight.at('alliances', a, care));
        }
      }
      if (straight.at('pool', 'noneSpending') === undefined) return;
      const all = (year: Year) => year.sum('expenditure') + year.fen('pool', 'noneSpending');
      expect(all(turned)).toBe(all(straight));
    });
    expect([seen.tied > 5, seen.granted > 20]).toEqual([true, true]);
  });

  it('moves nothing at all where no tie fen moved', () => {
    let same = 0;
    bothOrders(200, (straight, turned) => {
      const figures = ['byInsured', 'byHistory', 'byService', 'limitChange', 'own', 'cross', 'other', 'deposit', 'funded'];
      const tied = straight.alliances.some((a) => {
        const paths = [...figures.map((figure) => [figure]), ...straight.entries('alliances', a, 'grants').map(([id]) => ['grants', id])];
        return paths.some((path) => turned.at('alliances', a, ...path) !== straight.at('alliances', a, ...path));
      });
      if (tied) return;
      same += 1;
      for (const path of ['financing', 'reserves', 'quotaPool', 'pool', 'alliances', 'institutions', 'grants', 'procurement', 'indicators'])
        expect(turned.at(path)).toEqual(straight.at(path));
    });
    expect(same).toBeGreaterThan(100);
  });
});
