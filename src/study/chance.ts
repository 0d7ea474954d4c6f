// Chance for studies, by the counters of the weather under a key of their own: a number is a function of the seed and of what it is for, so
// that nothing drawn before can move it.

import { type Key, keyOf, moments, seeded, uniformOf, word } from '../weather/random.ts';

const STUDY = keyOf(['study']);
const months = new Int32Array(1);
const moment = new Int32Array(2);
let under: { readonly seed: number; readonly key: Key } = { seed: 0, key: seeded(STUDY, 0n) };

/** A number between 0 and 1, neither of them. @param seed a whole number. */
export function chance(seed: number, what: number, which: number): number {
  if (under.seed !== seed) under = { seed, key: seeded(STUDY, BigInt(seed)) };
  months[0] = what;
  moments(which, months, moment);
  return uniformOf(word(under.key.high, under.key.low, moment[0] as number, moment[1] as number));
}

/** The numbers 0 … count − 1 in an order of chance. */
export function shuffled(count: number, seed: number, what: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(chance(seed, what, i) * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
