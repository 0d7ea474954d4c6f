// R8 with all variants: what must hold in the books of any county that is played, and at its close.
import { describe, expect, it } from 'vitest';
import { balances, closingBalance, closingCells } from '../../src/books/balances.ts';
import type { Run } from '../../src/index.ts';
import { PERIODS, SETTLEMENT } from '../../src/money/calendar.ts';
import { isFund, type LineKind, POSTED_IN } from '../../src/plan/lineKinds.ts';
import { type Fraction, ratioOf, round, times } from '../reference/exact.ts';
import { field, type Written } from '../reference/written.ts';
import { everySettledYear, onRuns, rowsAt, settledYears, sum, type Year, yearsOf } from './counties.ts';

const COUNTIES = 250;

const fromAdvance = (year: Year) => year.says('advance', 'reserves', 'qualityDeposit', 'from');
const isInFull = (year: Year) => year.says('inFull', 'settlement', 'overspend', 'settle');

/** Named lines that go out of the fund in January. */
function linesOut(year: Year, tree: Written): bigint {
  const out = rowsAt(tree, 'policy', 'reserves', 'lines').filter((line) => line.get('holder') !== 'pool');
  return sum(out.map((line) => year.fen('reserves', 'lines', String(line.get('id')))));
}

/** Adjustments of a year from the risk fund, or from the pool. */
function adjusted(run: Run, y: number, fromRisk: boolean): bigint {
  return sum((run.plan.years[y]?.adjustments ?? []).filter((row) => row.fromRisk === fromRisk).map((row) => BigInt(row.amount)));
}

/** R11: what the pool pays institutions of procurement surpluses, residents' alone. */
const procured = (year: Year) => year.maybe('procurement', 'paid');

/** R10: what members are paid out of an alliance's retained accounts. */
const distributed = (year: Year, a: string) =>
  year.maybe('alliances', a, 'inside', 'distributed') - year.maybe('alliances', a, 'inside', 'heldBack');

/** What the pool lends of overspends paid in full. */
const lentOf = (year: Year) => (isInFull(year) ? year.sum('borne') : 0n);

describe('R8 accounts', () => {
  it('after settlement the quota, deposit, clearing and province accounts are exactly zero', () => {
    const empty = new Set(['quota', 'deposit', 'depositReserve', 'clearing', 'provincePayable', 'offCountyDeposit']);
    everySettledYear(COUNTIES, (_, run, y) => {
      const closing = balances(run.plan.ledger, run.books.year(y), SETTLEMENT);
      const left = run.plan.ledger.accounts.filter((account, i) => empty.has(account.kind) && closing[i] !== 0);
      expect(left).toEqual([]);
    });
  });

  it('no fund account but the pool goes negative that did not open so', () => {
    everySettledYear(COUNTIES, (_, run, y) => {
      const book = run.books.year(y);
      const closing = balances(run.plan.ledger, book, SETTLEMENT);
      const negative = run.plan.ledger.accounts.filter(
        (account, i) => isFund(account.kind) && account.kind !== 'pool' && (closing[i] ?? 0) < 0 && (book.opening[i] ?? 0) >= 0,
      );
      expect(negative).toEqual([]);
    });
  });

  it('lines that are posted once a year move in that period only, and closings read from those cells are the balances', () => {
    const moved = new Set<LineKind>();
    onRuns(COUNTIES, (run) => {
      const { lines, accounts } = run.plan.ledger;
      for (const book of run.books.years) {
        for (const [i, { kind }] of lines.entries()) {
          const period = POSTED_IN[kind];
          if (period === undefined) continue;
          const cells = book.cells.subarray(i * PERIODS, (i + 1) * PERIODS);
          if (cells[period] !== 0) moved.add(kind);
          expect([kind, cells.filter((amount, p) => amount !== 0 && p !== period)]).toEqual([kind, new Float64Array(0)]);
        }
        const all = balances(run.plan.ledger, book, SETTLEMENT);
        for (const kind of ['pool', 'risk', 'held', 'heldUse', 'quota', 'retained', 'institution'] as const) {
          const expected = accounts.reduce((sum, account, i) => sum + (account.kind === kind ? (all[i] as number) : 0), 0);
          expect(closingBalance(closingCells(run.plan.ledger, kind), book)).toBe(expected);
        }
      }
    });
    expect(Object.keys(POSTED_IN).filter((kind) => !moved.has(kind as LineKind))).toEqual([]);
  });

  it('nothing is created or lost: with those outside the fund, all accounts sum to what they opened with', () => {
    onRuns(COUNTIES, (run) => {
      for (const y of run.plan.years.keys()) {
        const book = run.books.year(y);
        const all = (balance: Float64Array) => balance.reduce((a, b) => a + BigInt(b), 0n as bigint);
        for (const period of [0, SETTLEMENT]) expect(all(balances(run.plan.ledger, book, period))).toBe(all(book.opening));
      }
    });
  });

  it('closings by the rulebook’s formula equal the accounts, and open the next year', () => {
    const seen = { byPool: 0, lent: 0, recovered: 0, withheld: 0, unallotted: 0, procured: 0 };
    everySettledYear(COUNTIES, (year, run, y) => {
      const deposit = year.fen('reserves', 'qualityDeposit');
      // What of deposits is not returned: of those held out of advances the withheld part only.
      const withheld = fromAdvance(year) ? year.sum('depositWithheld') : deposit - year.sum('depositReturned');
      const pool =
        year.fen('pool', 'opening') +
        year.fen('financing', 'total') +
        year.fen('financing', 'interest') -
        year.fen('reserves', 'criticalIllness') -
        year.fen('reserves', 'riskAdjustment') -
        deposit -
        sum(year.amounts('reserves', 'lines')) -
        year.sum('quota') -
        adjusted(run, y, false) +
        year.sum('toPool') +
        withheld -
        year.fen('pool', 'noneSpending') -
        procured(year) -
        year.sumOf('fundedByPool') -
        lentOf(year) +
        year.sumOf('recovered');
      const byRisk = year.sum('funded') - year.sumOf('fundedByPool');
      const risk = year.fen('pool', 'riskOpening') + year.fen('reserves', 'riskAdjustment') - adjusted(run, y, true) - byRisk;
      const closing = balances(run.plan.ledger, run.books.year(y), PERIODS - 1);
      const { account } = run.plan.ledger;
      expect(BigInt(closing[account.pool] ?? Number.NaN)).toBe(pool);
      expect(BigInt(closing[account.risk] ?? Number.NaN)).toBe(risk);
      expect([year.fen('pool', 'closing'), year.fen('pool', 'riskClosing')]).toEqual([pool, risk]);
      const next = yearsOf(run)[y + 1];
      if (next !== undefined) expect([next.fen('pool', 'opening'), next.fen('pool', 'riskOpening')]).toEqual([pool, risk]);
      if (year.sumOf('fundedByPool') > 0n) seen.byPool += 1;
      if (lentOf(year) > 0n) seen.lent += 1;
      if (year.sumOf('recovered') > 0n) seen.recovered += 1;
      if (fromAdvance(year) && withheld > 0n) seen.withheld += 1;
      if (year.maybe('quotaUnallotted') > 0n) seen.unallotted += 1;
      if (procured(year) > 0n) seen.procured += 1;
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });
});

describe('R8 outflow', () => {
  /** Σ (E − borne + retained + deposit returned), as the variants have it. */
  function toAlliances(year: Year): bigint {
    const retained = year.sum('retained') - year.sumOf('heldByPool');
    const deposit = fromAdvance(year) ? -year.sum('depositWithheld') : year.sum('depositReturned');
    return year.sum('expenditure') + retained - (isInFull(year) ? 0n : year.sum('borne')) + deposit;
  }

  /** To 0.01 half away from zero, toward zero, or to whole months. */
  function rounded(months: Fraction, how: Written): number {
    const scaled = { n: months.n * 100n, d: months.d };
    if (how === 'integer') return Number(round(months));
    return Number(how === 'down' ? scaled.n / scaled.d : round(scaled)) / 100;
  }

  it('and payable months, by formula', () => {
    const seen = new Map<string, number>();
    onRuns(COUNTIES, (run, tree) => {
      for (const year of settledYears(run)) {
        const out = year.fen('reserves', 'criticalIllness') + linesOut(year, tree) + year.fen('pool', 'noneSpending') + procured(year);
        const outflow = out + toAlliances(year) - year.sumOf('recovered');
        expect(year.fen('pool', 'outflow')).toBe(outflow);
        const held = (year.fen('pool', 'closing') + year.fen('pool', 'riskClosing')) * 12n;
        const how = year.policy('payableMonths');
        expect(year.at('pool', 'payableMonths')).toBe(outflow === 0n ? null : rounded(ratioOf(held, outflow), how));
        seen.set(String(how), (seen.get(String(how)) ?? 0) + 1);
      }
    });
    for (const how of ['down', 'integer', 'null']) expect(seen.get(how)).toBeGreaterThan(5);
  });

  it('is all that the fund loses: what it holds changes by what came in and what flowed out', () => {
    onRuns(COUNTIES, (run) => {
      let held = 0n;
      for (const year of settledYears(run)) {
        const before = year.fen('pool', 'opening') + year.fen('pool', 'riskOpening') + held;
        const came = year.fen('financing', 'total') + year.fen('financing', 'interest');
        expect(year.fen('pool', 'fundClosing')).toBe(before + came - year.fen('pool', 'outflow'));
        held = year.fen('pool', 'fundClosing') - year.fen('pool', 'closing') - year.fen('pool', 'riskClosing');
      }
    });
  });
});

describe('R8 carried on', () => {
  it('retained accounts grow by the uses that alliances hold, less what members are paid; the pool’s sub-accounts by the others', () => {
    const seen = { held: 0, distributed: 0 };
    onRuns(COUNTIES, (run) => {
      const years = settledYears(run);
      for (const [y, year] of years.entries()) {
        const before = years[y - 1];
        if (before === undefined) continue;
        for (const a of year.alliances) {
          const grown = sum(year.amounts('alliances', a, 'retainedBalance')) - sum(before.amounts('alliances', a, 'retainedBalance'));
          expect(grown).toBe(year.of(a, 'retained') - year.maybe('alliances', a, 'heldByPool') - distributed(year, a));
          if (distributed(year, a) > 0n) seen.distributed += 1;
        }
        expect(year.maybe('pool', 'heldUses') - before.maybe('pool', 'heldUses')).toBe(year.sumOf('heldByPool'));
        if (year.sumOf('heldByPool') > 0n) seen.held += 1;
      }
    });
    expect([seen.held > 1, seen.distributed > 1]).toEqual([true, true]);
  });

  it('what alliances owe each other nets to zero, true-ups included', () => {
    onRuns(COUNTIES, (run, tree) => {
      if (rowsAt(tree, 'county', 'activity').length === 0) return;
      for (const year of yearsOf(run)) expect(year.sum('netCross')).toBe(0n);
    });
  });

  /** What the pool lends in January out of its cash; months of last year's off-county care go to the province. */
  function lentInJanuary(year: Year, before: Year): bigint {
    const months = year.rate('advance', 'offCountyPrepayment', 'months');
    const toProvince = months === null ? 0n : times(before.sum('offCounty'), { n: months.n, d: months.d * 12n });
    return year.sumOf('revolving') + year.sumOf('prepayment') + toProvince;
  }

  it('without a settlement month the cash of January starts from the balance after settlement', () => {
    let lent = 0;
    onRuns(COUNTIES, (run, tree) => {
      if (field(tree, 'settlementMonth') !== null) return;
      const years = yearsOf(run);
      for (const [y, year] of years.entries()) {
        const before = years[y - 1];
        if (before === undefined || !before.settled || year.at('pool', 'cash') === undefined) continue;
        const paid = year.alliances.flatMap((a) =>
          ['advances', 'remitted', 'cityPaid', 'manualPaid'].map((figure) => year.amounts('alliances', a, figure)[0] ?? 0n),
        );
        const recovered = sum(year.alliances.map((a) => year.amounts('alliances', a, 'recovered')[0] ?? 0n));
        const noneInJanuary = run.plan.streams.reduce(
          (none, stream, s) => none + (stream.home < run.plan.alliances.length ? 0n : BigInt(run.books.year(y).cells[s * PERIODS] ?? 0)),
          0n,
        );
        const january =
          before.fen('pool', 'fundClosing') +
          year.fen('financing', 'total') -
          year.fen('reserves', 'criticalIllness') -
          linesOut(year, tree) -
          sum(paid) -
          noneInJanuary -
          lentInJanuary(year, before) +
          recovered;
        expect(year.amounts('pool', 'cash')[0]).toBe(january);
        if (lentInJanuary(year, before) > 0n) lent += 1;
      }
    });
    expect(lent).toBeGreaterThan(5);
  });

  it('cash of December, settlement and interest make up what the fund holds after settlement', () => {
    onRuns(COUNTIES, (run, tree) => {
      if (field(tree, 'settlementMonth') !== null) return;
      for (const [y, year] of yearsOf(run).entries()) {
        if (!year.settled) continue;
        const returned = fromAdvance(year) ? 0n : year.sum('depositReturned');
        const offCounty = (a: string) =>
          year.of(a, 'offCounty') - sum(['remitted', 'cityPaid', 'manualPaid'].map((figure) => year.whole(a, figure)));
        const later = sum(year.alliances.map((a) => year.of(a, 'finalPayment') + offCounty(a)));
        const noneLater = run.plan.streams.reduce((none, stream, s) => {
          const { trueUp, incentivePool } = run.plan.ledger.first;
          if (stream.home < run.plan.alliances.length || trueUp === undefined) return none;
          const after = [trueUp, incentivePool].map((line) => BigInt(run.books.year(y).cells[(line + s) * PERIODS + SETTLEMENT] ?? 0));
          return none + sum(after);
        }, 0n);
        const settled = later + returned + noneLater + procured(year);
        expect(year.fen('pool', 'cashDecember') + year.fen('financing', 'interest') - settled).toBe(year.fen('pool', 'fundClosing'));
      }
    });
  });

  it('hospitals’ cash of a year ends with advances, settlement and cross-settlement, less in-county care', () => {
    onRuns(COUNTIES, (run, tree) => {
      if (field(tree, 'settlementMonth') !== null) return;
      const years = settledYears(run);
      for (const a of years[0]?.alliances ?? []) {
        let ends = 0n;
        for (const [y, year] of years.entries()) {
          // Over the whole year, settlement and true-ups included; working funds come to nothing.
          const came = year.whole(a, 'advances') + year.of(a, 'finalPayment') + year.of(a, 'crossIn');
          const returned = fromAdvance(year) ? 0n : year.of(a, 'depositReturned');
          ends += came + returned - sum(['own', 'cross', 'other'].map((place) => year.of(a, place))) - year.whole(a, 'recovered');
          const next = years[y + 1];
          if (next === undefined) continue;
          const [hospitals, account] = ['hospitalCash', 'cash'].map((figure) => next.amounts('alliances', a, figure)[0] ?? 0n);
          expect((hospitals ?? 0n) - (account ?? 0n) - crossInJanuary(run, y + 1, year.alliances.indexOf(a))).toBe(ends);
        }
      }
    });
  });
});

/** Care that an alliance's institutions give to other alliances' insured in a January. */
function crossInJanuary(run: Run, y: number, a: number): bigint {
  const { streams, institutions, alliances } = run.plan;
  return streams.reduce((received, { home, institution }, s) => {
    const payee = institutions[institution]?.alliance;
    return payee !== a || home === a || home >= alliances.length ? received : received + BigInt(run.books.year(y).cells[s * PERIODS] ?? 0);
  }, 0n);
}
