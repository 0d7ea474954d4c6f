// R0: written quantities, read from the source text, never from a parsed float.

import { type Fen, fen, LARGEST_AMOUNT } from './fen.ts';
import { type Ratio, ratio } from './ratio.ts';

/** Why a text is not the quantity it should be; the codes are problem codes. */
interface Refusal {
  readonly code:
    | 'not-a-number'
    | 'not-plain-decimal'
    | 'half-written-unit'
    | 'finer-than-fen'
    | 'too-many-places'
    | 'not-whole'
    | 'amount-too-large'
    | 'ratio-bare';
  /** What could be written instead, where that can be told. */
  readonly suggestion: string;
}

export type Reading<T> = { readonly value: T } | { readonly refusal: Refusal };

const DECIMAL = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;

const PLAIN_YUAN = /^(-?)(\d{1,11})(?:\.(\d{1,2}))?$/;

/** `times` of one fen for each money unit; written longest first. */
const MONEY_UNITS: ReadonlyArray<readonly [string, bigint]> = [
  ['亿元', 10_000_000_000n],
  ['万元', 1_000_000n],
  ['元/人', 100n],
  ['元', 100n],
];

/** A plain decimal (`1,234.56`): digits over a power of ten. */
function decimalOf(text: string): { n: bigint; d: bigint } | null {
  const match = DECIMAL.exec(text);
  if (match === null || text.length > 60) return null;
  const whole = (match[2] ?? '').replaceAll(',', '');
  const fraction = match[3] ?? '';
  const n = BigInt(whole + fraction);
  return { n: match[1] === '-' ? -n : n, d: 10n ** BigInt(fraction.length) };
}

function refuse(code: Refusal['code'], suggestion = ''): { readonly refusal: Refusal } {
  return { refusal: { code, suggestion } };
}

/** What a unit that is half written, or not one of ours, was meant to be, for each kind of quantity. */
const MENDED_MONEY: Readonly<Record<string, string>> = { 亿: '亿元', 万: '万元', 块: '元', yuan: '元', w: '万元', W: '万元', RMB: '元' };
const MENDED_RATIO: Readonly<Record<string, string>> = { '％': '%', '%%': '%', percent: '%' };
const MENDED_HEADS: Readonly<Record<string, string>> = { 万: '万人', w: '万人', W: '万人' };

function notANumber(text: string, mended: Readonly<Record<string, string>> = {}): { readonly refusal: Refusal } {
  // Full-width digits, points and signs, as an input method writes them.
  const narrow = text.normalize('NFKC').replaceAll('，', ',').replaceAll('。', '.');
  if (narrow !== text && /^[+-]?[\d,]+(\.\d+)?\s*(%|‰|元\/人|元|万元|亿元|人|万人)?$/.test(narrow))
    return refuse('half-written-unit', narrow);
  if (/^[+-]?(\d+(\.\d+)?[eE][+-]?\d+|0[xXoObB][0-9a-fA-F]+|\.\d+|\d+\.|\d+_[\d_]+|[+-]?\.(inf|nan))$/i.test(text)) {
    return refuse('not-plain-decimal', plainOf(text));
  }
  const half = /^([+-]?[\d,]+(?:\.\d+)?)\s*(亿|万|千万|百万|千元|百元|角|分|块|w|W|¥|￥|RMB|yuan|％|％|%%|percent|人)$/.exec(text);
  if (half !== null) {
    const unit = mended[half[2] ?? ''];
    return refuse('half-written-unit', unit === undefined ? '' : `${half[1]}${unit}`);
  }
  return refuse('not-a-number');
}

/** `.5`, `5.`, `1_000` and `1e3` as they should be written; empty where that cannot be told. */
function plainOf(text: string): string {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,2}))?$/i.exec(text.replaceAll('_', ''));
  if (match === null) return '';
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const point = whole.length + Number(power);
  const digits = `${'0'.repeat(Math.max(0, 1 - point))}${whole}${fraction}`.padEnd(point, '0');
  const split = Math.max(1, point);
  const rest = digits.slice(split).replace(/0+$/, '');
  return `${sign}${digits.slice(0, split).replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`;
}

/** An amount rounded to the fen in its own unit, as a suggestion only: what is meant is the writer's to say. */
function toTheFen(number: { n: bigint; d: bigint }, unit: readonly [string, bigint] | undefined): string {
  const [name, fenPerUnit] = unit ?? ['', 100n];
  const places = fenPerUnit.toString().length - 1;
  const size = number.n < 0n ? -number.n : number.n;
  const digits = ((2n * size * fenPerUnit + number.d) / (2n * number.d)).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${number.n < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}${name}`;
}

/**
 * An amount of money: yuan as a number, or with 元, 万元, 亿元; `元/人` only where it is per head. Whole fen, at most 10¹⁴ (R0).
 */
export function readAmount(written: string, isPerHead = false): Reading<Fen> {
  const text = written.trim();
  // Most amounts are plain yuan of a CSV. Their digits are few enough to be read as whole fen in a double, exactly.
  const plain = PLAIN_YUAN.exec(text);
  if (plain !== null) {
    const size = Number((plain[2] ?? '') + (plain[3] ?? '').padEnd(2, '0'));
    return { value: fen(plain[1] === '-' && size !== 0 ? -size : size) };
  }
  const unit = MONEY_UNITS.find(([name]) => text.endsWith(name));
  const number = decimalOf(unit === undefined ? text : text.slice(0, -unit[0].length).trimEnd());
  if (number === null) return notANumber(text, MENDED_MONEY);
  if (unit?.[0] === '元/人' && !isPerHead) return refuse('half-written-unit', text.replace('/人', ''));
  const scaled = number.n * (unit?.[1] ?? 100n);
  if (scaled % number.d !== 0n) return refuse('finer-than-fen', toTheFen(number, unit));
  const amount = scaled / number.d;
  const size = amount < 0n ? -amount : amount;
  if (size > BigInt(LARGEST_AMOUNT)) return refuse('amount-too-large');
  return { value: fen(Number(amount)) };
}

/**
 * A ratio as the exact decimal written: `5%`, `1.5‰`, `0.05`.
 * A bare number above 1 is refused (`5` would be 500%) unless `bareAboveOne`: factors and weights.
 */
export function readRatio(written: string, bareAboveOne: boolean): Reading<Ratio> {
  const text = written.trim();
  const mark = text.endsWith('%') ? 100n : text.endsWith('‰') ? 1000n : 1n;
  const number = decimalOf(mark === 1n ? text : text.slice(0, -1).trimEnd());
  if (number === null) return notANumber(text, MENDED_RATIO);
  if (mark === 1n && !bareAboveOne && (number.n > number.d || number.n < -number.d)) {
    return refuse('ratio-bare', `${text}%`);
  }
  return { value: ratio(number.n, number.d * mark) };
}

/** A whole number, such as heads (`412358`, `412,358人`, `41.2358万人`). */
export function readWhole(written: string): Reading<number> {
  const text = written.trim();
  const scale = text.endsWith('万人') ? 10_000n : 1n;
  const number = decimalOf(text.replace(/万?人$/, '').trimEnd());
  if (number === null) return notANumber(text, MENDED_HEADS);
  if ((number.n * scale) % number.d !== 0n) return refuse('not-whole');
  const value = (number.n * scale) / number.d;
  if (value > 1_000_000_000_000n || value < -1_000_000_000_000n) return refuse('amount-too-large');
  return { value: Number(value) };
}

/** A plain decimal without a unit, exactly: a score, points. */
export function readDecimal(written: string): Reading<Ratio> {
  const number = decimalOf(written.trim());
  return number === null ? notANumber(written.trim()) : { value: ratio(number.n, number.d) };
}

/** R9: points or weights (分值, RW) in whole ten-thousandths; at most 10¹⁴ of them. */
export function readPoints(written: string): Reading<number> {
  const number = decimalOf(written.trim());
  if (number === null) return notANumber(written.trim());
  const scaled = number.n * 10_000n;
  if (scaled % number.d !== 0n) return refuse('too-many-places');
  const value = scaled / number.d;
  if (value > BigInt(LARGEST_AMOUNT) || value < -BigInt(LARGEST_AMOUNT)) return refuse('amount-too-large');
  return { value: Number(value) };
}
