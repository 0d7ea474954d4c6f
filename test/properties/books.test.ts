// What must hold in the books and figures of any county that is played.
import { describe, expect, it } from 'vitest';
import { balances } from '../../src/books/balances.ts';
import { PERIODS, SETTLEMENT } from '../../src/money/calendar.ts';
import { isFund } from '../../src/plan/ledger.ts';
import { ratioOf, round } from '../reference/exact.ts';
import { field } from '../reference/written.ts';
import { onRuns, rowsAt, settledYears, sum, type Year, yearsOf } from './counties.ts';

const COUNTIES = 250;

/** A property of every settled year. */
function everySettledYear(holds: (year: Year) => void): void {
  let seen = 0;
  onRuns(COUNTIES, (run) => {
    for (const year of settledYears(run)) {
      seen += 1;
      holds(year);
    }
  });
  expect(seen).toBeGreaterThan(COUNTIES);
}

describe('R2 and R3', () => {
  it('reserves, lines and quota pool make up the total financing', () => {
    onRuns(COUNTIES, (run) => {
      for (const year of yearsOf(run)) {
        const reserves = ['criticalIllness', 'riskAdjustment', 'qualityDeposit'].map((name) => year.fen('reserves', name));
        const all = sum([...reserves, ...year.amounts('reserves', 'lines'), year.fen('quotaPool')]);
        expect(all).toBe(year.fen('financing', 'total'));
        expect(year.fen('financing', 'individual') + year.fen('financing', 'subsidy')).toBe(all);
      }
    });
  });

  it('the quotas sum to the quota pool, and each to its two parts', () => {
    onRuns(COUNTIES, (run) => {
      for (const year of yearsOf(run)) {
        expect(year.sum('quota')).toBe(year.fen('quotaPool'));
        for (const a of year.alliances) expect(year.of(a, 'byInsured') + year.of(a, 'byHistory')).toBe(year.of(a, 'quota'));
      }
    });
  });
});

describe('R5', () => {
  it('gross advances never exceed January’s quota, unless already made', () => {
    onRuns(COUNTIES, (run, tree) => {
      for (const year of yearsOf(run)) {
        for (const a of year.alliances) {
          if (rowsAt(tree, 'advances').some((row) => row.get('year') === year.name && row.get('alliance') === a)) continue;
          const gross = sum([...year.amounts('alliances', a, 'advances'), ...year.amounts('alliances', a, 'remitted')]);
          expect(gross <= year.of(a, 'quota')).toBe(true);
        }
      }
    });
  });

  it('the cash gap is the deepest month-end of the running cash', () => {
    onRuns(COUNTIES, (run) => {
      for (const year of yearsOf(run)) {
        for (const a of year.alliances) {
          const cash = year.amounts('alliances', a, 'cash');
          if (cash.length === 0) continue;
          const lowest = cash.reduce((low, here) => (here < low ? here : low), 0n);
          expect(year.of(a, 'cashGap')).toBe(-lowest);
        }
      }
    });
  });
});

describe('R7', () => {
  it('retained and returned to the pool make up the surplus', () => {
    everySettledYear((year) => {
      for (const a of year.alliances) expect(year.of(a, 'retained') + year.of(a, 'toPool')).toBe(year.of(a, 'surplus'));
    });
  });

  it('the uses make up what is retained', () => {
    everySettledYear((year) => {
      for (const a of year.alliances) expect(sum(year.amounts('alliances', a, 'uses'))).toBe(year.of(a, 'retained'));
    });
  });

  it('funded and borne make up the overspend', () => {
    everySettledYear((year) => {
      for (const a of year.alliances) expect(year.of(a, 'funded') + year.of(a, 'borne')).toBe(year.of(a, 'overspend'));
    });
  });

  it('the fund pays all claims, or all that it has', () => {
    onRuns(COUNTIES, (run) => {
      for (const [y, year] of settledYears(run).entries()) {
        const fromRisk = (run.plan.years[y]?.adjustments ?? []).filter((row) => row.fromRisk).map((row) => BigInt(row.amount));
        const fund = year.fen('pool', 'riskOpening') + year.fen('reserves', 'riskAdjustment') - sum(fromRisk);
        const claims = year.sum('poolShare');
        const payable = fund < 0n ? 0n : fund;
        expect(year.sum('funded')).toBe(claims < payable ? claims : payable);
        for (const a of year.alliances) expect(year.of(a, 'funded') <= year.of(a, 'poolShare')).toBe(true);
      }
    });
  });

  it('quota and spending decide on either a surplus or an overspend', () => {
    everySettledYear((year) => {
      for (const a of year.alliances) {
        expect(year.of(a, 'surplus') - year.of(a, 'overspend')).toBe(year.of(a, 'adjustedQuota') - year.of(a, 'expenditure'));
        expect(year.of(a, 'surplus') === 0n || year.of(a, 'overspend') === 0n).toBe(true);
      }
    });
  });

  it('the entitlement is advances, gross off-county care and the final payment', () => {
    everySettledYear((year) => {
      for (const a of year.alliances) {
        const entitlement = year.of(a, 'expenditure') + year.of(a, 'retained') - year.of(a, 'borne');
        expect(year.of(a, 'entitlement')).toBe(entitlement);
        const paid = sum(year.amounts('alliances', a, 'advances')) + year.of(a, 'offCounty') + year.of(a, 'finalPayment');
        expect(paid).toBe(entitlement);
      }
    });
  });

  it('each deposit is returned or withheld', () => {
    everySettledYear((year) => {
      for (const a of year.alliances) {
        expect(year.of(a, 'depositReturned') + year.of(a, 'depositWithheld')).toBe(year.of(a, 'deposit'));
        expect(year.of(a, 'depositReturned') >= 0n && year.of(a, 'depositWithheld') >= 0n).toBe(true);
      }
      const deposit = year.fen('reserves', 'qualityDeposit');
      expect(year.sum('deposit')).toBe(year.fen('quotaPool') === 0n ? 0n : deposit);
    });
  });
});

describe('R8', () => {
  it('after settlement the quota, deposit, clearing and province accounts are exactly zero', () => {
    const empty = new Set(['quota', 'deposit', 'depositReserve', 'clearing', 'provincePayable']);
    onRuns(COUNTIES, (run) => {
      for (const [y, year] of run.plan.years.entries()) {
        if (!year.settles) continue;
        const closing = balances(run.plan.ledger, run.books.year(y), SETTLEMENT);
        const left = run.plan.ledger.accounts.filter((account, i) => empty.has(account.kind) && closing[i] !== 0);
        expect(left).toEqual([]);
      }
    });
  });

  it('no fund account but the pool goes negative that did not open so', () => {
    onRuns(COUNTIES, (run) => {
      for (const [y, year] of run.plan.years.entries()) {
        if (!year.settles) continue;
        const book = run.books.year(y);
        const closing = balances(run.plan.ledger, book, SETTLEMENT);
        const negative = run.plan.ledger.accounts.filter(
          (account, i) => isFund(account.kind) && account.kind !== 'pool' && (closing[i] ?? 0) < 0 && (book.opening[i] ?? 0) >= 0,
        );
        expect(negative).toEqual([]);
      }
    });
  });

  it('closings by the rulebook’s formula equal the accounts, and open the next year', () => {
    onRuns(COUNTIES, (run) => {
      const years = yearsOf(run);
      for (const [y, year] of years.entries()) {
        if (!year.settled) continue;
        const adjusted = (fromRisk: boolean) =>
          sum((run.plan.years[y]?.adjustments ?? []).filter((row) => row.fromRisk === fromRisk).map((row) => BigInt(row.amount)));
        const deposit = year.fen('reserves', 'qualityDeposit');
        const pool =
          year.fen('pool', 'opening') +
          year.fen('financing', 'total') +
          year.fen('financing', 'interest') -
          year.fen('reserves', 'criticalIllness') -
          year.fen('reserves', 'riskAdjustment') -
          deposit -
          sum(year.amounts('reserves', 'lines')) -
          year.sum('quota') -
          adjusted(false) +
          year.sum('toPool') +
          (deposit - year.sum('depositReturned')) -
          year.fen('pool', 'noneSpending');
        const risk = year.fen('pool', 'riskOpening') + year.fen('reserves', 'riskAdjustment') - adjusted(true) - year.sum('funded');
        const closing = balances(run.plan.ledger, run.books.year(y), PERIODS - 1);
        const { account } = run.plan.ledger;
        expect(BigInt(closing[account.pool] ?? Number.NaN)).toBe(pool);
        expect(BigInt(closing[account.risk] ?? Number.NaN)).toBe(risk);
        expect([year.fen('pool', 'closing'), year.fen('pool', 'riskClosing')]).toEqual([pool, risk]);
        const next = years[y + 1];
        if (next !== undefined) expect([next.fen('pool', 'opening'), next.fen('pool', 'riskOpening')]).toEqual([pool, risk]);
      }
    });
  });

  it('outflow and payable months by formula', () => {
    onRuns(COUNTIES, (run) => {
      for (const [y, year] of yearsOf(run).entries()) {
        if (!year.settled) continue;
        const lines = run.plan.years[y]?.rules.lines ?? [];
        const paidOut = lines.filter((line) => line.holder !== 'pool').map((line) => year.fen('reserves', 'lines', line.id));
        const toAlliances = year.sum('expenditure') - year.sum('borne') + year.sum('retained') + year.sum('depositReturned');
        const outflow = year.fen('reserves', 'criticalIllness') + sum(paidOut) + year.fen('pool', 'noneSpending') + toAlliances;
        expect(year.fen('pool', 'outflow')).toBe(outflow);
        const held = (year.fen('pool', 'closing') + year.fen('pool', 'riskClosing')) * 1200n;
        expect(year.at('pool', 'payableMonths')).toBe(outflow === 0n ? null : Number(round(ratioOf(held, outflow))) / 100);
      }
    });
  });

  it('what the fund holds changes by what came in and what flowed out', () => {
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

  it('retained accounts grow by each year’s uses', () => {
    onRuns(COUNTIES, (run) => {
      const years = settledYears(run);
      for (const [y, year] of years.entries()) {
        const before = years[y - 1];
        if (before === undefined) continue;
        for (const a of year.alliances) {
          const grown = sum(year.amounts('alliances', a, 'retainedBalance')) - sum(before.amounts('alliances', a, 'retainedBalance'));
          expect(grown).toBe(year.of(a, 'retained'));
        }
      }
    });
  });

  it('what alliances owe each other nets to zero', () => {
    onRuns(COUNTIES, (run, tree) => {
      if (rowsAt(tree, 'county', 'activity').length === 0) return;
      for (const year of yearsOf(run)) expect(year.sum('netCross')).toBe(0n);
    });
  });

  it('without a settlement month the cash of January starts from the balance after settlement', () => {
    onRuns(COUNTIES, (run, tree) => {
      if (field(tree, 'settlementMonth') !== null) return;
      const years = yearsOf(run);
      for (const [y, year] of years.entries()) {
        const before = years[y - 1];
        if (before === undefined || !before.settled || year.at('pool', 'cash') === undefined) continue;
        const lines = run.plan.years[y]?.rules.lines ?? [];
        const paidOut = lines.filter((line) => line.holder !== 'pool').map((line) => year.fen('reserves', 'lines', line.id));
        const spent = year.alliances.flatMap((a) => [
          ...year.amounts('alliances', a, 'advances').slice(0, 1),
          ...year.amounts('alliances', a, 'remitted').slice(0, 1),
        ]);
        const noneInJanuary = run.plan.streams.reduce(
          (none, stream, s) => none + (stream.home < run.plan.alliances.length ? 0n : BigInt(run.books.year(y).cells[s * PERIODS] ?? 0)),
          0n,
        );
        const january =
          before.fen('pool', 'fundClosing') +
          year.fen('financing', 'total') -
          year.fen('reserves', 'criticalIllness') -
          sum(paidOut) -
          sum(spent) -
          noneInJanuary;
        expect(year.amounts('pool', 'cash')[0]).toBe(january);
      }
    });
  });
});
