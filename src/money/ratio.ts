// R0: a rate is the exact decimal that was written, kept as numerator and denominator.

import { roundedShare } from './exact.ts';
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
const SHORT_PRODUCT = 2 ** 51;

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
  const left = a.num * b.den;
  const right = b.num * a.den;
  // Rounding keeps order, so rounded products that differ decide; they are NaN where a ratio has many digits.
  if (left < right) return -1;
  if (left > right) return 1;
  return isExact(left) && isExact(right) ? 0 : compareLong(a.n * b.d, b.n * a.d);
}

/** False for a rounded product, and for NaN. */
function isExact(product: number): boolean {
  return product < Number.MAX_SAFE_INTEGER && product > -Number.MAX_SAFE_INTEGER;
}

function compareLong(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** R0 `times`: the exact product, rounded once, half away from zero, to the fen. */
export function times(amount: Fen, rate: Ratio): Fen {
  const product = amount * rate.num;
  // Twice the product and the divisors below are whole and exact, and too small for their quotient to be rounded up to the next whole number.
  if (product >= 0 && product <= SHORT_PRODUCT) return fen(Math.floor((2 * product + rate.den) / (2 * rate.den)));
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
  const left = part * rate.den;
  const right = rate.num * whole;
  if (left < right) return -1;
  if (left > right) return 1;
  return isExact(left) && isExact(right) ? 0 : compareLong(BigInt(part) * rate.d, rate.n * BigInt(whole));
}
