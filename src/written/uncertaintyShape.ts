// What a scenario may say of uncertainty (R15): variables, and how they go together. Which keys a kind needs is checked where it is laid out.

import * as z from 'zod';
import { readRatio } from '../money/quantity.ts';
import { compareRatios, type Ratio, ratio, WHOLE } from '../money/ratio.ts';
import { accepted, choice, factor, id, leaf, month, QUANTITY, raise, share, text, value, whole } from './leaves.ts';
import { PLACE_NAMES } from './placeNames.ts';

/** A correlation, between −1 and 1. */
const correlation = leaf<Ratio>('correlation', QUANTITY, (written, context) => {
  const read = accepted(readRatio(written, true), written, 'correlation', context);
  if (read === undefined || (compareRatios(read, WHOLE) <= 0 && compareRatios(read, ratio(-1n, 1n)) >= 0)) return read;
  raise(context, 'correlation', { case: 'range', got: written });
  return undefined;
});

/** Marks a standard deviation that was written as a share: a score strays by points. No key of its own, for 2% and 0.02 are one value. */
export const AS_SHARE = Symbol('written as a share');

const spread = leaf<Ratio & { readonly [AS_SHARE]: boolean }>('factor', QUANTITY, (written, context) => {
  const read = accepted(readRatio(written, true), written, 'factor', context);
  if (read === undefined) return undefined;
  if (read.n >= 0n) return { ...read, [AS_SHARE]: /[%‰]$/.test(written) };
  raise(context, 'negative', { got: written, wanted: 'factor' });
  return undefined;
});

const variable = z.strictObject({
  id,
  title: text.optional(),
  note: text.optional(),
  kind: choice({
    lognormal: '对数正态',
    normal: '正态',
    beta: '贝塔',
    triangular: '三角',
    event: '事件',
    trend: '趋势',
    score: '得分',
  }),
  scope: choice({ month: '每月', year: '每年', once: '一次' }).optional(),
  by: z.array(choice({ service: '服务', place: '就医地', alliance: '医共体' })).optional(),
  service: id.optional(),
  place: choice(PLACE_NAMES).optional(),
  home: id.optional(),
  sigma: value(spread).optional(),
  least: value(factor).optional(),
  likely: value(factor).optional(),
  most: value(factor).optional(),
  probability: value(share).optional(),
  months: value(whole).optional(),
  month: month.optional(),
  factor: value(factor).optional(),
});

export const uncertaintyShape = z.strictObject({
  id: id.optional(),
  title: text.optional(),
  note: text.optional(),
  variables: z.array(variable),
  correlations: z.array(z.strictObject({ between: z.array(id), rho: value(correlation), note: text.optional() })).optional(),
});

export type WrittenUncertainty = z.output<typeof uncertaintyShape>;
export type WrittenVariable = z.output<typeof variable>;
