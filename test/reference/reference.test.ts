import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allBranches } from './branches.ts';
import { apportionWhole, parseAmount, parseFactor, parseRatio, percent, times, yuan } from './exact.ts';
import { pick, read, run, small } from './reading.ts';
import { type Figures, Refused, reference, type Written } from './reference.ts';

/** The part of the figures that an `expect:` block names, as it would be written. */
function asWritten(figure: Figures[string] | undefined, expected: Written): Written {
  if (expected instanceof Map) {
    const figures = figure as Figures;
    return new Map([...expected].map(([key, part]) => [key, asWritten(figures?.[key], part)]));
  }
  if (Array.isArray(figure)) return figure.map((item: string | null) => item ?? 'null');
  return figure === undefined ? 'absent' : String(figure);
}

describe('worked cases', () => {
  const folder = join(import.meta.dirname, '..', 'cases');
  const files = readdirSync(folder).filter((name) => /^0[1-4]-.*\.yaml$/.test(name));
  it('finds the four cases', () => expect(files).toHaveLength(4));
  for (const file of files) {
    it(file, () => {
      const scenario = read(readFileSync(join(folder, file), 'utf8'));
      const expected = scenario instanceof Map ? (scenario.get('expect') ?? null) : null;
      expect(expected).toBeInstanceOf(Map);
      const branches = new Map<string, number>();
      const figures = reference(scenario, branches);
      expect(asWritten(figures, expected)).toEqual(expected);
      const known = new Set<string>(allBranches);
      expect([...branches.keys()].filter((branch) => !known.has(branch))).toEqual([]);
    });
  }

  it('every year closes: what comes in less the outflow is what the agency holds', () => {
    for (const file of files) {
      const figures = run(readFileSync(join(folder, file), 'utf8'));
      let opening: bigint | undefined;
      for (const year of Object.keys(figures)) {
        const amount = (path: string): bigint => parseAmount(String(pick(figures, `${year}.${path}`)));
        opening ??= amount('pool.opening') + amount('pool.riskOpening');
        const closing = opening + amount('financing.total') + amount('financing.interest') - amount('pool.outflow');
        expect(yuan(closing)).toBe(pick(figures, `${year}.pool.fundClosing`));
        opening = closing;
      }
    }
  });
});

describe('R0', () => {
  it('reads what is written, exactly', () => {
    expect(parseAmount('3.2亿元')).toBe(32_000_000_000n);
    expect(parseAmount('1234.56万元')).toBe(1_234_560_000n);
    expect(parseAmount('1,234.56')).toBe(123_456n);
    expect(parseAmount('400元/人')).toBe(40_000n);
    expect(parseAmount('-0.660')).toBe(-66n);
    expect(parseAmount('100亿元')).toBe(10n ** 12n);
    for (const wrong of ['0.001', '1e3', '0x1F', '1.', '.5', '12,34', '10001亿元', '3万', '']) {
      expect(() => parseAmount(wrong), wrong).toThrow(Refused);
    }
    expect(times(100_000n, parseRatio('1.5‰'))).toBe(150n);
    expect(() => parseRatio('5')).toThrow(Refused);
    expect(times(100n, parseRatio('105%'))).toBe(105n);
    expect(times(100n, parseFactor('1.05'))).toBe(105n);
  });
  it('rounds half away from zero', () => {
    expect(times(50n, parseRatio('1%'))).toBe(1n);
    expect(times(-50n, parseRatio('1%'))).toBe(-1n);
    expect(times(49n, parseRatio('1%'))).toBe(0n);
    expect(percent({ n: 1n, d: 20_000n })).toBe('0.01%');
  });
  it('apportions by largest remainder, ties to the first listed', () => {
    expect(apportionWhole(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(apportionWhole(-10n, [1n, 1n, 1n])).toEqual([-4n, -3n, -3n]);
    expect(apportionWhole(0n, [0n, 0n])).toEqual([0n, 0n]);
    expect(apportionWhole(100n, [0n, 7n, 11n])).toEqual([0n, 39n, 61n]);
    expect(() => apportionWhole(1n, [0n, 0n])).toThrow(Refused);
  });
});

describe('delicate pieces', () => {
  it('R2 lines: on total, on what remains; held by the pool they stay, else they flow out', () => {
    const figures = run(
      small({
        policy: `
  reserves:
    lines:
      - {id: held, share: 10%, on: total, holder: pool}
      - {id: out, share: 10%, on: remaining, holder: payee, payee: somebody}
      - {id: heads, perHead: 1, holder: insurer}`,
      }),
    );
    expect(pick(figures, '2025.reserves.lines')).toEqual({ held: '120.00', out: '108.00', heads: '12.00' });
    expect(pick(figures, '2025.quotaPool')).toBe('960.00');
    // Overspend 120 of 960: bands up to 96, of which 50% is claimed; the fund is empty.
    expect(pick(figures, '2025.alliances.a.poolShare')).toBe('48.00');
    expect(pick(figures, '2025.alliances.a.borne')).toBe('120.00');
    expect(pick(figures, '2025.pool.outflow')).toBe('1080.00'); // 120 of lines + 1080 − 120
    expect(pick(figures, '2025.pool.closing')).toBe('0.00');
    expect(pick(figures, '2025.pool.fundClosing')).toBe('120.00');
  });

  it('R6: exactly on a band is the next band', () => {
    const figures = run(
      small({
        policy: '  review: [{upTo: 90%, advance: 50%, flag: under}, {advance: 100%, flag: reached}]',
      }),
    );
    expect(pick(figures, '2025.alliances.a.executionRates')).toEqual(['90.00%', '90.00%', '90.00%']);
    expect(pick(figures, '2025.alliances.a.reviewFlags')).toEqual(['reached', 'reached', 'reached']);
  });

  it('R5 and R4b: a remittance beyond what is owed lowers the later ones', () => {
    const figures = run(
      small({
        activity: '    - {year: 2024, home: a, institution: far, service: s, fund: 120}',
        scenario: 'advances: [{year: 2025, month: 1, alliance: a, gross: 100, remitted: 25}]',
      }),
    );
    // 10 a month are owed; 15 too many are made up in February and half of March.
    const remitted = pick(figures, '2025.alliances.a.remitted');
    expect(remitted).toEqual(['25.00', '0.00', '5.00', ...Array.from({ length: 9 }, () => '10.00')]);
    expect(pick(figures, '2025.alliances.a.finalPayment')).toBe('0.00'); // 120 + 1080 − (1200 − 120) − 120
  });

  it('R7: a score exactly on a row counts; an adjustment changes Q, a deduction E', () => {
    const figures = run(
      small({
        county: '  pool: {balance: 0, riskAdjustment: 50}',
        scenario: `
deductions: [{year: 2025, month: 4, institution: h, kind: audit, amount: 30, reason: x}]
adjustments: [{year: 2025, month: 5, alliance: a, amount: 50, from: riskAdjustment, reason: x}]`,
      }),
    );
    expect(pick(figures, '2025.alliances.a.expenditure')).toBe('1050.00');
    expect(pick(figures, '2025.alliances.a.surplus')).toBe('200.00');
    expect(pick(figures, '2025.alliances.a.retained')).toBe('200.00');
    expect(pick(figures, '2025.alliances.a.uses')).toEqual({ incentive: '60.00', development: '140.00' });
    expect(pick(figures, '2025.alliances.a.own')).toBe('1080.00');
    expect(pick(figures, '2025.alliances.a.executionRates')).toEqual(['90.00%', '90.00%', '90.00%']);
    expect((pick(figures, '2025.alliances.a.progress') as string[]).slice(2, 4)).toEqual(['22.50%', '27.50%']);
    expect(pick(figures, '2025.pool.riskClosing')).toBe('0.00');
    expect(() =>
      run(small({ scenario: 'adjustments: [{year: 2025, month: 5, alliance: a, amount: 0.01, from: riskAdjustment}]' })),
    ).toThrow(Refused);
  });

  it('R8: settlement moves the cash view to its month, not the balances', () => {
    const activity =
      '    - {year: 2024, home: a, institution: h, service: s, fund: 1440}\n    - {year: 2024, home: none, institution: clinic, service: s, fund: 12}';
    const settlement = `
    surplus: {retention: [{score: 0, share: 100%}], uses: {all: 100%}}
    overspend: {bands: [{pool: 50%}]}`;
    const text = small({ activity, settlement, county: '  pool: {balance: 1000, riskAdjustment: 500}' }).replace(
      'years: 2025',
      'years: [2025, 2026]',
    );
    const plain = run(text);
    const later = run(`${text}\nsettlementMonth: 2026-06\n`);
    // 1500 + 1200 − 1200 advances − 12; then the fund pays 120 of the 240 overspend.
    expect(pick(plain, '2025.pool.cashDecember')).toBe('1488.00');
    expect(pick(plain, '2025.pool.fundClosing')).toBe('1368.00');
    expect((pick(plain, '2026.pool.cash') as string[])[0]).toBe('2467.00'); // 1368 + 1200 − 100 − 1
    expect((pick(later, '2026.pool.cash') as string[])[0]).toBe('2587.00');
    expect((pick(later, '2026.pool.cash') as string[])[5]).toBe((pick(plain, '2026.pool.cash') as string[])[5]);
    expect(pick(later, '2026.pool.closing')).toBe(pick(plain, '2026.pool.closing'));
    // 院端现金: 1200 − 1440 in the first year, and 120 of final payment in January or in June.
    expect((pick(plain, '2025.alliances.a.hospitalCash') as string[])[11]).toBe('-240.00');
    expect((pick(plain, '2026.alliances.a.hospitalCash') as string[])[4]).toBe('-220.00');
    expect((pick(later, '2026.alliances.a.hospitalCash') as string[])[4]).toBe('-340.00');
    expect((pick(later, '2026.alliances.a.hospitalCash') as string[])[5]).toBe('-240.00');
  });

  it('R4b: actual months stand, later ones grow from the year before, shocks leave actual months alone', () => {
    const rows = [1, 2, 3].map((month) => `    - {year: 2025, month: ${month}, home: a, institution: h, service: s, fund: ${month}}`);
    const text = small({
      activity: ['    - {year: 2024, home: a, institution: h, service: s, fund: 1200}', ...rows].join('\n'),
      county: '  growth: {s: 10%}',
      scenario: 'actualTo: 2025-03\nshocks: [{from: 2025-01, to: 2025-04, factor: 2}]',
    });
    expect(pick(run(text), '2025.alliances.a.own')).toBe('1106.00'); // 1 + 2 + 3 + 220 + 8 × 110
    expect(() => run(text.replace('actualTo: 2025-03', 'actualTo: 2025-02'))).toThrow(Refused);
    expect(() => run(text.replace('actualTo: 2025-03', ''))).toThrow(Refused);
    expect(() => run(text.replace('to: 2025-04', 'to: 2025-03'))).toThrow(Refused);
    expect(() => run(text.replace('growth: {s: 10%}', 'growth: {t: 10%}'))).toThrow(Refused);
  });

  it('R4b: through stops without a settlement', () => {
    const figures = run(small({ scenario: 'through: 2025-04' }));
    expect(pick(figures, '2025.alliances.a.advances')).toHaveLength(4);
    expect(pick(figures, '2025.alliances.a.executionRates')).toEqual(['90.00%']);
    expect(pick(figures, '2025.alliances.a.own')).toBe('360.00');
    expect(pick(figures, '2025.alliances.a.expenditure')).toBe('360.00'); // to date
    for (const absent of ['alliances.a.surplus', 'alliances.a.entitlement', 'pool.closing', 'pool.outflow', 'pool.cashDecember']) {
      expect(pick(figures, `2025.${absent}`), absent).toBeUndefined();
    }
  });

  it('R7: no score is needed where every table has only a row of score 0', () => {
    const without = small({}).replace(', score: 80', '');
    expect(() => run(without)).toThrow(Refused);
    const settlement = '{surplus: {retention: [{score: 0, share: 50%}], uses: {all: 100%}}, overspend: {bands: []}}';
    expect(pick(run(small({ settlement }).replace(', score: 80', '')), '2025.alliances.a.retained')).toBe('60.00');
  });
});
