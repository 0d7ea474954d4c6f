// Two scenarios of a county side by side: what was changed, which figures differ by how much, who gains and who loses. Figures are
// taken as the catalogue has them, whatever they are.

import { type FigureTree, figureAt, figureTree, type PrintedFigure } from '../figures/catalogue.ts';
import type { Figure, Run } from '../figures/figure.ts';
import { InputProblems } from '../problem/problem.ts';
import type { Read } from '../written/read.ts';
import { play } from '../year/play.ts';
import { type Change, changesOf, isParameter, pathOf } from './changes.ts';
import { type Gains, gainsOf } from './gains.ts';
import { withChange, withoutChange } from './oneChange.ts';

/** A scenario as read, and its run. */
export interface Scenario {
  readonly read: Read;
  readonly run: Run;
}

/** Whether figures move: `refused` where the rules do not take the change apart from the others. */
export type Effect = 'moves' | 'nothing' | 'refused' | 'untried';

/** A change with what it does: `alone`, on the baseline; `taken`, when the other scenario goes without it. */
export interface TriedChange {
  readonly change: Change;
  readonly alone: Effect;
  readonly taken: Effect;
  /** True where it had to be tried together with those beside it: shares that must sum to 100%. */
  readonly joint: boolean;
  /**
   * Who gains and who loses by it alone, on the baseline, over the common years that both settle; null where that is not known. Of changes
   * that were tried together the first has what all of them move.
   */
  readonly money: Gains | null;
  /** The path of the change whose money this one's is part of. */
  readonly moneyWith: string | null;
}

type Scalar = string | number | null;

/** One figure, or one item of one, that differs. Values as `--json` prints them; null where a run has no such figure. */
export interface FigureDifference {
  readonly path: string;
  readonly figure: Figure;
  readonly before: Scalar;
  readonly after: Scalar;
  /** after − before: an amount, percentage points, or a number; null where that has no meaning. */
  readonly difference: Scalar;
}

/** What only one of the two has, and is not compared: years, and ids by what they are ids of (`alliances`). */
interface LeftOut {
  readonly years: OnlyIn;
  readonly parties: ReadonlyMap<string, OnlyIn>;
}
export type OnlyIn = Sides<readonly string[]>;

export interface Comparison {
  readonly changes: readonly TriedChange[];
  readonly figures: readonly FigureDifference[];
  /** Null where no common year was settled in both. */
  readonly gains: Gains | null;
  readonly years: readonly number[];
  readonly leftOut: LeftOut;
}

/** A change is tried in two runs of some milliseconds each; of a county rewritten as a whole the first ones are tried. */
const MOST_TRIED = 40;

/** Compares a scenario with a baseline. @param most the most changes that are tried one by one. */
export function comparisonOf(before: Scenario, after: Scenario, most = MOST_TRIED): Comparison {
  const [old, now] = [tallied(before.run), tallied(after.run)];
  const leftOut = leftOutOf(old, now);
  const paths = differingPaths(old, now, leftOut);
  const years = yearsOf(before.run).filter((year) => yearsOf(after.run).includes(year));
  const gains = gainsOf(before.run, after.run, years);
  return {
    changes: tried(before, after, { before: old, after: now }, { moves: paths.length > 0, gains, years }, most),
    figures: paths.map((path) => differenceAt(path, old, now)),
    gains,
    years,
    leftOut,
  };
}

interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

/** A run with every figure and every item of one, by path: `2025.alliances.east.advances.3`. */
interface Tallied {
  readonly run: Run;
  readonly leaves: ReadonlyMap<string, Scalar>;
}

function tallied(run: Run): Tallied {
  const leaves = new Map<string, Scalar>();
  const visit = (value: FigureTree | PrintedFigure, path: string): void => {
    if (value instanceof Map) for (const [key, inner] of value) visit(inner, path === '' ? key : `${path}.${key}`);
    else if (typeof value === 'object' && value !== null) for (const [i, item] of value.entries()) leaves.set(`${path}.${i + 1}`, item);
    else leaves.set(path, value);
  };
  visit(figureTree(run), '');
  return { run, leaves };
}

function yearsOf(run: Run): number[] {
  return run.plan.years.map(({ year }) => year);
}

/** Below a year, figures of parties stand under the parties' name in the plan and their id. */
const PARTIES = ['alliances', 'institutions'] as const;

function leftOutOf(before: Tallied, after: Tallied): LeftOut {
  const only = (left: readonly string[], right: readonly string[]) => left.filter((one) => !right.includes(one));
  const ids = ({ run }: Tallied, party: (typeof PARTIES)[number]) => run.plan[party].map(({ id }) => id);
  // A party without figures has nothing to compare.
  const figured = ({ leaves }: Tallied) => new Set([...leaves.keys()].map((path) => path.split('.').slice(1, 3).join('.')));
  const [left, right] = [figured(before), figured(after)];
  return {
    years: {
      before: only(yearsOf(before.run).map(String), yearsOf(after.run).map(String)),
      after: only(yearsOf(after.run).map(String), yearsOf(before.run).map(String)),
    },
    parties: new Map(
      PARTIES.map((party) => [
        party,
        {
          before: only(ids(before, party), ids(after, party)).filter((id) => left.has(`${party}.${id}`)),
          after: only(ids(after, party), ids(before, party)).filter((id) => right.has(`${party}.${id}`)),
        },
      ]),
    ),
  };
}

/** Paths at which two runs differ, without what only one of them has a year or party for. */
function differingPaths(before: Tallied, after: Tallied, leftOut: LeftOut): string[] {
  const isOnly = (one: OnlyIn | undefined, id: string) => one !== undefined && (one.before.includes(id) || one.after.includes(id));
  const isLeftOut = (path: string): boolean => {
    const [year = '', party = '', id = ''] = path.split('.');
    return isOnly(leftOut.years, year) || isOnly(leftOut.parties.get(party), id);
  };
  const added = [...after.leaves.keys()].filter((path) => !before.leaves.has(path));
  const paths = [...before.leaves.keys(), ...added].filter(
    (path) => (before.leaves.get(path) ?? null) !== (after.leaves.get(path) ?? null),
  );
  return paths.filter((path) => !isLeftOut(path));
}

/** Whether two runs differ in anything that both have. */
function moves(base: Tallied, other: Tallied): Effect {
  return differingPaths(base, other, leftOutOf(base, other)).length > 0 ? 'moves' : 'nothing';
}

/** What comes of all changes together. */
interface Together {
  readonly moves: boolean;
  readonly gains: Gains | null;
  readonly years: readonly number[];
}

/** Each change that could move a figure, carried out alone, and left out of all. */
function tried(before: Scenario, after: Scenario, figures: Sides<Tallied>, all: Together, most: number): TriedChange[] {
  const changes = changesOf(before.read, after.read);
  const parameters = changes.filter(isParameter);
  const trial = (some: readonly Change[]) => {
    const alone = attempt(figures.before, () => some.reduce((read, change) => withChange(read, change, after.read), before.read));
    const taken = attempt(figures.after, () => some.reduce((read, change) => withoutChange(read, change, before.read), after.read));
    const years = alone.run === null ? [] : yearsOf(alone.run).filter((year) => all.years.includes(year));
    return { alone: alone.effect, taken: taken.effect, money: alone.run === null ? null : gainsOf(before.run, alone.run, years) };
  };
  const found = changes.map((change): TriedChange => {
    const same = (effect: Effect, money: Gains | null = null) => ({
      change,
      alone: effect,
      taken: effect,
      joint: false,
      money,
      moneyWith: null,
    });
    if (!isParameter(change)) return same('nothing');
    // Where it is the only one, the comparison itself has tried it.
    if (parameters.length === 1) return same(all.moves ? 'moves' : 'nothing', all.gains);
    return parameters.indexOf(change) < most ? { change, ...trial([change]), joint: false, moneyWith: null } : same('untried');
  });
  const refused = found.filter(({ alone, taken }) => alone === 'refused' || taken === 'refused').map(({ change }) => change);
  const joint = new Map<string, ReturnType<typeof trial> & { readonly first: Change }>();
  for (const parent of new Set(refused.map(parentOf))) {
    const some = refused.filter((change) => parentOf(change) === parent);
    const together = some.length > 1 ? trial(some) : null;
    if (together !== null && together.alone !== 'refused' && together.taken !== 'refused') {
      joint.set(parent, { ...together, first: some[0] as Change });
    }
  }
  return found.map((one) => {
    const together = refused.includes(one.change) ? joint.get(parentOf(one.change)) : undefined;
    if (together === undefined) return one;
    const { first, ...effects } = together;
    if (first === one.change) return { ...one, ...effects, joint: true };
    return { ...one, ...effects, joint: true, money: null, moneyWith: effects.money === null ? null : pathOf(first) };
  });
}

/** @returns the run too; null where the rules refuse it. */
function attempt(base: Tallied, read: () => Read): { readonly effect: Effect; readonly run: Run | null } {
  try {
    const run = play(read());
    return { effect: moves(base, tallied(run)), run };
  } catch (error) {
    if (error instanceof InputProblems) return { effect: 'refused', run: null };
    throw error;
  }
}

function parentOf({ steps }: Change): string {
  return steps
    .slice(0, -1)
    .map(({ name }) => name)
    .join('.');
}

function differenceAt(path: string, before: Tallied, after: Tallied): FigureDifference {
  const figure = figureOf(before.run, path) ?? figureOf(after.run, path);
  if (figure === null) throw new Error(`no figure at ${path}`);
  const [old, now] = [before.leaves.get(path) ?? null, after.leaves.get(path) ?? null];
  return { path, figure, before: old, after: now, difference: minus(now, old) };
}

/** The figure that a path leads to, or into. */
function figureOf(run: Run, path: string): Figure | null {
  const found = figureAt(run, path)?.figure;
  const above = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  return found ?? (above.includes('.') ? figureOf(run, above) : null);
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(%?)$/;

/** after − before, exactly, with as many places as the longer of them; null for what is no number. */
export function minus(after: Scalar, before: Scalar): Scalar {
  const [left, right] = [after, before].map((value) => DECIMAL.exec(value === null ? '' : String(value)));
  if (left === null || right === null || left === undefined || right === undefined || left[4] !== right[4]) return null;
  const places = Math.max(left[3]?.length ?? 0, right[3]?.length ?? 0);
  const scaled = ([, sign, whole, fraction = '']: readonly string[]) => BigInt(`${sign}${whole}${fraction.padEnd(places, '0')}`);
  const difference = scaled(left) - scaled(right);
  const digits = String(difference < 0n ? -difference : difference).padStart(places + 1, '0');
  const point = digits.length - places;
  const text = `${difference < 0n ? '-' : ''}${digits.slice(0, point)}${places === 0 ? '' : `.${digits.slice(point)}`}${left[4]}`;
  return typeof after === 'number' ? Number(text) : text;
}
