// Exact arithmetic on whole numbers in doubles. A product of two amounts does not fit a double; it is held here as a
// sum of two doubles (Dekker's product), so that quotients, remainders and comparisons are exact without BigInt.
// `test/properties/money.test.ts` compares every function with BigInt.

const SPLITTER = 134217729; // 2²⁷ + 1: cuts a 53-bit number into two halves whose products are exact

/** A product up to this, and one divisor below 2⁵² more, is exact in a double. */
const SHORT_PRODUCT = 2 ** 52;

/** The rounding error of a·b, exactly: a·b = fl(a·b) + productError(a, b). */
function productError(a: number, b: number, product: number): number {
  const as = SPLITTER * a;
  const ah = as - (as - a);
  const al = a - ah;
  const bs = SPLITTER * b;
  const bh = bs - (bs - b);
  const bl = b - bh;
  return ah * bh - product + ah * bl + al * bh + al * bl;
}

/**
 * a·b − q·c, exactly, for whole numbers where the true result is below 2⁵² in magnitude.
 */
export function restOf(a: number, b: number, c: number, q: number): number {
  const p = a * b;
  const s = q * c;
  // Up to here both products are whole and exact, and so is their difference.
  if (p <= SHORT_PRODUCT) return p - s;
  return p - s + (productError(a, b, p) - productError(q, c, s));
}

/**
 * floor(a·b ÷ c), exactly, for whole a, b ≥ 0 below 2⁵³, 0 < c < 2⁵², and a quotient below 2⁵².
 */
export function floorShare(a: number, b: number, c: number): number {
  const p = a * b;
  if (p <= Number.MAX_SAFE_INTEGER) {
    // Whole and exact: the division may still round up to the next whole number, never further.
    const q = Math.floor(p / c);
    return q * c > p ? q - 1 : q;
  }
  let q = Math.floor(p / c);
  let r = restOf(a, b, c, q);
  while (r < 0) {
    q -= 1;
    r += c;
  }
  while (r >= c) {
    q += 1;
    r -= c;
  }
  return q;
}

/** a·b ÷ c rounded half away from zero; a may be negative, b ≥ 0, c > 0; bounds as floorShare. */
export function roundedShare(a: number, b: number, c: number): number {
  const size = Math.abs(a);
  const p = size * b;
  if (p <= SHORT_PRODUCT) {
    // As floorShare and restOf, without their long ways.
    let part = Math.floor(p / c);
    let rest = p - part * c;
    if (rest < 0) {
      part -= 1;
      rest += c;
    }
    if (rest >= c - rest) part += 1;
    return a < 0 && part !== 0 ? -part : part;
  }
  const q = floorShare(size, b, c);
  const r = restOf(size, b, c, q);
  const rounded = r >= c - r ? q + 1 : q;
  return a < 0 && rounded !== 0 ? -rounded : rounded;
}

/** The sign of a·b − c·d, exactly, for whole numbers below 2⁵³ in magnitude. */
export function compareProducts(a: number, b: number, c: number, d: number): number {
  const p = a * b;
  const s = c * d;
  // Rounding keeps order, so a difference of the rounded products decides; else their errors do.
  if (p !== s) return p < s ? -1 : 1;
  const e = productError(a, b, p);
  const f = productError(c, d, s);
  return e < f ? -1 : e > f ? 1 : 0;
}
