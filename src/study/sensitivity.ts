// Which values a figure hangs on: each moved alone to either end of its range (a tornado), and all moved at once by chance, the variance
// split between them (Sobol).

import type { Run } from '../figures/figure.ts';
import { InputProblems, type Problem } from '../problem/problem.ts';
import { readOtherwise, type Setting } from '../written/otherwise.ts';
import { play } from '../year/play.ts';
import type { Scenario } from './compare.ts';
import type { Range } from './ranges.ts';
import { type ScalarAt, scalarsAt, wholeOf } from './scalars.ts';
import { type Indices, sobolIndices } from './sobol.ts';

/** A figure with a lever at the low and the high end of its range; null where the rules refuse that, or the figure is not there. */
export interface Swing {
  readonly range: Range;
  readonly low: number | null;
  readonly high: number | null;
  /** What the rules refuse of it, at the low end or else the high one. */
  readonly refusal: Problem | null;
}

export interface Tornado {
  readonly figure: ScalarAt;
  readonly base: number;
  /** Widest first; levers that were refused at an end last. */
  readonly swings: readonly Swing[];
}

type Figures = readonly ScalarAt[];

/** @param figures scalars of the base, each a number. */
export function tornadoes(base: Scenario, figures: Figures, ranges: readonly Range[]): Tornado[] {
  const found = ranges.map((range) => {
    // What does not move needs no run.
    if (!range.moves) return { range, low: figures.map(wholeOf), high: figures.map(wholeOf), refusal: null };
    const [low, high] = ([0, 1] as const).map((u) => played(base, range.settings(u))) as [Played, Played];
    return { range, low: valuesOf(low.run, figures), high: valuesOf(high.run, figures), refusal: low.refusal ?? high.refusal };
  });
  return figures.map((figure, k) => {
    const at = wholeOf(figure) as number;
    const swings = found.map(
      ({ range, low, high, refusal }): Swing => ({ range, low: low?.[k] ?? null, high: high?.[k] ?? null, refusal }),
    );
    return { figure, base: at, swings: swings.toSorted((a, b) => widthOf(b, at) - widthOf(a, at)) };
  });
}

/** From the least to the most that a figure is at its ends, as far as they are known, and at the base; −1 where neither is. */
export function widthOf({ low, high }: Swing, base: number): number {
  if (low === null && high === null) return -1;
  const all = [low ?? base, high ?? base, base];
  return Math.max(...all) - Math.min(...all);
}

/** What is drawn to split a variance. */
export interface Sampling {
  readonly rows: number;
  readonly seed: number;
  readonly progress: (played: number, of: number) => void;
}

/** By figure; null where a figure never varies. */
export function indicesOf(
  base: Scenario,
  figures: Figures,
  ranges: readonly Range[],
  { rows, seed, progress }: Sampling,
): (Indices | null)[] {
  const of = rows * (ranges.length + 2);
  let runs = 0;
  const known = new Map<string, readonly (number | null)[] | null>();
  return figures.map((_, k) =>
    sobolIndices(
      (x) => {
        const key = x.join(' ');
        if (!known.has(key)) progress(runs++, of);
        const settings = () => ranges.flatMap((range, i) => range.settings(x[i] as number));
        const values = known.has(key) ? known.get(key) : valuesOf(played(base, settings()).run, figures);
        if (figures.length > 1) known.set(key, values ?? null);
        return values?.[k] ?? null;
      },
      ranges.length,
      rows,
      seed,
    ),
  );
}

function valuesOf(run: Run | null, figures: Figures): (number | null)[] | null {
  if (run === null) return null;
  return figures.map(({ path }) => {
    const found = scalarsAt(run, path)[0];
    return found === undefined ? null : wholeOf(found);
  });
}

interface Played {
  readonly run: Run | null;
  readonly refusal: Problem | null;
}

function played(base: Scenario, settings: readonly Setting[]): Played {
  try {
    return { run: play(readOtherwise(base.read, settings)), refusal: null };
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    return { run: null, refusal: error.problems.find(({ grade }) => grade === 'error') ?? null };
  }
}
