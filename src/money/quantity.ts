// R0: written quantities, read from the source text, never from a parsed float.

import { type Fen, fen, LARGEST_AMOUNT } from './fen.ts';
import { type Ratio, ratio } from './ratio.ts';

/** Why a text is not the quantity it should be; the codes are problem codes. */
export interface Refusal {
  readonly code:
    | 'not-a-number'
    | 'not-plain-decimal'
    | 'half-written-unit'
    | 'finer-than-fen'
    | 'not-whole'
    | 'amount-too-large'
    | 'ratio-bare';
  /** What could be written instead, where that can be told. */
  readonly suggestion: string;
}

export type Reading<T> = { readonly value: T } | { readonly refusal: Refusal };

const DECIMAL = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;

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

function notANumber(text: string): { readonly refusal: Refusal } {
  if (/^[+-]?(\d+(\.\d+)?[eE][+-]?\d+|0[xXoObB][0-9a-fA-F]+|\.\d+|\d+\.|\d+_[\d_]+|[+-]?\.(inf|nan))$/i.test(text)) {
    return refuse('not-plain-decimal');
  }
  const half = /^([+-]?[\d,]+(?:\.\d+)?)\s*(亿|万|千万|百万|千元|百元|角|分|块|w|W|¥|￥|RMB|yuan|％|％|%%|percent|人)$/.exec(text);
  if (half !== null) {
    const mended: Record<string, string> = { 亿: '亿元', 万: '万元', '％': '%', percent: '%', 块: '元', yuan: '元', w: '万元', W: '万元' };
    const unit = mended[half[2] ?? ''];
    return refuse('half-written-unit', unit === undefined ? '' : `${half[1]}${unit}`);
  }
  return refuse('not-a-number');
}

/** An amount of money: yuan as a number, or with 元, 元/人, 万元, 亿元. Whole fen, at most 10¹⁴ of them (R0). */
export function readAmount(written: string): Reading<Fen> {
  const text = written.trim();
  const unit = MONEY_UNITS.find(([name]) => text.endsWith(name));
  const number = decimalOf(unit === undefined ? text : text.slice(0, -unit[0].length).trimEnd());
  if (number === null) return notANumber(text);
  const scaled = number.n * (unit?.[1] ?? 100n);
  if (scaled % number.d !== 0n) return refuse('finer-than-fen');
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
  if (number === null) return notANumber(text);
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
  if (number === null) return notANumber(text);
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
