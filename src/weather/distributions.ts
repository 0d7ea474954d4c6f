// R15: what a random number between 0 and 1 becomes. Each distribution is its quantile function; those that are dear are read off a table.

import { exp, log, normalCdf, normalQuantile } from './normal.ts';
import { uniformOf } from './random.ts';

export interface Distribution {
  /** The factor (or whatever is drawn) at u, 0 < u < 1. */
  readonly at: (u: number) => number;
  /** The same at a normal number: what correlated variables go by. */
  readonly atNormal: (z: number) => number;
  /** `at` by cubics of the word that was drawn; null where it has a corner. */
  readonly table: Float64Array | null;
  /** Nothing less is drawn, whatever the table says. */
  readonly least: number;
}

/** Each half of the range from 0 to 1 in stretches that halve towards its end, each in so many parts: tails are as exact as the middle. */
const PARTS = 16;
const STRETCHES = 32;
/** Four coefficients a part, parts of a half one after another, both halves. */
const TABLE_LENGTH = 2 * STRETCHES * PARTS * 4;

const float = new Float64Array(1);
const halves = new Int32Array(float.buffer);

/**
 * Where the coefficients for x stand: a signed word and a half, which is never 0. By the bits of the double: the last five of the exponent
 * (−1 to 30, all different), four of the fraction, and the sign for the half. Needs a machine that puts low bytes first, as all that run
 * JavaScript do.
 */
export function partOf(x: number): number {
  float[0] = x;
  const high = halves[1] as number;
  return ((high >>> 14) & 0x7fc) | ((high >>> 31) << 11);
}

/** Calls `each` with the beginning and the width of each part, signed, and where its coefficients stand. */
function forParts(each: (from: number, width: number, k: number) => void): void {
  for (const sign of [1, -1]) {
    for (let stretch = 0; stretch < STRETCHES; stretch++) {
      const width = (sign * 2 ** (stretch - 1)) / PARTS;
      for (let part = 0; part < PARTS; part++) each((PARTS + part) * width, width, partOf((PARTS + part) * width));
    }
  }
}

/** u at four points of each part, from end to end; and the normal quantiles there, which most tables are made of. Made when first wanted. */
let shares: Float64Array | undefined;
let normals: Float64Array | undefined;

function sharesOfPoints(): Float64Array {
  if (shares !== undefined) return shares;
  const own = new Float64Array(TABLE_LENGTH);
  forParts((from, width, k) => {
    for (let i = 0; i < 4; i++) own[k + i] = shareAt(from + (i * width) / 3);
  });
  shares = own;
  return own;
}

/** u of a signed word and a half: what is below 0 counts from 1 down. */
function shareAt(x: number): number {
  return x < 0 ? Math.min(1 + x / 4_294_967_296, LARGEST_BELOW_ONE) : x / 4_294_967_296;
}

/**
 * A cubic through four points of each part, in x itself. Of the normal quantile it is 2·10⁻⁸ off at most, a fiftieth of what factors are
 * rounded to; what is drawn is what the table says, so that this is no error of a run but of the shape.
 */
function tabled(values: Float64Array): Float64Array {
  const table = new Float64Array(TABLE_LENGTH);
  forParts((from, width, k) => {
    const [a, b, c, d] = [values[k], values[k + 1], values[k + 2], values[k + 3]] as [number, number, number, number];
    // Newton's form about the points, then as powers of x.
    const h = width / 3;
    const [x0, x1, x2] = [from, from + h, from + 2 * h];
    const one = (b - a) / h;
    const two = (c - 2 * b + a) / (2 * h * h);
    const three = (d - 3 * c + 3 * b - a) / (6 * h * h * h);
    table[k] = a - x0 * (one - x1 * (two - x2 * three));
    table[k + 1] = one - (x0 + x1) * two + (x0 * x1 + x0 * x2 + x1 * x2) * three;
    table[k + 2] = two - (x0 + x1 + x2) * three;
    table[k + 3] = three;
  });
  return table;
}

/** A distribution at a word of 32 bits. */
export function drawn({ at, table, least }: Distribution, word: number): number {
  if (table === null) return at(uniformOf(word));
  const x = word + 0.5;
  const k = partOf(x);
  const value = (table[k] as number) + x * ((table[k + 1] as number) + x * ((table[k + 2] as number) + x * (table[k + 3] as number)));
  return value < least ? least : value;
}

/** @param smooth what is drawn at a normal number, but for what is less than `least`. */
function fromNormal(smooth: (z: number) => number, least: number): Distribution {
  const atNormal = (z: number) => Math.max(least, smooth(z));
  normals ??= sharesOfPoints().map((u) => normalQuantile(u));
  return { at: (u) => atNormal(normalQuantile(u)), atNormal, table: tabled(normals.map((z) => smooth(z))), least };
}

function fromUniform(at: (u: number) => number, hasTable: boolean): Distribution {
  // Φ of a normal number far out is 1 in a double, where a quantile has no end.
  const atNormal = (z: number) => at(Math.min(normalCdf(z), LARGEST_BELOW_ONE));
  return { at, atNormal, table: hasTable ? tabled(sharesOfPoints().map((u) => at(u))) : null, least: 0 };
}

const LARGEST_BELOW_ONE = 1 - Number.EPSILON / 2;

/** Lognormal with mean exactly 1: exp(σz − σ²/2). */
export function lognormal(sigma: number): Distribution {
  const drift = (sigma * sigma) / 2;
  return fromNormal((z) => exp(sigma * z - drift), 0);
}

/** 1 + σz, not below 0. */
export function normal(sigma: number): Distribution {
  return fromNormal((z) => 1 + sigma * z, 0);
}

export function standardNormal(): Distribution {
  standard ??= fromNormal((z) => z, Number.NEGATIVE_INFINITY);
  return standard;
}

let standard: Distribution | undefined;

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
