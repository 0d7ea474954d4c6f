// The loops of a draw in WebAssembly and in plain numbers: the same bits, whatever they are given.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { beta, lognormal, normal, standardNormal } from '../../src/weather/distributions.ts';
import { Field, type FieldPlan } from '../../src/weather/field.ts';
import { keyOf, seeded, uniformOf, word } from '../../src/weather/random.ts';
import { ground } from '../../src/weather/simd.ts';
import { type Ground, plainGround } from '../../src/weather/store.ts';

afterEach(() => vi.unstubAllGlobals());

const MONTHS = 12;
const ROWS = 240;
const EDGES = [0, 1, -1, 2, -2, 0x7fffffff, -0x80000000, 0x40000000, -0x40000000, 0x3fffffff, 0x10000, -0x10001];
const TABLES = [
  lognormal(0.01),
  lognormal(0.2),
  lognormal(2),
  normal(0.3),
  normal(2),
  beta(0.8, 1, 1.4),
  beta(0.7, 0.7, 1),
  standardNormal(),
];
const BASES = [1_000_000, 0, 1, 987_654.321, 1e8, 1e11, 1_333_333.25, 5e-324];
const AMOUNTS = [0, 1, 999_999, 1_000_000, 49, 50, 51, 12_345_678_901, 90_071_992_547_409, 1_500_000];

const chance = (i: number, what: number) => word(7, 11, i, what);

/** Rows of every table and base; amounts from a fen to the most that stays exact times a hundred. */
function fieldPlan(): FieldPlan {
  const given = Float64Array.from({ length: ROWS * 13 }, (_, i) => {
    const amount = AMOUNTS[i % (2 * AMOUNTS.length)];
    return amount ?? Math.floor(uniformOf(chance(i, 1)) ** 3 * 9e13);
  });
  return {
    months: ROWS + MONTHS,
    bases: ROWS * MONTHS,
    factors: ROWS * MONTHS,
    factorRows: Array.from({ length: ROWS }, (_, i) => ({
      // Nothing but the moment in the first rows: edges can be met by choosing it.
      key: i < EDGES.length ? { high: 0, low: 0 } : seeded(keyOf([String(i)]), 5n),
      table: (TABLES[i % TABLES.length] as (typeof TABLES)[number]).table as Float64Array,
      moment: i,
      base: i * MONTHS,
      factors: i * MONTHS,
    })),
    drawables: [
      {
        given,
        streams: Array.from({ length: ROWS }, (_, i) => ({ stream: (i * 7) % ROWS, factors: ((i * 11) % ROWS) * MONTHS })),
      },
      { given, streams: [{ stream: 3, factors: 0 }] },
    ],
  };
}

function drawnOn(own: Ground, round: number): Field {
  const field = new Field(fieldPlan(), own);
  for (let i = 0; i < field.words.length; i++) field.words[i] = chance(i, round + 2);
  for (let i = 0; i < field.bases.length; i++) {
    const base = BASES[(i * 5 + round) % (BASES.length + 3)];
    field.bases[i] = base ?? 2e6 * uniformOf(chance(i, round));
  }
  field.drawFactors();
  field.drawCells(0, 2);
  return field;
}

/** Equal in every bit: 0 is not −0. */
function bitsOf(numbers: Float64Array): BigInt64Array {
  return new BigInt64Array(numbers.slice().buffer);
}

function expectAlike(one: Field, other: Field): void {
  expect(bitsOf(one.factors)).toEqual(bitsOf(other.factors));
  for (const [i, table] of one.drawn.entries()) expect(bitsOf(table)).toEqual(bitsOf(other.drawn[i] as Float64Array));
}

describe('in WebAssembly and in plain numbers', () => {
  it('factors and cells are the same to the bit', () => {
    expect(ground(1000).buffer.byteLength).toBe(65_536);
    const met = { least: 0, most: 0, between: 0 };
    for (let round = 0; round < 20; round++) {
      const [fast, plain] = [drawnOn(ground, round), drawnOn(plainGround, round)];
      expectAlike(fast, plain);
      for (const factor of fast.factors) met[factor === 0 ? 'least' : factor === 1e8 ? 'most' : 'between'] += 1;
    }
    for (const [branch, times] of Object.entries(met)) expect(times, branch).toBeGreaterThan(100);
  });

  it('so they are at both ends of the range and at the corners of parts', () => {
    for (const edge of EDGES) {
      const [fast, plain] = [ground, plainGround].map((own) => {
        const field = new Field(fieldPlan(), own);
        field.words.fill(0);
        // With a key of nothing the number is the mixed moment: the moment that is mixed to an edge is looked up backwards.
        for (let i = 0; i < field.words.length / 2; i++) field.words[i] = unmixed(edge);
        field.drawFactors();
        return field;
      }) as [Field, Field];
      expect(word(0, 0, unmixed(edge), 0)).toBe(edge);
      expectAlike(fast, plain);
      for (const factor of fast.factors) expect(Number.isInteger(factor)).toBe(true);
    }
  });

  it('plain numbers do where there is no WebAssembly, or no memory', () => {
    const usual = drawnOn(ground, 1);
    vi.stubGlobal('WebAssembly', undefined);
    expect(ground(1000).buffer.byteLength).toBe(1000);
    expectAlike(drawnOn(ground, 1), usual);
    vi.unstubAllGlobals();
    const { Module, Instance } = (globalThis as unknown as { WebAssembly: Record<string, unknown> }).WebAssembly;
    const Memory = class {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    };
    vi.stubGlobal('WebAssembly', { Module, Instance, Memory });
    expectAlike(drawnOn(ground, 1), usual);
    vi.unstubAllGlobals();
    expect(ground(1000).buffer.byteLength).toBe(65_536);
  });
});

/** The inverse of the mixer of 32 bits. */
function unmixed(value: number): number {
  let x = value;
  x = x ^ (x >>> 16);
  x = Math.imul(x, 0x43021123);
  x = x ^ (x >>> 15) ^ (x >>> 30);
  x = Math.imul(x, 0x1d69e2a5);
  return (x ^ (x >>> 16)) | 0;
}
