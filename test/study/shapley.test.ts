// Shapley values on games written by hand: what they must be, and that they sum.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactParts, sampledParts, type Worth, wholeParts } from '../../src/study/shapley.ts';

/** A game of one measure, by which players are in. */
const game =
  (worth: (players: readonly number[]) => number): Worth =>
  (isIn) => [worth(isIn.flatMap((one, i) => (one ? [i] : [])))];

const sum = (list: readonly number[] = []) => list.reduce((all, one) => all + one, 0);

describe('exact parts', () => {
  it('of players that do not work on one another are what each does alone', () => {
    const alone = [500, -300, 0, 7];
    expect(
      exactParts(
        4,
        game((players) => 1000 + sum(players.map((i) => alone[i] as number))),
      ).parts,
    ).toEqual([alone]);
  });

  it('by hand: 100 and 50 alone, 180 together', () => {
    const worths = [0, 100, 50, 180];
    const worth = game((players) => worths[sum(players.map((i) => 1 << i))] as number);
    expect(exactParts(2, worth).parts).toEqual([[115, 65]]);
  });

  it('by hand: a pair of gloves, one left and two right', () => {
    // Only the first with any of the others makes a pair: 4/6, 1/6, 1/6 of 600.
    const worth = game((players) => (players.includes(0) && players.length > 1 ? 600 : 0));
    expect(exactParts(3, worth).parts).toEqual([[400, 100, 100]]);
  });

  it('measure by measure', () => {
    const { parts } = exactParts(2, (isIn) => [isIn[0] === true ? 10 : 0, isIn[1] === true ? -4 : 0]);
    expect(parts).toEqual([
      [10, 0],
      [0, -4],
    ]);
  });

  const worths = fc
    .integer({ min: 1, max: 6 })
    .chain((n) =>
      fc.record({ n: fc.constant(n), worths: fc.array(fc.integer({ min: -1e14, max: 1e14 }), { minLength: 2 ** n, maxLength: 2 ** n }) }),
    );
  const tabled = (table: readonly number[]) => game((players) => table[sum(players.map((i) => 2 ** i))] as number);

  it('sum to what all are worth more than none, whatever the game', () => {
    fc.assert(
      fc.property(worths, ({ n, worths: table }) => {
        const [parts] = exactParts(n, tabled(table)).parts;
        expect(sum(parts)).toBe((table.at(-1) as number) - (table[0] as number));
      }),
    );
  });

  it('give players that do the same the same, but for a fen of what is left over, and one that does nothing nothing', () => {
    fc.assert(
      fc.property(worths, ({ n, worths: table }) => {
        // Two more players: alike, since only how many of them there are counts; and a third that counts nowhere.
        const base = tabled(table);
        const worth: Worth = (isIn) => {
          const some = isIn.slice(0, n);
          const twins = [isIn[n], isIn[n + 1]].filter(Boolean).length;
          return [(base(some)[0] as number) + twins * twins * (some[0] === true ? 1001 : 3)];
        };
        const [parts = []] = exactParts(n + 3, worth).parts;
        expect(Math.abs((parts[n] as number) - (parts[n + 1] as number))).toBeLessThanOrEqual(1);
        expect(parts[n + 2]).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

describe('whole parts', () => {
  it.each([
    [[1n, 1n, 1n], 3n, [1, 0, 0]],
    [[-1n, -1n, -1n], 3n, [0, 0, -1]],
    [[5n, 5n, -7n], 3n, [2, 2, -3]],
    [[6n, -3n, 0n], 3n, [2, -1, 0]],
  ] as const)('%s ÷ %s = %s', (numerators, denominator, parts) => expect(wholeParts(numerators, denominator)).toEqual(parts));

  it('refuse what does not sum to a whole number', () => expect(() => wholeParts([1n, 1n], 3n)).toThrow(RangeError));
});

describe('sampled parts', () => {
  // A share of its own each, and each with its neighbour.
  const worth = game((players) => sum(players.map((i) => 100 * i + (players.includes(i + 1) ? 70 : 0))));
  const exact = exactParts(8, worth).parts[0] as readonly number[];

  it('sum exactly, and lie within a few standard errors of the exact ones', () => {
    const { parts, errors } = sampledParts(8, worth, 60, 3);
    expect(sum(parts[0])).toBe(sum(exact));
    for (const [i, part] of (parts[0] ?? []).entries()) {
      // A fen is what rounding may add.
      expect(Math.abs(part - (exact[i] as number))).toBeLessThanOrEqual(4 * (errors?.[0]?.[i] as number) + 1);
    }
  });

  it('are exact where players do not work on one another: every error is 0', () => {
    const { parts, errors } = sampledParts(
      5,
      game((players) => sum(players.map((i) => 11 * i))),
      4,
      1,
    );
    expect(parts).toEqual([[0, 11, 22, 33, 44]]);
    expect(errors).toEqual([[0, 0, 0, 0, 0]]);
  });

  it('with its reverse, an order balances pairs: here every error is 0 too', () => {
    expect(sampledParts(8, worth, 4, 1).errors?.[0]?.every((error) => error === 0)).toBe(true);
  });

  it('the same for the same seed', () => {
    const odd = game((players) => players.length ** 3 * (1 + (players[0] ?? 0)));
    expect(sampledParts(6, odd, 5, 9)).toEqual(sampledParts(6, odd, 5, 9));
    expect(sampledParts(6, odd, 5, 9)).not.toEqual(sampledParts(6, odd, 5, 10));
  });
});
