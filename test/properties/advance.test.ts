// R5 with its variants: what is paid each month, what is only lent, and what is taken back.
import { describe, expect, it } from 'vitest';
import { balances } from '../../src/books/balances.ts';
import { careIn } from '../../src/books/books.ts';
import type { Run } from '../../src/index.ts';
import { PERIODS, SETTLEMENT } from '../../src/money/calendar.ts';
import { compare, type Fraction, parseAmount, product, ratioOf, times, whole } from '../reference/exact.ts';
import { field, type Written } from '../reference/written.ts';
import { onRuns, onVariants, rowsAt, sum, type Year, yearsOf } from './counties.ts';

const COUNTIES = 200;
const DECEMBER = 11;
const IN_COUNTY = 3; // places before off-county care

const isGiven = (tree: Written, year: Year, a: string) =>
  rowsAt(tree, 'advances').some((row) => row.get('year') === year.name && row.get('alliance') === a);

/** Off-county care of an alliance's insured that a settler owes in a month: given so many months before as its tier has lag. */
function fallenDue(run: Run, y: number, year: Year, home: number, settler: string, month: number): bigint {
  let due = 0n;
  for (const [s, stream] of run.plan.streams.entries()) {
    const { tier, offCounty } = run.plan.institutions[stream.institution] ?? {};
    if (stream.home !== home || !offCounty) continue;
    const told = (key: string) => year.policy('advance', 'tiers', tier ?? '', key);
    const given = month - Number(told('lag') ?? '0');
    if (given < 0 || given > DECEMBER || (settler !== 'any' && told('settledBy') !== settler)) continue;
    due += BigInt(run.books.year(y).cells[s * PERIODS + given] ?? 0);
  }
  return due;
}

/** What is paid to whoever settles off-county care, month by month. */
function offCountyPaid(year: Year, a: string, m: number): bigint {
  return sum(['remitted', 'cityPaid', 'manualPaid'].map((figure) => year.amounts('alliances', a, figure)[m] ?? 0n));
}

function inCounty(run: Run, y: number, a: number, m: number): bigint {
  return sum(Array.from({ length: IN_COUNTY }, (_, place) => BigInt(careIn(run.books.year(y), a, place, m))));
}

/** n months of a yearly amount. */
function monthsOf(amount: bigint, months: Fraction | null): bigint {
  return months === null ? 0n : times(amount, product(months, ratioOf(1n, 12n)));
}

describe('a month’s advance', () => {
  it('gross advances, with deposit and off-county care in them, never exceed January’s quota, unless already made', () => {
    onRuns(COUNTIES, (run, tree) => {
      for (const year of yearsOf(run)) {
        for (const a of year.alliances) {
          if (isGiven(tree, year, a)) continue;
          const figures = ['advances', 'remitted', 'cityPaid', 'manualPaid', 'depositHeld'];
          const gross = sum(figures.flatMap((figure) => year.amounts('alliances', a, figure)));
          expect(gross <= year.of(a, 'quota')).toBe(true);
          for (const figure of figures) expect(year.amounts('alliances', a, figure).every((month) => month >= 0n)).toBe(true);
        }
      }
    });
  });

  it('holds the deposit’s share of the gross, each month on its own', () => {
    let held = 0;
    onVariants(60, ['depositFromAdvance', 'tiers'], (run) => {
      for (const year of yearsOf(run)) {
        const share = year.rate('reserves', 'qualityDeposit', 'share');
        const isHeld = year.says('advance', 'reserves', 'qualityDeposit', 'from');
        for (const a of year.alliances) {
          for (const [m, deposit] of year.amounts('alliances', a, 'depositHeld').entries()) {
            const paid = year.amounts('alliances', a, 'advances')[m] ?? 0n;
            const gross = paid + deposit + offCountyPaid(year, a, m);
            expect(deposit).toBe(isHeld && share !== null ? times(gross, share) : 0n);
            if (deposit > 0n) held += 1;
          }
        }
      }
    });
    expect(held).toBeGreaterThan(200);
  });

  it('pays off-county care once it is due, city before province before by hand, and the alliance only the rest', () => {
    const seen = { city: 0, province: 0, manual: 0, late: 0, short: 0 };
    onVariants(90, ['tiers'], (run, tree) => {
      for (const [y, year] of yearsOf(run).entries()) {
        const deducts = !year.says('settled', 'advance', 'offCounty');
        for (const [i, a] of year.alliances.entries()) {
          if (isGiven(tree, year, a)) continue;
          const owed = { city: 0n, province: 0n, manual: 0n };
          for (const [m, advance] of year.amounts('alliances', a, 'advances').entries()) {
            let short = false;
            for (const settler of ['city', 'province', 'manual'] as const) {
              owed[settler] += fallenDue(run, y, year, i, settler, m);
              const figure = settler === 'province' ? 'remitted' : `${settler}Paid`;
              const paid = year.amounts('alliances', a, figure)[m] ?? 0n;
              expect(paid <= owed[settler] && (paid === 0n || (deducts && !short))).toBe(true);
              owed[settler] -= paid;
              short ||= owed[settler] > 0n;
              if (paid > 0n) seen[settler] += 1;
            }
            if (!deducts) continue;
            if (short) expect(advance).toBe(0n);
            if (short) seen.short += 1;
            else if (fallenDue(run, y, year, i, 'any', m) > 0n) seen.late += 1;
          }
          if (!year.settled) continue;
          // The rest is paid at settlement, each by its own settler.
          const { first } = run.plan.ledger;
          for (const settler of ['city', 'province', 'manual'] as const) {
            const line = { city: first.cityAtSettlement, province: first.remittedAtSettlement, manual: first.manualAtSettlement }[settler];
            const later = sum(Array.from({ length: DECEMBER }, (_, m) => fallenDue(run, y, year, i, settler, m + DECEMBER + 1)));
            expect(BigInt(run.books.year(y).cells[(line + i) * PERIODS + SETTLEMENT] ?? 0)).toBe(owed[settler] + later);
          }
        }
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });
});

describe('the running cash', () => {
  it('moves by advances, in-county care, working funds and what is recovered, and by nothing else', () => {
    onRuns(COUNTIES, (run) => {
      for (const [y, year] of yearsOf(run).entries()) {
        for (const [i, a] of year.alliances.entries()) {
          const cash = year.amounts('alliances', a, 'cash');
          const lent = year.maybe('alliances', a, 'revolving') + year.maybe('alliances', a, 'prepayment');
          let before = 0n;
          for (const [m, now] of cash.entries()) {
            const funds = m === 0 ? lent : m === DECEMBER ? -lent : 0n;
            const recovered = year.amounts('alliances', a, 'recovered')[m] ?? 0n;
            const advance = year.amounts('alliances', a, 'advances')[m] ?? 0n;
            expect(now - before).toBe(advance - inCounty(run, y, i, m) + funds - recovered);
            before = now;
          }
        }
      }
    });
  });

  it('the cash gap is its deepest month-end', () => {
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

describe('working funds', () => {
  const FUNDS = ['revolving', 'prepayment', 'offCountyPrepayment'] as const;

  it('are months of what was spent last year, out in January', () => {
    let lent = 0;
    onVariants(70, FUNDS, (run) => {
      const years = yearsOf(run);
      for (const [y, year] of years.entries()) {
        const before = years[y - 1];
        if (before === undefined || year.amounts('pool', 'cash').length === 0) continue;
        for (const a of year.alliances) {
          const amount = monthsOf(before.spent(a), year.rate('advance', 'revolving', 'months'));
          expect(year.of(a, 'revolving')).toBe(amount);
          if (amount > 0n) lent += 1;
        }
      }
    });
    expect(lent).toBeGreaterThan(20);
  });

  it('of a prepayment go out through an open gate only: enough months in hand and no deficit', () => {
    const seen = { open: 0, months: 0, deficit: 0 };
    onVariants(110, FUNDS, (run, tree) => {
      const years = yearsOf(run);
      for (const [y, year] of years.entries()) {
        if (year.amounts('pool', 'cash').length === 0) continue;
        const before = years[y - 1];
        const told = (key: string) => parseAmount(String(field(tree, 'county', 'pool', key)));
        const income = before === undefined ? told('lastIncome') : before.fen('financing', 'total') + before.fen('financing', 'interest');
        const outflow = before === undefined ? told('lastOutflow') : before.fen('pool', 'outflow');
        const inHand = year.fen('pool', 'opening') + year.fen('pool', 'riskOpening');
        const gate = year.rate('advance', 'prepayment', 'gate') ?? whole(0n);
        const isEnough = compare(whole(inHand * 12n), product(gate, whole(outflow))) >= 0;
        const isOpen = isEnough && income >= outflow;
        if (isOpen) seen.open += 1;
        else seen[isEnough ? 'deficit' : 'months'] += 1;
        for (const a of year.alliances) {
          const amount = year.of(a, 'prepayment');
          if (!isOpen) expect(amount).toBe(0n);
          else if (before !== undefined) expect(amount).toBe(monthsOf(before.spent(a), year.rate('advance', 'prepayment', 'months')));
        }
      }
    });
    expect([seen.open > 20, seen.months > 5, seen.deficit > 5]).toEqual([true, true, true]);
  });

  it('are all back in December: not before, and neither later nor in part', () => {
    let out = 0;
    onVariants(70, FUNDS, (run) => {
      const { ledger } = run.plan;
      for (const [y, { months }] of run.plan.years.entries()) {
        const book = run.books.year(y);
        const lent = ledger.lines.flatMap((line, i) => (/^(revolving|prepayment|offCountyPrepayment)/.test(line.kind) ? [i] : []));
        const at = (period: number) => {
          const moved = lent.map(
            (i) => [ledger.lines[i]?.kind.endsWith('Out'), book.cells.subarray(i * PERIODS, i * PERIODS + period + 1)] as const,
          );
          return moved.reduce((sum, [isOut, cells]) => sum + (isOut ? 1 : -1) * cells.reduce((a, b) => a + b, 0), 0);
        };
        if (months === 0) continue;
        if (at(0) > 0) out += 1;
        for (let m = 1; m < Math.min(months, DECEMBER); m++) expect(at(m)).toBe(at(0));
        if (months > DECEMBER) {
          expect(at(DECEMBER)).toBe(0);
          const deposit = ledger.accounts.findIndex(({ kind }) => kind === 'offCountyDeposit');
          expect([DECEMBER, SETTLEMENT].map((period) => balances(ledger, book, period)[deposit])).toEqual([0, 0]);
        }
      }
    });
    expect(out).toBeGreaterThan(30);
  });
});

describe('instalments', () => {
  it('never recover more than was lent, and what is still owed is the rest', () => {
    const seen = { lent: 0, recovered: 0, left: 0 };
    onVariants(130, ['inFull'], (run) => {
      const years = yearsOf(run);
      for (const a of years[0]?.alliances ?? []) {
        let owed = 0n;
        for (const year of years) {
          const recovered = year.amounts('alliances', a, 'recovered');
          for (const [m, amount] of recovered.entries()) {
            // Out of what is paid that month, and no more.
            expect(amount >= 0n && amount <= (year.amounts('alliances', a, 'advances')[m] ?? 0n)).toBe(true);
          }
          expect(sum(recovered) <= owed).toBe(true);
          owed -= sum(recovered);
          if (!year.settled) continue;
          const isInFull = year.says('inFull', 'settlement', 'overspend', 'settle');
          const lent = isInFull ? year.of(a, 'borne') : 0n;
          owed += lent;
          expect(year.maybe('alliances', a, 'receivable')).toBe(owed);
          if (lent > 0n) seen.lent += 1;
          if (sum(recovered) > 0n) seen.recovered += 1;
          if (lent > 0n && sum(recovered) > 0n) seen.left += 1;
        }
      }
      for (const year of years)
        if (year.settled && year.has('pool', 'receivable')) expect(year.fen('pool', 'receivable')).toBe(year.sum('receivable'));
    });
    expect([seen.lent > 40, seen.recovered > 20, seen.left > 5]).toEqual([true, true, true]);
  });

  it('are equal parts of what was lent, and no month is let off that could pay', () => {
    let whole = 0;
    onVariants(130, ['inFull'], (run) => {
      const years = yearsOf(run);
      for (const a of years[0]?.alliances ?? []) {
        const [first, second] = years;
        if (first === undefined || second === undefined || !first.settled || !first.says('inFull', 'settlement', 'overspend', 'settle'))
          continue;
        const lent = first.of(a, 'borne');
        const k = Number(first.policy('settlement', 'overspend', 'recover'));
        let [due, moved] = [0n, 0n];
        for (const [m, recovered] of second.amounts('alliances', a, 'recovered').entries()) {
          // Equal parts: the first rest fen of the months get one more.
          const part = m >= k ? 0n : lent / BigInt(k) + (BigInt(m) < lent % BigInt(k) ? 1n : 0n);
          due = part + moved;
          const paid = second.amounts('alliances', a, 'advances')[m] ?? 0n;
          expect(recovered).toBe(due < paid ? due : paid);
          moved = due - recovered;
          if (recovered > 0n && recovered === part) whole += 1;
        }
      }
    });
    expect(whole).toBeGreaterThan(30);
  });
});
