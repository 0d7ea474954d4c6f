// What is shown: rounded half away from zero, and never fed back (R0).

import { floorShare, restOf, roundedShare } from './exact.ts';
import type { Fen } from './fen.ts';
import { type Ratio, roundedQuotient } from './ratio.ts';

/** `-1234567.89`: yuan with two decimals, exact. The form of `expect:` and of every file that machines read. */
export function yuan(amount: Fen): string {
  const size = Math.abs(amount);
  const whole = Math.floor(size / 100);
  const rest = size - whole * 100;
  return `${amount < 0 ? '-' : ''}${whole}.${rest < 10 ? '0' : ''}${rest}`;
}

/** `1,234,567.89`: yuan for people, exact. */
export function yuanGrouped(amount: Fen): string {
  return grouped(yuan(amount));
}

/** `412,358`: a count for people. */
export function countGrouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `123.46`: ten thousands of yuan (万元) with thousands separators, rounded to two decimals. */
export function wanGrouped(amount: Fen): string {
  return grouped(decimals(roundedQuotient(BigInt(amount), 10_000n), 2));
}

function grouped(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}

/** A whole number of 10⁻ᵖˡᵃᶜᵉˢ as a decimal. */
function decimals(scaled: bigint, places: number): string {
  const size = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  return `${scaled < 0n ? '-' : ''}${size.slice(0, -places)}.${size.slice(-places)}`;
}

/** part ÷ whole as a percentage with two decimals, `99.68%`; null where the whole is 0. */
export function percentage(part: Fen, whole: Fen): string | null {
  return whole === 0 ? null : `${decimals(BigInt(quotient(part, 10_000, whole)), 2)}%`;
}

/** The same in hundredths of a percentage point, without a text: `9968`; NaN where the whole is 0. */
export function percentSize(part: Fen, whole: Fen): number {
  return whole === 0 ? Number.NaN : Number(quotient(part, 10_000, whole));
}

/** part × parts ÷ whole, rounded half away from zero; whole not 0. In doubles where they do. */
function quotient(part: Fen, parts: number, whole: Fen): number | bigint {
  if (part >= 0 && whole > 0 && part < 1e11) {
    const q = floorShare(part, parts, whole);
    const r = restOf(part, parts, whole, q);
    return r >= whole - r ? q + 1 : q;
  }
  const sign = whole < 0 ? -1n : 1n;
  return roundedQuotient(sign * BigInt(part) * BigInt(parts), sign * BigInt(whole));
}

/** A ratio as a percentage with two decimals, rounded half away from zero: the form of every figure that is a rate. */
export function percentRounded(rate: Ratio): string {
  return `${decimals(roundedQuotient(rate.n * 10_000n, rate.d), 2)}%`;
}

/** The same in hundredths of a percentage point. */
export function rateSize(rate: Ratio): number {
  // NaN (a rate of many digits) fails the comparison and takes the long way.
  if (rate.num >= 0 && rate.num < 1e11) return roundedShare(rate.num, 10_000, rate.den);
  return Number(roundedQuotient(rate.n * 10_000n, rate.d));
}

/** A ratio as a percentage with at least two decimals, exact where it has at most six: `8.125%`, `95.00%`. */
export function percent(rate: Ratio): string {
  const millionths = decimals(roundedQuotient(rate.n * 100_000_000n, rate.d), 6);
  return `${millionths.replace(/0{1,4}$/, '')}%`;
}

/** A ratio as one would write it, `8%`, `12.5%`. */
export function percentWritten(rate: Ratio): string {
  return `${decimals(roundedQuotient(rate.n * 100_000_000n, rate.d), 6).replace(/\.?0+$/, '')}%`;
}

/** A decimal as written, without trailing zeros, at most six places: a score, `92.5`. */
export function decimalText(value: Ratio): string {
  return decimals(roundedQuotient(value.n * 1_000_000n, value.d), 6).replace(/\.?0+$/, '');
}

/** A decimal exactly as written, at most twelve places, thousands apart: a price, `4,812.37`. */
export function exactDecimal(value: Ratio): string {
  const [whole = '', fraction = ''] = decimals(roundedQuotient(value.n * 10n ** 12n, value.d), 12).split('.');
  const places = fraction.replace(/0+$/, '');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${places === '' ? '' : `.${places}`}`;
}

/** A price in yuan to four decimals, rounded half away from zero: a point value, `9.7004`. */
export function priceText(value: Ratio): string {
  return decimals(roundedQuotient(value.n * 10_000n, value.d), 4);
}

/** Payable months, n ÷ d: to two decimals half away from zero, or toward zero (`down`), or to whole months (`integer`). */
export function roundedMonths(n: bigint, d: bigint, rounding: MonthsRounding): number {
  const sign = d < 0n ? -1n : 1n;
  if (rounding === 'integer') return Number(roundedQuotient(sign * n, sign * d));
  // Division of bigints drops what is behind the point, toward zero.
  const scaled = rounding === 'down' ? (n * 100n) / d : roundedQuotient(sign * n * 100n, sign * d);
  return Number(decimals(scaled, 2));
}

type MonthsRounding = 'halfUp' | 'down' | 'integer';

/** Payable months of a fund (fund × 12 ÷ outflow, outflow not 0) in hundredths, as `roundedMonths` has them in months. */
export function monthsSize(fund: Fen, outflow: Fen, rounding: MonthsRounding): number {
  if (fund < 0 || outflow < 0 || fund > 1e13 || outflow > 1e15 || fund > outflow * 1e9)
    return Math.round(roundedMonths(BigInt(fund) * 12n, BigInt(outflow), rounding) * 100);
  if (rounding === 'down') return floorShare(fund, 1200, outflow);
  return rounding === 'integer' ? roundedShare(fund, 12, outflow) * 100 : roundedShare(fund, 1200, outflow);
}
