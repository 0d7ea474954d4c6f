// What a policy may say of money inside an alliance (R10), of procurement (R11), and of public health and grants (R12).

import * as z from 'zod';
import { MEMBER_VARIABLES } from '../words/variables.ts';
import { formula } from './formulaLeaf.ts';
import { amount, change, choice, factor, id, openRatio, perHead, score, share, text, value, weight, year, yesNo } from './leaves.ts';
import { record } from './mappings.ts';

export const LEVELS = { county: '县级', township: '乡级', village: '村级' } as const;
const LINKS = { department: '科室', person: '个人' } as const;

const names = { id, title: text.optional(), note: text.optional() };
/** Weights of the tiers that an amount is split over: 县:乡:村 = 6:3:1. */
const tiers = value(record(weight, (key) => Object.hasOwn(LEVELS, key)));
const by = value(formula(MEMBER_VARIABLES));

/** R10: one use, or the whole of the retained surplus, split over tiers and members. */
const distribution = z.strictObject({
  of: value(id),
  tiers,
  by,
  named: z.array(z.strictObject({ ...names, institution: id, kind: choice(LINKS), share: value(share) })).optional(),
  note: text.optional(),
});

export const inside = z.strictObject({
  payout: value(openRatio),
  distribution: distribution.optional(),
  overspend: z.strictObject({ tiers, by, note: text.optional() }).optional(),
  forbid: value(z.array(choice(LINKS))).optional(),
  pay: z.strictObject({ fixedAtLeast: value(share).optional(), gapAtMost: value(factor).optional(), note: text.optional() }).optional(),
  note: text.optional(),
});

export const procurement = z.strictObject({
  retention: value(z.array(z.strictObject({ score: value(score), share: value(share) })).min(1)),
  leastCompletion: value(openRatio).optional(),
  note: text.optional(),
});

export const publicHealth = z.strictObject({
  perHead: value(perHead),
  prepaid: value(share),
  villageDoctors: value(share).optional(),
  note: text.optional(),
});

/** R12: exactly one of amount, perHead, perBed and share. */
export const grant = z.strictObject({
  ...names,
  purpose: id,
  payer: text.optional(),
  payee: id,
  amount: value(amount).optional(),
  perHead: value(perHead).optional(),
  of: choice({ residents: '常住人口', insured: '参保人数', villageDoctors: '村医', staff: '职工人数' }).optional(),
  perBed: value(amount).optional(),
  share: value(share).optional(),
  on: choice({ publicHealth: '公共卫生', income: '年收入' }).optional(),
  by: choice({ equal: '均分', residents: '常住人口', insured: '参保人数', beds: '床位', staff: '职工人数' }).optional(),
  monthly: yesNo.optional(),
  growth: value(change).optional(),
  from: value(year).optional(),
});

export type WrittenInside = z.output<typeof inside>;
export type WrittenGrant = z.output<typeof grant>;
