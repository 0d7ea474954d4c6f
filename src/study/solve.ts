// One lever, the exact model: the smallest (or largest) value of the lever's own grid at which everything wanted is met. A coarse scan
// first, since nothing says that a goal is met on one side only; then each border between a value that meets and one that does not is
// closed in on until they are neighbours of the grid. The answer is so proved on either side by two runs.

import { policyFindings } from '../checks/policy.ts';
import { InputProblems, type Problem } from '../problem/problem.ts';
import { readOtherwise } from '../written/otherwise.ts';
import { play } from '../year/play.ts';
import type { Scenario } from './compare.ts';
import type { Constraint, Judged } from './goals.ts';
import { type Lever, settingsAt, valueAt } from './levers.ts';

/** The scenario at one value of each lever, and what was wanted of it. */
export interface Point {
  /** Which value of each lever's grid. */
  readonly at: readonly number[];
  readonly values: readonly string[];
  readonly isMet: boolean;
  /** In the order of the constraints; empty where the scenario is refused. */
  readonly judged: readonly Judged[];
  /** Why the rules refuse it, or what the check of its policy finds wrong (R14): `run` would not play it either. */
  readonly refusal: readonly Problem[] | null;
}

/** Neighbours of the grid, one met and the other not; `outside` is null where the range ends. */
export interface Border {
  readonly inside: Point;
  readonly outside: Point | null;
}

export interface Interval {
  readonly low: Border;
  readonly high: Border;
}

export type Wanted = 'smallest' | 'largest';

export interface Solution {
  /** Null where nothing that was tried meets what is wanted; `nearest` is then what comes nearest to it. */
  readonly answer: Border | null;
  readonly nearest: Point | null;
  /** Where it is met, as far as the scan can tell. */
  readonly intervals: readonly Interval[];
  /** What was scanned, every so many steps of the grid. */
  readonly scan: readonly Point[];
  readonly stride: number;
  readonly runs: number;
}

/** Values of the coarse scan; an interval narrower than its stride may be missed, and is said to. */
const SCANNED = 33;

/** Told before each run how many were made, and of how many. */
export type Progress = (played: number, of: number) => void;

/** Runs of a scenario with levers moved, each once. */
export class LeverTrials {
  runs = 0;
  /** How many there are likely to be. */
  expected = 1;
  readonly levers: readonly Lever[];
  private readonly base: Scenario;
  private readonly constraints: readonly Constraint[];
  private readonly progress: Progress;
  private readonly known = new Map<string, Point>();

  constructor(base: Scenario, levers: readonly Lever[], constraints: readonly Constraint[], progress: Progress = () => undefined) {
    this.progress = progress;
    this.base = base;
    this.levers = levers;
    this.constraints = constraints;
  }

  at(at: readonly number[]): Point {
    const key = at.join(' ');
    const known = this.known.get(key) ?? this.tried(at);
    this.known.set(key, known);
    return known;
  }

  private tried(at: readonly number[]): Point {
    const values = this.levers.map(({ grid }, i) => valueAt(grid, at[i] as number));
    this.progress(this.runs, this.expected);
    this.runs += 1;
    try {
      const read = readOtherwise(
        this.base.read,
        this.levers.flatMap((lever, i) => settingsAt(lever, at[i] as number)),
      );
      const scenario = { read, run: play(read) };
      const wrong = errorsIn(policyFindings(scenario.run, read, null));
      if (wrong.length > 0) return refusedAt(at, values, wrong);
      const judged = this.constraints.map(({ judge }) => judge(scenario));
      return { at, values, judged, isMet: judged.every((one) => one.isMet), refusal: null };
    } catch (error) {
      if (!(error instanceof InputProblems)) throw error;
      return refusedAt(at, values, errorsIn(error.problems));
    }
  }
}

function errorsIn(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ grade }) => grade === 'error');
}

function refusedAt(at: readonly number[], values: readonly string[], refusal: readonly Problem[]): Point {
  return { at, values, judged: [], isMet: false, refusal };
}

/** @throws {InputProblems} where the rules refuse every value that is scanned. */
export function solved(
  base: Scenario,
  lever: Lever,
  constraints: readonly Constraint[],
  wanted: Wanted,
  progress: Progress = () => undefined,
): Solution {
  const trials = new LeverTrials(base, [lever], constraints, progress);
  const end = lever.grid.count - 1;
  const stride = Math.max(1, Math.ceil(end / (SCANNED - 1)));
  const indices = [...new Set([...Array.from({ length: Math.floor(end / stride) + 1 }, (_, i) => i * stride), end])];
  // The ends of one interval are halved to one step.
  trials.expected = indices.length + 2 * Math.ceil(Math.log2(stride));
  const scan = indices.map((k) => trials.at([k]));
  stopIfRefused(scan);
  const intervals: Interval[] = [];
  for (let i = 0; i < scan.length; i++) {
    if (scan[i]?.isMet !== true || scan[i - 1]?.isMet === true) continue;
    let last = i;
    while (scan[last + 1]?.isMet === true) last += 1;
    const border = (inside: number, outside: number) => closedIn(trials, scan[inside] as Point, scan[outside] ?? null);
    intervals.push({ low: border(i, i - 1), high: border(last, last + 1) });
  }
  const answer = wanted === 'smallest' ? intervals[0]?.low : intervals.at(-1)?.high;
  return { answer: answer ?? null, nearest: nearestOf(scan), intervals, scan, stride, runs: trials.runs };
}

/** Where the rules take none of some points, the first one's refusal is what there is to say. */
export function stopIfRefused(points: readonly Point[]): void {
  const [first] = points;
  if (first?.refusal != null && points.every(({ refusal }) => refusal !== null)) throw new InputProblems(first.refusal);
}

/**
 * The point that meets most goals; of several the one that misses the others by least, each miss as a share of the largest that was seen of
 * its goal. Null where all were refused.
 */
export function nearestOf(points: readonly Point[]): Point | null {
  const played = points.filter(({ refusal }) => refusal === null);
  const largest = (played[0]?.judged ?? []).map((_, i) => Math.max(...played.map(({ judged }) => finite(judged[i]?.miss))));
  const farOf = ({ judged }: Point) =>
    judged.reduce((sum, { isMet, miss }, i) => (isMet ? sum : sum + 1 + Math.min(1, miss / (largest[i] || 1)) / judged.length), 0);
  return played.reduce<Point | null>((best, point) => (best === null || farOf(point) < farOf(best) ? point : best), null);
}

function finite(miss: number | undefined): number {
  return miss === undefined || !Number.isFinite(miss) ? 0 : miss;
}

/** Halves what lies between one that meets and one that does not, until nothing does. */
function closedIn(trials: LeverTrials, inside: Point, outside: Point | null): Border {
  if (outside === null) return { inside, outside };
  let [met, unmet] = [inside, outside];
  for (;;) {
    const [a, b] = [met.at[0] as number, unmet.at[0] as number];
    if (Math.abs(a - b) <= 1) return { inside: met, outside: unmet };
    const middle = trials.at([Math.floor((a + b) / 2)]);
    if (middle.isMet) met = middle;
    else unmet = middle;
  }
}
