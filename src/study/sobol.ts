// Sobol indices: which share of a figure's variance comes of each input alone (first), and with everything that it does together with others
// (total). Estimators of Saltelli (2010) and Jansen (1999) over plain random inputs; their standard errors by resampling the rows.

import { chance } from './chance.ts';

export interface Indices {
  readonly first: readonly Estimate[];
  readonly total: readonly Estimate[];
  readonly mean: number;
  readonly variance: number;
  /** Rows that were used: all but those where f gave nothing. */
  readonly rows: number;
  /** Rows where f gave nothing. What is left of the inputs goes together, so that shares are of the rest only. */
  readonly lost: number;
}

export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Enough for an error to two digits. */
const RESAMPLES = 200;

/** One row: f of two independent points, and of the first with each input of the second in turn. */
interface Row {
  readonly a: number;
  readonly b: number;
  readonly mixed: readonly number[];
}

/**
 * @param f of inputs between 0 and 1, uniform and independent; null where it has no value.
 * @param rows how many; each takes inputs + 2 values of f.
 * @returns null where fewer than two rows have values, or f never varies.
 */
export function sobolIndices(f: (x: readonly number[]) => number | null, inputs: number, rows: number, seed: number): Indices | null {
  const found: Row[] = [];
  for (let r = 0; r < rows; r++) {
    const [left, right] = [0, inputs].map((from) => Array.from({ length: inputs }, (_, i) => chance(seed, from + i, r))) as [
      number[],
      number[],
    ];
    const a = f(left);
    const b = a === null ? null : f(right);
    if (a === null || b === null) continue;
    const mixed = left.map((_, i) => f(left.with(i, right[i] as number)));
    if (!mixed.includes(null)) found.push({ a, b, mixed: mixed as number[] });
  }
  if (found.length < 2) return null;
  const mean = found.reduce((sum, { a, b }) => sum + a + b, 0) / (2 * found.length);
  // Far from zero, products of values would drown what they differ by.
  const centred = found.map(({ a, b, mixed }) => ({ a: a - mean, b: b - mean, mixed: mixed.map((one) => one - mean) }));
  const estimate = estimated(centred, inputs);
  if (estimate.variance === 0) return null;
  const again = Array.from({ length: RESAMPLES }, (_, k) =>
    estimated(
      centred.map((_, r) => centred[Math.floor(chance(seed, 2 * inputs + k, r) * centred.length)] as Row),
      inputs,
    ),
  ).filter(({ variance }) => variance > 0);
  const withError = (which: 'first' | 'total') =>
    estimate[which].map((value, i) => ({ value, error: deviation(again.map((one) => one[which][i] as number)) }));
  return {
    first: withError('first'),
    total: withError('total'),
    mean,
    variance: estimate.variance,
    rows: found.length,
    lost: rows - found.length,
  };
}

function estimated(rows: readonly Row[], inputs: number): { first: number[]; total: number[]; variance: number } {
  const n = rows.length;
  const mean = rows.reduce((sum, { a, b }) => sum + a + b, 0) / (2 * n);
  const variance = rows.reduce((sum, { a, b }) => sum + (a - mean) ** 2 + (b - mean) ** 2, 0) / (2 * n - 1);
  const over = (i: number, term: (row: Row, mixed: number) => number) =>
    rows.reduce((sum, row) => sum + term(row, row.mixed[i] as number), 0) / n / variance;
  const each = Array.from({ length: inputs }, (_, i) => i);
  return {
    first: each.map((i) => over(i, ({ a, b }, mixed) => b * (mixed - a))),
    total: each.map((i) => over(i, ({ a }, mixed) => (a - mixed) ** 2 / 2)),
    variance,
  };
}

function deviation(sample: readonly number[]): number {
  const mean = sample.reduce((sum, one) => sum + one, 0) / sample.length;
  return Math.sqrt(sample.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sample.length - 1));
}
