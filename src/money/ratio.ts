// R0: a rate is the exact decimal that was written, kept as numerator and denominator.

import { compareProducts, roundedShare } from './exact.ts';
import { type Fen, fen } from './fen.ts';

/** An exact rational number, the denominator above zero, in lowest terms. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
  /** n and d as doubles, where both are small enough for exact fast arithmetic; else NaN. */
  readonly num: number;
  readonly den: number;
}

const FAST = 2n ** 50n;

/** @throws {RangeError} where d is not above zero. */
export function ratio(n: bigint, d: bigint): Ratio {
  if (d <= 0n) throw new RangeError(`a ratio needs a denominator above zero, got ${d}`);
  const g = commonDivisor(n < 0n ? -n : n, d);
  const num = n / g;
  const den = d / g;
  const fast = num < FAST && num > -FAST && den < FAST;
  return { n: num, d: den, num: fast ? Number(num) : Number.NaN, den: fast ? Number(den) : Number.NaN };
}

/** The greatest common divisor of a ≥ 0 and b > 0; 1 where both are 0. */
export function commonDivisor(a: bigint, b: bigint): bigint {
  let x = a;
  let y = b;
  while (y > 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}

export const NOTHING = ratio(0n, 1n);
export const WHOLE = ratio(1n, 1n);

export function plus(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function product(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.n, a.d * b.d);
}

export function compareRatios(a: Ratio, b: Ratio): number {
  // NaN where either has many digits.
  if (!Number.isNaN(a.num * b.num)) return compareProducts(a.num, b.den, b.num, a.den);
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** R0 `times`: the exact product, rounded once, half away from zero, to the fen. */
export function times(amount: Fen, rate: Ratio): Fen {
  if (rate === WHOLE) return amount;
  const size = Math.abs(rate.num);
  // NaN (a rate of many digits) fails the comparison and takes the long way.
  if (Math.abs(amount) * size < 4e15 * rate.den) {
    return fen(roundedShare(rate.num < 0 ? (amount === 0 ? 0 : -amount) : amount, size, rate.den));
  }
  return fen(Number(roundedQuotient(BigInt(amount) * rate.n, rate.d)));
}

/** n ÷ d rounded half away from zero, d above zero. */
export function roundedQuotient(n: bigint, d: bigint): bigint {
  const size = n < 0n ? -n : n;
  const rounded = (2n * size + d) / (2n * d);
  return n < 0n ? -rounded : rounded;
}

/** The sign of part ÷ whole − rate, exactly; whole above zero. */
export function compareShare(part: Fen, whole: Fen, rate: Ratio): number {
  if (Number.isNaN(rate.num)) {
    const difference = BigInt(part) * rate.d - rate.n * BigInt(whole);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return compareProducts(part, rate.den, rate.num, whole);
}
