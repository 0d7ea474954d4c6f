// A value of the policy reads as what it is: by its key a share, an amount, a price, a count, a score or a word.

import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../src/problem/source.ts';
import { policyValue, policyValues } from '../../src/written/policyValue.ts';
import { readScenario } from '../../src/written/read.ts';
import { EVERY_VARIANT } from './everyVariant.ts';

const { policy } = readScenario(sourceOf('every-variant.yaml', EVERY_VARIANT)).scenario;

const TEXTS: readonly (readonly [path: string, year: number, zh: string, en: string])[] = [
  ['financing.individual', 2025, '410.00元', '410.00'],
  ['reserves.riskAdjustment.share', 2025, '2.00%', '2.00%'],
  ['reserves.qualityDeposit.from', 2025, '筹资', 'the financing'],
  ['reserves.qualityDeposit.from', 2026, '预付', 'monthly advances'],
  ['quota.base', 2025, '当年筹资', 'this year’s financing'],
  ['quota.base', 2026, '历年支出', 'what was paid before'],
  ['quota.expenditure.years', 2026, '2年', '2 years'],
  ['quota.expenditure.growth', 2026, '4.50%', '4.50%'],
  ['quota.historyWeights', 2025, '2 : 1', '2 : 1'],
  ['quota.limits.increase', 2025, '8.00%', '8.00%'],
  ['quota.negotiated.b', 2027, '90,000.00元', '90,000.00'],
  ['advance.pattern', 2025, '按上年各月', 'as last year’s months'],
  ['advance.revolving.months', 2025, '0.5个月', '0.5 months'],
  ['advance.prepayment.months', 2025, '1个月', '1 month'],
  ['advance.prepayment.gate', 2026, '60个月', '60 months'],
  ['advance.tiers.city.settledBy', 2025, '市级结算', 'by the city'],
  ['advance.tiers.national.settledBy', 2025, '手工报销', 'by hand'],
  ['advance.tiers.province.lag', 2025, '1个月', '1 month'],
  ['review', 2025, '至 90.00%，预付 90.00%，标识 偏低；预付 100.00%', 'upTo 90.00%, advance 90.00%, flag under; advance 100.00%'],
  ['payment.inpatient.method', 2025, 'DIP', 'DIP'],
  ['payment.rehab.method', 2025, '按床日', 'by the bed-day'],
  ['payment.clinic.method', 2025, '按人头', 'by the head'],
  ['payment.day.method', 2025, '按病种', 'by the case'],
  ['payment.inpatient.pointValue', 2025, '10.25元', '10.25'],
  ['payment.surgery.drgRate', 2025, '4,812.375元', '4,812.375'],
  ['payment.inpatient.coefficients.county', 2025, '1.1', '1.1'],
  ['payment.inpatient.coefficients.乡级', 2025, '0.9', '0.9'],
  ['payment.inpatient.tcm.uplift', 2025, '5.00%', '5.00%'],
  ['payment.inpatient.supported.pool', 2025, '800.00元', '800.00'],
  ['payment.inpatient.floating.floor', 2026, '160.00%', '160.00%'],
  ['payment.rehab.tariffs.county', 2025, '至 10日，每床日 260元；每床日 170.5元', 'upTo 10 days, tariff 260; tariff 170.5'],
  ['payment.day.standards.lens', 2025, '5,800元', '5,800'],
  ['payment.day.standard', 2025, '3,200.5元', '3,200.5'],
  ['payment.clinic.perHead.60+', 2025, '150.00元', '150.00'],
  ['payment.clinic.signingFee', 2025, '5.00元', '5.00'],
  ['benefit.0.ratio', 2025, '60.00%', '60.00%'],
  ['settlement.leastScore', 2025, '50', '50'],
  [
    'settlement.scoreShift',
    2025,
    '得分 90，浮动 5.00个百分点；得分 70，浮动 0.00个百分点；得分 0，浮动 -10.00个百分点',
    'score 90, shift 5.00 percentage points; score 70, shift 0.00 percentage points; score 0, shift -10.00 percentage points',
  ],
  ['settlement.surplus.bands', 2025, '至 5.00%，留用 80.00%；留用 50.00%', 'upTo 5.00%, kept 80.00%; kept 50.00%'],
  [
    'settlement.surplus.uses',
    2025,
    '激励 50.00%；事业发展 30.00%；防范基金风险（比例 20.00%，由谁持有 统筹基金）',
    'incentive 50.00%; development 30.00%; risk prevention (share 20.00%, heldBy the pool)',
  ],
  ['settlement.overspend.kind', 2025, '分段累进', 'marginal'],
  ['settlement.overspend.kind', 2026, '全额套档', 'slab: the whole at the band’s share'],
  ['settlement.overspend.cap', 2025, '10.00%', '10.00%'],
  ['settlement.overspend.uncovered', 2025, '统筹基金', 'the pool'],
  ['settlement.overspend.uncovered', 2027, '医共体', 'the alliance'],
  ['settlement.overspend.settle', 2025, '先足额清算', 'in full, recovered later'],
  ['settlement.overspend.settle', 2027, '扣减后清算', 'net'],
  ['settlement.overspend.recover', 2025, '15个月', '15 months'],
  ['settlement.deposit.points.fullFrom', 2025, '90', '90'],
  ['settlement.deposit.points.perPoint', 2025, '3.00%', '3.00%'],
  ['settlement.deposit.points.allLostBelow', 2025, '60', '60'],
  ['payableMonths', 2025, '舍去', 'toward zero'],
];

describe('values of the policy in words', () => {
  it.each(TEXTS)('%s in %d is %s', (path, year, zh, en) => {
    expect(policyValue(policy, path, year)?.text).toEqual({ zh, en });
  });

  it('leaves no English word of ours, and no bare object, in Chinese', () => {
    for (const year of [2025, 2026, 2027]) {
      for (const { path, text } of policyValues(policy, year)) {
        expect(text.zh.replaceAll(/DRG|DIP/g, ''), path).not.toMatch(/[a-zA-Z[\]]/);
        // 人均支出 is the policy's own name of a formula.
        expect(text.en.replace('人均支出', ''), path).not.toMatch(/\[object|\p{Script=Han}/u);
      }
    }
  });

  it('says of nothing what it is not: an unknown path, a year before the first', () => {
    expect(policyValue(policy, 'payment.inpatient.floating.subBudget', 2025)).toBeNull();
    expect(policyValue(policy, 'payment.drugs.method', 2025)).toBeNull();
    expect(policyValue(policy, 'quota.negotiated.b', 2026)).toBeNull();
  });
});

describe('words that mean two things', () => {
  it('are told apart by the key they stand under, and ids stand for themselves', () => {
    const text = EVERY_VARIANT.replace('uses: {incentive: 50%, development: 30%,', 'uses: {none: 50%, full: 30%,')
      .replace('retained: {development: 100元}', 'retained: {full: 100元}')
      .replace('  settlement:\n', '  settlement:\n    package: {2025: none, 2026: full}\n');
    const other = readScenario(sourceOf('words.yaml', text)).scenario.policy;
    expect(policyValue(other, 'settlement.package', 2025)?.text.zh).toBe('不打包');
    expect(policyValue(other, 'settlement.package', 2026)?.text.zh).toBe('总额付费');
    expect(policyValue(other, 'settlement.surplus.uses', 2025)?.text.zh).toContain('none 50.00%；full 30.00%');
  });
});
