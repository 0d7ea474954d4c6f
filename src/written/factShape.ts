// What a county may tell of its institutions beside what they treated: what R10–R13 go by.

import * as z from 'zod';
import { amount, choice, id, price, quantity, score, share, text, value, whole, year, yesNo } from './leaves.ts';

const INCOME = ['medicalService', 'drugs', 'consumables', 'tests', 'other'] as const;
const SPENDING = ['staff', 'research', 'specialty', 'other'] as const;

/** Yearly amounts by kind, those that are known. */
function kinds<K extends string>(names: readonly K[]) {
  const fields = Object.fromEntries(names.map((name) => [name, value(amount).optional()]));
  return z.strictObject(fields as Record<K, z.ZodOptional<ReturnType<typeof value<z.output<typeof amount>>>>>);
}

export const institutionFacts = {
  // R10
  budget: value(amount).optional(),
  budgetShare: value(share).optional(),
  arrears: amount.optional(),
  workload: value(quantity).optional(),
  heads: value(quantity).optional(),
  points: value(quantity).optional(),
  score: value(score).optional(),
  pay: z
    .strictObject({
      approved: value(amount).optional(),
      performance: value(amount).optional(),
      fixed: value(amount).optional(),
      staff: value(quantity).optional(),
    })
    .optional(),
  // R11
  procurementScore: value(score).optional(),
  // R12, R13
  beds: value(whole).optional(),
  villageDoctors: value(whole).optional(),
  grade: choice({ 1: '一级', 2: '二级', 3: '三级' }).optional(),
  general: yesNo.optional(),
  income: value(kinds(INCOME)).optional(),
  spending: value(kinds(SPENDING)).optional(),
};

/** R10–R12: what a county may tell of an alliance. */
export const allianceFacts = {
  lead: id.optional(),
  residents: value(whole).optional(),
  performance: value(share).optional(),
};

/** R11: one drug or consumable of one institution and period. Prices and the amount of other products are exact yuan. */
export const procurementRow = z.strictObject({
  year,
  period: id,
  institution: id,
  insurance: choice({ resident: '居民', employee: '职工' }),
  product: id,
  title: text.optional(),
  agreed: quantity,
  actual: quantity,
  earlierPrice: price,
  winningPrice: price,
  otherAmount: price,
  fundShare: share,
});
