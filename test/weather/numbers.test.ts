// Random numbers and distributions by themselves: accuracy against values of forty digits (mpmath), evenness, and bits that stay.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cholesky, mixesOf } from '../../src/weather/correlation.ts';
import { beta, drawn, lognormal, normal, standardNormal, triangular } from '../../src/weather/distributions.ts';
import { exp, log, normalCdf, normalQuantile } from '../../src/weather/normal.ts';
import { type Key, keyOf, moments, seeded, uniformOf, word } from '../../src/weather/random.ts';

const exact = JSON.parse(readFileSync(new URL('./exact.json', import.meta.url), 'utf8')) as Record<string, string[][]>;

function expectNear(name: string, of: (x: number) => number, relative: number): void {
  for (const [x = '', wanted = ''] of exact[name] ?? []) {
    expect(Math.abs(of(Number(x)) - Number(wanted)), `${name}(${x})`).toBeLessThanOrEqual(relative * Math.abs(Number(wanted)));
  }
}

/** Words of one key over so many draws. */
function wordsOf(key: Key, draws: number, month = 24301): number[] {
  const moment = new Int32Array(2);
  return Array.from({ length: draws }, (_, draw) => {
    moments(draw, Int32Array.of(month), moment);
    return word(key.high, key.low, moment[0] as number, moment[1] as number);
  });
}

/** The same as numbers between 0 and 1. */
function numbers(key: Key, draws: number, month = 24301): number[] {
  return wordsOf(key, draws, month).map(uniformOf);
}

/** Σ (count − mean)² ÷ mean over equally likely boxes, as standard deviations from its own mean. */
function chiSquare(boxes: readonly number[]): number {
  const mean = boxes.reduce((a, b) => a + b, 0) / boxes.length;
  const chi = boxes.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  return (chi - (boxes.length - 1)) / Math.sqrt(2 * (boxes.length - 1));
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
  it('a table is as good as two hundred-millionths, in the tails too', () => {
    const one = standardNormal();
    for (let i = 1; i < 20_000; i++) {
      const middle = Math.imul(i, 0x9e3779b1);
      const tail = Math.floor(2 ** (32 * (i / 20_000))) * (i % 2 === 0 ? 1 : -1);
      for (const at of [middle, tail | 0]) expect(Math.abs(drawn(one, at) - normalQuantile(uniformOf(at)))).toBeLessThan(2e-8);
    }
  });
  it('a table holds to the ends: from 2⁻³³ to as far below 1', () => {
    for (const at of [0, -1, 1, -2, 0x7fffffff, -0x80000000]) {
      const u = uniformOf(at);
      expect(Math.abs(drawn(standardNormal(), at) - normalQuantile(u))).toBeLessThan(1e-6);
      expect(Math.abs(drawn(lognormal(0.2), at) - lognormal(0.2).at(u))).toBeLessThan(1e-6);
    }
    expect(drawn(normal(0.3), 0)).toBe(0);
    expect(drawn(normal(0.3), -1)).toBeGreaterThan(2.8);
  });
  it('beta (PERT)', () => {
    for (const [least, likely, most, u, wanted] of exact.beta ?? []) {
      const own = beta(Number(least), Number(likely), Number(most));
      expect(Math.abs(own.at(Number(u)) - Number(wanted))).toBeLessThan(2e-7);
      const at = drawn(own, Math.floor(Number(u) * 2 ** 32) | 0);
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
    expect(mean(lognormal(1).at)).toBeCloseTo(1, 3);
    expect(mean(normal(0.1).at)).toBeCloseTo(1, 6);
    // At the widest that is allowed, what is cut off at 0 lifts the mean by 3 in 100,000.
    expect(mean(normal(0.3).at)).toBeCloseTo(1.00003, 5);
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
    expect(numbers(key, 3)).toEqual([0.28714143845718354, 0.2542298015905544, 0.542665604618378]);
  });
  it('are even: a thousand boxes within chance, by the upper bits and by the lower', () => {
    for (const shift of [22, 11, 0]) {
      const boxes = new Array<number>(1024).fill(0);
      for (const own of wordsOf(key, 200_000)) boxes[(own >>> shift) & 1023] = (boxes[(own >>> shift) & 1023] as number) + 1;
      expect(Math.abs(chiSquare(boxes)), `bits from ${shift}`).toBeLessThan(6);
    }
  });
  it('are even in pairs: draws in turn, months in turn, neighbouring ids', () => {
    const own = wordsOf(key, 200_001);
    const west = seeded(keyOf(['noise', 'inpatient', 'own', 'west']), 20261122n);
    for (const other of [own.slice(1), wordsOf(key, 200_000, 24302), wordsOf(west, 200_000)]) {
      for (const shift of [27, 0]) {
        const boxes = new Array<number>(1024).fill(0);
        for (let i = 0; i < 200_000; i++) {
          const box = (((own[i] as number) >>> 27) << 5) | (((other[i] as number) >>> shift) & 31);
          boxes[box] = (boxes[box] as number) + 1;
        }
        expect(Math.abs(chiSquare(boxes))).toBeLessThan(6);
      }
    }
  });
  it('change every bit with a chance of half where one bit of the key changes, whichever', () => {
    const draws = 20_000;
    const own = wordsOf(key, draws);
    for (let bit = 0; bit < 64; bit++) {
      const other = { high: key.high ^ (bit < 32 ? 1 << bit : 0), low: key.low ^ (bit < 32 ? 0 : 1 << (bit - 32)) };
      const changed = new Array<number>(32).fill(0);
      for (const [i, at] of wordsOf(other, draws).entries())
        for (let k = 0; k < 32; k++) changed[k] = (changed[k] as number) + (((at ^ (own[i] as number)) >>> k) & 1);
      for (const [k, count] of changed.entries())
        expect(Math.abs(count / draws - 0.5), `bit ${bit} of the key, ${k} of the number`).toBeLessThan(3 / Math.sqrt(draws));
    }
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
  it('of sixty channels go together with none of the others', () => {
    const draws = 5000;
    const all = Array.from({ length: 60 }, (_, i) => numbers(seeded(keyOf(['noise', `s${i}`, 'own', `a${i % 3}`]), 1n), draws));
    let squares = 0;
    for (const [i, own] of all.entries()) {
      for (const other of all.slice(0, i)) {
        const z = correlationOf(own, other) * Math.sqrt(draws);
        expect(Math.abs(z)).toBeLessThan(5.5);
        squares += z * z;
      }
    }
    // 1770 pairs: six standard deviations are 0.2.
    expect(Math.abs(squares / 1770 - 1)).toBeLessThan(0.2);
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
  it('nor does one that stands before them, where a pair at the end brings it in', () => {
    const shifted = (mixes: ReturnType<typeof mixesOf>) => mixes?.map((mix) => mix.map(({ of, weight }) => ({ of: of + 1, weight })));
    const two = mixesOf(2, [{ a: 0, b: 1, rho: 0.5 }]);
    for (const pair of [
      { a: 0, b: 1, rho: 0.3 },
      { a: 2, b: 0, rho: 0.3 },
    ])
      expect(mixesOf(3, [{ a: 1, b: 2, rho: 0.5 }, pair])?.slice(1)).toEqual(shifted(two));
    // Of two that are both new the first keeps its own.
    expect(mixesOf(2, [{ a: 1, b: 0, rho: 0.6 }])).toEqual([
      [
        { of: 1, weight: 0.6 },
        { of: 0, weight: 0.8 },
      ],
      [{ of: 1, weight: 1 }],
    ]);
  });
});
