// R0 `apportion`: largest remainder. Each party gets the floor of its exact share; the fen left over go one each to the
// largest remainders, ties to the party listed first. Parts always sum to the total.

import { restOf } from './exact.ts';
import { type Fen, fen, negated } from './fen.ts';
import { commonDivisor, type Ratio } from './ratio.ts';

const FAST_WEIGHTS = 2 ** 51;
const SMALL_WEIGHT = 2n ** 40n;

/** Whole weights in some proportion: doubles where their sum is exact in one, else bigint. */
export type Weights = readonly number[] | readonly bigint[];

/**
 * Whole weights in the proportion of the given ratios.
 * @throws {RangeError} if one is negative.
 */
export function weightsOf(ratios: readonly Ratio[]): Weights {
  let common = 1n;
  for (const w of ratios) {
    if (w.n < 0n) throw new RangeError('weights are not negative');
    common *= w.d / commonDivisor(common, w.d);
  }
  const whole = ratios.map((w) => (w.n * common) / w.d);
  const shared = whole.reduce(commonDivisor2, 0n);
  const least = shared > 1n ? whole.map((w) => w / shared) : whole;
  return least.every((w) => w < SMALL_WEIGHT) ? least.map(Number) : least;
}

function commonDivisor2(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(a, b);
}

/**
 * Apportions `total` fen into `out[0..count)`, by `weights[0..count)`, whole numbers ≥ 0 and not all 0.
 * A total of 0 gives zeros, whatever the weights.
 * @throws {RangeError} if the weights are all zero and the total is not.
 */
export function apportion(
  total: Fen,
  weights: ArrayLike<number> | ArrayLike<bigint>,
  out: Float64Array,
  count: number = weights.length,
): void {
  if (total === 0) {
    out.fill(0, 0, count);
    return;
  }
  const size = total < 0 ? negated(total) : total;
  const left =
    typeof weights[0] === 'bigint'
      ? floorsBig(size, weights as ArrayLike<bigint>, out, count)
      : floors(size, weights as ArrayLike<number>, out, count);
  give(left, out, count);
  if (total < 0) for (let i = 0; i < count; i++) out[i] = negated(fen(out[i] as number));
}

/** As `apportion` by equal weights: every remainder is the same, so that the fen left over go to the parties listed first. Into `out[at..at + count)`. */
export function apportionEvenly(total: Fen, out: Float64Array, count: number, at = 0): void {
  const part = Math.trunc(total / count) + 0;
  const one = total < 0 ? -1 : 1;
  const withMore = at + Math.abs(total - part * count);
  for (let i = at; i < withMore; i++) out[i] = part + one;
  for (let i = withMore; i < at + count; i++) out[i] = part;
}

/** As `apportion`, into a new array: for plans and tests, not for the loop. */
export function apportioned(total: Fen, weights: Weights): Fen[] {
  const out = new Float64Array(weights.length);
  apportion(total, weights, out);
  return Array.from(out, fen);
}

let rests = new Float64Array(64);
let order = new Int32Array(64);

function floors(size: number, weights: ArrayLike<number>, out: Float64Array, count: number): number {
  room(count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[i] as number;
  if (!(sum > 0)) throw new RangeError('apportion: the weights are all zero');
  if (sum >= FAST_WEIGHTS)
    return floorsBig(
      size,
      Array.from({ length: count }, (_, i) => BigInt(weights[i] as number)),
      out,
      count,
    );
  let left = size;
  for (let i = 0; i < count; i++) {
    const w = weights[i] as number;
    // As floorShare, with the remainder kept.
    let part = Math.floor((size * w) / sum);
    let rest = restOf(size, w, sum, part);
    while (rest < 0) {
      part -= 1;
      rest += sum;
    }
    while (rest >= sum) {
      part += 1;
      rest -= sum;
    }
    rests[i] = rest;
    out[i] = part;
    left -= part;
  }
  return left;
}

function floorsBig(size: number, weights: ArrayLike<bigint>, out: Float64Array, count: number): number {
  let sum = 0n;
  for (let i = 0; i < count; i++) sum += weights[i] as bigint;
  if (sum <= 0n) throw new RangeError('apportion: the weights are all zero');
  const total = BigInt(size);
  const exact: bigint[] = [];
  let left = size;
  for (let i = 0; i < count; i++) {
    const product = total * (weights[i] as bigint);
    out[i] = Number(product / sum);
    exact.push(product % sum);
    left -= out[i] as number;
  }
  // Ranks stand in for remainders too long for a double: equal ones share a rank, so ties stay ties.
  room(count);
  const ranks = [...new Set(exact)].sort((a, b) => (a < b ? -1 : 1));
  const rankOf = new Map(ranks.map((r, i) => [r, i]));
  for (let i = 0; i < count; i++) rests[i] = rankOf.get(exact[i] as bigint) as number;
  return left;
}

function room(count: number): void {
  if (rests.length >= count) return;
  rests = new Float64Array(count * 2);
  order = new Int32Array(count * 2);
}

/** Gives the fen that are left, one each, to the largest of `rests`. */
function give(left: number, out: Float64Array, count: number): void {
  if (left > 16) {
    for (let i = 0; i < count; i++) order[i] = i;
    const first = order.subarray(0, count).sort((a, b) => (rests[b] as number) - (rests[a] as number) || a - b);
    for (let k = 0; k < left; k++) {
      const i = first[k] as number;
      out[i] = (out[i] as number) + 1;
    }
    return;
  }
  for (let k = 0; k < left; k++) {
    let best = 0;
    for (let i = 1; i < count; i++) if ((rests[i] as number) > (rests[best] as number)) best = i;
    out[best] = (out[best] as number) + 1;
    rests[best] = -1;
  }
}
