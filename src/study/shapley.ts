// Shapley values: what a whole is worth, split over the players that make it, whatever the order they come in. A player's part is what it
// adds, averaged over all orders. Exactly, by playing all 2ⁿ coalitions; for many players by a sample of orders, each with its reverse.
// Parts are whole numbers and sum to the difference: what is left of the fractions goes to the largest remainders.
// Example: two changes worth 100 and 50 alone, 180 together: 100 ↔ 130, so 115 and 65.

import { shuffled } from './chance.ts';

/** What a coalition is worth, in whole numbers: one for each measure. @param isIn whether each player is in it. */
export type Worth = (isIn: readonly boolean[]) => readonly number[];

export interface Parts {
  /** Measure by measure, each player's part. */
  readonly parts: readonly (readonly number[])[];
  /** The same, their standard errors; null where the parts are exact. */
  readonly errors: readonly (readonly number[])[] | null;
}

/** Every coalition is played: 2ⁿ of them. */
export function exactParts(players: number, worth: Worth): Parts {
  const worths = Array.from({ length: 2 ** players }, (_, mask) => worth(membersOf(mask, players)));
  const factorials = [1n];
  for (let i = 1; i <= players; i++) factorials.push((factorials[i - 1] as bigint) * BigInt(i));
  const sizes = worths.map((_, mask) => membersOf(mask, players).filter(Boolean).length);
  const parts = (worths[0] ?? []).map((_, k) => {
    const sums = Array.from({ length: players }, (_, i) => {
      let sum = 0n;
      for (const [mask, value] of worths.entries()) {
        if ((mask & (1 << i)) !== 0) continue;
        const size = sizes[mask] as number;
        const weight = (factorials[size] as bigint) * (factorials[players - size - 1] as bigint);
        sum += weight * (BigInt(worths[mask | (1 << i)]?.[k] as number) - BigInt(value[k] as number));
      }
      return sum;
    });
    return wholeParts(sums, factorials[players] as bigint);
  });
  return { parts, errors: null };
}

function membersOf(mask: number, players: number): boolean[] {
  return Array.from({ length: players }, (_, i) => (mask & (1 << i)) !== 0);
}

/** Orders of chance, each with its reverse, which balances who comes early: `pairs` ≥ 2 of them. */
export function sampledParts(players: number, worth: Worth, pairs: number, seed: number): Parts {
  const measures = worth(Array.from({ length: players }, () => false)).length;
  const table = () => Array.from({ length: measures }, () => new Array<number>(players).fill(0));
  // Sums over a pair of orders: measure by measure, player by player.
  const found = Array.from({ length: pairs }, (_, p) => {
    const sums = table();
    const order = shuffled(players, seed, p);
    for (const one of [order, order.toReversed()]) addOrder(one, worth, sums);
    return sums;
  });
  const overPairs = (k: number, i: number) => found.map((sums) => sums[k]?.[i] as number);
  const numerators = table().map((row, k) => row.map((_, i) => overPairs(k, i).reduce((sum, one) => sum + BigInt(one), 0n)));
  return {
    parts: numerators.map((sums) => wholeParts(sums, BigInt(2 * pairs))),
    errors: table().map((row, k) => row.map((_, i) => standardError(overPairs(k, i).map((sum) => sum / 2)))),
  };
}

/** What each player adds where they come in this order. */
function addOrder(order: readonly number[], worth: Worth, sums: number[][]): void {
  const isIn = new Array<boolean>(order.length).fill(false);
  let before = worth([...isIn]);
  for (const player of order) {
    isIn[player] = true;
    const after = worth([...isIn]);
    for (const [k, row] of sums.entries()) row[player] = (row[player] as number) + (after[k] as number) - (before[k] as number);
    before = after;
  }
}

/** Of the mean of some independent numbers. */
function standardError(sample: readonly number[]): number {
  const mean = sample.reduce((sum, one) => sum + one, 0) / sample.length;
  const square = sample.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sample.length - 1);
  return Math.sqrt(square / sample.length);
}

/**
 * Fractions with one denominator that sum to a whole number, as whole numbers with the same sum: each its floor, and what is left one each to
 * the largest remainders, ties to the first. A fraction that is whole stays as it is.
 */
export function wholeParts(numerators: readonly bigint[], denominator: bigint): number[] {
  const rest = (n: bigint) => ((n % denominator) + denominator) % denominator;
  const sum = numerators.reduce((all, n) => all + n, 0n);
  if (rest(sum) !== 0n) throw new RangeError('the parts do not sum to a whole number');
  const parts = numerators.map((n) => (n - rest(n)) / denominator);
  const left = Number(sum / denominator - parts.reduce((all, n) => all + n, 0n));
  const ranked = numerators
    .map((n, i) => ({ i, rest: rest(n) }))
    .toSorted((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest < b.rest ? 1 : -1));
  const more = new Set(ranked.slice(0, left).map(({ i }) => i));
  return parts.map((part, i) => Number(part) + (more.has(i) ? 1 : 0));
}
