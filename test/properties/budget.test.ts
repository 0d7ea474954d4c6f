// R2 and R3 with their variants: what the financing leaves, and how it becomes quotas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen } from '../../src/money/fen.ts';
import { clampedQuotas } from '../../src/rules/quota.ts';
import { type Fraction, least, minus, one, parseAmount, plus, product, ratioOf, times } from '../reference/exact.ts';
import { withValue } from '../reference/writing.ts';
import { at, field, type Written } from '../reference/written.ts';
import { onRuns, onVariants, rowsAt, runOf, sum, type Year, yearsOf } from './counties.ts';

const COUNTIES = 250;

/** R2: what reserves and named lines leave of the total financing. */
function left(year: Year): bigint {
  const reserves = ['criticalIllness', 'riskAdjustment', 'qualityDeposit'].map((name) => year.fen('reserves', name));
  return year.fen('financing', 'total') - sum([...reserves, ...year.amounts('reserves', 'lines')]);
}

const byExpenditure = (year: Year) => year.says('expenditure', 'quota', 'base');

/** Individual contribution and subsidy per head. */
function perHead(tree: Written, year: number): bigint {
  return sum(['individual', 'subsidy'].map((part) => parseAmount(String(at(field(tree, 'policy', 'financing', part), year)))));
}

/** The growth of an expenditure base: the lower of its own and that of financing per head. */
function growthOf(year: Year, tree: Written): Fraction {
  const own = year.rate('quota', 'expenditure', 'growth') ?? one;
  const [now, before] = [Number(year.name), Number(year.name) - 1].map((y) => perHead(tree, y));
  return before === 0n ? own : least(own, minus(ratioOf(now ?? 0n, before ?? 1n), one));
}

/** Everything paid for alliances' insured in a year: of the run, or as the rows of a year before tell; null where it is projected. */
function paidIn(tree: Written, years: readonly Year[], year: number): bigint | null {
  const played = years.find(({ name }) => Number(name) === year);
  if (played !== undefined) return sum(played.alliances.map((a) => played.spent(a)));
  const rows = rowsAt(tree, 'county', 'activity').filter((row) => Number(row.get('year')) < Number(years[0]?.name));
  const latest = Math.max(...rows.map((row) => Number(row.get('year'))));
  if (rows.length === 0 || year > latest) return null;
  const told = rows.filter((row) => Number(row.get('year')) === year && row.get('home') !== 'none' && row.has('fund'));
  return sum(told.map((row) => parseAmount(String(row.get('fund')))));
}

describe('R2', () => {
  it('reserves, lines and what they leave make up the total financing: the quota pool, or at least it', () => {
    let less = 0;
    onRuns(COUNTIES, (run) => {
      for (const year of yearsOf(run)) {
        expect(year.fen('financing', 'individual') + year.fen('financing', 'subsidy')).toBe(year.fen('financing', 'total'));
        const pool = year.fen('quotaPool');
        if (!byExpenditure(year)) expect(pool).toBe(left(year));
        else expect(pool <= left(year)).toBe(true);
        if (pool < left(year)) less += 1;
      }
    });
    expect(less).toBeGreaterThan(5);
  });

  it('a deposit held out of advances takes nothing off the financing', () => {
    let held = 0;
    onVariants(60, ['depositFromAdvance'], (run) => {
      for (const year of yearsOf(run)) {
        const share = year.rate('reserves', 'qualityDeposit', 'share') ?? one;
        const isHeld = year.says('advance', 'reserves', 'qualityDeposit', 'from');
        expect(year.fen('reserves', 'qualityDeposit')).toBe(isHeld ? 0n : times(year.fen('financing', 'total'), share));
        if (isHeld) held += 1;
      }
    });
    expect(held).toBeGreaterThan(30);
  });
});

describe('R3 by expenditure', () => {
  const EXPENDITURE = ['expenditure'] as const;

  it('is the mean of the years before, grown once; then last year’s pool, grown', () => {
    const seen = { mean: 0, later: 0 };
    onVariants(90, EXPENDITURE, (run, tree) => {
      const years = yearsOf(run);
      for (const [y, year] of years.entries()) {
        if (!byExpenditure(year)) continue;
        const grown = plus(one, growthOf(year, tree));
        const before = years[y - 1];
        if (before !== undefined && byExpenditure(before)) {
          seen.later += 1;
          expect(year.fen('quotaPool')).toBe(times(before.fen('quotaPool'), grown));
          continue;
        }
        const n = Number(year.policy('quota', 'expenditure', 'years'));
        const paid = Array.from({ length: n }, (_, k) => paidIn(tree, years, Number(year.name) - 1 - k));
        if (paid.some((amount) => amount === null)) continue;
        seen.mean += 1;
        const mean = product(grown, ratioOf(1n, BigInt(n)));
        expect(year.fen('quotaPool')).toBe(times(sum(paid.map((amount) => amount ?? 0n)), mean));
      }
    });
    expect(seen.mean).toBeGreaterThan(25);
    expect(seen.later).toBeGreaterThan(15);
  });

  it('never grows faster than financing per head, and no faster than its own rate', () => {
    let [bySelf, byFinancing] = [0, 0];
    onVariants(90, EXPENDITURE, (run, tree) => {
      for (const [y, year] of yearsOf(run).entries()) {
        const before = yearsOf(run)[y - 1];
        if (before === undefined || !byExpenditure(year) || !byExpenditure(before)) continue;
        const pool = before.fen('quotaPool');
        const own = times(pool, plus(one, year.rate('quota', 'expenditure', 'growth') ?? one));
        const financing = times(pool, ratioOf(perHead(tree, Number(year.name)), perHead(tree, Number(before.name)) || 1n));
        expect(year.fen('quotaPool')).toBe(own < financing ? own : financing);
        if (own < financing) bySelf += 1;
        if (financing < own) byFinancing += 1;
      }
    });
    expect(Math.min(bySelf, byFinancing)).toBeGreaterThan(3);
  });
});

describe('R3', () => {
  it('the computed quotas sum to the quota pool, and each quota to its parts, limits and agreements', () => {
    onRuns(COUNTIES, (run) => {
      for (const year of yearsOf(run)) {
        const parts = ['byInsured', 'byHistory', 'byService'];
        const computed = year.alliances.map((a) => sum(parts.map((part) => year.maybe('alliances', a, part))));
        expect(sum(computed)).toBe(year.fen('quotaPool'));
        for (const [i, a] of year.alliances.entries()) {
          const changes = ['limitChange', 'negotiatedChange'].map((change) => year.maybe('alliances', a, change));
          expect(year.of(a, 'quota')).toBe((computed[i] ?? 0n) + sum(changes));
          if (year.has('alliances', a, 'computedQuota')) expect(year.of(a, 'computedQuota')).toBe(computed[i]);
        }
        // What neither limits nor agreements moved is all there.
        expect(year.sum('quota') + year.maybe('quotaUnallotted') - year.sumOf('negotiatedChange')).toBe(year.fen('quotaPool'));
      }
    });
  });

  it('an agreed amount is the quota, and moves nobody else’s', () => {
    let agreed = 0;
    onVariants(60, ['negotiated'], (run, tree) => {
      for (const year of yearsOf(run)) {
        for (const a of year.alliances) {
          const dated = field(tree, 'policy', 'quota', 'negotiated', a);
          const since = dated instanceof Map && !dated.has('value') ? [...dated.keys()].some((y) => y <= year.name) : dated !== null;
          if (!since) expect(year.of(a, 'negotiatedChange')).toBe(0n);
          else {
            agreed += 1;
            expect(year.of(a, 'quota')).toBe(parseAmount(String(at(dated, Number(year.name)))));
          }
        }
      }
    });
    expect(agreed).toBeGreaterThan(40);
  });

  it('limits hold against last year’s quota, and only what limits cannot place is left in the pool', () => {
    let [clamped, unallotted] = [0, 0];
    onVariants(140, ['limits'], (run, tree) => {
      const years = yearsOf(run);
      for (const [y, year] of years.entries()) {
        const [up, down] = ['increase', 'decrease'].map((side) => year.rate('quota', 'limits', side));
        const atLimit = year.alliances.map((a) => {
          const written = rowsAt(tree, 'county', 'alliances')
            .find((row) => row.get('id') === a)
            ?.get('lastQuota');
          const last = y > 0 ? (years[y - 1]?.of(a, 'quota') ?? 0n) : written === undefined ? 0n : parseAmount(String(written));
          const quota = year.of(a, 'quota');
          if (last === 0n) return quota === 0n;
          const most = up ? times(last, plus(one, up)) : null;
          const fewest = down ? times(last, minus(one, down)) : null;
          expect(most === null || quota <= most).toBe(true);
          expect(fewest === null || quota >= fewest).toBe(true);
          if (year.of(a, 'limitChange') !== 0n) clamped += 1;
          return quota === most || quota === fewest || quota === 0n;
        });
        expect(year.fen('quotaUnallotted') >= 0n).toBe(true);
        if (year.fen('quotaUnallotted') === 0n) continue;
        unallotted += 1;
        expect(atLimit.every(Boolean)).toBe(true);
      }
    });
    expect([clamped > 60, unallotted > 5]).toEqual([true, true]);
  });

  it('lower limits above the pool are refused, and one fen within it is not', () => {
    const quota = fc.integer({ min: 0, max: 10 ** 11 });
    const one = fc.record({ weight: fc.nat(10 ** 6), last: quota, up: fc.option(fc.nat(100)), down: fc.option(fc.nat(100)) });
    let [refused, played] = [0, 0];
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), fc.integer({ min: -2, max: 2 }), fc.boolean(), (all, near, tight) => {
        const lower = all.map(({ last, down }) => (down === null ? null : fen(Math.round((last * (100 - down)) / 100))));
        const upper = all.map(({ last, up }) => (up === null ? null : fen(Math.round((last * (100 + up)) / 100))));
        const floor = lower.reduce((a: number, b) => a + (b ?? 0), 0);
        const pool = Math.max(0, tight ? floor + near : Math.round(all.reduce((a, { last }) => a + last, 0)));
        const weights = all.map(({ weight }) => BigInt(weight));
        fc.pre(weights.some((weight) => weight > 0n));
        const heads = weights.reduce((a, b) => a + b, 0n);
        const computed = weights.map((weight) => fen(Number((BigInt(pool) * weight) / heads)));
        computed[0] = fen(pool - computed.slice(1).reduce((a: number, b) => a + b, 0));
        const found = clampedQuotas(fen(pool), computed, lower, upper);
        if (found === null) {
          refused += 1;
          expect(floor).toBeGreaterThan(pool);
          return;
        }
        played += 1;
        expect(floor).toBeLessThanOrEqual(pool);
        expect(found.quotas.reduce((a: number, b) => a + b, 0) + found.unallotted).toBe(pool);
        expect(found.unallotted).toBeGreaterThanOrEqual(0);
        for (const [i, amount] of found.quotas.entries()) {
          expect(amount).toBeGreaterThanOrEqual(lower[i] ?? 0);
          expect(amount).toBeLessThanOrEqual(upper[i] ?? Number.POSITIVE_INFINITY);
        }
      }),
      { numRuns: 3000, seed: 20261122 },
    );
    expect(Math.min(refused, played)).toBeGreaterThan(300);
  });

  it('limits far beyond last year’s quotas change nothing', () => {
    onVariants(40, [], (run, tree) => {
      const wide = new Map<string, Written>([
        ['increase', '100000%'],
        ['decrease', '100%'],
      ]);
      const limited = runOf(withValue(tree, ['policy', 'quota', 'limits'], wide));
      if (limited === null) throw new Error('refused');
      const years = yearsOf(run);
      for (const [y, year] of yearsOf(limited).entries()) {
        expect(year.fen('quotaUnallotted')).toBe(0n);
        for (const path of [['quotaPool'], ['pool']]) expect(year.at(...path)).toEqual(years[y]?.at(...path));
        for (const a of year.alliances) {
          const own = year.entries('alliances', a).filter(([figure]) => figure !== 'computedQuota' && figure !== 'limitChange');
          expect(own).toEqual(years[y]?.entries('alliances', a));
        }
      }
    });
  });
});
