// R13 on the reference, in figures that can be worked out by hand: indicators, targets, formulas of their own.
import { describe, expect, it } from 'vitest';
import { pick, run } from './reading.ts';
import { type Figures, Refused } from './reference.ts';

/** Alliance a (quota 1200 a year) of h and t, alliance b (quota 1200) of k; inpatient care paid by dip at t, outpatient as it comes. */
function county(policy: string, scenario = '', replaced: readonly [string, string] = ['', '']): Figures {
  const text = `
years: [2025, 2026]
policy:
  financing: {individual: 40, subsidy: 60}
  quota: {byInsured: 100%, byHistory: 0%}
  payment: {dip: {method: dip, pointValue: 1}}
  settlement: {surplus: {retention: [{score: 0, share: 100%}], uses: {all: 100%}}, overspend: {bands: []}}
${policy}
county:
  alliances: [{id: a, insured: 12, residents: 20}, {id: b, insured: 12}]
  services: [{id: dip, kind: inpatient}, {id: stay, kind: inpatient}, {id: visit, kind: outpatient}]
  institutions:
    - {id: h, alliance: a, level: county, grade: 3, general: yes, beds: 10, income: {medicalService: 60, drugs: 20, consumables: 5, tests: 5, other: 10},
       spending: {staff: 40, research: 1, specialty: 2, other: 37}}
    - {id: t, alliance: a, level: township, grade: 2, general: yes, income: {medicalService: 20, drugs: 70, consumables: 0, tests: 0, other: 10}}
    - {id: k, alliance: b, level: county, grade: 2, general: no}
    - {id: far, kind: off-county}
  growth: {stay: {volume: 0%, cost: {2025: 0%, 2026: 10%}}, dip: 0%, visit: 0%}
  activity:
    - {year: 2024, home: a, institution: t, service: dip, points: 240, patientPaid: 0, cases: 12, cost: 120}
    - {year: 2024, home: a, institution: h, service: stay, fund: 360, cases: 24, cost: 600}
    - {year: 2024, home: a, institution: far, service: stay, fund: 120, cases: 12, cost: 999}
    - {year: 2024, home: b, institution: t, service: visit, fund: 240, cases: 60}
    - {year: 2024, home: b, institution: k, service: visit, fund: 1200, cases: 60}
${scenario}
`;
  return run(text.replace(...replaced));
}

const OWN = `  indicators:
    - {id: per-head, title: x, unit: number, formula: expenditure / insured, scope: alliance}
    - {id: beds, title: x, unit: number, formula: residents / beds}
    - {id: kept, title: x, unit: rate, formula: retained / quota * (1 - progress)}`;

const target = (terms: string, more = '') => `  targets: [{id: x, ${terms}}]\n${more}`;
const judged = (terms: string, more = '', at = 'targets.x') => {
  const figures = county(target(terms, more));
  return [pick(figures, `2025.${at}`), pick(figures, `2026.${at}`)];
};

describe('R13 indicators', () => {
  it('of the county: care of the insured of its alliances, facts of all its institutions', () => {
    // Fund: dip 240, stay 360, off-county 120, visits 1440; quotas 2400.
    expect(pick(county(OWN), '2025.indicators')).toEqual({
      progress: '90.00%',
      offCountyMoneyShare: '5.56%', // 120 of 2160
      offCountyPatientShare: '25.00%', // 12 of 48
      inCountyInpatientRate: '75.00%',
      primaryCareShare: '22.22%', // 480
      caseBasedShare: '40.00%', // 240 of 600
      caseBasedCoverage: '50.00%', // t of h and t
      feeForServiceShare: '88.24%', // 1800 of 2040
      costPerStayGrowth: null,
      medicalServiceIncomeShare: '40.00%',
      drugTestShare: '50.00%',
      staffShare: '50.00%',
      specialtyShare: '1.11%', // 2 of 180, without other income
      researchShare: '1.25%',
      surplusRate: '20.00%', // 480 of 2400
      overspendRate: '10.00%', // 240
      kept: '2.00%', // 480 ÷ 2400 × 10%
    });
    expect(pick(county(OWN), '2025.indicatorNumbers')).toEqual({ beds: null }); // b says no residents
  });
  it('of an alliance: its insured, its members', () => {
    const figures = county(OWN);
    expect(pick(figures, '2025.alliances.a.indicators')).toMatchObject({
      progress: '60.00%',
      offCountyMoneyShare: '16.67%',
      primaryCareShare: '33.33%',
      caseBasedCoverage: '50.00%',
      feeForServiceShare: '60.00%',
      surplusRate: '40.00%',
      overspendRate: '0.00%',
    });
    expect(pick(figures, '2025.alliances.a.indicators.kept')).toBeUndefined();
    expect(pick(figures, '2025.alliances.a.indicatorNumbers')).toEqual({ 'per-head': '60.0000' });
    expect(pick(figures, '2025.alliances.b.indicators')).toMatchObject({
      offCountyPatientShare: null,
      caseBasedShare: null,
      caseBasedCoverage: null,
      medicalServiceIncomeShare: null,
      staffShare: null,
      overspendRate: '20.00%',
    });
    // 36 stays at 720 of cost, then at 780 (600 × 1.1 + 120).
    expect(pick(figures, '2026.indicators.costPerStayGrowth')).toBe('8.33%');
  });
  it('rates of inpatients are not known where one side tells no cases', () => {
    const rates = (from: string, to: string) => {
      const indicators = pick(county(OWN, '', [from, to]), '2025.indicators') as Figures;
      return [indicators.offCountyPatientShare, indicators.inCountyInpatientRate];
    };
    expect(rates('fund: 120, cases: 12', 'fund: 120, cases: 12')).toEqual(['25.00%', '75.00%']);
    expect(rates('fund: 120, cases: 12', 'fund: 120')).toEqual([null, null]);
    expect(rates('fund: 120, cases: 12', 'fund: 0')).toEqual(['0.00%', '100.00%']);
  });
  it('formulas: people of no alliance are insured in the county, what nobody tells counts nothing', () => {
    const own = (formula: string) => `  indicators: [{id: x, title: x, unit: number, formula: ${formula}}]`;
    const value = (formula: string) =>
      pick(county(own(formula), '', ['  growth:', '  insuredNone: 5\n  growth:']), '2025.indicatorNumbers.x');
    expect(value('insured')).toBe('29.0000');
    expect(value('staff + beds + income / 100 + spending / 100')).toBe('12.8000'); // 10 beds, 200 and 80 of money
    expect(value('primaryCases')).toBe('72.0000'); // 12 of dip and 60 visits at t
    expect(value('cases + inpatientCases')).toBe('216.0000'); // 168 and 48
  });
  it('of a stopped year: of the months played, settled-only values null', () => {
    const figures = county(target('indicator: surplusRate, atLeast: 1%', OWN), 'through: 2026-03');
    expect(pick(figures, '2026.indicators')).toMatchObject({ progress: '23.00%', surplusRate: null, kept: null }); // 552 of 2400
    expect(pick(figures, '2026.targets')).toEqual({ x: null });
    expect(pick(figures, '2025.targets')).toEqual({ x: 'met' });
  });
});

describe('R13 targets', () => {
  it('at least, at most, exactly', () => {
    expect(judged('indicator: progress, atLeast: 90%')).toEqual(['met', 'met']);
    expect(judged('indicator: progress, atLeast: 90.0000001%')).toEqual(['missed', 'met']);
    expect(judged('indicator: progress, atMost: 90%')).toEqual(['met', 'missed']);
    expect(judged('indicator: progress, atLeast: 90%, from: 2026')).toEqual([null, 'met']);
    expect(judged('indicator: staffShare, scope: alliance, atMost: 50%', '', 'alliances.b.targets.x')).toEqual([null, null]);
    expect(judged('indicator: staffShare, scope: alliance, atMost: 50%', '', 'alliances.a.targets.x')).toEqual(['met', 'met']);
    expect(judged('indicator: staffShare, atMost: 50%', '', 'alliances.a.targets')).toEqual([undefined, undefined]);
  });
  it('or above last year’s; trends', () => {
    // What was spent before is not played: nobody can tell. What institutions tell holds from before, undated.
    expect(judged('indicator: progress, atLeast: 99%, orAboveLastYear: yes')).toEqual([null, 'met']);
    expect(judged('indicator: staffShare, atLeast: 99%, orAboveLastYear: yes')).toEqual(['missed', 'missed']);
    expect(judged('indicator: progress, atMost: 10%, orAboveLastYear: yes')).toEqual([null, 'met']);
    expect(
      judged('indicator: {value: progress, source: x}, trend: {value: rising, source: x}, from: {value: 2026, assumption: x}'),
    ).toEqual([null, 'met']);
    expect(judged('indicator: progress, trend: rising')).toEqual([null, 'met']);
    expect(judged('indicator: progress, trend: falling')).toEqual([null, 'missed']);
    expect(judged('indicator: staffShare, trend: rising')).toEqual(['missed', 'missed']);
    expect(judged('indicator: costPerStayGrowth, trend: rising')).toEqual([null, null]);
  });
  it('payable months, cash gaps, own indicators', () => {
    // The pool keeps nothing: all is quota, a keeps its surplus, b bears its overspend.
    expect(judged('indicator: payableMonths, atLeast: 0')).toEqual(['met', 'met']);
    expect(judged('indicator: payableMonths, atLeast: 0.01')).toEqual(['missed', 'missed']);
    expect(judged('indicator: cashGap, atMost: 240')).toEqual(['met', 'met']);
    expect(judged('indicator: cashGap, atMost: 239.99元')).toEqual(['missed', 'missed']);
    expect(judged('indicator: per-head, scope: alliance, atMost: 60', OWN, 'alliances.a.targets.x')).toEqual(['met', 'missed']);
    expect(judged('indicator: per-head, scope: alliance, atMost: 0.006万元', OWN, 'alliances.a.targets.x')).toEqual(['met', 'missed']);
    expect(judged('indicator: kept, atLeast: 2%', OWN)).toEqual(['met', 'missed']);
    expect(judged('indicator: kept, atLeast: -2%', OWN)).toEqual(['met', 'met']);
  });
  it('refuses', () => {
    for (const terms of [
      'indicator: luck, atLeast: 1%',
      'indicator: progress',
      'indicator: progress, atLeast: 1%, atMost: 2%',
      'indicator: progress, atMost: 1%, trend: rising',
      'indicator: progress, trend: sideways',
      'indicator: progress, atLeast: 1%, scope: village',
      'indicator: payableMonths, scope: alliance, atLeast: 1',
    ]) {
      expect(() => county(target(terms)), terms).toThrow(Refused);
    }
    expect(() => county(OWN.replace('expenditure / insured', 'expenditure / luck'))).toThrow(Refused);
    expect(() => county(OWN.replace('expenditure / insured', 'expenditure /'))).toThrow(Refused);
    expect(() => county(OWN.replace('unit: rate', 'unit: yuan'))).toThrow(Refused);
  });
});

describe('R13 and capitation', () => {
  it('heads, deductions and care elsewhere of those signed count as covered by a method', () => {
    const figures = run(`
years: 2025
policy:
  financing: {individual: 40, subsidy: 60}
  quota: {byInsured: 100%, byHistory: 0%}
  payment: {visit: {method: capitation, perHead: {all: 50}, signingFee: 10}}
  settlement: {surplus: {retention: [{score: 0, share: 0%}], uses: {all: 100%}}, overspend: {bands: []}}
  targets: [{id: x, indicator: feeForServiceShare, atMost: 25%}]
county:
  alliances: [{id: a, insured: 12}]
  institutions: [{id: h, alliance: a}, {id: t, alliance: a}]
  signed: [{institution: t, service: visit, heads: {all: 6}}]
  activity:
    - {year: 2024, home: a, institution: h, service: visit, signedWith: t, fund: 60}
    - {year: 2024, home: a, institution: h, service: visit, fund: 20}
    - {year: 2024, home: a, institution: h, service: other, fund: 100}
`);
    // 300 of heads, 60 of fees, 60 elsewhere and as much deducted: 360 covered; 20 of people not signed and 100.
    expect(pick(figures, '2025.indicators.feeForServiceShare')).toBe('25.00%');
    expect(pick(figures, '2025.targets')).toEqual({ x: 'met' });
  });
});
