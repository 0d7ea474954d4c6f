// A lever: a value of a scenario, by its `set` path, and the grid of values that it may take, exact decimals in a unit: 0%, 0.01%, 0.02%, …
// A share that must sum to 100% with another takes that one along: `policy.quota.byInsured~policy.quota.byHistory`.

import type { ProblemCode } from '../problem/problem.ts';
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
  /** How many values there are. */
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

/** What a value is by its place: a share of a whole (above 1 only with its %), a factor (which may be bare), or null: neither. */
export type RatioKind = 'share' | 'factor' | null;

/** A step that was not given, in the unit of the grid: 0.01%, 1元, 1人, 0.01; of a ratio 0.01%, however it is written. */
const STEPS: Readonly<Record<'share' | 'money' | 'heads' | 'number', string>> = {
  share: '0.01%',
  money: '1元',
  heads: '1人',
  number: '0.01',
};
const RATIO_STEP = '0.0001';

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

/** What is wrong with a lever as it was written, as a problem is told. */
export interface BadLever {
  readonly code: ProblemCode;
  readonly args: Readonly<Record<string, string>>;
  /** Of the value that is wrong; empty where the lever as a whole is. */
  readonly path: string;
}

/** An end of a share above 1 without its sign: 10 would be 1000%. */
interface BareEnd {
  readonly bare: string;
}

/** A range that its step does not go through to the end. */
interface OffStep {
  readonly step: string;
  readonly last: string;
}

/**
 * `0%`, `10%` and `0.01%` as a grid; null where they are no decimals of one measure, or do not rise. Who writes an end wants it to be there:
 * steps that do not meet it are told, as a batch tells them.
 */
function gridOf(from: string, to: string, step: string | null, kind: RatioKind): Grid | OffStep | BareEnd | null {
  const [low, high] = [decimalOf(from), decimalOf(to)];
  if (low === null || high === null) return null;
  // A bare 0 is of any measure.
  const written = high.unit === '' ? low.unit : high.unit;
  const measure = UNITS[written]?.of ?? 'number';
  const stride = decimalOf(step ?? (kind !== null && written === '' ? RATIO_STEP : STEPS[measure]));
  if (stride === null) return null;
  const all = [low, high, stride];
  if (all.some((one) => UNITS[one.unit]?.of !== measure && !(one.unit === '' && one.digits === 0n))) return null;
  const isBareShare = kind === 'share' && written === '';
  if (isBareShare && beyondOne(high)) return { bare: to };
  if (isBareShare && beyondOne(low)) return { bare: from };
  // A share is shown in percent: 0.01 of one is a whole percentage point, which is easily overlooked.
  const unit = isBareShare ? '%' : written;
  const exponent = Math.min(...all.map((one) => one.exponent), UNITS[unit]?.power ?? 0);
  const [first, last, by] = all.map((one) => one.digits * 10n ** BigInt(one.exponent - exponent)) as [bigint, bigint, bigint];
  if (by <= 0n || last <= first) return null;
  const rest = (last - first) % by;
  if (rest !== 0n) return { step: textOf(by, { exponent, unit }), last: textOf(last - rest, { exponent, unit }) };
  const count = (last - first) / by + 1n;
  return count > MOST_VALUES ? null : { from: first, step: by, count: Number(count), exponent, unit };
}

function beyondOne({ digits, exponent }: Decimal): boolean {
  return (digits < 0n ? -digits : digits) > 10n ** BigInt(-exponent);
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

/** `PATH=0%..10%/0.01%`: a lever written in one. @param kindAt what the value at a path is. */
export function leverOf(written: string, kindAt: (path: string) => RatioKind = () => null): Lever | BadLever {
  const [, path = '', from = '', to = '', step = null] = /^([^=\s]+)=(.+?)\.\.(.+?)(?:\/([^/人]+))?$/.exec(written) ?? [];
  return path === '' ? badLever(written) : leverOn({ path, from, to, step }, kindAt);
}

/** A lever as an option, or several, write it. */
export interface WrittenLever {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly step: string | null;
}

/** A lever with a grid; what takes what it leaves of 100% must be a share as well. */
export function leverOn({ path, from, to, step }: WrittenLever, kindAt: (path: string) => RatioKind = () => null): Lever | BadLever {
  const [own = '', rest] = path.split('~').map((part) => part.trim());
  const grid = gridOf(from, to, step, kindAt(own));
  if (grid === null) return badLever(path);
  if ('bare' in grid) return { code: 'ratio-bare', args: { got: grid.bare, wanted: 'ratio', suggestion: `${grid.bare}%` }, path: own };
  if ('last' in grid) return { code: 'usage', args: { case: 'leverEnd', got: path, end: to, step: grid.step, last: grid.last }, path: '' };
  const isShare = ['share', 'number'].includes(UNITS[grid.unit]?.of ?? '');
  return rest !== undefined && !isShare ? badLever(path) : { path, grid };
}

function badLever(got: string): BadLever {
  return { code: 'usage', args: { case: 'lever', got }, path: '' };
}
