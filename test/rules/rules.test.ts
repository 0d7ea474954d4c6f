// Each rule by itself: the worked example in its header, and its edges.

import { describe, expect, it } from 'vitest';
import { apportioned } from '../../src/money/apportion.ts';
import { fen } from '../../src/money/fen.ts';
import { type Ratio, ratio, times } from '../../src/money/ratio.ts';
import { shareByScore } from '../../src/rules/settlement.ts';
import { refusedWith, shown, tiny } from './tiny.ts';
import { rate } from './written.ts';

const percent = (n: number, d = 100): Ratio => ratio(BigInt(n), BigInt(d));
describe('R1 financing', () => {
  it('is heads × contribution, and a pool in debt bears no interest', () => {
    const run = tiny(['balance: 1000元', 'balance: -1000.01元'], ['subsidy: 700.5元', 'subsidy: 700.5元, interest: 1.5%']);
    expect(shown(run, '2025.financing.total')).toBe('110050.00');
    expect(shown(run, '2025.financing.interest')).toBe('0.00');
  });
  it('adds interest to the pool, not to the quota', () => {
    const run = tiny(['subsidy: 700.5元', 'subsidy: 700.5元, interest: 1.5%']);
    expect(shown(run, '2025.financing.interest')).toBe('15.00');
    expect(shown(run, '2025.quotaPool')).toBe('102346.50');
  });
  it('counts people of no alliance in the financing, not in the split', () => {
    const run = tiny(['alliances:', 'insuredNone: 10\n  alliances:']);
    expect(shown(run, '2025.financing.total')).toBe('121055.00');
    expect(shown(run, '2025.alliances.a.quota')).toBe(shown(run, '2025.quotaPool'));
  });
});

describe('R2 reserves', () => {
  it('rounds each to the fen: 33.17 by 7.77%, 3.333%, 1.5‰', () => {
    const total = fen(3317);
    expect([rate('7.77%'), rate('3.333%'), rate('1.5‰')].map((r) => times(total, r))).toEqual([258, 111, 5]);
  });
  it('stops at the ceiling, and takes nothing beyond it', () => {
    const ceiling = (opening: string) =>
      tiny(
        ['riskAdjustment: {share: 5%}', 'riskAdjustment: {share: 5%, ceiling: 6%}'],
        ['riskAdjustment: 0元', `riskAdjustment: ${opening}`],
      );
    expect(shown(ceiling('0元'), '2025.reserves.riskAdjustment')).toBe('5502.50');
    expect(shown(ceiling('2000元'), '2025.reserves.riskAdjustment')).toBe('4603.00');
    expect(shown(ceiling('7000元'), '2025.reserves.riskAdjustment')).toBe('0.00');
  });
  it('takes named lines in their order, of the total or of what remains', () => {
    const lines =
      'qualityDeposit: {share: 2%}\n    lines: [{id: x, share: 10%, on: total, holder: province}, {id: y, share: 10%, on: remaining, holder: pool}, {id: z, amount: 0.01元, holder: payee, payee: 某某}]';
    const run = tiny(['qualityDeposit: {share: 2%}', lines]);
    expect(shown(run, '2025.reserves.lines.x')).toBe('11005.00');
    // what remains: 110,050 − 5,502.50 − 2,201 − 11,005 = 91,341.50
    expect(shown(run, '2025.reserves.lines.y')).toBe('9134.15');
    expect(shown(run, '2025.quotaPool')).toBe('82207.34');
  });
  it('refuses reserves beyond the financing', () => {
    const deposit = 'qualityDeposit: {share: 2%}';
    expect(refusedWith([deposit, `${deposit}\n    lines: [{id: l, amount: 110000元, holder: pool}]`])).toEqual(['quota-pool-negative']);
    // R14: shares that come to more than all of it are told by reading; a ceiling keeps one of them down.
    expect(refusedWith([deposit, 'qualityDeposit: {share: 96%}'])).toEqual(['reserves-beyond']);
    expect(refusedWith([deposit, 'qualityDeposit: {share: 95%}'])).toEqual([]);
    expect(refusedWith([deposit, 'qualityDeposit: {share: 96%}'], ['{share: 5%}', '{share: 5%, ceiling: 4%}'])).toEqual([]);
  });
});

describe('R3 quota', () => {
  it('apportions in two, then by heads: 29.43 → 19.62 and 9.81 → 4.43, 6.96, 8.23', () => {
    expect(apportioned(fen(2943), [66667, 33333])).toEqual([1962, 981]);
    expect(apportioned(fen(1962), [7, 11, 13])).toEqual([443, 696, 823]);
  });
  it('goes by heads, with a warning in the findings, where there is no history', () => {
    const run = tiny(['byInsured: 100%, byHistory: 0%', 'byInsured: 60%, byHistory: 40%, historyWeights: [0]']);
    expect(run.books.year(0).decisions.historyZero).toBe(true);
    expect(shown(run, '2025.alliances.a.quota')).toBe('102346.50');
  });
});

describe('R4 activity', () => {
  it('grows each cell, then shocks it, and does not carry the shock', () => {
    const run = tiny(
      ['years: 2025', 'years: [2025, 2026]\nshocks: [{from: 2025-01, to: 2025-01, factor: 1.22}]'],
      [
        '- {year: 2024, home: a, institution: h, service: s, fund: 90000}',
        '- {year: 2024, month: 1, home: a, institution: h, service: s, fund: 1元}',
      ],
      ['- {year: 2024, home: a, institution: far, service: s, fund: 12000}', ''],
      ['growth: {s: 0%}', 'growth: {s: {2025: 2.5%, 2026: 0%}}'],
    );
    expect(shown(run, '2025.alliances.a.own')).toBe('1.26');
    expect(shown(run, '2026.alliances.a.own')).toBe('1.03');
  });
  it('refuses a shock before the projection and a row of a simulated year', () => {
    expect(refusedWith(['years: 2025', 'years: 2025\nshocks: [{from: 2024-01, to: 2024-12, factor: 2}]'])).toEqual([
      'shock-before-projection',
    ]);
    expect(refusedWith(['- {year: 2024, home: a, institution: h', '- {year: 2025, home: a, institution: h'])).toEqual(['not-an-actual']);
  });
});

describe('R4b months already known', () => {
  const known = (extra: string) =>
    tiny(
      ['years: 2025', `years: 2025\nactualTo: 2025-02\n${extra}`],
      ['  growth:', '    - {year: 2025, month: 1, home: a, institution: h, service: s, fund: 5000}\n  growth:'],
    );
  it('are their rows and nothing else; the rest is projected', () => {
    const run = known('');
    // January as given, February without a row is nothing, ten months of 7,500.
    expect(shown(run, '2025.alliances.a.own')).toBe('80000.00');
  });
  it('advances already made stand, and cap and carry go on from them', () => {
    const run = known(
      'advances: [{year: 2025, month: 1, alliance: a, gross: 100000, remitted: 0}]\nreviews: [{year: 2025, month: 3, alliance: a, advance: 50%, flag: cut}]',
    );
    // the quota of 102,346.50 is nearly used up: February takes what is left, March nothing, and its off-county care is carried
    expect((shown(run, '2025.alliances.a.advances') as string[]).slice(0, 3)).toEqual(['100000.00', '2346.50', '0.00']);
    expect((shown(run, '2025.alliances.a.remitted') as string[]).every((month) => month === '0.00')).toBe(true);
    expect((shown(run, '2025.alliances.a.reviewFlags') as string[])[0]).toBe('cut');
  });
});

describe('R5 advance', () => {
  it('remits off-county care first and carries what the gross cannot cover', () => {
    const run = tiny(
      ['fund: 12000', 'fund: 0.01'],
      ['  growth:', '    - {year: 2024, month: 2, home: a, institution: far, service: s, fund: 9000}\n  growth:'],
      ['pool: {balance', 'pool: {balance'],
    );
    const [remitted, advances] = [shown(run, '2025.alliances.a.remitted') as string[], shown(run, '2025.alliances.a.advances') as string[]];
    // each month 8,528.87 or .88 gross: February owes 9,000 and pays nothing out, March remits the rest
    expect(advances[1]).toBe('0.00');
    expect([remitted[1], remitted[2]]).toEqual(['8528.88', '471.12']);
  });
});

describe('R6 review', () => {
  it('puts a rate exactly on upTo into the next band', () => {
    // quota 102,346.50, a quarter of it 25,586.625 → parts of 8,528.88: three of them 25,586.64; 90% of that is 23,027.976
    const on = (fund: string) => tiny(['fund: 90000', `fund: ${fund}`], ['fund: 12000', 'fund: 0'], ['upTo: 90%', 'upTo: 100%']);
    expect((shown(on('102346.56'), '2025.alliances.a.reviewFlags') as unknown[])[0]).toBe(null);
    expect((shown(on('102346.40'), '2025.alliances.a.reviewFlags') as unknown[])[0]).toBe('under');
  });
});

describe('R7 settlement', () => {
  it('takes the first row not above the score, exactly on it included', () => {
    const table = [
      { score: percent(90, 1), share: percent(100) },
      { score: percent(60, 1), share: percent(50) },
    ];
    expect([90, 89.99, 60, 59.99].map((s) => shareByScore(table, percent(s * 100)))).toEqual([
      percent(100),
      percent(50),
      percent(50),
      percent(0),
    ]);
  });
  it('apportions the deposit by quotas: 0.05 by 6.86, 10.47, 12.10', () => {
    expect(apportioned(fen(5), [686, 1047, 1210])).toEqual([1, 2, 2]);
  });
  const adjusted = (rows: string) =>
    [
      ['years: 2025', `years: 2025\nadjustments: [${rows}]`],
      ['riskAdjustment: {share: 5%}', 'riskAdjustment: {share: 0%}'],
      ['riskAdjustment: 0元', 'riskAdjustment: 100元'],
    ] as const;
  it('refuses an adjustment beyond the risk fund, in the order of months', () => {
    const march = '{year: 2025, month: 3, alliance: a, amount: 60, from: riskAdjustment, reason: 一}';
    expect(refusedWith(...adjusted(`{year: 2025, month: 6, alliance: a, amount: 50, from: riskAdjustment, reason: 二}, ${march}`))).toEqual(
      ['adjustment-beyond-fund'],
    );
    const run = tiny(...adjusted(`${march}, {year: 2025, month: 6, alliance: a, amount: 40, from: riskAdjustment, reason: 二}`));
    expect(shown(run, '2025.alliances.a.adjustments')).toBe('100.00');
    expect(shown(run, '2025.pool.riskClosing')).toBe('0.00');
  });
  it('lowers expenditure by deductions, off-county remitted gross', () => {
    const plain = tiny();
    const run = tiny([
      'years: 2025',
      'years: 2025\ndeductions: [{year: 2025, month: 5, institution: far, home: a, kind: referral, amount: 120, reason: 未经转诊}]',
    ]);
    expect(shown(run, '2025.alliances.a.expenditure')).toBe('101880.00');
    expect(shown(run, '2025.alliances.a.offCounty')).toBe(shown(plain, '2025.alliances.a.offCounty'));
    // the whole deduction is saved, and half of it retained at this score
    expect(shown(plain, '2025.alliances.a.surplus')).toBe('346.50');
    expect(shown(run, '2025.alliances.a.retained')).toBe('233.25');
  });
});

describe('R8 close', () => {
  it('carries pool, risk fund and retained accounts into the next year', () => {
    const run = tiny(['years: 2025', 'years: [2025, 2026]']);
    expect(shown(run, '2026.pool.opening')).toBe(shown(run, '2025.pool.closing'));
    expect(shown(run, '2026.pool.riskOpening')).toBe('5502.50');
    expect(shown(run, '2026.alliances.a.retainedBalance.incentive')).toBe('103.96');
  });
  it('shows cash of 31 December beside the balance after settlement', () => {
    const run = tiny();
    // 1,000 + 110,050 in; 96,909.90 advanced or remitted by December, nothing else
    const closing = Number(shown(run, '2025.pool.fundClosing'));
    const december = Number(shown(run, '2025.pool.cashDecember'));
    const due = Number(shown(run, '2025.alliances.a.finalPayment')) + Number(shown(run, '2025.alliances.a.depositReturned'));
    expect(Math.round((december - due) * 100)).toBe(Math.round(closing * 100));
  });
});
