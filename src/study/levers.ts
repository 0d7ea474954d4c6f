// A lever: a value of a scenario, by its `set` path, and the grid of values that it may take, exact decimals in a unit: 0%, 0.01%, 0.02%, …
// A share that must sum to 100% with another takes that one along: `policy.quota.byInsured~policy.quota.byHistory`.

import type { Setting } from '../written/otherwise.ts';

export interface Lever {
  /** As written: one path, or two with `~` between them. */
  readonly path: string;
  readonly grid: Grid;
}

/** Values from … in equal steps: whole numbers of 10^exponent, written in a unit. */
export interface Grid {
  readonly from: bigint;
  readonly step: bigint;
  /** How many values there are, the last not above the end that was asked for. */
  readonly count: number;
  readonly exponent: number;
  readonly unit: string;
}

/** Powers of ten of the units that a value may be written in, by what they measure. */
const UNITS: Readonly<Record<string, { readonly of: 'share' | 'money' | 'heads' | 'number'; readonly power: number }>> = {
  '%': { of: 'share', power: -2 },
  '‰': { of: 'share', power: -3 },
  元: { of: 'money', power: 0 },
  '元/人': { of: 'money', power: 0 },
  万元: { of: 'money', power: 4 },
  亿元: { of: 'money', power: 8 },
  人: { of: 'heads', power: 0 },
  万人: { of: 'heads', power: 4 },
  '': { of: 'number', power: 0 },
};

/** A step that was not given, in the unit of the grid: 0.01%, 1元, 1人, 0.01. */
const STEPS: Readonly<Record<'share' | 'money' | 'heads' | 'number', string>> = {
  share: '0.01%',
  money: '1元',
  heads: '1人',
  number: '0.01',
};

/** More values than this are a slip. */
const MOST_VALUES = 1_000_000_000;

interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
  readonly unit: string;
}

const WRITTEN = /^([+-]?)(\d{1,15})(?:\.(\d{1,12}))?(%|‰|元\/人|万元|亿元|元|万人|人)?$/;

/** A decimal as it is written, in units of its own measure; null for anything else. */
export function decimalOf(text: string): Decimal | null {
  const match = WRITTEN.exec(text.trim().replaceAll(/(?<=\d),(?=\d{3})/g, ''));
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', unit = ''] = match;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, exponent: (UNITS[unit]?.power ?? 0) - fraction.length, unit };
}

/** `0%`, `10%` and `0.01%` as a grid; null where they are no decimals of one measure, or do not rise. */
function gridOf(from: string, to: string, step: string | null): Grid | null {
  const [low, high] = [decimalOf(from), decimalOf(to)];
  if (low === null || high === null) return null;
  // A bare 0 is of any measure.
  const unit = high.unit === '' ? low.unit : high.unit;
  const measure = UNITS[unit]?.of ?? 'number';
  const stride = decimalOf(step ?? STEPS[measure]);
  if (stride === null) return null;
  const all = [low, high, stride];
  if (all.some((one) => UNITS[one.unit]?.of !== measure && !(one.unit === '' && one.digits === 0n))) return null;
  const exponent = Math.min(...all.map((one) => one.exponent), UNITS[unit]?.power ?? 0);
  const [first, last, by] = all.map((one) => one.digits * 10n ** BigInt(one.exponent - exponent)) as [bigint, bigint, bigint];
  if (by <= 0n || last <= first) return null;
  const count = (last - first) / by + 1n;
  return count > MOST_VALUES ? null : { from: first, step: by, count: Number(count), exponent, unit };
}

/** The k-th value of a grid as it is written. */
export function valueAt(grid: Grid, k: number): string {
  return textOf(grid.from + grid.step * BigInt(k), grid);
}

/** A whole number of 10^exponent in a unit: `5.25%`. */
export function textOf(digits: bigint, { exponent, unit }: Pick<Grid, 'exponent' | 'unit'>): string {
  const places = (UNITS[unit]?.power ?? 0) - exponent;
  const size = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
  const fraction = size.slice(size.length - places).replace(/0+$/, '');
  return `${digits < 0n ? '-' : ''}${size.slice(0, size.length - places)}${fraction === '' || places === 0 ? '' : `.${fraction}`}${unit}`;
}

/** What a lever at its k-th value sets. */
export function settingsAt({ path, grid }: Lever, k: number): Setting[] {
  const [own = '', rest] = path.split('~').map((part) => part.trim());
  const value = grid.from + grid.step * BigInt(k);
  const settings = [{ path: own, value: textOf(value, grid) }];
  if (rest === undefined) return settings;
  return [...settings, { path: rest, value: textOf(10n ** BigInt(-grid.exponent) - value, grid) }];
}

/** `PATH=0%..10%/0.01%`: a lever written in one; null where it is not. */
export function leverOf(written: string): Lever | null {
  const match = /^([^=\s]+)=(.+?)\.\.(.+?)(?:\/([^/人]+))?$/.exec(written);
  return match === null ? null : leverOn(match[1] ?? '', match[2] ?? '', match[3] ?? '', match[4] ?? null);
}

/** A lever with a grid; null where the grid is none, or something takes what it leaves of 100% and it is no share. */
export function leverOn(path: string, from: string, to: string, step: string | null): Lever | null {
  const grid = gridOf(from, to, step);
  const isShare = grid !== null && ['share', 'number'].includes(UNITS[grid.unit]?.of ?? '');
  return grid === null || (path.includes('~') && !isShare) ? null : { path, grid };
}
