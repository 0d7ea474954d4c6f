// What a policy, a county and a scenario may say: one schema each, the only description of their keys. Types, reading
// and the JSON Schemas for editors all come from here; what the keys mean stands in words/keys.ts.

import * as z from 'zod';
import {
  amount,
  change,
  choice,
  factor,
  holder,
  id,
  month,
  openRatio,
  perHead,
  record,
  reference,
  score,
  share,
  signedAmount,
  text,
  value,
  weight,
  whole,
  year,
  yearMonth,
  years,
} from './leaves.ts';

const names = { id, title: text.optional(), note: text.optional() };

/** R2: one line of the waterfall before the quota. Exactly one of perHead, share and amount. */
const reserveLine = z.strictObject({
  ...names,
  perHead: value(perHead).optional(),
  share: value(share).optional(),
  amount: value(amount).optional(),
  on: choice({ total: '筹资总额', remaining: '剩余额' }).optional(),
  holder,
  payee: text.optional(),
});

const scoreRow = z.strictObject({ score: value(score), share: value(share) });

export const policyShape = z.strictObject({
  id: id.optional(),
  title: text.optional(),
  note: text.optional(),
  financing: z.strictObject({
    individual: value(perHead),
    subsidy: value(perHead),
    interest: value(share).optional(),
    note: text.optional(),
  }),
  reserves: z
    .strictObject({
      criticalIllness: z.strictObject({ perHead: value(perHead).optional(), share: value(share).optional() }).optional(),
      riskAdjustment: z.strictObject({ share: value(share), ceiling: value(share).optional() }).optional(),
      qualityDeposit: z.strictObject({ share: value(share) }).optional(),
      lines: z.array(reserveLine).optional(),
      note: text.optional(),
    })
    .optional(),
  quota: z.strictObject({
    byInsured: value(share),
    byHistory: value(share),
    historyWeights: value(z.array(weight).min(1).max(3)).optional(),
    note: text.optional(),
  }),
  advance: z
    .strictObject({
      share: value(share).optional(),
      pattern: value(choice({ even: '均分', history: '按上年' })).optional(),
      offCounty: value(choice({ deducted: '预付时上解', settled: '清算时结' })).optional(),
      note: text.optional(),
    })
    .optional(),
  review: value(
    z.array(z.strictObject({ upTo: value(openRatio).optional(), advance: value(factor), flag: value(id).optional() })),
  ).optional(),
  settlement: z
    .strictObject({
      surplus: z.strictObject({
        ceiling: value(share).optional(),
        retention: value(z.array(scoreRow).min(1)),
        uses: value(record(value(share))),
        note: text.optional(),
      }),
      overspend: z.strictObject({
        bands: value(z.array(z.strictObject({ upTo: value(openRatio).optional(), pool: value(share) }))),
        note: text.optional(),
      }),
      deposit: z.strictObject({ returned: value(z.array(scoreRow).min(1)), note: text.optional() }).optional(),
      note: text.optional(),
    })
    .optional(),
});

/** R4: one row of activity. `cases`, `days`, `points` and `cost` are kept for the payment methods; R4 needs the fund's payment. */
const activityRow = z.strictObject({
  year,
  month: month.optional(),
  home: id,
  institution: id,
  service: id,
  fund: signedAmount,
  cases: whole.optional(),
  days: whole.optional(),
  points: weight.optional(),
  cost: signedAmount.optional(),
});

export const countyShape = z.strictObject({
  id: id.optional(),
  title: text.optional(),
  note: text.optional(),
  pool: z.strictObject({ balance: signedAmount.optional(), riskAdjustment: signedAmount.optional(), note: text.optional() }).optional(),
  insuredNone: value(whole).optional(),
  alliances: z
    .array(
      z.strictObject({
        ...names,
        insured: value(whole),
        score: value(score).optional(),
        retained: record(signedAmount).optional(),
      }),
    )
    .min(1),
  institutions: z
    .array(
      z.strictObject({
        ...names,
        alliance: id.optional(),
        kind: choice({ 'off-county': '县域外' }).optional(),
        level: choice({ county: '县级', township: '乡级', village: '村级' }).optional(),
        tier: choice({ city: '市域内', province: '省内', national: '省外' }).optional(),
      }),
    )
    .optional(),
  services: z.array(z.strictObject(names)).optional(),
  activity: z.array(activityRow).optional(),
  growth: record(value(change)).optional(),
});

const yearAlliance = { year, month, alliance: id };

export const scenarioShape = z.strictObject({
  id: id.optional(),
  title: text.optional(),
  note: text.optional(),
  policy: policyShape,
  county: countyShape,
  years,
  actualTo: yearMonth.optional(),
  through: yearMonth.optional(),
  settlementMonth: yearMonth.optional(),
  shocks: z
    .array(
      z.strictObject({
        title: text.optional(),
        note: text.optional(),
        service: id.optional(),
        home: id.optional(),
        institution: id.optional(),
        place: choice({ own: '本医共体', cross: '县内其他医共体', other: '县内其他机构', offCounty: '县域外' }).optional(),
        from: yearMonth,
        to: yearMonth,
        factor,
      }),
    )
    .optional(),
  deductions: z
    .array(
      z.strictObject({
        year,
        month,
        alliance: id.optional(),
        institution: id.optional(),
        home: id.optional(),
        kind: choice({ audit: '审核扣款', violation: '违规追回', referral: '未经转诊' }),
        amount,
        reason: text.optional(),
      }),
    )
    .optional(),
  adjustments: z
    .array(
      z.strictObject({
        ...yearAlliance,
        amount: signedAmount,
        from: choice({ riskAdjustment: '风险调剂金', pool: '统筹基金' }),
        reason: text.optional(),
      }),
    )
    .optional(),
  advances: z.array(z.strictObject({ ...yearAlliance, gross: amount, remitted: amount })).optional(),
  reviews: z.array(z.strictObject({ ...yearAlliance, advance: factor, flag: id.optional() })).optional(),
  expect: z.unknown().optional(),
});

/** `seeds/documents.yaml`: what may be cited. */
export const documentsShape = z.array(
  z.strictObject({
    id,
    title: text,
    number: text.optional(),
    date: text.optional(),
    status: choice({ 'in-force': '现行', draft: '征求意见稿', compilation: '汇编', 'published-figures': '公布数据' }),
    file: reference.optional(),
    note: text.optional(),
    clauses: z.array(z.strictObject({ id: text, about: text })),
  }),
);

export type WrittenPolicy = z.output<typeof policyShape>;
export type WrittenScenario = z.output<typeof scenarioShape>;
