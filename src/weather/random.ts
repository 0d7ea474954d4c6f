// R15: counter-based random numbers. Each is a function of a key (what it is about, by ids) and a moment (draw and month) alone:
// nothing is drawn in turn, so that order, workers and other variables change no number. Integer arithmetic of 32 bits only.

/** 64 bits in two words of 32. */
export interface Key {
  readonly high: number;
  readonly low: number;
}

/** The mixer's two multipliers. */
export const FIRST_MULTIPLIER = 0x7feb352d;
export const SECOND_MULTIPLIER = 0x846ca68b;

/** A mixer of 32 bits in which each bit of the input moves each bit of the output with a chance of half (“lowbias32”, C. Wellons). */
function mixed(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), FIRST_MULTIPLIER);
  x = Math.imul(x ^ (x >>> 15), SECOND_MULTIPLIER);
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

/** Fills `into` with the moments of a draw: the first words of all `months` (absolute ones), then the second. */
export function moments(draw: number, months: Int32Array, into: Int32Array): void {
  const one = mixed(draw ^ STEP_HIGH);
  const two = mixed(one + draw);
  const count = months.length;
  for (let i = 0; i < count; i++) {
    const month = months[i] as number;
    const high = mixed(one + Math.imul(month, STEP_LOW));
    into[i] = high;
    into[count + i] = mixed(two ^ month) + high;
  }
}

/** 32 bits under a key at a moment, as a signed number: all 64 bits of each are joined, now by sum, now by bits, then mixed. */
export function word(keyHigh: number, keyLow: number, momentHigh: number, momentLow: number): number {
  return mixed(((keyHigh + momentHigh) ^ keyLow) + momentLow);
}

/** A number between 0 and 1, neither of them: the middle of one of 2³² steps. */
export function uniformOf(bits: number): number {
  return ((bits >>> 0) + 0.5) / 4_294_967_296;
}
