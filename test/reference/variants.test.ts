// The variants of R3, R5, R7 and R8 on the reference, in figures that can be worked out by hand.
import { describe, expect, it } from 'vitest';
import { withinLimits } from './quota.ts';
import { pick, run, small } from './reading.ts';
import { type Figures, Refused } from './reference.ts';

function of(figures: Figures, path: string): Figures[string] | undefined {
  return pick(figures, `2025.${path}`);
}

function twoYears(text: string): string {
  return text.replace('years: 2025', 'years: [2025, 2026]');
}

/** Twelve months: some values, then one for the rest. */
function months(values: readonly string[], rest: string): string[] {
  return Array.from({ length: 12 }, (_, m) => values[m] ?? rest);
}

function spent(fund: number, more = 'institution: h'): string {
  return `    - {year: 2024, home: a, ${more}, service: s, fund: ${fund}}`;
}

/** Alliances with 100 yuan a head, and the quota rules. */
function quotas(alliances: string, quota: string, more = ''): string {
  return `
years: [2025, 2026]
policy:
  financing: {individual: 40, subsidy: 60}
  quota: {${quota}}
  settlement: {surplus: {retention: [{score: 0, share: 0%}], uses: {all: 100%}}, overspend: {bands: []}}
county:
  alliances: [${alliances}]
  institutions: [{id: h, alliance: a}, {id: i, alliance: b}]
${more}
`;
}

describe('R3 variants', () => {
  it('by service: the cases that an alliance’s institutions give, whoever is insured', () => {
    const rows = ['home: b, institution: h, cases: 3', 'home: none, institution: h, cases: 3', 'home: a, institution: i, cases: 2'];
    const activity = `  activity:\n${rows.map((row) => `    - {year: 2024, month: 1, service: s, fund: 0, ${row}}`).join('\n')}`;
    const rule = 'byInsured: 50%, byHistory: 0%, byService: 50%, historyWeights: [1]';
    const figures = run(quotas('{id: a, insured: 4}, {id: b, insured: 4}', rule, activity));
    expect(of(figures, 'alliances.a')).toMatchObject({ quota: '500.00', byInsured: '200.00', byService: '300.00' });
    expect(of(figures, 'alliances.b')).toMatchObject({ quota: '300.00', byService: '100.00' });
    const none = run(quotas('{id: a, insured: 1}, {id: b, insured: 3}', rule, activity.replaceAll(/, cases: \d/g, '')));
    expect(of(none, 'alliances.a')).toMatchObject({ byService: '50.00' }); // by heads
  });

  it('limits: no limit without a last quota, then the run’s own; what cannot be allotted stays in the pool', () => {
    const rule = 'byInsured: 100%, byHistory: 0%, limits: {increase: 10%, decrease: 0%}';
    const free = run(quotas('{id: a, insured: 4, lastQuota: 100}, {id: b, insured: 6}', rule));
    expect(of(free, 'alliances.a')).toMatchObject({ computedQuota: '400.00', limitChange: '-290.00', quota: '110.00' });
    expect(of(free, 'alliances.b')).toMatchObject({ computedQuota: '600.00', limitChange: '290.00', quota: '890.00' });
    expect(pick(free, '2026.alliances.a.quota')).toBe('110.00'); // b lacks 290 to its 890, more than a is above its 121
    const both = run(quotas('{id: a, insured: 4, lastQuota: 100}, {id: b, insured: 6, lastQuota: 200}', rule));
    expect(of(both, 'quotaUnallotted')).toBe('670.00');
    expect(() => run(quotas('{id: a, insured: 4, lastQuota: 1000.01}, {id: b, insured: 6}', rule))).toThrow(Refused);
  });

  it('limits: the side that breaks by more is clamped first, the upper on a tie', () => {
    const party = (computed: bigint, lower: bigint | null, upper: bigint | null) => ({ computed, lower, upper });
    // 10 above and 10 below: the upper is clamped, and then the other two have room enough.
    expect(withinLimits(100n, [party(50n, null, 40n), party(20n, 30n, null), party(30n, null, null)], () => {})).toEqual([40n, 30n, 30n]);
    expect(withinLimits(100n, [party(50n, null, 40n), party(20n, 24n, null), party(30n, null, null)], () => {})).toEqual([40n, 24n, 36n]);
    expect(withinLimits(100n, [party(100n, null, 60n), party(0n, null, null)], () => {})).toEqual([60n, 0n]);
    expect(withinLimits(100n, [party(100n, null, 60n), party(0n, 30n, null)], () => {})).toEqual([60n, 30n]);
  });

  it('a negotiated amount replaces the result from its first year on', () => {
    const rule = 'byInsured: 100%, byHistory: 0%, negotiated: {a: {2026: 450}}';
    const figures = run(quotas('{id: a, insured: 4}, {id: b, insured: 6}', rule));
    expect(of(figures, 'alliances.a')).toMatchObject({ quota: '400.00', computedQuota: '400.00', negotiatedChange: '0.00' });
    expect(pick(figures, '2026.alliances.a')).toMatchObject({ quota: '450.00', computedQuota: '400.00', negotiatedChange: '50.00' });
    expect(pick(figures, '2026.alliances.b.quota')).toBe('600.00');
  });

  it('the expenditure base: a mean of past years, then its own pool; never more than financing grows', () => {
    const rows = [2022, 2023, 2024].map((year) => spent(700 + (year - 2022) * 100).replace('2024', String(year)));
    const text = twoYears(small({ activity: rows.join('\n') })).replace(
      'quota: {byInsured: 100%, byHistory: 0%}',
      'quota: {byInsured: 100%, byHistory: 0%, base: expenditure, expenditure: {years: 2, growth: 10%}}',
    );
    const grown = text
      .replace('subsidy: 60', 'subsidy: {2024: 40, 2025: 60}')
      .replace('individual: 40', 'individual: {2024: 20, 2025: 40}');
    const figures = run(grown);
    expect(of(figures, 'quotaPool')).toBe('935.00'); // 850 × 1.1, though financing grew by two thirds
    expect(pick(figures, '2026.quotaPool')).toBe('935.00'); // financing did not grow
    expect(of(figures, 'pool.closing')).toBe('265.00');
    expect(() => run(text.replace('years: 2, growth: 10%', 'years: 0, growth: 10%'))).toThrow(Refused);
    expect(() => run(grown.replace('growth: 10%', 'growth: 42%'))).toThrow(Refused); // 1207 of 1200
  });
});

describe('R5 variants', () => {
  it('a deposit held out of advances is returned inside the final payment', () => {
    const figures = run(
      small({
        activity: `${spent(840)}\n${spent(240, 'institution: far')}`,
        policy: '  reserves: {qualityDeposit: {share: 10%, from: advance}}',
        settlement: `
    surplus: {retention: [{score: 0, share: 100%}], uses: {all: 100%}}
    overspend: {bands: []}
    deposit: {returned: [{score: 80, share: 50%}]}`,
      }),
    );
    expect(of(figures, 'reserves.qualityDeposit')).toBe('0.00');
    expect(of(figures, 'alliances.a')).toMatchObject({
      advances: months([], '70.00'),
      remitted: months([], '20.00'),
      depositHeld: months([], '10.00'),
      deposit: '120.00',
      depositReturned: '60.00',
      depositWithheld: '60.00',
      retained: '120.00',
      entitlement: '1140.00',
      finalPayment: '60.00',
    });
    expect(of(figures, 'pool')).toMatchObject({ closing: '60.00', outflow: '1140.00' });
    expect(of(figures, 'balances.deposit')).toEqual(
      months(['10.00', '20.00', '30.00', '40.00', '50.00', '60.00', '70.00', '80.00'], '').map((v, m) => v || `${(m + 1) * 10}.00`),
    );
  });

  it('off-county care by tier: city, province, manual, each with its lag and its carry', () => {
    const text = small({
      activity: [spent(480, 'institution: far'), spent(240, 'institution: city'), spent(1200, 'institution: abroad')].join('\n'),
      policy: `  advance:
    tiers: {province: {settledBy: province, lag: 2}, city: {settledBy: city}, national: {settledBy: manual, lag: 11}}`,
    }).replace(
      '{id: far, kind: off-county}',
      '{id: far, kind: off-county, tier: province}, {id: city, kind: off-county, tier: city}, {id: abroad, kind: off-county, tier: national}',
    );
    const figures = run(text);
    expect(of(figures, 'alliances.a')).toMatchObject({
      cityPaid: months([], '20.00'),
      remitted: months(['0.00', '0.00'], '40.00'),
      manualPaid: months(
        Array.from({ length: 11 }, () => '0.00'),
        '40.00',
      ), // 100 fall due, 40 are left
      advances: months(['80.00', '80.00', ...Array.from({ length: 9 }, () => '40.00')], '0.00'),
      finalPayment: '-1240.00', // 1200 of entitlement, 520 advanced, 1920 paid elsewhere
    });
    expect(() => run(text.replace(', tier: province}', '}'))).toThrow(Refused);
  });

  it('周转金 and 预付金: out in January, back in December, the second under its gate', () => {
    const text = (lastOutflow: number, gate: number) =>
      twoYears(
        small({
          activity: spent(1080),
          policy: `  advance: {revolving: {months: 1}, prepayment: {months: 0.5, gate: ${gate}}, offCountyPrepayment: {months: 1}}`,
          county: `  pool: {balance: 300, lastIncome: 1200, lastOutflow: ${lastOutflow}}`,
        }),
      );
    const figures = run(text(1200, 3));
    expect(of(figures, 'alliances.a')).toMatchObject({ revolving: '90.00', prepayment: '45.00' });
    expect((of(figures, 'alliances.a.cash') as string[]).slice(0, 2)).toEqual(['145.00', '155.00']); // 100 − 90 + 135
    expect((of(figures, 'alliances.a.cash') as string[])[11]).toBe('120.00');
    expect((of(figures, 'pool.cash') as string[])[0]).toBe('1265.00');
    expect((of(figures, 'pool.cash') as string[])[11]).toBe('300.00');
    expect((of(figures, 'balances.pool') as string[]).slice(10)).toEqual(['165.00', '300.00']);
    expect(of(run(text(1200, 3.01)), 'alliances.a.prepayment')).toBe('0.00');
    expect(of(run(text(1200.01, 1)), 'alliances.a.prepayment')).toBe('0.00'); // a deficit last year
    expect(pick(figures, '2026.alliances.a.prepayment')).toBe('45.00'); // 300 × 12 = 3 × 1200
    expect(() => run(text(1200, 3).replace('lastIncome: 1200, ', ''))).toThrow(Refused);
  });
});

/** A quota of 1200 and so much spent, under settlement rules. */
function settled(fund: number, settlement: string, county = ''): string {
  return small({ activity: spent(fund), settlement, county });
}

const SHARED = 'retention: [{score: 0, share: 50%}], uses: {all: 100%}';
const surplus = (rule: string, more = ''): Figures => run(settled(1080, `{surplus: {${rule}}, overspend: {bands: []}${more}}`));
const overspend = (rule: string, more = ''): Figures =>
  run(settled(1440, `{surplus: {${SHARED}}, overspend: {${rule}}${more}}`, '  pool: {riskAdjustment: 50}'));

describe('R7 variants: surplus', () => {
  const retained = (rule: string, more = '') => of(surplus(rule, more), 'alliances.a.retained');
  it('minimum, cap, bands, the whole', () => {
    expect(retained(`${SHARED}, minimum: 10%`)).toBe('60.00'); // exactly on the minimum counts
    expect(retained(`${SHARED}, minimum: 10.01%`)).toBe('0.00');
    expect(retained(`${SHARED}, cap: 4%`)).toBe('48.00');
    expect(retained('uses: {all: 100%}, bands: [{upTo: 5%, kept: 50%}, {upTo: 8%, kept: 100%}]')).toBe('66.00'); // 30 + 36
    expect(retained(`${SHARED}, bands: [{upTo: 5%, kept: 50%}, {kept: 100%}]`)).toBe('45.00'); // half of 30 + 60
    expect(retained('uses: {all: 100%}, usesOf: whole, ceiling: 9%', ', leastScore: 90')).toBe('108.00');
  });
  it('scores: a least one, and shifts', () => {
    expect(retained(SHARED, ', leastScore: 80')).toBe('60.00');
    expect(retained(SHARED, ', leastScore: 80.01')).toBe('0.00');
    expect(retained(SHARED, ', scoreShift: [{score: 80, shift: 5%}]')).toBe('66.00');
    expect(retained(SHARED, ', scoreShift: [{score: 81, shift: 5%}]')).toBe('0.00');
    expect(retained('retention: [{score: 0, share: 0%}], uses: {all: 100%}', ', scoreShift: [{score: 80, shift: 5%}]')).toBe('0.00');
    const bands = 'bands: [{upTo: 5%, kept: 98%}, {kept: 0%}]';
    expect(retained(`${SHARED}, ${bands}`, ', scoreShift: [{score: 80, shift: 5%}]')).toBe('30.00'); // 100% of 60, then half
  });
  it('a use held by the pool stays in a sub-account', () => {
    const figures = surplus('retention: [{score: 0, share: 100%}], uses: {all: 85%, riskPrevention: {share: 15%, heldBy: pool}}');
    expect(of(figures, 'alliances.a')).toMatchObject({
      retained: '120.00',
      uses: { all: '102.00', riskPrevention: '18.00' },
      heldByPool: '18.00',
      retainedBalance: { all: '102.00' },
      entitlement: '1182.00',
    });
    expect(of(figures, 'pool')).toMatchObject({ closing: '0.00', outflow: '1182.00', heldUses: '18.00', fundClosing: '18.00' });
  });
  it('no package: the surplus stays in the pool, the pool pays an overspend', () => {
    const kept = run(settled(1080, '{package: none}').replace(', score: 80', ''));
    expect(of(kept, 'alliances.a')).toMatchObject({ retained: '0.00', toPool: '120.00', entitlement: '1080.00', fundedByPool: '0.00' });
    const over = run(settled(1440, '{package: none}'));
    expect(of(over, 'alliances.a')).toMatchObject({
      funded: '240.00',
      fundedByPool: '240.00',
      borne: '0.00',
      poolShare: '0.00',
      entitlement: '1440.00',
    });
    expect(of(over, 'pool.closing')).toBe('-240.00');
  });
});

describe('R7 variants: overspend', () => {
  it('slabs, caps and a minimum', () => {
    const claim = (rule: string) => of(overspend(rule), 'alliances.a.poolShare');
    expect(claim('kind: slab, bands: [{upTo: 20%, pool: 60%}, {pool: 10%}]')).toBe('144.00'); // exactly on it: the lower band
    expect(claim('kind: slab, bands: [{upTo: 19.99%, pool: 60%}, {pool: 10%}]')).toBe('24.00');
    expect(claim('kind: slab, bands: [{upTo: 19.99%, pool: 60%}]')).toBe('0.00');
    expect(claim('bands: [{pool: 60%}], cap: 5%')).toBe('60.00');
    const small = overspend('bands: [{pool: 60%}], minimum: 20.01%');
    expect(of(small, 'alliances.a')).toMatchObject({ poolShare: '0.00', funded: '240.00', fundedByPool: '240.00', borne: '0.00' });
    expect(of(overspend('bands: [{pool: 60%}], minimum: 20%'), 'alliances.a.fundedByPool')).toBe('0.00');
    expect(of(overspend('bands: [{pool: 60%}]', ', leastScore: 90'), 'alliances.a.borne')).toBe('240.00');
  });
  it('what the fund cannot cover falls on the pool', () => {
    const figures = overspend('bands: [{pool: 60%}], uncovered: pool');
    expect(of(figures, 'alliances.a')).toMatchObject({ poolShare: '144.00', funded: '144.00', fundedByPool: '94.00', borne: '96.00' });
    expect(of(figures, 'pool')).toMatchObject({ closing: '-94.00', riskClosing: '0.00' });
  });
  it('paid in full and recovered from the next year’s advances; what a month cannot cover moves on', () => {
    const rule = 'bands: [], settle: inFull, recover: 1';
    const figures = run(twoYears(settled(1440, `{surplus: {${SHARED}}, overspend: {${rule}}}`)));
    expect(of(figures, 'alliances.a')).toMatchObject({
      borne: '240.00',
      entitlement: '1440.00',
      receivable: '240.00',
      recovered: months([], '0.00'),
    });
    expect(of(figures, 'pool')).toMatchObject({ closing: '-240.00', outflow: '1440.00', receivable: '240.00' });
    expect(pick(figures, '2026.alliances.a')).toMatchObject({
      advances: months([], '100.00'),
      recovered: months(['100.00', '100.00', '40.00'], '0.00'),
      receivable: '240.00',
    });
    expect((pick(figures, '2026.alliances.a.cash') as string[]).slice(0, 4)).toEqual(['-120.00', '-240.00', '-300.00', '-320.00']);
    expect(pick(figures, '2026.pool')).toMatchObject({ closing: '-240.00', outflow: '1200.00' });
    const longer = run(twoYears(settled(1440, `{surplus: {${SHARED}}, overspend: {${rule.replace('recover: 1', 'recover: 24')}}}`)));
    expect(pick(longer, '2026.alliances.a')).toMatchObject({ recovered: months([], '10.00'), receivable: '360.00' });
  });
  it('payable months: half up, down, whole', () => {
    const shown = (rule: string) => {
      const text = settled(1440, '{package: none}', '  pool: {balance: 1019.99}').replace('  settlement:', `${rule}\n  settlement:`);
      return of(run(text), 'pool.payableMonths'); // 779.99 × 12 ÷ 1440 = 6.49991…
    };
    expect([shown(''), shown('  payableMonths: down'), shown('  payableMonths: integer')]).toEqual([6.5, 6.49, 6]);
    expect(() => shown('  payableMonths: up')).toThrow(Refused);
  });
});
