// R15: counter-based random numbers. Each is a function of a key (what it is about, by ids) and a moment (draw and month) alone:
// nothing is drawn in turn, so that order, workers and other variables change no number. Integer arithmetic of 32 bits only.

/** 64 bits in two words of 32. */
export interface Key {
  readonly high: number;
  readonly low: number;
}

/** A mixer of 32 bits in which each bit of the input moves each bit of the output with a chance of half (“lowbias32”, C. Wellons). */
function mixed(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

const STEP_HIGH = 0x9e3779b9;
const STEP_LOW = 0x85ebca6b;

/** Two words more into a key: neither order nor position is lost. */
function keyWith({ high, low }: Key, a: number, b: number): Key {
  const first = mixed((high + STEP_HIGH) ^ a);
  const second = mixed(((low + STEP_LOW) ^ b) + first);
  return { high: mixed(first + Math.imul(second, STEP_LOW)), low: second };
}

/** The key of a list of ids; `a`, `bc` is not `ab`, `c`. */
export function keyOf(ids: readonly string[]): Key {
  let key: Key = { high: 0, low: ids.length };
  for (const id of ids) {
    for (let i = 0; i < id.length; i++) key = keyWith(key, id.charCodeAt(i), i);
    key = keyWith(key, id.length, -1);
  }
  return key;
}

/** A key under a seed. @param seed its lowest 64 bits count. */
export function seeded(key: Key, seed: bigint): Key {
  const bits = BigInt.asUintN(64, seed);
  return keyWith(key, Number(bits >> 32n) | 0, Number(bits & 0xffff_ffffn) | 0);
}

/** Fills `into` with the moments of a draw: two words for each of `months`, an absolute month each. */
export function moments(draw: number, months: Int32Array, into: Int32Array): void {
  const one = mixed(draw ^ STEP_HIGH);
  const two = mixed(one + draw);
  for (let i = 0; i < months.length; i++) {
    const month = months[i] as number;
    const high = mixed(one + Math.imul(month, STEP_LOW));
    into[2 * i] = high;
    into[2 * i + 1] = mixed(two ^ month) + high;
  }
}

/** 2⁻⁵², 2²⁰ and a half, so that the number is never 0 nor 1. */
const UNIT = 1 / 4_503_599_627_370_496;
const UPPER = 1_048_576;

/** A number between 0 and 1, neither of them, of 53 bits. */
export function uniform(keyHigh: number, keyLow: number, momentHigh: number, momentLow: number): number {
  let x = keyHigh + momentHigh;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  x ^= x >>> 16;
  let y = (keyLow ^ momentLow) + x;
  y = Math.imul(y ^ (y >>> 16), 0x7feb352d);
  y = Math.imul(y ^ (y >>> 15), 0x846ca68b);
  y ^= y >>> 16;
  return ((y >>> 0) * UPPER + (x >>> 12) + 0.5) * UNIT;
}
