// Several levers: the smallest (or largest) value of the first at which some values of the others meet everything wanted. A coarse grid
// over all of them, then from the best point on, nearer and nearer: the first lever further, with every other lever here, one stride to
// either side, or at its coarse values. At the end nothing of that meets what is wanted, one step further. Between them it is not proved.

import type { Scenario } from './compare.ts';
import type { Constraint } from './goals.ts';
import type { Lever } from './levers.ts';
import { type Border, LeverTrials, nearestOf, type Point, type Progress, stopIfRefused, type Wanted } from './solve.ts';

export interface ManySolution {
  readonly answer: Border | null;
  /** Of the coarse grid, as far as it was played. */
  readonly nearest: Point | null;
  /** One step further, with other levers one step aside or at coarse values: how many were tried, none of which meets what is wanted. */
  readonly neighbours: number;
  /** Values of each lever on the coarse grid, and points of it that were played. */
  readonly coarse: readonly number[];
  readonly scanned: number;
  readonly refused: readonly Point[];
  readonly runs: number;
}

/** Coarse values of each lever, by how many levers there are. */
const COARSE = [33, 11, 6, 4];
export const MOST_LEVERS = COARSE.length;

/** @throws {InputProblems} where the rules refuse every point of the coarse grid. */
export function solvedMany(
  base: Scenario,
  levers: readonly Lever[],
  constraints: readonly Constraint[],
  wanted: Wanted,
  progress: Progress = () => undefined,
): ManySolution {
  const trials = new LeverTrials(base, levers, constraints, progress);
  const values = levers.map(({ grid }) => coarseOf(grid.count - 1, COARSE[levers.length - 1] ?? 2));
  const [first = [], ...others] = values;
  trials.expected = values.reduce((product, list) => product * list.length, 1);
  const scan: Point[] = [];
  let best: Point | null = null;
  for (const x of wanted === 'smallest' ? first : first.toReversed()) {
    for (const rest of combined(others)) {
      const point = trials.at([x, ...rest]);
      scan.push(point);
      if (point.isMet) best ??= point;
    }
    if (best !== null) break;
  }
  stopIfRefused(scan);
  const coarse = values.map((list) => list.length);
  const told = { nearest: nearestOf(scan), coarse, scanned: scan.length, refused: scan.filter(({ refusal }) => refusal !== null) };
  if (best === null) return { ...told, answer: null, neighbours: 0, runs: trials.runs };
  const strides = values.map((list) => Math.max(1, (list[1] ?? 1) - (list[0] ?? 0)));
  const { answer, neighbours } = refined(trials, best, { strides, aside: combined(others) }, wanted);
  return { ...told, answer, neighbours, runs: trials.runs };
}

/** Indices from 0 to the end, about so many, evenly. */
function coarseOf(end: number, count: number): number[] {
  return [...new Set(Array.from({ length: count }, (_, i) => Math.round((end * i) / (count - 1))))];
}

function combined(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((all, list) => all.flatMap((before) => list.map((one) => [...before, one])), [[]]);
}

/** How far to look for something better: strides of the levers, and values of all but the first that are tried anyhow. */
interface Look {
  readonly strides: readonly number[];
  readonly aside: readonly (readonly number[])[];
}

function refined(trials: LeverTrials, from: Point, look: Look, wanted: Wanted): { answer: Border; neighbours: number } {
  let best = from;
  let { strides } = look;
  for (;;) {
    const further = furtherThan(trials, best, { ...look, strides }, wanted);
    const better = further.find(({ isMet }) => isMet);
    if (better !== undefined) best = better;
    else if (strides.some((stride) => stride > 1)) strides = strides.map((stride) => Math.ceil(stride / 2));
    else return { answer: { inside: best, outside: further[0] ?? null }, neighbours: further.length };
  }
}

/** The first lever a stride further, the others where they are, then a stride aside and at their coarse values; none beyond the grid. */
function furtherThan(trials: LeverTrials, { at }: Point, { strides, aside }: Look, wanted: Wanted): Point[] {
  const ends = trials.levers.map(({ grid }) => grid.count - 1);
  const [x = 0, ...rest] = at;
  const next = wanted === 'smallest' ? Math.max(0, x - (strides[0] ?? 1)) : Math.min(ends[0] ?? 0, x + (strides[0] ?? 1));
  if (next === x) return [];
  const choices = rest.map((here, i) => {
    const [stride, end] = [strides[i + 1] ?? 1, ends[i + 1] ?? 0];
    return [here, here - stride, here + stride].filter((k) => k >= 0 && k <= end);
  });
  const found: Point[] = [];
  for (const others of [...combined(choices), ...aside]) {
    const point = trials.at([next, ...others]);
    found.push(point);
    if (point.isMet) break;
  }
  return found;
}
