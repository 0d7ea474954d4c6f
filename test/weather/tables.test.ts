// What is read off tables, each kind at its allowed extremes: against closed forms, at both ends, at the corners of all stretches and between.

import { describe, expect, it } from 'vitest';
import { beta, type Distribution, drawn, lognormal, normal, standardNormal, triangular } from '../../src/weather/distributions.ts';
import { normalQuantile } from '../../src/weather/normal.ts';
import { uniformOf } from '../../src/weather/random.ts';

/** All over the range, ever closer to both ends, and about each power of two. */
const WORDS = [
  ...Array.from({ length: 4000 }, (_, i) => Math.imul(i, 0x9e3779b1)),
  ...Array.from({ length: 4000 }, (_, i) => (Math.floor(2 ** (i / 125)) * (i % 2 === 0 ? 1 : -1)) | 0),
  ...Array.from({ length: 32 }, (_, bit) => [-2, -1, 0, 1, 2].flatMap((d) => [((1 << bit) + d) | 0, (-(1 << bit) + d) | 0])).flat(),
];

interface Ends {
  readonly least: number;
  readonly most: number;
  /** Farthest from the closed form, in absolute terms. */
  readonly within: number;
}

function expectDrawn(distribution: Distribution, at: (u: number) => number, { least, most, within }: Ends): void {
  let [farthest, lowest, highest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const word of WORDS) {
    const got = drawn(distribution, word);
    farthest = Math.max(farthest, Math.abs(got - at(uniformOf(word))));
    lowest = Math.min(lowest, got);
    highest = Math.max(highest, got);
  }
  expect(farthest).toBeLessThanOrEqual(within);
  expect(lowest).toBeGreaterThanOrEqual(least);
  expect(highest).toBeLessThanOrEqual(most);
}

/** x³(10 − 15x + 6x²), the distribution of a beta of 3 and 3, backwards by halving; from the nearer end, so that both are exact. */
function middleBeta(u: number): number {
  if (u > 0.5) return 1 - middleBeta(1 - u);
  let [low, high] = [0, 0.5];
  for (let i = 0; i < 60; i++) {
    const x = (low + high) / 2;
    if (x ** 3 * (10 - 15 * x + 6 * x * x) < u) low = x;
    else high = x;
  }
  return low;
}

describe('read off tables', () => {
  it.each([0.0001, 0.01, 0.3, 1])('lognormal with a spread of %d', (sigma) => {
    const at = (u: number) => Math.exp(sigma * normalQuantile(u) - (sigma * sigma) / 2);
    expectDrawn(lognormal(sigma), at, { least: 0, most: 400, within: 2e-6 * sigma });
  });
  it.each([0.0001, 0.1, 0.3])('normal with a spread of %d, which ends at 0', (sigma) => {
    const at = (u: number) => Math.max(0, 1 + sigma * normalQuantile(u));
    expectDrawn(normal(sigma), at, { least: 0, most: 1 + 6.4 * sigma, within: 2e-8 * sigma });
  });
  it('strays of scores', () => expectDrawn(standardNormal(), normalQuantile, { least: -6.4, most: 6.4, within: 2e-8 }));
  it.each([
    [0, 100],
    [0, 1],
    [0.8, 1.4],
    [99, 100],
    [0.999999, 1],
  ])('beta and triangular from %d to %d, likeliest at either end and in the middle', (least, most) => {
    const width = most - least;
    const ends = { least, most, within: 2e-8 * width };
    expectDrawn(beta(least, least, most), (u) => least + width * (1 - (1 - u) ** 0.2), ends);
    expectDrawn(beta(least, most, most), (u) => least + width * u ** 0.2, ends);
    expectDrawn(beta(least, (least + most) / 2, most), (u) => least + width * middleBeta(u), ends);
    expectDrawn(triangular(least, least, most), (u) => least + width * (1 - Math.sqrt(1 - u)), { ...ends, within: 1e-12 * most });
    expectDrawn(triangular(least, most, most), (u) => least + width * Math.sqrt(u), { ...ends, within: 1e-12 * most });
  });
});
