// R11 and R12 on the reference, in figures that can be worked out by hand: procurement, public health, grants.
import { describe, expect, it } from 'vitest';
import { pick, run, small } from './reading.ts';
import { type Figures, Refused } from './reference.ts';

function of(figures: Figures, path: string): Figures[string] | undefined {
  return pick(figures, `2025.${path}`);
}

/** Rows of procurement at h, bought at 2 yuan, won at 1 yuan, all of it paid by the fund. */
function procured(
  rows: readonly string[],
  policy = 'retention: [{score: 80, share: 50%}, {score: 60, share: 30%}]',
  score = ', procurementScore: 60',
) {
  const all = rows.map(
    (row) =>
      `{year: 2025, institution: h, product: x, earlierPrice: 2, winningPrice: 1, fundShare: 100%, ${row}${row.includes('otherAmount') ? '' : ', otherAmount: 0'}}`,
  );
  return run(
    small({ policy: `  procurement: {${policy}}`, county: `  procurement: [${all.join(', ')}]` }).replace(
      '{id: h, alliance: a}',
      `{id: h, alliance: a${score}}`,
    ),
  );
}

describe('R11', () => {
  const row = (agreed: number, actual: number, more = '') =>
    `period: 2024-H2, insurance: resident, agreed: ${agreed}, actual: ${actual}${more}`;
  it('each product to the fen, each group not below zero, residents and employees apart', () => {
    const employee = (period: string, agreed: number) => `period: ${period}, insurance: employee, agreed: ${agreed}, actual: ${agreed}`;
    const figures = procured([
      row(100, 150), // 200 − 100: more than agreed does not count
      row(10, 4), // 20 − 4
      row(1, 1, ', otherAmount: 50'), // 2 − 51
      employee('2024-H2', 40),
      `${employee('2024-H1', 1)}, otherAmount: 9`,
    ]);
    expect(of(figures, 'institutions.h.procurement')).toEqual({
      base: { '2024-H2/resident': '67.00', '2024-H2/employee': '40.00', '2024-H1/employee': '0.00' },
      retained: { '2024-H2/resident': '20.10', '2024-H2/employee': '12.00', '2024-H1/employee': '0.00' },
      budget: { '2024-H2/resident': '222.00', '2024-H2/employee': '80.00', '2024-H1/employee': '2.00' },
      spent: { '2024-H2/resident': '155.00', '2024-H2/employee': '40.00', '2024-H1/employee': '10.00' },
    });
    // Only residents' part is paid by this pool: outflow of the year, and no part of quota, expenditure or final payment.
    expect(of(figures, 'procurement.paid')).toBe('20.10');
    const without = run(small({}));
    expect(of(without, 'pool')).toMatchObject({ closing: '0.00', outflow: '1200.00', fundClosing: '0.00' });
    expect(of(figures, 'pool')).toMatchObject({ closing: '-20.10', outflow: '1220.10', fundClosing: '-20.10', cashDecember: '0.00' });
    expect(of(figures, 'alliances.a')).toEqual(of(without, 'alliances.a'));
  });
  it('a row below the least completion is left out, exactly on it is not', () => {
    const policy = 'retention: [{score: 0, share: 50%}], leastCompletion: 90%';
    const paid = (actual: string) => of(procured([row(10, 10).replace('actual: 10', `actual: ${actual}`)], policy), 'procurement.paid');
    expect([paid('9'), paid('8.99'), paid('10')]).toEqual(['5.50', '0.00', '5.00']);
    expect(of(procured([row(10, 8)], policy), 'institutions.h.procurement.budget')).toEqual({ '2024-H2/resident': '0.00' });
  });
  it('refuses', () => {
    const rows = [row(1, 1)];
    expect(() => procured(rows, 'retention: [{score: 0, share: 50.01%}]')).toThrow(Refused);
    expect(() => procured(rows, undefined, '')).toThrow(Refused);
    expect(() => procured([row(1, 1).replace('resident', 'both')])).toThrow(Refused);
    expect(of(procured([], undefined, ''), 'procurement.paid')).toBe('0.00');
  });
});

/** Alliance a of h (county), t1 and t2 (township); a clinic of none; nothing is known of village doctors at t2. */
function public12(policy: string, scenario = '', years = '2025'): Figures {
  const text = small({ policy, scenario })
    .replace('years: 2025', `years: ${years}`)
    .replace('{id: a, insured: 12, score: 80}', '{id: a, insured: 12, score: 80, residents: 101, performance: {2025: 60%, 2026: 100%}}')
    .replace(
      '{id: h, alliance: a}',
      `{id: h, alliance: a, level: county, beds: 5, income: {drugs: 10, other: 0.5}},
       {id: t1, alliance: a, level: township, beds: 2, villageDoctors: 3, pay: {staff: 4}}, {id: t2, alliance: a, level: township}`,
    );
  return run(text);
}

const grant = (terms: string) => `  grants: [{id: g, purpose: p, ${terms}}]`;
const spend = (month: number, holder: string, amount: number, more = 'grant: g, purpose: p') =>
  `{year: 2025, month: ${month}, holder: ${holder}, amount: ${amount}, reason: x, ${more}}`;

describe('R12 public health', () => {
  const policy = '  publicHealth: {perHead: 0.99, prepaid: 70%, villageDoctors: 40%}';
  it('prepaid in January, the rest by performance, may be given back; a share goes on to village doctors', () => {
    const figures = public12(policy, '', '[2025, 2026]');
    // 101 × 0.99 = 99.99; 70% of it 69.99 (69.993); 60% of it 59.99 (59.994), less 69.99.
    expect(of(figures, 'alliances.a.publicHealth')).toEqual({
      total: '99.99',
      prepaid: '69.99',
      yearEnd: '-10.00',
      villageDoctors: '24.00', // 28.00 (27.996) − 4.00
      balance: '35.99',
    });
    expect(pick(figures, '2026.alliances.a.publicHealth')).toEqual({
      total: '99.99',
      prepaid: '69.99',
      yearEnd: '30.00',
      villageDoctors: '40.00',
      balance: '95.98',
    });
    expect(of(figures, 'grants')).toBeUndefined();
  });
  it('a stopped year has no year end; spending takes from the account', () => {
    const row = spend(4, 'a', 41.99, 'grant: publicHealth, purpose: publicHealth');
    const figures = public12(policy, `through: 2025-04\npurposeSpending: [${row}]`);
    expect(of(figures, 'alliances.a.publicHealth')).toEqual({ total: '99.99', prepaid: '69.99', villageDoctors: '28.00', balance: '0.00' });
    expect(() => public12(policy, `purposeSpending: [${row.replace('41.99', '42.00')}]`)).toThrow(Refused);
    expect(() => public12(policy, `purposeSpending: [${row.replace('holder: a', 'holder: h')}]`)).toThrow(Refused);
  });
});

describe('R12 grants', () => {
  it('to one, per bed, per head, by share', () => {
    const received = (terms: string, path: string) => of(public12(grant(terms)), `${path}.grants`);
    expect(received('payee: clinic, amount: 7', 'institutions.clinic')).toEqual({ g: '7.00' });
    expect(received('payee: a, amount: 7, by: equal', 'alliances.a')).toEqual({ g: '7.00' });
    expect(received('payee: alliances, perBed: 1.5', 'alliances.a')).toEqual({ g: '10.50' });
    expect(received('payee: township, perBed: 1.5', 'institutions.t1')).toEqual({ g: '3.00' });
    expect(received('payee: township, perBed: 1.5', 'institutions.t2')).toEqual({ g: '0.00' });
    expect(received('payee: a, perHead: 0.5, of: residents', 'alliances.a')).toEqual({ g: '50.50' });
    expect(received('payee: a, perHead: 0.5, of: insured', 'alliances.a')).toEqual({ g: '6.00' });
    expect(received('payee: a, perHead: 200, of: villageDoctors, monthly: yes', 'alliances.a')).toEqual({ g: '7200.00' });
    expect(received('payee: t1, perHead: 200, of: staff', 'institutions.t1')).toEqual({ g: '800.00' });
    expect(received('payee: h, share: 33.3%, on: income', 'institutions.h')).toEqual({ g: '3.50' }); // 3.4965
    expect(received('payee: t1, amount: 7', 'alliances.a')).toBeUndefined();
    const health = `  publicHealth: {perHead: 0.99, prepaid: 70%}\n${grant('payee: a, share: 10%, on: publicHealth')}`;
    expect(of(public12(health), 'alliances.a.grants')).toEqual({ g: '10.00' }); // 9.999
  });
  it('an amount for several is apportioned', () => {
    const township = (by: string) => of(public12(grant(`payee: township, amount: 0.05, by: ${by}`)), 'institutions');
    expect(township('equal')).toMatchObject({ t1: { grants: { g: '0.03' } }, t2: { grants: { g: '0.02' } } });
    expect(township('beds')).toMatchObject({ t1: { grants: { g: '0.05' } }, t2: { grants: { g: '0.00' } } });
    expect(() => township('residents')).toThrow(Refused);
    expect(() => public12(grant('payee: township, amount: 0.05'))).toThrow(Refused);
    expect(() => public12(grant('payee: county, amount: 0.05'))).not.toThrow(); // h alone
  });
  it('grows from its first year, rounded each year', () => {
    const figures = public12(
      grant('payee: h, amount: {2024: 0.55, 2026: 9}, growth: {2024: 50%, 2026: 10%}, from: 2024'),
      '',
      '[2025, 2027]',
    );
    // 0.55, 0.83 (0.825), 0.91 (0.913), 1.00 (1.001)
    expect(['2025', '2026', '2027'].map((year) => pick(figures, `${year}.institutions.h.grants.g`))).toEqual(['0.83', '0.91', '1.00']);
    expect(pick(figures, '2027.grants')).toEqual({ paid: { g: '1.00' }, spent: { g: '0.00' }, balance: { g: '2.74' } });
    const later = public12(grant('payee: h, amount: {2026: 4}, from: 2026'), '', '[2025, 2026]');
    expect(['2025', '2026'].map((year) => pick(later, `${year}.grants.paid.g`))).toEqual(['0.00', '4.00']);
    expect(() => public12(grant('payee: h, amount: 1, growth: 10%'))).toThrow(Refused);
  });
  it('spending out of an account, to the last fen and no further', () => {
    const terms = grant('payee: township, amount: 0.10, by: equal, monthly: yes');
    const rows = [spend(2, 't1', 0.06), spend(1, 't1', 0.04), spend(12, 't2', 0.6)];
    const figures = public12(terms, `purposeSpending: [${rows.join(', ')}]`);
    expect(of(figures, 'grants')).toEqual({ paid: { g: '1.20' }, spent: { g: '0.70' }, balance: { g: '0.50' } });
    const wrong = [spend(1, 't1', 0.06), spend(1, 'a', 0.01), spend(1, 'nobody', 0), spend(1, 't1', 0, 'grant: f, purpose: p')];
    for (const row of [
      ...wrong,
      spend(1, 't1', 0, 'grant: g, purpose: q'),
      spend(1, 't1', 0, 'grant: publicHealth, purpose: publicHealth'),
    ]) {
      expect(() => public12(terms, `purposeSpending: [${row}]`), row).toThrow(Refused);
    }
    expect(of(public12(terms, `through: 2025-01\npurposeSpending: [${spend(2, 't1', 99)}]`), 'grants.balance')).toEqual({ g: '0.10' });
  });
  it('refuses what is missing, double or unknown', () => {
    for (const terms of [
      'payee: nobody, amount: 1',
      'payee: h',
      'payee: h, amount: 1, perBed: 1',
      'payee: h, perHead: 1',
      'payee: h, perHead: 1, of: residents',
      'payee: t2, perBed: 1',
      'payee: t2, perHead: 1, of: villageDoctors',
      'payee: h, share: 1%',
      'payee: t1, share: 1%, on: income',
      'payee: a, share: 1%, on: publicHealth',
      'payee: township, amount: 1, by: staff}, {id: g, purpose: p, payee: h, amount: 1',
      'payee: h, amount: 1}, {id: publicHealth, purpose: p, payee: h, amount: 1',
    ]) {
      expect(() => public12(grant(terms)), terms).toThrow(Refused);
    }
  });
});
