// R9 on single institutions: the worked cases to the fen, and the edges beside them.

import { describe, expect, it } from 'vitest';
import { percentage, priceText, wanGrouped } from '../../src/money/display.ts';
import { type Fen, fen } from '../../src/money/fen.ts';
import { plus, product, type Ratio, ratio, times, WHOLE } from '../../src/money/ratio.ts';
import { casePoints } from '../../src/plan/rowCells.ts';
import { meanGrown } from '../../src/rules/expenditureBase.ts';
import { bedDayStandard, daysInTier } from '../../src/rules/payment/bedDay.ts';
import { capitate } from '../../src/rules/payment/capitation.ts';
import { dipStandard } from '../../src/rules/payment/dip.ts';
import { drgStandard } from '../../src/rules/payment/drg.ts';
import { floatingYear, preSettled } from '../../src/rules/payment/floating.ts';
import { perCaseStandard } from '../../src/rules/payment/perCase.ts';
import { clampedQuotas } from '../../src/rules/quota.ts';
import { isGateOpen } from '../../src/rules/workingFunds.ts';
import { amount, type Case, caseOf, casesOf, decimal, points, rate } from './written.ts';

const HUNDREDTH = ratio(1n, 100n);
const least = (standard: Fen, patients: Fen) => Math.max(0, standard - patients);

describe('DRG at a fixed rate', () => {
  const { given, expect: want } = caseOf('R9', 'drg-fixed');
  const uplift = (share: string) => plus(WHOLE, rate(share));
  it.each((given.rows as { id: string }[]).map((row) => [row.id, row] as const))('%s', (id, one) => {
    // biome-ignore lint/suspicious/noExplicitAny: worked cases are read as they stand
    const row = one as any;
    let coefficient = decimal(row.levelCoefficient);
    if (row.tcm) coefficient = product(coefficient, uplift(given.tcmUplift));
    if (row.supported) coefficient = product(coefficient, uplift(given.supportedUplift));
    const standard = drgStandard(points(row.rw), product(product(decimal(given.drgRate), coefficient), HUNDREDTH));
    const fund = least(standard, amount(row.patientPaid));
    const own = want[id];
    expect([standard, fund, fund + amount(row.patientPaid) - amount(row.cost)]).toEqual([
      amount(own.standard),
      amount(own.fund),
      amount(own.gain),
    ]);
  });
});

describe('DIP and per case', () => {
  it('prices the month of the report: 174,098 points at 64 yuan', () => {
    const standard = dipStandard(points('174098'), product(decimal('64'), HUNDREDTH));
    const billed = amount('1115.23万元');
    expect(standard).toBe(amount('1114.2272万元'));
    expect([wanGrouped(standard), wanGrouped(fen(standard - billed)), percentage(fen(standard - billed), billed)]).toEqual([
      '1,114.23',
      '-1.00',
      '-0.09%',
    ]);
  });
  it('prices cases by their standard', () => {
    expect(perCaseStandard(12, ratio(580_000n, 1n))).toBe(amount('69600元'));
  });
});

describe('a floating point value', () => {
  const cases = casesOf('R9').filter((one) => one.case.startsWith('dip-'));
  it('has worked cases to try', () => expect(cases.length).toBe(4));
  it.each(cases.map((one): [string, Case] => [one.case, one]))('%s', (_name, { given, expect: want }) => {
    const coefficients: Ratio[] = given.institutions.map((one: { levelCoefficient: string }) => decimal(one.levelCoefficient));
    const scale = coefficients.reduce((common, k) => common * k.d, 1n);
    const unit = scale * 10_000n;
    const units = (text: string, k: Ratio) => (BigInt(points(text)) * k.n * scale) / k.d;
    const terms = {
      subBudget: amount(given.subBudget),
      rate: decimal(given.budgetValue),
      floor: given.floorOfBudgetValue === undefined ? null : rate(given.floorOfBudgetValue),
      ceiling: given.ceilingOfBudgetValue === undefined ? null : rate(given.ceilingOfBudgetValue),
      unit,
    };
    const patients = given.institutions.map((one: { monthlyPatientPaid: string[] }) => one.monthlyPatientPaid.map(amount));
    const year = floatingYear(
      given.institutions.map((one: { points: string }, i: number) => ({
        points: units(one.points, coefficients[i] as Ratio),
        patientPaid: fen(patients[i].reduce((a: number, b: number) => a + b, 0)),
      })),
      terms,
    );
    expect(year.value === null ? null : priceText(year.value)).toBe(want.pointValue);
    expect(year.edge).toBe(want.edge);
    expect(year.funds.reduce<number>((a, b) => a + b, 0)).toBe(amount(want.fundTotal));
    for (const [i, one] of given.institutions.entries()) {
      const months = one.monthlyPoints.map((month: string, m: number) =>
        preSettled({ points: units(month, coefficients[i] as Ratio), patientPaid: patients[i][m] }, terms, rate(given.prepaidShare)),
      );
      const prepaid = months.reduce((a: number, b: number) => a + b, 0);
      const own = want.institutions[one.id];
      expect([year.standards[i], year.funds[i], prepaid, (year.funds[i] as number) - prepaid]).toEqual(
        [own.standard, own.fund, own.prepaid, own.trueUp].map(amount),
      );
    }
  });

  const terms = { subBudget: fen(1_000_000), rate: decimal('10'), floor: rate('90%'), ceiling: rate('110%'), unit: 10_000n };
  const one = (count: bigint, patients = 0) => [{ points: count * 10_000n, patientPaid: fen(patients) }];
  it('is no edge exactly on the floor or the ceiling', () => {
    // 10,000 yuan over 1,000 points is 10; over 909.0909… it is 11 exactly only where the points divide
    expect(floatingYear(one(1_000n), terms)).toMatchObject({ edge: null, funds: [1_000_000] });
    expect(floatingYear(one(1_000n), { ...terms, subBudget: fen(1_100_000) })).toMatchObject({ edge: null, funds: [1_100_000] });
    expect(floatingYear(one(1_000n), { ...terms, subBudget: fen(900_000) })).toMatchObject({ edge: null, funds: [900_000] });
    expect(floatingYear(one(1_000n), { ...terms, subBudget: fen(1_100_001) })).toMatchObject({ edge: 'ceiling', funds: [1_100_000] });
    expect(floatingYear(one(1_000n), { ...terms, subBudget: fen(899_999) })).toMatchObject({ edge: 'floor', funds: [900_000] });
  });
  it('has no value and uses nothing where there are no points', () => {
    expect(floatingYear(one(0n), terms)).toEqual({ standards: [0], funds: [0], value: null, edge: null });
  });
  it('lets one institution after another drop out', () => {
    const shares = [
      { points: 100n, patientPaid: fen(0) },
      { points: 100n, patientPaid: fen(900) },
      { points: 100n, patientPaid: fen(2_000) },
    ];
    // 100 + 2,900 by three is 1,000 each: the third leaves; 1,000 by two is 500: the second leaves; the first has the 100 alone
    expect(floatingYear(shares, { ...terms, subBudget: fen(100), floor: null, ceiling: null, unit: 1n }).funds).toEqual([100, 0, 0]);
  });
});

describe('bed-day', () => {
  const { given, expect: want } = caseOf('R9', 'bed-day');
  const tiers = given.tiers.map((tier: { upTo?: number; tariff: string }) => ({ upTo: tier.upTo ?? null, tariff: decimal(tier.tariff) }));
  it.each((given.rows as { id: string }[]).map((row) => [row.id, row] as const))('%s', (id, one) => {
    // biome-ignore lint/suspicious/noExplicitAny: worked cases are read as they stand
    const row = one as any;
    let from = 0;
    const days = tiers.map((tier: { upTo: number | null }) => {
      const inTier = daysInTier(row.cases, row.days, from, tier.upTo);
      from = tier.upTo ?? from;
      return `${inTier}.0`;
    });
    const standard = bedDayStandard(row.cases, row.days, tiers);
    expect(days).toEqual(want[id].daysInTiers);
    expect([standard, least(standard, amount(row.patientPaid))]).toEqual([amount(want[id].standard), amount(want[id].fund)]);
  });
  it('pays no days beyond a last tier that is closed', () => {
    expect(bedDayStandard(2, 100, [{ upTo: 30, tariff: decimal('100') }])).toBe(600_000);
  });
});

describe('capitation', () => {
  const { given, expect: want } = caseOf('R9', 'capitation');
  const perHead = new Map(Object.entries(given.perHeadYear).map(([band, text]) => [band, amount(text as string)]));
  it('pays by heads, months and signed people’s care elsewhere', () => {
    const treaters = ['township-a', 'township-b', 'county-hospital'];
    const entries = given.teams.map((team: { id: string; heads: Record<string, number> }, i: number) => ({
      home: 0,
      institution: i,
      bands: [],
      year: fen(Object.entries(team.heads).reduce((sum, [band, heads]) => sum + heads * (perHead.get(band) ?? 0), 0)),
      signingFee: fen(0),
      stream: i,
      elsewhere: 2 + i,
      feeStream: -1,
    }));
    const cells = new Float64Array(6 * 13);
    const elsewhere = given.elsewhere.map((row: { signedWith: string; treatedBy: string; amount: string }, i: number) => {
      cells[(4 + i) * 13 + 5] = amount(row.amount);
      return { stream: 4 + i, entry: treaters.indexOf(row.signedWith), treater: row.treatedBy };
    });
    capitate({ entries, treated: elsewhere, isTreated: new Set([4, 5]) }, [4, 5], cells, 12);
    const months = (s: number) => Array.from(cells.subarray(s * 13, s * 13 + 12));
    const sum = (s: number) => months(s).reduce((a, b) => a + b, 0);
    for (const [i, team] of given.teams.entries()) {
      expect(sum(i)).toBe(amount(want.teams[team.id].year));
      expect(months(i)).toEqual(want.teams[team.id].months.map(amount));
    }
    const net = new Map(treaters.map((id) => [id, 0]));
    for (const [i, id] of ['township-a', 'township-b'].entries()) net.set(id, sum(i) + sum(2 + i));
    for (const [i, { treater }] of elsewhere.entries()) net.set(treater, (net.get(treater) ?? 0) + sum(4 + i));
    expect(Object.fromEntries(net)).toEqual(Object.fromEntries(Object.entries(want.net).map(([id, text]) => [id, amount(text as string)])));
  });
});

describe('case rows', () => {
  const rules = { low: rate('50%'), high: rate('200%') };
  it('count by cost below half of the reference, by what is beyond it above twice', () => {
    const count = (cost: number, incomplete = false) => casePoints(10_000_000, fen(cost), fen(600_000), incomplete, rules);
    expect([299_999, 300_000, 1_200_000, 1_200_001].map((cost) => count(cost))).toEqual([4_999_983, 10_000_000, 10_000_000, 10_000_017]);
    expect([count(300_000, true), count(900_000, true)]).toEqual([5_000_000, 10_000_000]);
  });
});

describe('quota', () => {
  it('goes by past payments, at the lower of two growths', () => {
    const { given, expect: want } = caseOf('R9', 'expenditure-base');
    const growths = [rate(given.growth), rate(given.financingPerHeadGrowth)];
    const growth = growths.reduce((a, b) => (a.n * b.d < b.n * a.d ? a : b));
    const pools = [meanGrown(given.fundPayments.map(amount), growth)];
    while (pools.length < given.yearsAhead) pools.push(times(pools.at(-1) as Fen, plus(WHOLE, growth)));
    expect(pools).toEqual(want.quotaPool.map(amount));
  });
  it('is kept within limits', () => {
    const { given, expect: want } = caseOf('R9', 'quota-limits');
    const limit = (text: string, sign: bigint) => {
      const change = rate(text);
      return given.alliances.map((a: { lastYear: string }) => times(amount(a.lastYear), plus(WHOLE, ratio(sign * change.n, change.d))));
    };
    const computed = given.alliances.map((a: { computed: string }) => amount(a.computed));
    const found = clampedQuotas(amount(given.quotaPool), computed, limit(given.maxDecrease, -1n), limit(given.maxIncrease, 1n));
    expect(found).toEqual({ quotas: Object.values<string>(want.quotas).map(amount), unallotted: amount(want.unallotted) });
  });
  it('leaves in the pool what every upper limit refuses, and refuses lower limits beyond it', () => {
    const [a, b] = [fen(60), fen(40)];
    expect(clampedQuotas(fen(100), [a, b], [null, null], [fen(50), fen(40)])).toEqual({ quotas: [50, 40], unallotted: 10 });
    expect(clampedQuotas(fen(100), [a, b], [fen(80), fen(30)], [null, null])).toBe(null);
  });
});

describe('the gate of a prepayment', () => {
  const last = { income: fen(1_000), outflow: fen(1_000) };
  it('opens exactly on its payable months, and without a deficit', () => {
    expect(isGateOpen(decimal('6'), fen(500), last)).toBe(true);
    expect(isGateOpen(decimal('6'), fen(499), last)).toBe(false);
    expect(isGateOpen(decimal('6'), fen(900), { ...last, income: fen(999) })).toBe(false);
  });
});
