// R0: every arithmetic function equals the same on BigInt, up to the bounds that it documents.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion, apportioned, weightsOf } from '../../src/money/apportion.ts';
import { percent, percentage, yuan } from '../../src/money/display.ts';
import { compareProducts, floorShare, restOf, roundedShare } from '../../src/money/exact.ts';
import { fen } from '../../src/money/fen.ts';
import { compareRatios, compareShare, ratio, times } from '../../src/money/ratio.ts';
import { apportion as naiveApportion, percent as naivePercent, times as naiveTimes, yuan as naiveYuan } from '../reference/exact.ts';

const settings = { numRuns: 4000, seed: 20261122 };

/** Whole numbers below 2^bits, small and large ones alike. */
function whole(bits: number): fc.Arbitrary<number> {
  return fc.oneof(
    fc.nat(40),
    fc.maxSafeNat().map((n) => n % 2 ** bits),
    fc.integer({ min: 0, max: bits }).map((b) => Math.max(0, 2 ** b - 1)),
  );
}

const amount = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1e14, max: 1e14 }), fc.constantFrom(1e14, -1e14, 0));

const rate = fc
  .tuple(
    fc.oneof(fc.bigInt(-300n, 300n), fc.bigInt(-(10n ** 25n), 10n ** 25n)),
    fc.oneof(fc.constantFrom(1n, 2n, 100n, 1000n, 10n ** 19n), fc.bigInt(1n, 10n ** 25n)),
  )
  .filter(([n, d]) => n <= 3n * d && n >= -3n * d);

describe('exact arithmetic in doubles', () => {
  it('floorShare and restOf: a·b = c·quotient + rest', () => {
    fc.assert(
      fc.property(whole(53), whole(53), whole(52), (a, b, divisor) => {
        const c = Math.max(1, divisor);
        const quotient = (BigInt(a) * BigInt(b)) / BigInt(c);
        fc.pre(quotient < 2n ** 52n);
        const q = floorShare(a, b, c);
        expect(BigInt(q)).toBe(quotient);
        expect(BigInt(restOf(a, b, c, q))).toBe((BigInt(a) * BigInt(b)) % BigInt(c));
      }),
      settings,
    );
  });

  it('roundedShare: half away from zero', () => {
    fc.assert(
      fc.property(whole(53), fc.boolean(), whole(53), whole(52), (size, negative, b, divisor) => {
        const a = negative ? -size : size;
        const c = Math.max(1, divisor);
        const product = BigInt(size) * BigInt(b);
        fc.pre(product / BigInt(c) < 2n ** 52n - 1n);
        const rounded = (2n * product + BigInt(c)) / (2n * BigInt(c));
        expect(BigInt(roundedShare(a, b, c))).toBe(a < 0 ? -rounded : rounded);
      }),
      settings,
    );
  });

  it('compareProducts: the sign of a·b − c·d, near ties too', () => {
    const signed = fc.tuple(whole(53), fc.boolean()).map(([n, negative]) => (negative ? -n : n));
    const near = fc.tuple(signed, signed).chain(([a, b]) => fc.constantFrom([a, b, b, a], [a, b, a, b], [a, b, b - 1, a], [a, b, -a, -b]));
    fc.assert(
      fc.property(fc.oneof(fc.tuple(signed, signed, signed, signed), near), ([a = 0, b = 0, c = 0, d = 0]) => {
        fc.pre([a, b, c, d].every((n) => Math.abs(n) < 2 ** 53));
        const difference = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d);
        expect(Math.sign(compareProducts(a, b, c, d))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      }),
      settings,
    );
  });

  it('times: the exact product, rounded once', () => {
    fc.assert(
      fc.property(amount, rate, (a, [n, d]) => {
        expect(BigInt(times(fen(a), ratio(n, d)))).toBe(naiveTimes(BigInt(a), { n, d }));
      }),
      settings,
    );
  });

  it('times never gives a negative zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 3 }), rate, (a, [n, d]) => {
        expect(Object.is(times(fen(a), ratio(n, d)), -0)).toBe(false);
      }),
      settings,
    );
  });

  it('compareShare: part ÷ whole against a rate, exactly on it too', () => {
    const exactly = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 1e8 }));
    fc.assert(
      fc.property(exactly, fc.integer({ min: -1, max: 1 }), ([d, n, scale], nudge) => {
        const [part, all] = [n * scale + nudge, d * scale];
        expect(compareShare(fen(part), fen(all), ratio(BigInt(n), BigInt(d)))).toBe(nudge);
      }),
      settings,
    );
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 1e14 }), rate, (part, all, [n, d]) => {
        const difference = BigInt(part) * d - n * BigInt(all);
        expect(compareShare(fen(part), fen(all), ratio(n, d))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      }),
      settings,
    );
  });

  it('compareRatios orders as the numbers do', () => {
    fc.assert(
      fc.property(rate, rate, ([a, b], [c, d]) => {
        const difference = a * d - c * b;
        expect(compareRatios(ratio(a, b), ratio(c, d))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      }),
      settings,
    );
  });
});

const weight = fc.oneof(
  fc.nat(3).map((n) => ({ n: BigInt(n), d: 1n })),
  fc.nat(1_000_000).map((n) => ({ n: BigInt(n), d: 100n })),
  fc.bigInt(0n, 10n ** 21n).map((n) => ({ n, d: 10n ** 19n })),
);
const weights = fc.array(weight, { minLength: 1, maxLength: 24 }).filter((list) => list.some((w) => w.n > 0n));

describe('apportion', () => {
  it('the parts sum to the total', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const parts = apportioned(fen(total), weightsOf(list.map((w) => ratio(w.n, w.d))));
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
      }),
      settings,
    );
  });

  it('each part is within one fen of its exact share, and none for no weight', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const parts = apportioned(fen(total), weightsOf(list.map((w) => ratio(w.n, w.d))));
        const common = list.reduce((d, w) => d * w.d, 1n);
        const numbers = list.map((w) => (w.n * common) / w.d);
        const sum = numbers.reduce((a, b) => a + b, 0n);
        for (const [i, number] of numbers.entries()) {
          const off = BigInt(parts[i] ?? 0) * sum - BigInt(total) * number;
          expect(off < sum && off > -sum).toBe(true);
          if (number === 0n) expect(parts[i]).toBe(0);
        }
      }),
      settings,
    );
  });

  it('equals the largest remainder on BigInt, ties to the first listed', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const parts = apportioned(fen(total), weightsOf(list.map((w) => ratio(w.n, w.d))));
        expect(parts.map(BigInt)).toEqual(naiveApportion(BigInt(total), list));
      }),
      settings,
    );
  });

  it('of equal weights the first never gets less', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 40 }), (total, count) => {
        const parts = apportioned(fen(total), new Array<number>(count).fill(7));
        for (let i = 1; i < count; i++) expect((parts[i - 1] ?? 0) - (parts[i] ?? 0)).toBeOneOf([0, 1]);
      }),
      settings,
    );
  });

  it('whole weights up to the exact range give the same, in place', () => {
    const large = fc.array(whole(50), { minLength: 1, maxLength: 8 }).filter((list) => list.some((w) => w > 0));
    fc.assert(
      fc.property(amount, large, (total, list) => {
        const out = new Float64Array(list.length);
        apportion(fen(total), Float64Array.from(list), out);
        const naive = naiveApportion(
          BigInt(total),
          list.map((w) => ({ n: BigInt(w), d: 1n })),
        );
        expect([...out].map(BigInt)).toEqual(naive);
      }),
      settings,
    );
  });

  it('a negative total gives the negatives of its magnitude’s parts', () => {
    fc.assert(
      fc.property(fc.nat(1e9), weights, (total, list) => {
        const whole = weightsOf(list.map((w) => ratio(w.n, w.d)));
        expect(apportioned(fen(-total), whole).map((part) => 0 - part)).toEqual([...apportioned(fen(total), whole)]);
      }),
      settings,
    );
  });

  it('something to apportion and no weight to go by is refused', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 9 }), (total, count) => {
        fc.pre(total !== 0);
        expect(() => apportioned(fen(total), new Array<number>(count).fill(0))).toThrow(RangeError);
        expect(() => apportioned(fen(total), new Array<bigint>(count).fill(0n))).toThrow(RangeError);
      }),
      { ...settings, numRuns: 100 },
    );
  });
});

describe('what is shown', () => {
  it('yuan with two decimals, exactly', () => {
    fc.assert(
      fc.property(amount, (a) => {
        expect(yuan(fen(a))).toBe(naiveYuan(BigInt(a)));
      }),
      settings,
    );
  });

  it('a percentage rounded half away from zero', () => {
    fc.assert(
      fc.property(amount, fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 1e14 })), (part, all) => {
        expect(percentage(fen(part), fen(all))).toBe(naivePercent({ n: BigInt(part), d: BigInt(all) }));
        expect(percentage(fen(part), fen(0))).toBe(null);
      }),
      settings,
    );
  });

  it('a ratio of up to six decimals of a percent, in full', () => {
    fc.assert(
      fc.property(fc.nat(3e8), (n) => {
        const text = percent(ratio(BigInt(n), 100_000_000n));
        expect(text).toMatch(/^\d+\.\d{2,6}%$/);
        expect(Math.round(Number(text.slice(0, -1)) * 1e6)).toBe(n);
      }),
      settings,
    );
  });
});
