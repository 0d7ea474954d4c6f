// A number as a sentence or a text column says it: with its unit, where no head of a column can.

import type { Unit } from '../figures/figure.ts';
import { wanGrouped, yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import { wholeText } from '../study/scalars.ts';
import type { Words } from '../words/language.ts';
import { words } from './table.ts';

export type MoneyUnit = 'yuan' | 'wan';

/** A figure as a whole number of its smallest shown part: `3,327.16万元`, `5.98个月`, `97.53%`. */
export function inUnit(whole: number, unit: Unit, money: MoneyUnit): Words {
  if (unit === 'months') return words(`${wholeText(whole, unit)}个月`, `${wholeText(whole, unit)} months`);
  if (unit !== 'amount') return words(wholeText(whole, unit), wholeText(whole, unit));
  const amount = fen(whole);
  return money === 'wan'
    ? words(`${wanGrouped(amount)}万元`, `${wanGrouped(amount)} × 10,000 yuan`)
    : words(`${yuanGrouped(amount)}元`, `${yuanGrouped(amount)} yuan`);
}

/** The unit of a difference of such figures, for the head of a column that holds no amounts. */
export function unitOfChange(unit: Unit): Words {
  if (unit === 'months') return words('（个月）', ' (months)');
  return unit === 'rate' ? words('（个百分点）', ' (percentage points)') : words('', '');
}
