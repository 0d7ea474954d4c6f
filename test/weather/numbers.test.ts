// Random numbers and distributions by themselves: accuracy against values of forty digits (mpmath), evenness, and bits that stay.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cholesky, mixesOf } from '../../src/weather/correlation.ts';
import { beta, drawn, lognormal, normal, standardNormal, triangular } from '../../src/weather/distributions.ts';
import { exp, log, normalCdf, normalQuantile } from '../../src/weather/normal.ts';
import { type Key, keyOf, moments, seeded, uniform } from '../../src/weather/random.ts';

const exact = JSON.parse(readFileSync(new URL('./exact.json', import.meta.url), 'utf8')) as Record<string, string[][]>;

function expectNear(name: string, of: (x: number) => number, relative: number): void {
  for (const [x = '', wanted = ''] of exact[name] ?? []) {
    expect(Math.abs(of(Number(x)) - Number(wanted)), `${name}(${x})`).toBeLessThanOrEqual(relative * Math.abs(Number(wanted)));
  }
}

/** Numbers of one key over so many draws. */
function numbers(key: Key, draws: number, month = 24301): number[] {
  const words = new Int32Array(2);
  return Array.from({ length: draws }, (_, draw) => {
    moments(draw, Int32Array.of(month), words);
    return uniform(key.high, key.low, words[0] as number, words[1] as number);
  });
}

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]) => x.reduce((p, q) => p + q, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const cov = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, one, i) => sum + (one - mx) * ((y[i] as number) - my), 0);
  return cov(a, ma, b, mb) / Math.sqrt(cov(a, ma, a, ma) * cov(b, mb, b, mb));
}

describe('functions in plus, minus, times, divided by and root', () => {
  it('exp and log', () => {
    expectNear('exp', exp, 3e-16);
    expectNear('log', log, 3e-16);
  });
  it('the normal quantile and its inverse', () => {
    expectNear('quantile', normalQuantile, 1e-15);
    expectNear('cdf', normalCdf, 1e-8);
    for (const [z, wanted] of exact.cdf ?? []) expect(Math.abs(normalCdf(Number(z)) - Number(wanted))).toBeLessThan(2e-15);
  });
  it('a table is as good as a hundred-millionth', () => {
    const one = standardNormal();
    for (let i = 1; i < 5000; i++) expect(Math.abs(drawn(one, i / 5000) - normalQuantile(i / 5000))).toBeLessThan(1e-8);
  });
  it('beta (PERT)', () => {
    for (const [least, likely, most, u, wanted] of exact.beta ?? []) {
      const at = drawn(beta(Number(least), Number(likely), Number(most)), Number(u));
      expect(Math.abs(at - Number(wanted)), `${least} ${likely} ${most} at ${u}`).toBeLessThan(2e-7);
    }
  });
});

describe('distributions', () => {
  const mean = (at: (u: number) => number) => {
    let sum = 0;
    for (let i = 0; i < 200_000; i++) sum += at((i + 0.5) / 200_000);
    return sum / 200_000;
  };
  it('have the means they say', () => {
    for (const sigma of [0.01, 0.1, 0.4]) expect(mean(lognormal(sigma).at)).toBeCloseTo(1, 4);
    expect(mean(normal(0.1).at)).toBeCloseTo(1, 6);
    expect(mean(triangular(0.8, 1, 1.4).at)).toBeCloseTo(3.2 / 3, 5);
    expect(mean(beta(0.8, 1, 1.4).at)).toBeCloseTo((0.8 + 4 + 1.4) / 6, 5);
  });
  it('stay within their ends', () => {
    expect(normal(2).at(1e-9)).toBe(0);
    expect(triangular(0.8, 0.8, 1.4).at(1e-12)).toBeCloseTo(0.8, 5);
    expect(beta(0.8, 1.4, 1.4).at(1 - 1e-12)).toBeLessThanOrEqual(1.4);
    expect(triangular(0.8, 1, 1.4).atNormal(40)).toBeLessThanOrEqual(1.4);
  });
});

describe('random numbers', () => {
  const key = seeded(keyOf(['noise', 'inpatient', 'own', 'east']), 20261122n);
  it('are these, whatever the machine', () => {
    expect(key).toEqual({ high: -703020156, low: -1890678766 });
    expect(numbers(key, 3)).toEqual([0.9619722425013933, 0.5553665495003376, 0.27507631699267454]);
  });
  it('are even: a thousand boxes within chance', () => {
    const boxes = new Array<number>(1000).fill(0);
    for (const u of numbers(key, 200_000)) boxes[Math.floor(u * 1000)] = (boxes[Math.floor(u * 1000)] as number) + 1;
    const chi = boxes.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    // 999 degrees of freedom: six standard deviations are 268.
    expect(Math.abs(chi - 999)).toBeLessThan(268);
  });
  it('go together with no neighbour: draw, month, id, seed', () => {
    const own = numbers(key, 50_000);
    const limit = 5 / Math.sqrt(50_000);
    expect(Math.abs(correlationOf(own.slice(1), own.slice(0, -1)))).toBeLessThan(limit);
    expect(Math.abs(correlationOf(own, numbers(key, 50_000, 24302)))).toBeLessThan(limit);
    expect(Math.abs(correlationOf(own, numbers(key, 50_000, 24313)))).toBeLessThan(limit);
    for (const [ids, seed] of [
      [['noise', 'inpatient', 'own', 'west'], 20261122n],
      [['noise', 'inpatient', 'cross', 'east'], 20261122n],
      [['noise', 'inpatient', 'own', 'east'], 20261123n],
      [['noise', 'inpatient', 'own', 'east'], 20261122n + (1n << 32n)],
    ] as const)
      expect(Math.abs(correlationOf(own, numbers(seeded(keyOf(ids), seed), 50_000)))).toBeLessThan(limit);
  });
  it('tell ids apart by where they end', () => expect(keyOf(['ab', 'c'])).not.toEqual(keyOf(['a', 'bc'])));
});

describe('correlations', () => {
  it('Cholesky', () => {
    expect(
      cholesky([
        [1, 0.6],
        [0.6, 1],
      ]),
    ).toEqual([[1], [0.6, 0.8]]);
    expect(
      cholesky([
        [1, 1],
        [1, 1],
      ]),
    ).toBeNull();
  });
  it('a variable added at the end changes none before it', () => {
    const two = mixesOf(2, [{ a: 0, b: 1, rho: 0.5 }]);
    const three = mixesOf(3, [
      { a: 0, b: 1, rho: 0.5 },
      { a: 1, b: 2, rho: 0.3 },
    ]);
    expect(three?.slice(0, 2)).toEqual(two);
    expect(mixesOf(2, [])?.[1]).toEqual([{ of: 1, weight: 1 }]);
  });
});
