// What a policy may say of indicators and targets (R13).

import * as z from 'zod';
import { readAmount, readRatio } from '../money/quantity.ts';
import { type Ratio, ratio } from '../money/ratio.ts';
import { FORMULA_VARIABLES } from '../words/indicators.ts';
import { formula } from './formulaLeaf.ts';
import { accepted, choice, id, leaf, QUANTITY, text, value, year, yesNo } from './leaves.ts';

/** R13: what a target wants: a ratio, a number, or an amount in yuan; it may be below zero. */
const wantedOf = leaf<Ratio>('target', QUANTITY, (written, context) => {
  const amount = readAmount(written);
  if (/元$/.test(written.trim()) && 'value' in amount) return ratio(BigInt(amount.value), 100n);
  return accepted(readRatio(written, true), written, 'target', context);
});
const scope = choice({ county: '县域', alliance: '医共体' }).optional();

/** An own indicator: a formula over the others, shown as a rate or as a number. */
export const indicator = z.strictObject({
  id,
  title: text.optional(),
  note: text.optional(),
  unit: choice({ rate: '比率', number: '数' }),
  formula: value(formula(FORMULA_VARIABLES)),
  scope,
});

/** Exactly one of atLeast, atMost and trend. */
export const target = z.strictObject({
  id,
  title: text.optional(),
  note: text.optional(),
  indicator: value(id),
  scope,
  atLeast: value(wantedOf).optional(),
  atMost: value(wantedOf).optional(),
  trend: value(choice({ rising: '上升', falling: '下降' })).optional(),
  orAboveLastYear: yesNo.optional(),
  from: value(year).optional(),
});

export type WrittenTarget = z.output<typeof target>;
