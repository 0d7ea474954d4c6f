// R15: what a random number between 0 and 1 becomes. Each distribution is its quantile function; those that are dear are read off a table.

import { exp, log, normalCdf, normalQuantile } from './normal.ts';

export interface Distribution {
  /** The factor (or whatever is drawn) at u, 0 < u < 1. */
  readonly at: (u: number) => number;
  /** The same at a normal number: what correlated variables go by. */
  readonly atNormal: (z: number) => number;
  /** `at` in the middle of its range by cubics; null where it is cheap, or has a corner. */
  readonly table: Float64Array | null;
}

/** The range from 0 to 1 in so many parts, four coefficients each. */
export const PARTS = 1024;
/** A table holds from here to as far from the end; outside, in the tails, the function itself is reckoned. */
export const FIRST_PART = PARTS / 32;
const LAST_PART = PARTS - FIRST_PART;

/**
 * A cubic through four points of each part. Of the normal quantile it is 10⁻⁹ off at most, a thousandth of what factors are rounded to;
 * what is drawn is what the table says, so that this is no error of a run but of the shape.
 */
function tabled(at: (u: number) => number): Float64Array {
  const table = new Float64Array(PARTS * 4);
  for (let i = FIRST_PART; i < LAST_PART; i++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => at((i + k / 3) / PARTS)) as [number, number, number, number];
    table[4 * i] = a;
    table[4 * i + 1] = (-11 * a + 18 * b - 9 * c + 2 * d) / 2;
    table[4 * i + 2] = (9 * (2 * a - 5 * b + 4 * c - d)) / 2;
    table[4 * i + 3] = (9 * (3 * b - a - 3 * c + d)) / 2;
  }
  return table;
}

/** A distribution at u: by its table where that holds. */
export function drawn({ at, table }: Distribution, u: number): number {
  const x = u * PARTS;
  const i = Math.floor(x);
  if (table === null || i < FIRST_PART || i >= LAST_PART) return at(u);
  const t = x - i;
  const k = 4 * i;
  return (table[k] as number) + t * ((table[k + 1] as number) + t * ((table[k + 2] as number) + t * (table[k + 3] as number)));
}

function fromNormal(atNormal: (z: number) => number): Distribution {
  const at = (u: number) => atNormal(normalQuantile(u));
  return { at, atNormal, table: tabled(at) };
}

function fromUniform(at: (u: number) => number, hasTable: boolean): Distribution {
  // Φ of a normal number far out is 1 in a double, where a quantile has no end.
  const atNormal = (z: number) => at(Math.min(normalCdf(z), LARGEST_BELOW_ONE));
  return { at, atNormal, table: hasTable ? tabled(at) : null };
}

const LARGEST_BELOW_ONE = 1 - Number.EPSILON / 2;

/** Lognormal with mean exactly 1: exp(σz − σ²/2). */
export function lognormal(sigma: number): Distribution {
  const drift = (sigma * sigma) / 2;
  return fromNormal((z) => exp(sigma * z - drift));
}

/** 1 + σz, not below 0. */
export function normal(sigma: number): Distribution {
  return fromNormal((z) => Math.max(0, 1 + sigma * z));
}

export function standardNormal(): Distribution {
  return fromNormal((z) => z);
}

/** Triangular between `least` and `most`, likeliest at `likely`. */
export function triangular(least: number, likely: number, most: number): Distribution {
  const width = most - least;
  const corner = (likely - least) / width;
  return fromUniform((u) => {
    if (u < corner) return least + Math.sqrt(u * width * (likely - least));
    return most - Math.sqrt((1 - u) * width * (most - likely));
  }, false);
}

/** Steps of the numerical integral below: the quantile is 10⁻⁷ of the range off at most. */
const STEPS = 2048;

/**
 * The beta distribution of project planning (PERT) between `least` and `most`: α = 1 + 4(likely − least) ÷ (most − least), β likewise from the
 * other end, mean (least + 4 likely + most) ÷ 6.
 */
export function beta(least: number, likely: number, most: number): Distribution {
  const width = most - least;
  const mass = betaMass(1 + (4 * (likely - least)) / width, 1 + (4 * (most - likely)) / width);
  return fromUniform((u) => least + width * smoothed(inverted(mass, u)), true);
}

/** x = t²(3 − 2t) draws the ends out, where the density has no derivatives. */
function smoothed(t: number): number {
  return t * t * (3 - 2 * t);
}

/** A density on STEPS + 1 points of t, and its integral up to each, as a part of the whole. */
interface Mass {
  readonly density: Float64Array;
  readonly sums: Float64Array;
}

/** x^(α−1) (1−x)^(β−1) dx, by Simpson. */
function betaMass(alpha: number, beta: number): Mass {
  const densityAt = (t: number): number => {
    const x = smoothed(t);
    return x <= 0 || x >= 1 ? 0 : t * (1 - t) * power(x, alpha - 1) * power(1 - x, beta - 1);
  };
  const density = Float64Array.from({ length: STEPS + 1 }, (_, i) => densityAt(i / STEPS));
  const sums = new Float64Array(STEPS + 1);
  for (let i = 0; i < STEPS; i++) {
    sums[i + 1] = (sums[i] as number) + (density[i] as number) + 4 * densityAt((i + 0.5) / STEPS) + (density[i + 1] as number);
  }
  const whole = sums[STEPS] as number;
  return { density, sums: sums.map((sum) => sum / whole) };
}

function power(x: number, exponent: number): number {
  return exponent === 0 ? 1 : exp(exponent * log(x));
}

/** t at which the integral reaches u: the step by halving, and in it the root of a density that is a straight line. */
function inverted({ density, sums }: Mass, u: number): number {
  let low = 0;
  let high = STEPS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) <= u) low = middle;
    else high = middle;
  }
  const [from, to] = [density[low] as number, density[high] as number];
  const scale = (2 * ((sums[high] as number) - (sums[low] as number))) / (from + to);
  const rest = u - (sums[low] as number);
  const root = Math.sqrt(from * scale * from * scale + 2 * (to - from) * scale * rest);
  return (low + (2 * rest) / (from * scale + root)) / STEPS;
}
