// R4 and R9's levers: what growth, benefit, prices and shocks do to the fund's payments and to volumes.
import { describe, expect, it } from 'vitest';
import { figureTree, type Run } from '../../src/index.ts';
import { MONTHS, PERIODS } from '../../src/money/calendar.ts';
import { bitOf, eitherKnown, tablesOf } from '../../src/plan/volumes.ts';
import { parseFactor, times } from '../reference/exact.ts';
import { mapping, withValue } from '../reference/writing.ts';
import { field, type Written } from '../reference/written.ts';
import { onRuns, onVariants, rowsAt, runOf, spanOf, yearsOf } from './counties.ts';

const MEASURED = ['measures', 'growthSplit', 'drg', 'bedDay'] as const;

/** The fund's payment and every measure of a year's cells: with shocks, and without. */
function tables(run: Run, y: number): { shocked: readonly Float64Array[]; calm: readonly Float64Array[] } {
  const year = run.plan.years[y];
  if (year === undefined) return { shocked: [], calm: [] };
  const { cells, volumes, unshocked } = year;
  return { shocked: tablesOf({ fund: cells, volumes }), calm: tablesOf(unshocked) };
}

/** The scenario with one shock of some services, over all its years, and no others. */
function shockedBy(tree: Written, factor: string, service?: string): Written {
  const [first, last] = spanOf(tree);
  return withValue(tree, ['shocks'], [mapping({ service, from: `${first}-01`, to: `${last}-12`, factor })]);
}

/** A county of which nothing is known beyond the year before its first. */
const isProjected = (tree: Written) => field(tree, 'actualTo') === null && rowsAt(tree, 'county', 'activity').length > 0;

describe('a shock', () => {
  it('multiplies the fund’s payment and every measure alike, each rounded, and is no base of the next year', () => {
    let [cells, volumes] = [0, 0];
    onVariants(60, MEASURED, (calm, tree) => {
      if (!isProjected(tree)) return;
      const rows = rowsAt(tree, 'county', 'activity');
      const service = String(rows[0]?.get('service'));
      const text = ['1.22', '0.5', '133.3333%', '0.999999'][rows.length % 4] ?? '1.22';
      const run = runOf(shockedBy(tree, text, service));
      if (run === null) return;
      for (const y of run.plan.years.keys()) {
        const { shocked, calm: base } = tables(run, y);
        expect(base).toEqual(tables(calm, y).calm);
        for (const [t, table] of base.entries()) {
          for (const [s, stream] of run.plan.streams.entries()) {
            const factor = parseFactor(run.plan.services[stream.service]?.id === service ? text : '1');
            for (let m = 0; m < MONTHS; m++) {
              const before = table[s * PERIODS + m] ?? 0;
              expect(BigInt(shocked[t]?.[s * PERIODS + m] ?? -1)).toBe(times(BigInt(before), factor));
              if (before !== 0 && shocked[t]?.[s * PERIODS + m] !== before) t === 0 ? cells++ : volumes++;
            }
          }
        }
      }
    });
    expect([cells > 200, volumes > 200]).toEqual([true, true]);
  });

  it('of 0 leaves nothing to pay but what goes by heads', () => {
    let paid = 0;
    onVariants(60, [...MEASURED, 'capitation'], (_, tree) => {
      const run = isProjected(tree) ? runOf(shockedBy(tree, '0')) : null;
      if (run === null) return;
      for (const [y, year] of yearsOf(run).entries()) {
        if (!year.settled) continue;
        for (const [i, a] of year.alliances.entries()) {
          const cells = run.plan.streams.reduce((sum, stream, s) => {
            if (stream.home !== i || stream.kind !== 'care') return sum;
            return (
              sum +
              run.books
                .year(y)
                .cells.subarray(s * PERIODS, s * PERIODS + MONTHS)
                .reduce((x, z) => x + z, 0)
            );
          }, 0);
          expect(cells).toBe(0);
          if (year.spent(a) > 0n) paid += 1;
        }
      }
    });
    expect(paid).toBeGreaterThan(10);
  });
});

describe('a change of benefit', () => {
  it('moves money between fund and patients: of each cell they pay together what they paid before', () => {
    const seen = { conserved: 0, moved: 0 };
    onVariants(90, ['benefitRatio', 'benefitDeductible', 'measures'], (run, tree) => {
      const plain = runOf(withValue(tree, ['policy', 'benefit'], undefined));
      const [first] = run.plan.years;
      if (plain === null || first === undefined || run.plan.projection.base !== first.year - 1) return;
      const known = eitherKnown(run.plan.known, run.plan.streams.length);
      const [now, before] = [run, plain].map((one) => one.plan.years[0]?.unshocked);
      for (const s of run.plan.streams.keys()) {
        if (((known[s] ?? 0) & bitOf('patientPaid')) === 0) continue;
        for (let m = 0; m < MONTHS; m++) {
          const i = s * PERIODS + m;
          const [paid, together] = [now, before].map((cells) => (cells?.fund[i] ?? 0) + (cells?.volumes?.patientPaid[i] ?? 0));
          expect(paid).toBe(together);
          expect(now?.fund[i] ?? 0).toBeGreaterThanOrEqual(0);
          expect(now?.volumes?.patientPaid[i] ?? 0).toBeGreaterThanOrEqual(0);
          seen.conserved += 1;
          if (now?.fund[i] !== before?.fund[i]) seen.moved += 1;
        }
      }
      // What care cost, and how much of it there was, is as before.
      for (const measure of ['cases', 'days', 'points', 'weights', 'cost'] as const)
        expect(now?.volumes?.[measure]).toEqual(before?.volumes?.[measure]);
    });
    expect([seen.conserved > 500, seen.moved > 100]).toEqual([true, true]);
  });

  it('written, but the same in every year, changes nothing', () => {
    let written = 0;
    onVariants(30, ['measures'], (run, tree) => {
      const services = [...new Set(rowsAt(tree, 'county', 'activity').map((row) => String(row.get('service'))))];
      const entries = services.map((service, i) => mapping({ id: `b${i}`, service, ratio: '61.7%', deductible: '12.34', cap: '99' }));
      if (entries.length === 0) return;
      const again = runOf(withValue(tree, ['policy', 'benefit'], entries));
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
      written += 1;
    });
    expect(written).toBeGreaterThan(20);
  });
});

describe('growth and prices', () => {
  it('one number is a growth of cost at no growth of volume', () => {
    let split = 0;
    onRuns(80, (run, tree) => {
      const growth = field(tree, 'county', 'growth');
      if (!(growth instanceof Map)) return;
      const isOne = (value: Written) => !(value instanceof Map && value.has('volume'));
      const apart = [...growth].map(([service, value]): [string, Written] => {
        if (!isOne(value)) return [service, value];
        split += 1;
        return [service, mapping({ volume: '0%', cost: value })];
      });
      const again = runOf(withValue(tree, ['county', 'growth'], new Map(apart)));
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
    });
    expect(split).toBeGreaterThan(40);
  });

  it('apart, money grows by both together, cases, days, points and weights by volume alone', () => {
    const seen = { money: 0, volumes: 0 };
    onVariants(40, ['measures', 'caseRows'], (calm, tree) => {
      if (!isProjected(tree) || calm.plan.projection.base !== spanOf(tree)[0] - 1) return;
      const services = calm.plan.services.map(({ id }) => id);
      const apart = new Map(services.map((id): [string, Written] => [id, mapping({ volume: '5%', cost: '3%' })]));
      const [still, run] = [undefined, apart].map((growth) => runOf(withValue(tree, ['county', 'growth'], growth)));
      if (!still || !run) return;
      const [before, now] = [still, run].map((one) => one.plan.years[0]?.unshocked);
      const money = parseFactor('1.0815');
      for (const [i, old] of (before?.fund ?? []).entries()) expect(BigInt(now?.fund[i] ?? -1)).toBe(times(BigInt(old), money));
      for (const [measure, table] of Object.entries(before?.volumes ?? {})) {
        const isMoney = measure === 'cost' || measure === 'patientPaid';
        for (const [i, old] of table.entries()) {
          const grown = now?.volumes?.[measure as 'cases'][i] ?? -1;
          expect(BigInt(grown)).toBe(times(BigInt(old), isMoney ? money : parseFactor('1.05')));
          if (grown !== old) seen[isMoney ? 'money' : 'volumes'] += 1;
        }
      }
    });
    expect([seen.money > 50, seen.volumes > 100]).toEqual([true, true]);
  });

  it('a price change from a month on is there in all later years, once', () => {
    let raised = 0;
    onVariants(50, [], (calm, tree) => {
      const [first, last] = spanOf(tree);
      if (!isProjected(tree) || calm.plan.projection.base !== first - 1 || calm.plan.years.length < 2) return;
      const still = withValue(withValue(tree, ['county', 'growth'], undefined), ['shocks'], undefined);
      const service = String(rowsAt(tree, 'county', 'activity')[0]?.get('service'));
      const price = mapping({ service, from: `${first}-07`, change: '5%' });
      const [before, run] = [runOf(still), runOf(withValue(still, ['prices'], [price]))];
      if (before === null || run === null) return;
      // Years that are not played have no plan.
      for (let y = 0; y < Math.min(run.plan.years.length, last - first + 1); y++) {
        for (const [s, stream] of run.plan.streams.entries()) {
          const isRaised = run.plan.services[stream.service]?.id === service;
          for (let m = 0; m < MONTHS; m++) {
            const factor = parseFactor(isRaised && (y > 0 || m >= 6) ? '1.05' : '1');
            const old = BigInt(before.plan.years[y]?.cells[s * PERIODS + m] ?? 0);
            expect(BigInt(run.plan.years[y]?.cells[s * PERIODS + m] ?? -1)).toBe(times(old, factor));
            if (isRaised && y > 0 && old > 20n) raised += 1;
          }
        }
      }
    });
    expect(raised).toBeGreaterThan(30);
  });

  it('one of 0% changes nothing', () => {
    onVariants(25, ['prices', 'measures'], (_, tree) => {
      const prices = rowsAt(tree, 'prices').map((price) => new Map([...price, ['change', '0%']]));
      const [none, zero] = [undefined, prices].map((value) => runOf(withValue(tree, ['prices'], value)));
      expect(zero ? figureTree(zero) : null).toEqual(none ? figureTree(none) : null);
    });
  });
});
