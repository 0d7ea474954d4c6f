// R9 on the reference, in figures that can be worked out by hand: volumes, levers and methods.
import { describe, expect, it } from 'vitest';
import { parseRatio } from './exact.ts';
import { bedDayStandard, readTiers } from './fixed.ts';
import { casePoints } from './measures.ts';
import { pick, read, run, small } from './reading.ts';
import { type Figures, Refused } from './reference.ts';

function of(figures: Figures, path: string): Figures[string] | undefined {
  return pick(figures, `2025.${path}`);
}

/** One row of 2024 at the alliance's hospital, in January. */
function january(row: string): string {
  return `    - {year: 2024, month: 1, home: a, institution: h, service: s, ${row}}`;
}

describe('R9 volumes and levers', () => {
  it('volume and cost grow separately; cases are rounded half up', () => {
    const activity = january('fund: 100, cases: 5, patientPaid: 50');
    const policy = '  payment: {s: {method: perCase, standard: 10}}';
    const two = run(small({ activity, policy, county: '  growth: {s: {volume: 10%, cost: 5%}}' }));
    // 5.5 cases are 6; 57.75 of patients' money.
    expect(of(two, 'institutions.h')).toEqual({ standard: { s: '60.00' }, fund: { s: '2.25' }, patientPaid: { s: '57.75' } });
    const one = run(small({ activity, policy, county: '  growth: {s: 10%}' }));
    expect(of(one, 'institutions.h')).toEqual({ standard: { s: '50.00' }, fund: { s: '0.00' }, patientPaid: { s: '55.00' } });
    const fund = run(small({ activity, county: '  growth: {s: {volume: 10%, cost: 5%}}' }));
    expect(of(fund, 'alliances.a.own')).toBe('115.50');
  });

  it('benefit: the ratio moves the fund, the patients bear the difference', () => {
    const of2025 = (row: string, benefit: string): Figures =>
      run(small({ activity: january(row), policy: `  benefit: [{id: b, service: s, ${benefit}}]` }));
    expect(of(of2025('fund: 60, patientPaid: 40', 'ratio: {2024: 60%, 2025: 66%}'), 'alliances.a.own')).toBe('66.00');
    expect(of(of2025('fund: 60, patientPaid: 3', 'ratio: {2024: 60%, 2025: 66%}'), 'alliances.a.own')).toBe('63.00');
    expect(of(of2025('fund: 60', 'ratio: {2024: 60%, 2025: 66%}'), 'alliances.a.own')).toBe('66.00');
    // 60 × 5/6 + 2 × 50% × (10 − 20)
    const deductible = 'ratio: {2024: 60%, 2025: 50%}, deductible: {2024: 10, 2025: 20}';
    expect(of(of2025('fund: 60, cases: 2', deductible), 'alliances.a.own')).toBe('40.00');
    expect(of(of2025('fund: 60, cases: 200', deductible), 'alliances.a.own')).toBe('0.00');
    expect(of(of2025('fund: 60', 'place: offCounty, ratio: {2025: 50%}'), 'alliances.a.own')).toBe('60.00');
    for (const wrong of [deductible, 'ratio: 60%, cap: {2024: 10, 2025: 20}', 'ratio: {2024: 0%, 2025: 1%}', 'ratio: {2025: 60%}']) {
      expect(() => of2025('fund: 60', wrong), wrong).toThrow(Refused);
    }
  });

  it('benefit of case rows: by what the cases would have been paid', () => {
    const activity = [100, 300].map((cost) => january(`fund: 75, points: 1, cost: ${cost}, reference: ${cost}`)).join('\n');
    const policy = '  benefit: [{id: b, service: s, ratio: 50%, cap: {2024: 100, 2025: 120}}]';
    expect(of(run(small({ activity, policy })), 'alliances.a.own')).toBe('170.00'); // 150 × (50 + 120) ÷ (50 + 100)
  });

  it('a price change comes once to each calendar month', () => {
    const activity = '    - {year: 2024, home: a, institution: h, service: s, fund: 1200}';
    const scenario = 'prices: [{service: s, from: 2025-07, change: 5%}]';
    const figures = run(small({ activity, scenario }).replace('years: 2025', 'years: [2025, 2027]'));
    const own = (year: number) => pick(figures, `${year}.alliances.a.own`);
    expect([own(2025), own(2026), own(2027)]).toEqual(['1230.00', '1260.00', '1260.00']);
    // From before the projection: only the months that had not seen it.
    const early = run(small({ activity, scenario: 'prices: [{service: s, from: 2024-07, change: 5%}]' }));
    expect(of(early, 'alliances.a.own')).toBe('1230.00');
  });

  it('the points of a case count by its cost', () => {
    const rules = { low: parseRatio('50%'), high: parseRatio('200%') };
    const points = (cost: bigint, incomplete = false) => casePoints(1_000_000n, cost, 1000n, incomplete, rules);
    expect([points(500n), points(499n)]).toEqual([1_000_000n, 499_000n]);
    expect([points(2000n), points(2001n), points(2500n)]).toEqual([1_000_000n, 1_001_000n, 1_500_000n]);
    expect([points(300n, true), points(3000n, true)]).toEqual([300_000n, 1_000_000n]);
    expect(casePoints(1n, 499n, 1000n, false, rules)).toBe(0n);
    expect(casePoints(5n, 300n, 1000n, false, rules)).toBe(2n); // 1.5, half up
  });

  it('what a method needs must be known', () => {
    const fixed = '  payment: {s: {method: dip, pointValue: 2}}';
    expect(() => run(small({ activity: january('fund: 1, points: 3'), policy: fixed }))).toThrow(Refused);
    expect(() => run(small({ activity: january('points: 3, patientPaid: 1') }))).toThrow(Refused);
    expect(() => run(small({ activity: january('') }))).toThrow(Refused);
    const dated = '  payment: {s: {method: {2025: feeForService, 2026: dip}, pointValue: 2}}';
    const later = small({ activity: january('fund: 1'), policy: dated });
    expect(of(run(later), 'alliances.a.own')).toBe('1.00');
    expect(() => run(later.replace('years: 2025', 'years: [2025, 2026]'))).toThrow(Refused);
    const costs = [january('points: 3, patientPaid: 1, cost: 9'), january('points: 3, patientPaid: 1, item: x')].join('\n');
    expect(() => run(small({ activity: costs, policy: fixed }))).toThrow(Refused);
  });
});

describe('R9 methods', () => {
  it('dip: coefficients, uplifts, one standard wherever treated, exempt TCM institutions', () => {
    const activity = [
      january('points: 10, patientPaid: 0'),
      january('points: 10, patientPaid: 0, item: herb'),
      january('points: 10, patientPaid: 0, item: stroke'),
      january('points: 10, patientPaid: 0, item: cold'),
      '    - {year: 2024, month: 1, home: a, institution: t, service: s, points: 10, patientPaid: 0, fund: 7}',
      '    - {year: 2024, month: 1, home: a, institution: far, service: s, fund: 5}',
    ].join('\n');
    const policy = (exempt: string) => `  payment:
    s: {method: dip, pointValue: 1, coefficients: {h: 2, township: 0.5, all: 1}, tcm: {uplift: 10%, items: [herb], exempt: ${exempt}},
        supported: {items: [stroke, cold], uplift: 20%, pool: 9}, sameStandard: [cold]}`;
    const text = (exempt: string) =>
      small({ activity, policy: policy(exempt) }).replace('{id: h, alliance: a}', '{id: h, alliance: a}, {id: t, alliance: a, tcm: yes}');
    const figures = run(text('no'));
    expect(of(figures, 'institutions.h.fund.s')).toBe('71.00'); // 20 + 22 + 24 + 5
    expect(of(figures, 'institutions.t.fund.s')).toBe('11.00');
    expect(of(figures, 'institutions.h.incentive.s')).toBe('9.00');
    expect(of(figures, 'alliances.a.trueUp')).toBe('9.00');
    expect(of(figures, 'alliances.a.own')).toBe('91.00');
    expect(of(figures, 'alliances.a.offCounty')).toBe('5.00');
    expect(of(figures, 'alliances.a.expenditure')).toBe('96.00');
    expect((of(figures, 'alliances.a.progress') as string[])[11]).toBe('7.25%'); // 87 of 1200: not what period 13 adds
    const exempt = run(text('yes'));
    expect(of(exempt, 'institutions.t')).toBeUndefined();
    expect(of(exempt, 'alliances.a.own')).toBe('87.00'); // its fund amount
  });

  it('fixed methods pay nothing below zero, cell by cell', () => {
    const activity = [1, 2]
      .map((month) => january(`weights: 1, patientPaid: ${month * 8}`).replace('month: 1', `month: ${month}`))
      .join('\n');
    const figures = run(small({ activity, policy: '  payment: {s: {method: drg, drgRate: 10}}' }));
    expect(of(figures, 'institutions.h')).toEqual({ standard: { s: '20.00' }, fund: { s: '2.00' }, patientPaid: { s: '24.00' } });
    expect(of(figures, 'alliances.a.own')).toBe('2.00');
  });

  it('bed-days beyond a closed last tier are not paid; days whose cases are rounded away are one stay', () => {
    const closed = readTiers(read('[{upTo: 10, tariff: 3}, {upTo: 20, tariff: 1.005}]'), 2025);
    expect(bedDayStandard(closed, 2n, 20n)).toBe(6000n);
    expect(bedDayStandard(closed, 2n, 21n)).toBe(6101n); // 1.005, half away
    expect(bedDayStandard(closed, 2n, 99n)).toBe(8010n);
    expect(bedDayStandard(closed, 3n, 31n)).toBe(9101n);
    expect(bedDayStandard(closed, 0n, 12n)).toBe(bedDayStandard(closed, 1n, 12n));
    expect(() => readTiers(read('[{upTo: 10, tariff: 3}, {upTo: 10, tariff: 1}]'), 2025)).toThrow(Refused);
    expect(() => readTiers(read('[{tariff: 3}, {upTo: 10, tariff: 1}]'), 2025)).toThrow(Refused);
  });

  it('a floating value: months at the budget value, the year end by home and place', () => {
    const activity = [
      january('points: 30, patientPaid: 0'),
      january('points: 10, patientPaid: 0').replace('home: a', 'home: none'),
      january('points: 60, patientPaid: 100').replace('institution: h', 'institution: clinic'),
    ].join('\n');
    const policy = (more: string) => `  payment: {s: {method: dip, pointValue: 4, floating: {share: 50%, prepaid: 90%${more}}}}`;
    const figures = run(small({ activity, policy: policy('') }));
    // 600 + 100 for 100 points: 7 a point; before that 90% of 4 a point, less what patients paid.
    expect(of(figures, 'payment')).toEqual({
      pointValue: { s: '7.0000' },
      edge: { s: null },
      subBudget: { s: '600.00' },
      fundTotal: { s: '600.00' },
    });
    expect(of(figures, 'institutions.h')).toEqual({
      standard: { s: '280.00' },
      fund: { s: '280.00' },
      patientPaid: { s: '0.00' },
      prepaid: { s: '144.00' },
      trueUp: { s: '136.00' },
    });
    expect(of(figures, 'institutions.clinic')).toMatchObject({
      standard: { s: '420.00' },
      fund: { s: '320.00' },
      prepaid: { s: '126.00' },
    });
    expect(of(figures, 'alliances.a.own')).toBe('210.00');
    expect(of(figures, 'alliances.a.other')).toBe('320.00');
    expect(of(figures, 'alliances.a.trueUp')).toBe('296.00'); // 102 + 194
    expect(of(figures, 'pool.noneSpending')).toBe('70.00');
    expect(of(figures, 'alliances.a.progress')).toEqual(Array.from({ length: 12 }, () => '19.50%')); // 108 + 126 of 1200
    // Exactly on an edge it is not beyond it.
    expect(of(run(small({ activity, policy: policy(', ceiling: 175%') })), 'payment.edge.s')).toBe(null);
    expect(of(run(small({ activity, policy: policy(', ceiling: 174.9%') })), 'payment')).toMatchObject({
      pointValue: { s: '6.9960' },
      edge: { s: 'ceiling' },
      fundTotal: { s: '599.60' },
    });
    expect(of(run(small({ activity, policy: policy(', floor: 200%') })), 'payment')).toMatchObject({
      pointValue: { s: '8.0000' },
      edge: { s: 'floor' },
      fundTotal: { s: '700.00' },
    });
    const none = run(small({ activity: january('points: 0, patientPaid: 5'), policy: policy('') }));
    expect(of(none, 'payment')).toMatchObject({ pointValue: { s: null }, fundTotal: { s: '0.00' } });
    expect(of(none, 'alliances.a.expenditure')).toBe('0.00');
  });

  it('history counts the true-up, the pattern of the next year does not', () => {
    const policy = `  advance: {pattern: history, revolving: {months: 12}}
  payment: {s: {method: dip, pointValue: 4, floating: {subBudget: 120, prepaid: 50%}}}`;
    const figures = run(
      small({ activity: january('points: 10, patientPaid: 0, fund: 1'), policy }).replace('years: 2025', 'years: [2025, 2026]'),
    );
    expect(pick(figures, '2025.alliances.a.revolving')).toBe('1.00'); // 2024 as recorded
    expect(pick(figures, '2026.alliances.a.revolving')).toBe('120.00');
    expect(pick(figures, '2026.alliances.a.advances')).toEqual(['1200.00', ...Array.from({ length: 11 }, () => '0.00')]);
  });

  it('capitation: heads are paid, care elsewhere is deducted and may claw back', () => {
    const rows = [
      january('fund: 50, signedWith: t').replace('month: 1, ', ''),
      january('fund: 7, signedWith: t').replace('institution: h', 'institution: far'),
      january('cases: 3').replace('institution: h', 'institution: t'),
      january('fund: 20'),
    ].join('\n');
    const text = small({
      activity: rows,
      policy: '  payment: {s: {method: capitation, perHead: {young: 3, old: 6}, signingFee: 2}}',
      county: '  signed: [{institution: t, service: s, heads: {young: 4, old: 2}}]',
    }).replace('{id: h, alliance: a}', '{id: h, alliance: a}, {id: t, alliance: a}');
    const figures = run(text);
    expect(of(figures, 'institutions.t')).toEqual({
      standard: { s: '-33.00' },
      fund: { s: '-33.00' },
      patientPaid: { s: '0.00' },
      capitation: { s: '24.00' },
      elsewhere: { s: '57.00' },
      signingFee: { s: '12.00' },
    });
    expect(of(figures, 'institutions.h')).toEqual({ standard: { s: '50.00' }, fund: { s: '50.00' }, patientPaid: { s: '0.00' } });
    expect(Object.keys(of(figures, 'institutions') as object)).toEqual(['t', 'h']); // an off-county one is not the method's
    expect(of(figures, 'alliances.a.offCounty')).toBe('7.00');
    expect(of(figures, 'alliances.a.own')).toBe('49.00'); // 24 + 12 + 50 + 20 − 57
    expect(of(figures, 'alliances.a.expenditure')).toBe('56.00'); // capitation, signing fee, unsigned care
    expect(() => run(text.replace('signedWith: t', 'signedWith: clinic'))).toThrow(Refused);
    expect(() => run(text.replace('heads: {young: 4, old: 2}', 'heads: {young: 4}'))).toThrow(Refused);
  });
});
