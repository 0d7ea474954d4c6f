// What varies in a batch, as columns: numbers wherever each value is one, so that 90% and 0.9 are one level of a share, and 745元 is 745.
// Percentages are written in percent and amounts in yuan, as figures are.

import { textOf } from '../written/extend.ts';
import type { Tree } from '../written/tree.ts';
import type { Axis } from '../written/vary.ts';

/** A column of an axis: a text, or a decimal that is held as a whole number of its smallest part. */
export interface LeverColumn {
  readonly path: string;
  /** Null: a text. */
  readonly decimal: { readonly places: number; readonly unit: 'amount' | 'rate' | null } | null;
  readonly cell: (value: Tree) => string | number;
}

/** Digits after the point of any column. */
export const MOST_PLACES = 15;

/** A number as it was written: `n` over ten to the `places`, in yuan, percent or by itself. */
interface Quantity {
  readonly n: bigint;
  readonly places: number;
  readonly unit: 'amount' | 'rate' | null;
}

// No zeros lead a number; they do lead an id.
const WRITTEN = /^([+-]?)(0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(\d+))?\s*(亿元|万元|元\/人|元|%|‰)?$/;

const UNITS: Readonly<Record<string, { readonly unit: 'amount' | 'rate'; readonly shift: number }>> = {
  亿元: { unit: 'amount', shift: 8 },
  万元: { unit: 'amount', shift: 4 },
  元: { unit: 'amount', shift: 0 },
  '元/人': { unit: 'amount', shift: 0 },
  '%': { unit: 'rate', shift: 0 },
  '‰': { unit: 'rate', shift: -1 },
};

export function leverColumns(axis: Axis): LeverColumn[] {
  return axis.paths.map((path, j) => {
    const decimal = decimalOf(valuesOf(axis, j));
    if (decimal === null) return { path, decimal, cell: textIn };
    return { path, decimal, cell: (value) => cellIn(value, decimal) };
  });
}

/** Every value, or as many as tell of what kind all are: those between have no more places, and lie between. */
function* valuesOf({ isRange, count, row }: Axis, j: number): Generator<Tree> {
  const last = count - 1;
  for (let i = 0; i < count; i = isRange && i === 1 ? Math.max(2, last) : i + 1) yield row(i)[j] ?? null;
}

/** In how many places, and of what unit, all values can be written; null where one is no number, or of another unit. */
function decimalOf(values: Iterable<Tree>): LeverColumn['decimal'] {
  const found: Quantity[] = [];
  const units = new Set<Quantity['unit']>();
  for (const value of values) {
    const quantity = quantityOf(value);
    if (quantity === null) return null;
    found.push(quantity);
    units.add(quantity.unit);
  }
  if (units.has('amount') && units.has('rate')) return null;
  const unit = units.has('amount') ? 'amount' : units.has('rate') ? 'rate' : null;
  const places = found.reduce((most, one) => Math.max(most, inUnit(one, unit).places), 0);
  if (places > MOST_PLACES) return null;
  const isExact = found.every((one) => Number.isSafeInteger(Number(wholeOf(inUnit(one, unit), places))));
  return isExact ? { places, unit } : null;
}

function quantityOf(value: Tree): Quantity | null {
  const match = typeof value === 'string' && value.length <= 40 ? WRITTEN.exec(value.trim()) : null;
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', mark] = match;
  const size = BigInt(whole.replaceAll(',', '') + fraction);
  const { unit, shift } = UNITS[mark ?? ''] ?? { unit: null, shift: 0 };
  return shifted({ n: sign === '-' ? -size : size, places: fraction.length, unit }, shift);
}

/** Of a share written 0.9 beside others in percent: 90%. */
function inUnit(quantity: Quantity, unit: Quantity['unit']): Quantity {
  return quantity.unit === null && unit === 'rate' ? shifted(quantity, 2) : quantity;
}

/** Times ten to the `shift`, in no more places than it takes. */
function shifted({ n, places, unit }: Quantity, shift: number): Quantity {
  let [size, digits] = shift > places ? [n * 10n ** BigInt(shift - places), 0] : [n, places - shift];
  for (; digits > 0 && size % 10n === 0n; digits -= 1) size /= 10n;
  return { n: size, places: digits, unit };
}

function wholeOf({ n, places }: Quantity, wanted: number): bigint {
  return n * 10n ** BigInt(wanted - places);
}

function cellIn(value: Tree, { places, unit }: NonNullable<LeverColumn['decimal']>): string | number {
  const quantity = quantityOf(value);
  return quantity === null ? textIn(value) : Number(wholeOf(inUnit(quantity, unit), places));
}

function textIn(value: Tree): string {
  return typeof value === 'string' ? value : textOf(value);
}
