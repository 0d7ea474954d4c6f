// What a random number becomes, from the textbook: closed forms where there are any, else the distribution integrated and searched backwards.
// Slow, and true to about 10⁻⁷; what the product reads off its tables must be the same but for the last millionth.

/** A distribution's kind and parameters in a year; NaN where it has none. */
interface Shape {
  readonly kind: string;
  readonly sigma: number;
  readonly least: number;
  readonly likely: number;
  readonly most: number;
}

export interface Quantile {
  /** At a word of 32 bits. */
  readonly byWord: (word: number) => number;
  /** At a normal number. */
  readonly byNormal: (z: number) => number;
}

export type Quantiles = (shape: Shape) => Quantile;

export const textbook: Quantiles = ({ kind, sigma, least, likely, most }) => {
  const width = most - least;
  const of: Readonly<Record<string, (u: number, z: number) => number>> = {
    lognormal: (_, z) => Math.exp(sigma * z - sigma ** 2 / 2),
    normal: (_, z) => Math.max(0, 1 + sigma * z),
    trend: (_, z) => Math.max(0, 1 + sigma * z),
    score: (_, z) => z,
    triangular: (u) =>
      u * width < likely - least ? least + Math.sqrt(u * width * (likely - least)) : most - Math.sqrt((1 - u) * width * (most - likely)),
    beta: (u) => least + width * betaQuantile(u, 1 + (4 * (likely - least)) / width, 1 + (4 * (most - likely)) / width),
  };
  const at = of[kind] as (u: number, z: number) => number;
  const needsShare = kind === 'beta' || kind === 'triangular';
  return {
    byWord: (word) => {
      const u = ((word >>> 0) + 0.5) / 2 ** 32;
      return at(u, needsShare ? 0 : normalOf(u));
    },
    byNormal: (z) => at(needsShare ? shareBelow(z) : 0, z),
  };
};

/** Where a rising function of what lies between two ends reaches a value. */
function searched(of: (x: number) => number, wanted: number, [from, to]: readonly [number, number]): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 36; i++) {
    const middle = (low + high) / 2;
    if (of(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …). */
function shareBelow(z: number): number {
  let [sum, term] = [0, z];
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    sum += term;
    term *= (z * z) / k;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

function normalOf(u: number): number {
  return searched(shareBelow, u, [-7, 7]);
}

/** ∫ x^(α−1) (1−x)^(β−1) dx with x = sin²θ, by Simpson. */
function betaMass(theta: number, alpha: number, beta: number): number {
  const steps = 400;
  const at = (angle: number) => Math.sin(angle) ** (2 * alpha - 1) * Math.max(0, Math.cos(angle)) ** (2 * beta - 1);
  let sum = 0;
  for (let i = 0; i <= steps; i++) sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * at((theta * i) / steps);
  return (sum * theta) / steps;
}

/** A year's number is asked for once for each of its cells. */
const searchedFor = new Map<string, number>();

function betaQuantile(u: number, alpha: number, beta: number): number {
  const key = [u, alpha, beta].join(' ');
  const known = searchedFor.get(key);
  if (known !== undefined) return known;
  const whole = betaMass(Math.PI / 2, alpha, beta);
  const theta = searched((angle) => betaMass(angle, alpha, beta) / whole, u, [0, Math.PI / 2]);
  const x = Math.sin(theta) ** 2;
  searchedFor.set(key, x);
  return x;
}
