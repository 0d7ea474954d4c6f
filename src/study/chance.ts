// Chance for studies, by counters: a number is a function of the seed and of what it is for, so that nothing drawn before can move it.

/** A number from 0 up to, not including, 1, in steps of 2⁻³². */
export function chance(seed: number, what: number, which: number): number {
  let h = mixed((seed ^ 0x9e3779b9) >>> 0);
  h = mixed((h + Math.imul(what + 1, 0x85ebca6b)) >>> 0);
  h = mixed((h + Math.imul(which + 1, 0xc2b2ae35)) >>> 0);
  return h / 2 ** 32;
}

/** Every bit of what comes out hangs on every bit of what goes in. */
function mixed(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
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
