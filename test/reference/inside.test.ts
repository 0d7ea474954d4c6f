// R10 on the reference, in figures that can be worked out by hand: formulas, members' months, distribution.
import { describe, expect, it } from 'vitest';
import { drawn, paidWithin, shareOut } from './distribution.ts';
import { type Fraction, parseRatio, ratioOf, whole } from './exact.ts';
import { parseFormula } from './formula.ts';
import { ageArrears, payFinal, payMember } from './members.ts';
import { pick, run } from './reading.ts';
import { type Figures, Refused } from './reference.ts';

const quiet = (): void => {};

describe('formulas', () => {
  const known = new Map([
    ['a', 'a'],
    ['b', 'b'],
    ['工作量', 'a'],
    ['zero', 'zero'],
    ['gone', 'gone'],
  ]);
  const values: { [name: string]: Fraction } = { a: whole(6n), b: ratioOf(1n, 3n), zero: whole(0n) };
  const value = (text: string): string | null => {
    const result = parseFormula(text, known).value((name) => values[name] ?? null);
    if (result === null) return null;
    return result.n % result.d === 0n ? String(result.n / result.d) : `${Number(result.n) / Number(result.d)}`;
  };
  it('reckons exactly, by the usual precedence', () => {
    expect(value('1 + 2 * 3 - 4 / 2')).toBe('5');
    expect(value('(1 + 2) × 3 ÷ 0.5')).toBe('18');
    expect(value('10 - 3 - 2')).toBe('5');
    expect(value('64 / 4 / 2')).toBe('8');
    expect(value('-a * -b')).toBe('2');
    expect(value('a*b*工作量/工作量 - 2')).toBe('0');
    expect(value('min(a, 2, b * 9) + max(1) + abs(-a) + abs(b - b)')).toBe('9');
    expect(value('- - 3')).toBe('3');
  });
  it('is undefined by a division by zero or a missing value, wherever it stands', () => {
    for (const text of ['a / zero', 'gone', '0 * gone', 'min(1, gone)', 'abs(1 / (b - b))']) expect(value(text), text).toBe(null);
  });
  it('takes nothing else', () => {
    const wrong = ['', 'a b', '2a', 'a +', '(a', 'a)', '1.', '.5', '1e3', '0x1F', 'a ^ 2', 'a ** 2', '+a', 'abs(a, b)', 'min()', 'a %'];
    for (const text of [...wrong, 'c', 'sqrt(a)', 'a; b', 'a.b', 'min', 'a = 1', 'constructor', 'min(a,)']) {
      expect(() => parseFormula(text, known), text).toThrow(Refused);
    }
  });
});

describe('R10 pieces', () => {
  const dues = [100_00n, 100_00n, 0n, 200_00n];
  const deducted = [0n, 120_00n, 0n, 0n];
  it('a member is paid its share of the month less deductions, never more than owed', () => {
    expect(payMember(false, parseRatio('90%'), dues, deducted, 50_00n, quiet)).toEqual({ paid: [90_00n, 0n, 0n, 180_00n], owed: 60_00n });
    expect(payMember(false, parseRatio('120%'), dues, deducted, 50_00n, quiet)).toEqual({ paid: [120_00n, 0n, 0n, 210_00n], owed: 0n });
    expect(payMember(true, parseRatio('90%'), dues, deducted, 50_00n, quiet)).toEqual({ paid: [150_00n, 0n, 0n, 180_00n], owed: 0n });
    expect(payMember(false, parseRatio('95%'), [10n], [], 0n, quiet)).toEqual({ paid: [10n], owed: 0n }); // 9.5 fen
    expect(payMember(false, parseRatio('100%'), [-5n, 9n], [], 0n, quiet)).toEqual({ paid: [0n, 4n], owed: 0n });
  });
  it('period 13 is paid as far as owed', () => {
    expect(payFinal(false, 500n, -200n, quiet)).toBe(300n);
    expect(payFinal(false, 500n, 1000n, quiet)).toBe(500n);
    expect(payFinal(false, -500n, 1000n, quiet)).toBe(0n);
    expect(payFinal(true, -500n, 0n, quiet)).toBe(0n);
    expect(payFinal(true, 500n, -100n, quiet)).toBe(400n);
  });
  it('what is owed is the newest dues', () => {
    const months = Array.from({ length: 14 }, (_, index) => ({ month: index + 1, amount: 100n }));
    expect(ageArrears(1350n, months, 14, quiet)).toEqual({ to3: 300n, to6: 300n, to12: 600n, over12: 150n });
    expect(ageArrears(1450n, months, 14, quiet)).toEqual({ to3: 300n, to6: 300n, to12: 600n, over12: 250n });
    expect(ageArrears(-1n, months, 14, quiet)).toEqual({ to3: 0n, to6: 0n, to12: 0n, over12: 0n });
    const dip = [
      { month: 1, amount: 100n },
      { month: 2, amount: -40n },
      { month: 3, amount: 10n },
    ];
    expect(ageArrears(70n, dip, 5, quiet)).toEqual({ to3: 10n, to6: 60n, to12: 0n, over12: 0n });
  });
  it('tiers by weights, members by the formula', () => {
    const tiers = new Map([
      ['village', whole(1n)],
      ['county', whole(2n)],
      ['township', whole(0n)],
    ]);
    const members = ['county', 'village', null, 'village'].map((level) => ({ level }));
    const shared = shareOut(100n, tiers, members, (index) => ratioOf(BigInt(index + 1), 3n), quiet);
    expect([...shared.tiers]).toEqual([
      ['village', 33n],
      ['county', 67n],
      ['township', 0n],
    ]);
    expect(shared.shares).toEqual([67n, 11n, 0n, 22n]); // 33 by 2 to 4
  });
  it('a tier with a part has members, and weights that are not all zero', () => {
    const tiers = new Map([['village', whole(1n)]]);
    const one = (level: string, weight: Fraction | null) => () => shareOut(1n, tiers, [{ level }], () => weight, quiet);
    expect(one('county', whole(1n))).toThrow(Refused);
    expect(one('village', whole(0n))).toThrow(Refused);
    expect(one('village', whole(-1n))).toThrow(Refused);
    expect(one('village', null)).toThrow(Refused);
    expect(one('village', ratioOf(1n, 7n))().shares).toEqual([1n]);
    expect(shareOut(0n, tiers, [{ level: 'county' }], () => null, quiet).shares).toEqual([0n]);
  });
  it('the approved pay leaves room, or none', () => {
    expect(paidWithin(100n, null, 50n, quiet)).toBe(100n);
    expect(paidWithin(100n, 150n, 50n, quiet)).toBe(100n);
    expect(paidWithin(100n, 149n, 50n, quiet)).toBe(99n);
    expect(paidWithin(100n, 49n, 50n, quiet)).toBe(0n);
  });
  it('uses are exhausted one after another', () => {
    expect(drawn(25n, [10n, 0n, 20n, 5n], quiet)).toEqual([10n, 0n, 15n, 0n]);
  });
});

/** Alliance a (quota 1200 a year) of h, which leads, and t; alliance b of k, which spends all of the same quota. */
function county(inside: string, more: { own?: number; scenario?: string; years?: string; t?: string } = {}): Figures {
  return run(`
years: ${more.years ?? '2025'}
policy:
  financing: {individual: 40, subsidy: 60}
  quota: {byInsured: 100%, byHistory: 0%}
  settlement:
    surplus: {retention: [{score: 0, share: 100%}], uses: {incentive: 30%, development: 70%}}
    overspend: {bands: []}
  inside:
    payout: 95%
${inside}
county:
  alliances: [{id: a, insured: 12, lead: h}, {id: b, insured: 12, lead: k}]
  institutions:
    - {id: h, alliance: a, level: county, budget: 700, workload: 7, pay: {approved: 100, performance: 50}}
    - {id: t, alliance: a, level: township, budgetShare: 5%, arrears: 12, workload: 1${more.t ?? ''}}
    - {id: k, alliance: b, level: county, workload: 3}
  activity:
    - {year: 2024, home: a, institution: h, service: s, fund: ${more.own ?? 600}}
    - {year: 2024, home: a, institution: t, service: s, fund: 240}
    - {year: 2024, home: b, institution: t, service: s, fund: 12}
    - {year: 2024, home: none, institution: t, service: s, fund: 24}
    - {year: 2024, home: b, institution: k, service: s, fund: 1188}
${more.scenario ?? ''}
`);
}

const DEDUCTIONS = `
deductions: [{year: 2025, month: 2, alliance: a, institution: t, kind: audit, amount: 5, reason: x}]
memberDeductions: [{year: 2025, month: 3, institution: t, name: 集中配送药款, amount: 30, reason: x}]`;

describe('R10 in a year', () => {
  it('a member month by month, its deductions, its arrears by age', () => {
    const figures = county('', { scenario: DEDUCTIONS });
    expect(pick(figures, '2025.institutions.t.member')).toEqual({
      budget: '60.00', // 5% of 1200
      own: '240.00',
      cross: '12.00',
      due: Array.from({ length: 12 }, () => '21.00'), // 20 + 1; care of people of no alliance is not in it
      paid: ['19.95', '14.95', '0.00', ...Array.from({ length: 9 }, () => '19.95')],
      finalPaid: '0.00',
      deductions: { audit: '5.00', 集中配送药款: '30.00' },
      arrears: '14.55', // 12 + 12 × 1.05 − 10.05 that the third month could not take
      arrearsByAge: { to3: '14.55', to6: '0.00', to12: '0.00', over12: '0.00' },
    });
    expect(pick(figures, '2025.institutions.h.member')).toMatchObject({ budget: '700.00', arrears: '0.00', finalPaid: '0.00' });
    expect(pick(figures, '2025.institutions.k.member.budget')).toBeUndefined();
    expect(pick(figures, '2025.alliances.a.expenditure')).toBe('835.00'); // deductions by name do not lower it
  });
  it('a year that stops early opens no settlement; ages count from its last month', () => {
    const stopped = county('    distribution: {of: incentive, tiers: {county: 1}, by: workload}', {
      scenario: 'through: 2026-05',
      years: '[2025, 2026]',
      t: ', score: 1',
    });
    // 12 of the opening and 17 months of 1.05 unpaid: the last due alone covers 21 of 29.85.
    expect(pick(stopped, '2026.institutions.t.member')).toMatchObject({
      arrears: '29.85',
      arrearsByAge: { to3: '29.85', to6: '0.00', to12: '0.00', over12: '0.00' },
    });
    for (const absent of ['institutions.t.member.finalPaid', 'institutions.t.member.share', 'alliances.a.inside']) {
      expect(pick(stopped, `2026.${absent}`), absent).toBeUndefined();
    }
    expect(pick(stopped, '2026.institutions.t.member.paid')).toHaveLength(5);
  });
  it('one use is distributed, within the approved pay; named parts are of what is paid', () => {
    const figures = county(
      `    distribution:
      of: incentive
      tiers: {village: 0, township: 3, county: 6}
      by: workload
      named: [{id: ortho, institution: h, kind: department, share: 10%}]`,
      { scenario: DEDUCTIONS },
    );
    // 1200 − 835 is retained, 30% of it is 109.50.
    expect(pick(figures, '2025.alliances.a.inside')).toEqual({
      tiers: { village: '0.00', township: '36.50', county: '73.00' },
      distributed: '109.50',
      heldBack: '23.00',
    });
    expect(pick(figures, '2025.institutions.h.member')).toMatchObject({ share: '73.00', heldBack: '23.00', named: { ortho: '5.00' } });
    expect(pick(figures, '2025.institutions.t.member')).toMatchObject({ share: '36.50', heldBack: '0.00' });
    expect(pick(figures, '2025.institutions.t.member.named')).toBeUndefined();
    expect(pick(figures, '2025.alliances.a.retainedBalance')).toEqual({ incentive: '23.00', development: '255.50' });
  });
  it('all that is retained is drawn from the first use first', () => {
    const figures = county('    distribution: {of: retained, tiers: {county: 6, township: 3}, by: 1}', { scenario: DEDUCTIONS });
    expect(pick(figures, '2025.alliances.a.inside')).toEqual({
      tiers: { county: '243.33', township: '121.67' },
      distributed: '365.00',
      heldBack: '193.33',
    });
    expect(pick(figures, '2025.alliances.a.retainedBalance')).toEqual({ incentive: '0.00', development: '193.33' });
  });
  it('a borne overspend is collected by a basis of its own, without a cap', () => {
    const figures = county('    overspend: {tiers: {county: 2, township: 1}, by: fund}', { own: 1200 });
    expect(pick(figures, '2025.alliances.a.borne')).toBe('240.00');
    expect(pick(figures, '2025.alliances.a.inside')).toEqual({ borneTiers: { county: '160.00', township: '80.00' } });
    expect(pick(figures, '2025.institutions.h.member.borne')).toBe('160.00');
    expect(pick(figures, '2025.alliances.b.inside')).toEqual({ borneTiers: { county: '0.00', township: '0.00' } });
    expect(() => county('    overspend: {tiers: {county: 2, village: 1}, by: fund}', { own: 1200 })).toThrow(Refused);
  });
  it('refuses what the policy forbids and what is missing', () => {
    const of =
      (distribution: string, more = '') =>
      () =>
        county(`    distribution: {${distribution}}\n${more}`);
    const named = 'of: incentive, tiers: {county: 1}, by: workload, named: [{id: x, institution: h, kind: person, share: 1%}]';
    expect(of(named)).not.toThrow();
    expect(of(named, '    forbid: [department]')).not.toThrow();
    expect(of(named, '    forbid: [person]')).toThrow(Refused);
    expect(of(named.replace('institution: h', 'institution: nowhere'))).toThrow(Refused);
    expect(of('of: incentive, tiers: {county: 1}, by: score')).toThrow(Refused);
    expect(of('of: incentive, tiers: {village: 1}, by: workload')).toThrow(Refused); // nobody's
    expect(of('of: incentive, tiers: {village: 0, county: 1}, by: workload')).not.toThrow();
    expect(of('of: pocket, tiers: {county: 1}, by: workload')).toThrow(Refused);
    expect(of('of: incentive, tiers: {county: 1}, by: workload - 8')).toThrow(Refused);
    expect(of('of: incentive, tiers: {county: 1}')).toThrow(Refused);
  });
});
