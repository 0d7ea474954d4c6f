// R7 with its variants: what of surplus and overspend falls to whom, for every settled year of random counties.
import { describe, expect, it } from 'vitest';
import { compare, type Fraction, minus, most, one, product, times, whole, zero } from '../reference/exact.ts';
import { decimal, withValue } from '../reference/writing.ts';
import { field, type Written } from '../reference/written.ts';
import { everySettledYear, onRuns, onVariants, runOf, settledYears, shareAt, sum, type Year, yearsOf } from './counties.ts';

const COUNTIES = 250;

const isPackage = (year: Year) => !year.says('none', 'settlement', 'package');
const fromAdvance = (year: Year) => year.says('advance', 'reserves', 'qualityDeposit', 'from');
const isInFull = (year: Year) => year.says('inFull', 'settlement', 'overspend', 'settle');

/** times(Q, share) of the adjusted quota; null where the policy does not say. */
function ofQuota(year: Year, a: string, ...path: string[]): bigint | null {
  const share = year.rate('settlement', ...path);
  return share === null ? null : times(year.of(a, 'adjustedQuota'), share);
}

/** A score below the least one, or below the last row of the shifts, shares nothing. */
function sharesNothing(year: Year, a: string): boolean {
  const score = year.score(a) ?? zero;
  const least = year.rate('settlement', 'leastScore');
  if (least !== null && compare(score, least) < 0) return true;
  const shifts = year.rows('settlement', 'scoreShift');
  return shifts.length > 0 && shareAt(year, shifts, score, 'shift') === null;
}

/** Names of the uses that the pool holds in a year. */
function poolHeld(year: Year): string[] {
  const uses = year.policy('settlement', 'surplus', 'uses');
  return [...(uses instanceof Map ? uses : [])].flatMap(([use, told]) =>
    told instanceof Map && told.get('heldBy') === 'pool' ? [use] : [],
  );
}

/** What the risk fund itself pays of an alliance's overspend. */
const byRiskFund = (year: Year, a: string) => year.of(a, 'funded') - year.maybe('alliances', a, 'fundedByPool');

describe('a surplus', () => {
  it('and an overspend: quota and spending decide on one of them', () => {
    everySettledYear(COUNTIES, (year) => {
      for (const a of year.alliances) {
        expect(year.of(a, 'surplus') - year.of(a, 'overspend')).toBe(year.of(a, 'adjustedQuota') - year.of(a, 'expenditure'));
        expect(year.of(a, 'surplus') === 0n || year.of(a, 'overspend') === 0n).toBe(true);
      }
    });
  });

  it('is retained or goes back to the pool, neither below zero', () => {
    everySettledYear(COUNTIES, (year) => {
      for (const a of year.alliances) {
        expect(year.of(a, 'retained') + year.of(a, 'toPool')).toBe(year.of(a, 'surplus'));
        expect(year.of(a, 'retained') >= 0n && year.of(a, 'toPool') >= 0n).toBe(true);
      }
    });
  });

  it('retained sums from its uses, those that the pool holds included', () => {
    let held = 0;
    everySettledYear(COUNTIES, (year) => {
      const names = poolHeld(year);
      for (const a of year.alliances) {
        expect(sum(year.amounts('alliances', a, 'uses'))).toBe(year.of(a, 'retained'));
        expect(year.maybe('alliances', a, 'heldByPool')).toBe(sum(names.map((use) => year.fen('alliances', a, 'uses', use))));
        if (year.maybe('alliances', a, 'heldByPool') > 0n) held += 1;
      }
    });
    expect(held).toBeGreaterThan(10);
  });

  it('is kept within ceiling and cap, and not at all below the minimum', () => {
    const seen = { small: 0, ceiling: 0, cap: 0 };
    onVariants(160, ['surplusMinimum', 'surplusCap', 'surplusBands', 'usesOfWhole', 'leastScore'], (run) => {
      for (const year of settledYears(run)) {
        for (const a of year.alliances) {
          const [surplus, retained] = [year.of(a, 'surplus'), year.of(a, 'retained')];
          const least = ofQuota(year, a, 'surplus', 'minimum');
          const isSmall = least !== null && surplus < least;
          if (isSmall) expect(retained).toBe(0n);
          if (isSmall && surplus > 0n) seen.small += 1;
          const [ceiling, cap] = ['ceiling', 'cap'].map((key) => ofQuota(year, a, 'surplus', key) ?? surplus);
          const base = surplus < (ceiling ?? 0n) ? surplus : (ceiling ?? 0n);
          expect(retained <= base && retained <= (cap ?? 0n)).toBe(true);
          if (isSmall || !year.says('whole', 'settlement', 'surplus', 'usesOf')) continue;
          // The whole is kept whatever the score: up to the ceiling, and then up to the cap.
          expect(retained).toBe(base < (cap ?? 0n) ? base : cap);
          if (base < surplus && retained === base) seen.ceiling += 1;
          if (retained < base) seen.cap += 1;
        }
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  });

  it('is not shared, nor an overspend, under a score that shares nothing', () => {
    const seen = { surplus: 0, overspend: 0, shared: 0 };
    onVariants(110, ['leastScore', 'scoreShift'], (run) => {
      for (const year of settledYears(run)) {
        for (const a of year.alliances) {
          if (!sharesNothing(year, a)) {
            if (year.of(a, 'retained') > 0n) seen.shared += 1;
            continue;
          }
          expect([year.of(a, 'retained'), year.of(a, 'poolShare'), year.of(a, 'funded')]).toEqual([0n, 0n, 0n]);
          if (year.of(a, 'surplus') > 0n) seen.surplus += 1;
          if (year.of(a, 'overspend') > 0n) seen.overspend += 1;
        }
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(15);
  });

  it('held by the pool moves entitlement and outflow, and nothing that is retained', () => {
    let moved = 0n;
    onVariants(60, ['heldByPool'], (run, tree) => {
      const uses = field(tree, 'policy', 'settlement', 'surplus', 'uses');
      const other = runOf(withValue(tree, ['policy', 'settlement', 'surplus', 'uses'], heldByAlliances(uses)));
      const [held] = settledYears(run);
      const [kept] = other === null ? [] : settledYears(other);
      if (held === undefined || kept === undefined) return;
      for (const a of held.alliances) {
        expect(kept.at('alliances', a, 'uses')).toEqual(held.at('alliances', a, 'uses'));
        const byPool = held.maybe('alliances', a, 'heldByPool');
        expect(kept.of(a, 'entitlement') - held.of(a, 'entitlement')).toBe(byPool);
        expect(kept.of(a, 'finalPayment') - held.of(a, 'finalPayment')).toBe(byPool);
      }
      const byPool = held.sumOf('heldByPool');
      moved += byPool;
      expect(kept.fen('pool', 'outflow') - held.fen('pool', 'outflow')).toBe(byPool);
      expect(kept.fen('pool', 'closing')).toBe(held.fen('pool', 'closing'));
    });
    expect(moved > 0n).toBe(true);
  });
});

describe('an overspend', () => {
  it('is funded or borne, neither below zero, and the pool’s part is in what is funded', () => {
    everySettledYear(COUNTIES, (year) => {
      for (const a of year.alliances) {
        expect(year.of(a, 'funded') + year.of(a, 'borne')).toBe(year.of(a, 'overspend'));
        expect(year.of(a, 'borne') >= 0n && year.maybe('alliances', a, 'fundedByPool') >= 0n && byRiskFund(year, a) >= 0n).toBe(true);
      }
    });
  });

  it('claims are paid by the risk fund, or all that it has, and beyond that by the pool where the policy says so', () => {
    const seen = { all: 0, short: 0, pool: 0, alliance: 0 };
    everySettledYear(COUNTIES, (year, run, y) => {
      const fromRisk = (run.plan.years[y]?.adjustments ?? []).filter((row) => row.fromRisk).map((row) => BigInt(row.amount));
      const fund = year.fen('pool', 'riskOpening') + year.fen('reserves', 'riskAdjustment') - sum(fromRisk);
      const claims = year.sum('poolShare');
      const payable = fund < 0n ? 0n : fund;
      const paid = sum(year.alliances.map((a) => byRiskFund(year, a)));
      expect(paid).toBe(claims < payable ? claims : payable);
      if (claims > 0n) seen[claims <= payable ? 'all' : 'short'] += 1;
      for (const a of year.alliances) {
        const claim = year.of(a, 'poolShare');
        expect(byRiskFund(year, a) <= claim && claim <= year.of(a, 'overspend')).toBe(true);
        const uncovered = claim - byRiskFund(year, a);
        if (uncovered === 0n) continue;
        const byPool = year.says('pool', 'settlement', 'overspend', 'uncovered');
        expect(year.maybe('alliances', a, 'fundedByPool')).toBe(byPool ? uncovered : 0n);
        seen[byPool ? 'pool' : 'alliance'] += 1;
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3);
  });

  it('is claimed up to the cap; below the minimum, or without a package, the pool pays all of it', () => {
    const seen = { cap: 0, small: 0, none: 0 };
    onVariants(160, ['overspendMinimum', 'overspendCap', 'packageNone'], (run) => {
      for (const year of settledYears(run)) {
        for (const a of year.alliances) {
          const overspend = year.of(a, 'overspend');
          const least = ofQuota(year, a, 'overspend', 'minimum');
          const cap = ofQuota(year, a, 'overspend', 'cap');
          if (cap !== null) expect(year.of(a, 'poolShare') <= cap).toBe(true);
          if (cap !== null && cap > 0n && year.of(a, 'poolShare') === cap) seen.cap += 1;
          const isSmall = least !== null && overspend < least;
          if (overspend === 0n || (isPackage(year) && !isSmall)) continue;
          seen[isSmall ? 'small' : 'none'] += 1;
          const all = ['poolShare', 'funded', 'fundedByPool', 'borne'].map((figure) => year.of(a, figure));
          expect(all).toEqual([0n, overspend, overspend, 0n]);
        }
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3);
  });

  it('exactly on the minimum is shared as if there were none, one fen below it by nobody but the pool', () => {
    let shared = 0;
    onVariants(60, [], (run, tree) => {
      const year = settledYears(run)[0];
      const a = year?.alliances.find((one) => year.of(one, 'overspend') > 0n && year.of(one, 'adjustedQuota') > 0n);
      if (year === undefined || a === undefined) return;
      const beside = (fen: bigint) => {
        const share = ((year.of(a, 'overspend') + fen) * 10n ** 32n) / year.of(a, 'adjustedQuota');
        const least = runOf(withValue(tree, ['policy', 'settlement', 'overspend', 'minimum'], `${decimal(share, 30)}%`));
        return least === null ? undefined : settledYears(least)[0];
      };
      const [at, below] = [beside(0n), beside(1n)];
      // A minimum above the whole quota is no share.
      if (at === undefined || below === undefined) return;
      expect(at.of(a, 'poolShare')).toBe(year.of(a, 'poolShare'));
      expect(below.of(a, 'fundedByPool')).toBe(year.of(a, 'overspend'));
      shared += 1;
    });
    expect(shared).toBeGreaterThan(12);
  });

  it('paid in full is in no final payment, and netted in no receivable', () => {
    const seen = { full: 0, net: 0 };
    everySettledYear(COUNTIES, (year) => {
      for (const a of year.alliances) {
        const paid = year.of(a, 'expenditure') + year.of(a, 'retained') - year.maybe('alliances', a, 'heldByPool');
        const withheld = fromAdvance(year) ? year.of(a, 'depositWithheld') : 0n;
        const borne = isInFull(year) ? 0n : year.of(a, 'borne');
        expect(year.of(a, 'entitlement')).toBe(paid - withheld - borne);
        const advances = sum(year.amounts('alliances', a, 'advances'));
        expect(year.of(a, 'finalPayment')).toBe(year.of(a, 'entitlement') - advances - year.of(a, 'offCounty'));
        if (year.of(a, 'borne') > 0n) seen[isInFull(year) ? 'full' : 'net'] += 1;
      }
    });
    expect([seen.full > 10, seen.net > 30]).toEqual([true, true]);
  });
});

describe('without a package', () => {
  it('the entitlement is E, nothing is retained or borne, and no score is asked for', () => {
    let [seen, deposits] = [0, 0];
    onVariants(60, ['packageNone', 'uncoveredByPool', 'depositFromAdvance'], (random, tree) => {
      const bare = rowsWithout(withValue(tree, ['policy', 'settlement', 'package'], 'none'), 'score');
      const run = runOf(bare);
      if (run === null) throw new Error('refused');
      const straight = yearsOf(random)[0];
      for (const year of settledYears(run)) {
        for (const a of year.alliances) {
          seen += 1;
          expect(['retained', 'borne', 'poolShare'].map((figure) => year.of(a, figure))).toEqual([0n, 0n, 0n]);
          // What was held out of advances goes back, what came off the financing to the pool.
          expect(year.of(a, 'depositReturned')).toBe(fromAdvance(year) ? year.of(a, 'deposit') : 0n);
          if (year.of(a, 'deposit') > 0n) deposits += 1;
          expect(year.of(a, 'entitlement')).toBe(year.of(a, 'expenditure'));
          expect(year.of(a, 'toPool')).toBe(year.of(a, 'surplus'));
          expect(year.of(a, 'fundedByPool')).toBe(year.of(a, 'overspend'));
          // With and without the package the same was spent, against the same quota.
          if (year.name !== straight?.name || !straight.settled) continue;
          for (const figure of ['quota', 'expenditure', 'advances', 'deposit'])
            expect(year.at('alliances', a, figure)).toEqual(straight.at('alliances', a, figure));
        }
      }
    });
    expect([seen > 60, deposits > 20]).toEqual([true, true]);
  });
});

describe('the deposit', () => {
  /** 1 from a full score on, a share less for each point below it, nothing below the last. */
  function byPoints(year: Year, score: Fraction): Fraction {
    const [full, perPoint, lost] = ['fullFrom', 'perPoint', 'allLostBelow'].map(
      (key) => year.rate('settlement', 'deposit', 'points', key) ?? zero,
    ) as [Fraction, Fraction, Fraction];
    if (compare(score, full) >= 0) return one;
    return compare(score, lost) < 0 ? zero : most(zero, minus(one, product(minus(full, score), perPoint)));
  }

  it('is returned by the score, or withheld; all comes from the reserve or from the months', () => {
    const seen = { points: 0, partly: 0, table: 0, advance: 0 };
    everySettledYear(COUNTIES, (year) => {
      for (const a of year.alliances) {
        const [deposit, returned, withheld] = ['deposit', 'depositReturned', 'depositWithheld'].map((figure) => year.of(a, figure));
        expect((returned ?? 0n) + (withheld ?? 0n)).toBe(deposit);
        if (deposit === 0n) continue;
        const score = year.score(a) ?? zero;
        const points = year.policy('settlement', 'deposit', 'points') !== null;
        const byScore = points ? byPoints(year, score) : (shareAt(year, year.rows('settlement', 'deposit', 'returned'), score) ?? zero);
        const share = isPackage(year) ? byScore : whole(fromAdvance(year) ? 1n : 0n);
        expect(returned).toBe(times(deposit ?? 0n, share));
        seen[points ? 'points' : 'table'] += 1;
        if (points && compare(share, zero) > 0 && compare(share, one) < 0) seen.partly += 1;
        if (fromAdvance(year)) seen.advance += 1;
      }
      const held = year.sumOf('depositHeld');
      const reserve = year.sum('quota') === 0n ? 0n : year.fen('reserves', 'qualityDeposit');
      expect(year.sum('deposit')).toBe(fromAdvance(year) ? held : reserve);
      if (!fromAdvance(year)) expect(held).toBe(0n);
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  it('split by quota is within a fen of its share', () => {
    onRuns(COUNTIES, (run) => {
      for (const year of settledYears(run)) {
        const [all, quotas] = [year.fen('reserves', 'qualityDeposit'), year.sum('quota')];
        if (quotas === 0n || fromAdvance(year)) continue;
        for (const a of year.alliances) {
          const off = year.of(a, 'deposit') * quotas - all * year.of(a, 'quota');
          expect(off < quotas && off > -quotas).toBe(true);
        }
      }
    });
  });
});

/** Every use held by its alliance. */
function heldByAlliances(tree: Written): Written {
  if (Array.isArray(tree)) return tree.map(heldByAlliances);
  if (!(tree instanceof Map)) return tree;
  return new Map([...tree].map(([key, value]) => [key, key === 'heldBy' ? 'alliance' : heldByAlliances(value)]));
}

/** The alliances without one of their fields. */
function rowsWithout(tree: Written, key: string): Written {
  const alliances = field(tree, 'county', 'alliances') as Map<string, Written>[];
  return withValue(
    tree,
    ['county', 'alliances'],
    alliances.map((row) => withValue(row, [key], undefined)),
  );
}
