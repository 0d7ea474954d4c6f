// What a policy, a county and a scenario may say: one schema each, the only description of their keys. Types, reading
// and the JSON Schemas for editors all come from here; what the keys mean stands in words/keys.ts.

import * as z from 'zod';
import { allianceFacts, institutionFacts, procurementRow } from './factShape.ts';
import { grant, inside, LEVELS, procurement, publicHealth } from './insideShape.ts';
import {
  amount,
  change,
  choice,
  factor,
  holder,
  id,
  month,
  monthCount,
  openRatio,
  perHead,
  points,
  price,
  reference,
  score,
  share,
  shift,
  signedAmount,
  signedWhole,
  text,
  value,
  weight,
  whole,
  year,
  yearMonth,
  years,
  yesNo,
} from './leaves.ts';
import { byBand, record, shortOrLong } from './mappings.ts';
import { PLACE_NAMES } from './placeNames.ts';
import { indicator, target } from './targetShape.ts';
import { uncertaintyShape } from './uncertaintyShape.ts';

/** R9: the payment methods. */
const METHODS = {
  feeForService: '按项目',
  drg: 'DRG',
  dip: 'DIP',
  bedDay: '按床日',
  capitation: '按人头',
  perCase: '按病种',
} as const;
const TIERS = { city: '市域内', province: '省内', national: '省外' } as const;

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

/** R9: how a service's care is paid, by institutions of the county. Which keys a method needs is checked where it is read. */
const paymentMethod = z.strictObject({
  method: value(choice(METHODS)),
  drgRate: value(price).optional(),
  pointValue: value(price).optional(),
  coefficients: record(value(factor)).optional(),
  floating: z
    .strictObject({
      subBudget: value(amount).optional(),
      share: value(share).optional(),
      prepaid: value(share),
      floor: value(openRatio).optional(),
      ceiling: value(openRatio).optional(),
      note: text.optional(),
    })
    .optional(),
  tcm: z.strictObject({ uplift: value(share).optional(), items: z.array(id).optional(), exempt: value(yesNo).optional() }).optional(),
  supported: z.strictObject({ items: z.array(id).min(1), uplift: value(share).optional(), pool: value(amount).optional() }).optional(),
  sameStandard: z.array(id).optional(),
  caseRules: z.strictObject({ low: value(openRatio), high: value(openRatio) }).optional(),
  tariffs: record(value(z.array(z.strictObject({ upTo: value(whole).optional(), tariff: value(price) })).min(1))).optional(),
  standards: record(value(price)).optional(),
  standard: value(price).optional(),
  perHead: byBand(value(perHead)).optional(),
  signingFee: value(perHead).optional(),
  note: text.optional(),
});

const payment = shortOrLong(choice({ feeForService: METHODS.feeForService }), paymentMethod);

/** R9: what the fund bears of a case, by service, place and level: the first entry that covers a stream applies. */
const benefit = z.strictObject({
  ...names,
  service: id,
  place: choice(PLACE_NAMES).optional(),
  level: choice(LEVELS).optional(),
  tier: choice(TIERS).optional(),
  ratio: value(share).optional(),
  deductible: value(amount).optional(),
  cap: value(amount).optional(),
});

const quota = z.strictObject({
  base: value(choice({ financing: '当年筹资', expenditure: '历年支出' })).optional(),
  expenditure: z.strictObject({ years: value(whole), growth: value(change) }).optional(),
  byInsured: value(share),
  byHistory: value(share),
  byService: value(share).optional(),
  historyWeights: value(z.array(weight).min(1).max(3)).optional(),
  limits: z.strictObject({ increase: value(openRatio).optional(), decrease: value(share).optional() }).optional(),
  negotiated: record(value(amount)).optional(),
  note: text.optional(),
});

const tierOf = z.strictObject({
  settledBy: value(choice({ city: '市级结算', province: '省级结算', manual: '手工报销' })),
  lag: value(whole).optional(),
  note: text.optional(),
});

const advance = z.strictObject({
  share: value(share).optional(),
  pattern: value(choice({ even: '均分', history: '按上年' })).optional(),
  offCounty: value(choice({ deducted: '预付时上解', settled: '清算时结' })).optional(),
  revolving: z.strictObject({ months: value(monthCount), note: text.optional() }).optional(),
  prepayment: z.strictObject({ months: value(monthCount), gate: value(monthCount), note: text.optional() }).optional(),
  tiers: z.strictObject({ city: tierOf.optional(), province: tierOf.optional(), national: tierOf.optional() }).optional(),
  offCountyPrepayment: z.strictObject({ months: value(monthCount), note: text.optional() }).optional(),
  note: text.optional(),
});

const use = shortOrLong(
  value(share),
  z.strictObject({ share: value(share), heldBy: value(choice({ alliance: '医共体', pool: '统筹基金' })), note: text.optional() }),
);

const settlement = z.strictObject({
  package: value(choice({ full: '总额付费', none: '不打包' })).optional(),
  leastScore: value(score).optional(),
  scoreShift: value(z.array(z.strictObject({ score: value(score), shift: value(shift) })).min(1)).optional(),
  surplus: z.strictObject({
    minimum: value(share).optional(),
    ceiling: value(share).optional(),
    bands: value(z.array(z.strictObject({ upTo: value(openRatio).optional(), kept: value(share) })).min(1)).optional(),
    retention: value(z.array(scoreRow).min(1)).optional(),
    usesOf: value(choice({ retained: '留用部分', whole: '全部结余' })).optional(),
    cap: value(share).optional(),
    uses: value(record(use)),
    note: text.optional(),
  }),
  overspend: z.strictObject({
    minimum: value(share).optional(),
    kind: value(choice({ marginal: '分段累进', slab: '全额套档' })).optional(),
    bands: value(z.array(z.strictObject({ upTo: value(openRatio).optional(), pool: value(share) }))),
    cap: value(share).optional(),
    uncovered: value(choice({ alliance: '医共体', pool: '统筹基金' })).optional(),
    settle: value(choice({ net: '扣减后清算', inFull: '先足额清算' })).optional(),
    recover: value(whole).optional(),
    note: text.optional(),
  }),
  deposit: z
    .strictObject({
      returned: value(z.array(scoreRow).min(1)).optional(),
      points: z.strictObject({ fullFrom: value(score), perPoint: value(share), allLostBelow: value(score) }).optional(),
      note: text.optional(),
    })
    .optional(),
  note: text.optional(),
});

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
      qualityDeposit: z
        .strictObject({ share: value(share), from: value(choice({ financing: '筹资', advance: '预付' })).optional() })
        .optional(),
      lines: z.array(reserveLine).optional(),
      note: text.optional(),
    })
    .optional(),
  quota,
  advance: advance.optional(),
  review: value(
    z.array(z.strictObject({ upTo: value(openRatio).optional(), advance: value(factor), flag: value(id).optional() })),
  ).optional(),
  payment: record(payment).optional(),
  benefit: z.array(benefit).optional(),
  priceNeutral: value(yesNo).optional(),
  settlement: settlement.optional(),
  inside: inside.optional(),
  procurement: procurement.optional(),
  publicHealth: publicHealth.optional(),
  grants: z.array(grant).optional(),
  indicators: z.array(indicator).optional(),
  targets: z.array(target).optional(),
  payableMonths: value(choice({ halfUp: '四舍五入', down: '截尾', integer: '整月' })).optional(),
});

/** R4, R9: one row of activity. `fund` may be left out only beside a measure of the payment methods. */
const activityRow = z.strictObject({
  year,
  month: month.optional(),
  home: id,
  institution: id,
  service: id,
  item: id.optional(),
  signedWith: id.optional(),
  fund: signedAmount.optional(),
  cases: signedWhole.optional(),
  days: signedWhole.optional(),
  points: points.optional(),
  weights: points.optional(),
  cost: signedAmount.optional(),
  patientPaid: signedAmount.optional(),
  reference: amount.optional(),
  incomplete: yesNo.optional(),
});

/** R9: people signed with an institution or team that is paid by capitation for them. */
const signed = z.strictObject({ institution: id, service: id, home: id.optional(), heads: byBand(value(whole)) });

/** R4, R9: one number is the money's growth; volume and unit cost may be written apart. */
const growth = shortOrLong(value(change), z.strictObject({ volume: value(change), cost: value(change), note: text.optional() }));

export const countyShape = z.strictObject({
  id: id.optional(),
  title: text.optional(),
  note: text.optional(),
  pool: z
    .strictObject({
      balance: signedAmount.optional(),
      riskAdjustment: signedAmount.optional(),
      lastIncome: amount.optional(),
      lastOutflow: amount.optional(),
      note: text.optional(),
    })
    .optional(),
  insuredNone: value(whole).optional(),
  alliances: z
    .array(
      z.strictObject({
        ...names,
        insured: value(whole),
        score: value(score).optional(),
        retained: record(signedAmount).optional(),
        lastQuota: amount.optional(),
        ...allianceFacts,
      }),
    )
    .min(1),
  institutions: z
    .array(
      z.strictObject({
        ...names,
        alliance: id.optional(),
        kind: choice({ 'off-county': '县域外' }).optional(),
        level: choice(LEVELS).optional(),
        tier: choice(TIERS).optional(),
        tcm: yesNo.optional(),
        ...institutionFacts,
      }),
    )
    .optional(),
  services: z.array(z.strictObject({ ...names, kind: choice({ inpatient: '住院', outpatient: '门诊' }).optional() })).optional(),
  activity: z.array(activityRow).optional(),
  growth: record(growth).optional(),
  signed: z.array(signed).optional(),
  procurement: z.array(procurementRow).optional(),
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
        place: choice(PLACE_NAMES).optional(),
        from: yearMonth,
        to: yearMonth,
        factor,
      }),
    )
    .optional(),
  prices: z
    .array(
      z.strictObject({
        title: text.optional(),
        note: text.optional(),
        service: id,
        institution: id.optional(),
        place: choice(PLACE_NAMES).optional(),
        from: yearMonth,
        change,
        trigger: text.optional(),
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
  memberDeductions: z.array(z.strictObject({ year, month, institution: id, name: id, amount, reason: text.optional() })).optional(),
  purposeSpending: z.array(z.strictObject({ year, month, grant: id, holder: id, purpose: id, amount, reason: text.optional() })).optional(),
  advances: z
    .array(z.strictObject({ ...yearAlliance, gross: amount, remitted: amount, city: amount.optional(), manual: amount.optional() }))
    .optional(),
  reviews: z.array(z.strictObject({ ...yearAlliance, advance: factor, flag: id.optional() })).optional(),
  uncertainty: uncertaintyShape.optional(),
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
export type WrittenPayment = z.output<typeof paymentMethod>;
export type WrittenBenefit = z.output<typeof benefit>;
