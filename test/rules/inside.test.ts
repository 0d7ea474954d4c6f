// R10–R12 by themselves: the worked cases of the rules, the examples in their headers, and their edges.

import { describe, expect, it } from 'vitest';
import { type Formula, isFormula, readFormula, valueOfFormula } from '../../src/formula/formula.ts';
import { apportioned, weightsOf } from '../../src/money/apportion.ts';
import { yuan } from '../../src/money/display.ts';
import { type Fen, fen } from '../../src/money/fen.ts';
import { NOTHING, times } from '../../src/money/ratio.ts';
import type { Level } from '../../src/plan/insideRules.ts';
import { netOf, split, type TierMembers, withinApproved } from '../../src/rules/distribution.ts';
import { grantAmounts } from '../../src/rules/grants.ts';
import { memberPayment } from '../../src/rules/members.ts';
import { procurementOutcome, rowBudget, rowSpent } from '../../src/rules/procurement.ts';
import { publicHealthAmounts } from '../../src/rules/publicHealth.ts';
import { Refusal } from '../../src/rules/refusal.ts';
import { MEMBER_VARIABLES, namesOf } from '../../src/words/variables.ts';
import { amount, caseOf, decimal, rate } from './written.ts';

function formula(text: string): Formula {
  const read = readFormula(text, namesOf(MEMBER_VARIABLES));
  if (!isFormula(read)) throw new Error(`${text}: ${read.reason} ${read.detail}`);
  return read;
}

/** A tier's members with their facts, for a split by a formula. */
function tiersOf(by: string, tiers: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>) {
  const all = Object.values(tiers).flat();
  const tierOf = (level: Level): TierMembers => ({
    members: (tiers[level] ?? []).map((member) => all.indexOf(member)),
    weight: (k) => valueOfFormula(formula(by), (name) => (all[k]?.[name] === undefined ? null : decimal(String(all[k]?.[name])))),
    refuse: (code, args) => new Refusal(code, '', args),
  });
  return { all, tierOf };
}

describe('R10 inside the alliance', () => {
  it('R10-members-631: a use of the surplus by 6:3:1, then by workload × score', () => {
    const { given, expect: expected } = caseOf('R10', 'members-631');
    const retained = amount(given.retained);
    const uses = Object.keys(given.uses);
    const parts = apportioned(retained, weightsOf(uses.map((use) => rate(given.uses[use]))));
    expect(Object.fromEntries(uses.map((use, i) => [use, yuan(parts[i] as Fen)]))).toEqual(expected.uses);
    const tiers = Object.fromEntries(Object.entries(given.tiers).map(([level, tier]) => [level, (tier as { members: [] }).members]));
    const { all, tierOf } = tiersOf(given.by.replace(' x ', ' × '), tiers);
    const weights = Object.entries(given.tiers).map(([level, tier]) => ({
      level: level as Level,
      weight: decimal((tier as { weight: number }).weight),
    }));
    const outcome = split(parts[uses.indexOf(given.distributeUse)] as Fen, weights, tierOf);
    expect(Object.fromEntries([...outcome.tiers].map(([level, part]) => [level, yuan(part)]))).toEqual(expected.tiers);
    expect(Object.fromEntries([...outcome.members].map(([k, part]) => [all[k]?.id, yuan(part)]))).toEqual(expected.members);
  });

  it('R10-netting: received − paid, summing to nothing', () => {
    const { given, expect: expected } = caseOf('R10', 'netting');
    const ids: string[] = given.alliances;
    const flows = given.flows.map((flow: { payer: string; payee: string; amount: string }) => ({
      payer: ids.indexOf(flow.payer),
      payee: ids.indexOf(flow.payee),
      amount: amount(flow.amount),
    }));
    const net = netOf(ids.length, flows);
    expect(Object.fromEntries(ids.map((id, a) => [id, yuan(net[a] as Fen)]))).toEqual(expected.net);
    expect(net.reduce((x, y) => x + y, 0)).toBe(0);
  });

  it('a month is paid by the payout share, less deductions, within what is owed; the lead keeps its own', () => {
    const share = rate('95%');
    expect(memberPayment(fen(10_000), fen(10_000), fen(0), share, false)).toBe(9_500);
    expect(memberPayment(fen(10_000), fen(10_300), fen(200), share, false)).toBe(9_300);
    // More was deducted than falls due: nothing is paid, and nothing is asked back at once.
    expect(memberPayment(fen(10_000), fen(-5_000), fen(20_000), share, false)).toBe(0);
    // Above 100% arrears are paid off, no further.
    expect(memberPayment(fen(10_000), fen(10_100), fen(0), rate('105%'), false)).toBe(10_100);
    expect(memberPayment(fen(10_000), fen(9_000), fen(1_000), share, true)).toBe(9_000);
  });

  it('pay stays within the approved total', () => {
    expect(withinApproved(fen(500), { approved: null, performance: fen(900) })).toBe(500);
    expect(withinApproved(fen(500), { approved: fen(1_000), performance: fen(700) })).toBe(300);
    expect(withinApproved(fen(500), { approved: fen(1_000), performance: null })).toBe(500);
    expect(withinApproved(fen(500), { approved: fen(1_000), performance: fen(1_200) })).toBe(0);
  });

  it('a tier without members whose part is above nothing is refused; of nothing it is not', () => {
    const { tierOf } = tiersOf('workload', { county: [{ workload: '1' }] });
    const tiers = [
      { level: 'county' as const, weight: decimal(6) },
      { level: 'village' as const, weight: decimal(1) },
    ];
    expect(() => split(fen(7), tiers, tierOf)).toThrow('tier-empty');
    expect([...split(fen(0), tiers, tierOf).members.values()]).toEqual([0]);
    // A weight of nothing gets nothing, so nobody is missing.
    expect([...split(fen(7), tiers.with(1, { level: 'village', weight: NOTHING }), tierOf).members.values()]).toEqual([7]);
  });

  it.each([
    ['workload - workload', 'weights-all-zero'],
    ['workload - 3', 'weight-undefined'],
    ['1 / (workload - 2)', 'weight-undefined'],
  ])('weights by %s are refused: %s', (by, code) => {
    const { tierOf } = tiersOf(by, { county: [{ workload: '2' }] });
    expect(() => split(fen(7), [{ level: 'county', weight: decimal(1) }], tierOf)).toThrow(code);
  });
});

describe('formulas', () => {
  const facts: Readonly<Record<string, string>> = { workload: '7', score: '88.5', heads: '3', points: '0.1' };
  const value = (text: string) =>
    valueOfFormula(formula(text), (name) => (facts[name] === undefined ? null : decimal(String(facts[name]))));

  it.each([
    ['workload * score', '619.5'],
    ['工作量 × 得分 ÷ 2', '309.75'],
    ['-workload + 10', '3'],
    ['min(workload, heads) - max(1, 2)', '1'],
    ['abs(heads - workload)', '4'],
    ['50% * heads', '1.5'],
    // Exactly: a double would make 0.30000000000000004 of it.
    ['points + 0.2', '0.3'],
    ['0.0000000000000000000000001 * 10000000000000000000000000', '1'],
    ['((heads))', '3'],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toEqual(decimal(expected));
  });

  it('is not defined where something is divided by zero, or not known', () => {
    expect(value('workload / (heads - 3)')).toBeNull();
    expect(value('workload + cases')).toBeNull();
  });

  it.each([
    ['', 'empty'],
    ['workload *', 'syntax'],
    ['workload score', 'not-allowed'],
    ['2 heads', 'not-allowed'],
    ['workload > 3', 'not-allowed'],
    ['workload ^ 99999', 'not-allowed'],
    ['workload!', 'not-allowed'],
    ['x = 3', 'not-allowed'],
    ['f(x) = x', 'not-allowed'],
    ['[1, 2]', 'not-allowed'],
    ['"text"', 'not-allowed'],
    ['workload.constructor', 'not-allowed'],
    ['workload; score', 'not-allowed'],
    ['config({number: "BigNumber"})', 'not-allowed'],
    ['import("fs")', 'not-allowed'],
    ['eval("1")', 'not-allowed'],
    ['abs(1, 2)', 'not-allowed'],
    ['min()', 'not-allowed'],
    ['true', 'not-allowed'],
    ['constructor', 'unknown-name'],
    ['__proto__', 'unknown-name'],
    ['i', 'unknown-name'],
    ['pi', 'unknown-name'],
    ['1e3 * heads', 'number'],
    ['0x1F', 'number'],
    ['0o17', 'number'],
    ['.5 * heads', 'number'],
    ['1.2.3', 'number'],
    ['9'.repeat(40), 'number'],
    ['heads + '.repeat(100), 'too-long'],
    [`${'('.repeat(90)}heads${')'.repeat(90)}`, 'too-deep'],
  ])('%s is refused: %s', (text, reason) => {
    const read = readFormula(text, namesOf(MEMBER_VARIABLES));
    expect(isFormula(read) ? 'read' : read.reason).toBe(reason);
  });
});

describe('R11 procurement retention', () => {
  const { given, expect: expected } = caseOf('R11', 'procurement');
  const rows = given.rows.map((row: Readonly<Record<string, string>>) => ({
    product: String(row.id),
    title: String(row.id),
    agreed: decimal(String(row.agreed)),
    actual: decimal(String(row.actual)),
    earlierPrice: decimal(String(row.earlierPrice)),
    winningPrice: decimal(String(row.winningPrice)),
    otherAmount: decimal(String(row.otherAmount)),
    fundShare: rate(String(row.fundShare)),
  }));
  const retention = given.scoreTable.map((row: { score: number; share: string }) => ({
    score: decimal(row.score),
    share: rate(row.share),
  }));
  const group = (score: number, own = rows) => ({
    institution: 0,
    period: '2024',
    insurance: 'resident' as const,
    score: decimal(score),
    rows: own,
  });

  it('R11-procurement: row by row, the base and what is kept', () => {
    for (const row of rows) {
      expect({ budget: yuan(rowBudget(row)), spent: yuan(rowSpent(row)) }).toEqual(expected.rows[row.product]);
    }
    const outcome = procurementOutcome(group(given.score), { retention, leastCompletion: null });
    expect(yuan(outcome.base)).toBe(expected.base);
    expect(yuan(outcome.retained)).toBe(expected.retained);
  });

  it('goes by the score, and keeps nothing below the table', () => {
    expect(procurementOutcome(group(79.9), { retention, leastCompletion: null }).retained).toBe(times(amount(expected.base), rate('40%')));
    expect(procurementOutcome(group(64.9), { retention, leastCompletion: null }).retained).toBe(0);
  });

  it('leaves out what was completed too little, and counts a loss against the others, not below nothing', () => {
    const least = { retention, leastCompletion: rate('80%') };
    // drug-b was completed to 62%.
    expect(yuan(procurementOutcome(group(85), least).base)).toBe('1219530.28');
    const dearer = { ...rows[0], winningPrice: decimal('1000') };
    expect(procurementOutcome(group(85, [dearer]), { retention, leastCompletion: null }).base).toBe(0);
    const both = procurementOutcome(group(85, [dearer, rows[2]]), { retention, leastCompletion: null });
    expect(both.base).toBe(Math.max(0, rowBudget(dearer) - rowSpent(dearer) + rowBudget(rows[2]) - rowSpent(rows[2])));
  });
});

describe('R12 public health and grants', () => {
  it('R12-public-health: January, and what performance leaves for the year end', () => {
    const { given, expect: expected } = caseOf('R12', 'public-health');
    const amounts = publicHealthAmounts(given.residents, amount(given.perHead), rate(given.prepaidShare), rate(given.performance));
    expect(yuan(amounts.total)).toBe(expected.pot);
    expect(yuan(amounts.january)).toBe(expected.january);
    expect(amounts.yearEnd === null ? null : yuan(amounts.yearEnd)).toBe(expected.yearEnd);
  });

  it('the year end may be negative', () => {
    const { yearEnd } = publicHealthAmounts(1000, fen(9_900), rate('70%'), rate('60%'));
    expect(yearEnd).toBe(-990_000);
  });

  it('amounts are apportioned to the fen, rates and shares rounded once for each', () => {
    const weights = [decimal(1), decimal(1), decimal(1)];
    expect(grantAmounts({ kind: 'amount', amount: fen(100), weights })).toEqual([34, 33, 33]);
    expect(grantAmounts({ kind: 'amount', amount: fen(0), weights: [NOTHING] })).toEqual([0]);
    expect(grantAmounts({ kind: 'rate', rate: fen(333), counts: [decimal('1.5'), NOTHING] })).toEqual([500, 0]);
    expect(grantAmounts({ kind: 'share', share: rate('12.5%'), bases: [fen(101), fen(4)] })).toEqual([13, 1]);
  });
});
