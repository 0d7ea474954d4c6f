// What each change between two scenarios does to a figure, order-free: the difference is split over the changes by their Shapley values
// (`shapley.ts`), to the fen. A coalition is a run with some of the changes on the baseline. Changes that the rules take only together
// (shares that must sum to 100%) are one player.

import { figureAt } from '../figures/catalogue.ts';
import type { Run, Unit } from '../figures/figure.ts';
import { InputProblems } from '../problem/problem.ts';
import type { Words } from '../words/language.ts';
import { play } from '../year/play.ts';
import { type Change, changesOf, isParameter } from './changes.ts';
import type { Scenario } from './compare.ts';
import { netOf, settles } from './gains.ts';
import { withChange } from './oneChange.ts';
import { scalarsAt, wholeOf } from './scalars.ts';
import { exactParts, type Parts, sampledParts } from './shapley.ts';

/** A figure that is attributed, as a whole number; null where a run has none. */
export interface Measure {
  /** Path of a figure, or `alliances.east.net`. */
  readonly path: string;
  readonly words: Words;
  readonly unit: Unit;
  readonly of: (run: Run) => number | null;
}

/** Changes that stand or fall together, mostly one. */
export type Player = readonly Change[];

export interface Attributed {
  readonly measure: Measure;
  readonly before: number;
  readonly after: number;
  /** By player: its part of after − before, its standard error, what it does alone, and last of all. */
  readonly parts: readonly number[];
  readonly errors: readonly number[] | null;
  readonly alone: readonly number[];
  readonly last: readonly number[];
}

export interface Attribution {
  readonly players: readonly Player[];
  readonly figures: readonly Attributed[];
  /** Runs that were played, and orders of chance; 0 where every coalition was played. */
  readonly runs: number;
  readonly orders: number;
  /** Of the runs those that only told which changes must go together; 0 where orders were sampled. */
  readonly mending: number;
}

export interface AttributionOptions {
  /** Up to so many players all coalitions are played. */
  readonly mostExact: number;
  /** About so many runs where orders are sampled. */
  readonly runs: number;
  readonly seed: number;
  readonly progress?: (played: number, of: number) => void;
}

export const ATTRIBUTION: AttributionOptions = { mostExact: 12, runs: 1000, seed: 1 };

/** What pool and risk fund close with in the last common year, and what is each alliance's own over the years that both settle. */
export function standardMeasures(before: Scenario, after: Scenario): Measure[] {
  const years = before.run.plan.years.map(({ year }) => year).filter((year) => settles(before.run, year) && settles(after.run, year));
  const last = years.at(-1);
  if (last === undefined) return [];
  const common = before.run.plan.alliances.filter(({ id }) => after.run.plan.alliances.some((other) => other.id === id));
  return [
    ...measuresAt(before, after, `${last}.pool.fundClosing`),
    ...common.map(({ id, title }): Measure => {
      const words = { zh: `${title} 净得`, en: `${title} net` };
      const has = (run: Run) => run.plan.alliances.some((one) => one.id === id) && years.every((year) => settles(run, year));
      return { path: `alliances.${id}.net`, words, unit: 'amount', of: (run) => (has(run) ? netOf(run, years, id) : null) };
    }),
  ];
}

/** Numbers that both runs have at a path, which may have `*`. */
export function measuresAt(before: Scenario, after: Scenario, pattern: string): Measure[] {
  const of = (path: string) => (run: Run) => {
    const found = scalarsAt(run, path)[0];
    return found === undefined ? null : wholeOf(found);
  };
  const found = scalarsAt(before.run, pattern).map(({ path, figure }): Measure => {
    const party = titleOf(before.run, path);
    const words = { zh: `${party}${figure.words.zh}`, en: `${party}${figure.words.en}` };
    return { path, words, unit: figure.unit, of: of(path) };
  });
  return found.filter((measure) => measure.of(before.run) !== null && measure.of(after.run) !== null);
}

/** `东部医共体 ` for a figure of a party; nothing for one of the county. */
function titleOf(run: Run, path: string): string {
  const [, among, id] = path.split('.');
  if (among !== 'alliances' && among !== 'institutions') return '';
  const at = figureAt(run, path)?.a ?? run.plan[among].findIndex((one) => one.id === id);
  return `${run.plan[among][at]?.title ?? id} `;
}

/** @returns null where nothing was changed that could move a figure. */
export function attributionOf(
  before: Scenario,
  after: Scenario,
  measures: readonly Measure[],
  options: AttributionOptions = ATTRIBUTION,
): Attribution | null {
  const changes = changesOf(before.read, after.read).filter(isParameter);
  if (changes.length === 0) return null;
  const trials = new Trials(before, after, changes, measures);
  let players: readonly (readonly number[])[] = trials.apart();
  for (let mended = 1; ; mended++) {
    const game = new Game(trials, players);
    const split = game.split(options);
    if (split !== null) return told(game, split, measures, options);
    players = mended < MOST_MENDED ? game.mended : joinedBySection(players, changes);
  }
}

/** Scenarios that are strangers to each other are not taken apart change by change. */
const MOST_MENDED = 24;

/** Changes of policy, of county, of shocks each as one; where they already are, all as one. */
function joinedBySection(players: readonly (readonly number[])[], changes: readonly Change[]): number[][] {
  const sectionOf = (player: readonly number[]) => new Set(player.map((i) => changes[i]?.steps[0]?.name ?? ''));
  const sections = [...new Set(players.flatMap((player) => [...sectionOf(player)]))];
  const joined = sections
    .map((name) => players.filter((player) => sectionOf(player).values().next().value === name).flat())
    .filter((one) => one.length > 0);
  return joined.length < players.length ? joined : [players.flat()];
}

function told(game: Game, { parts, errors }: Parts, measures: readonly Measure[], options: AttributionOptions): Attribution {
  const { players, trials } = game;
  const isIn = (test: (i: number) => boolean) => game.worth(players.map((_, i) => test(i)));
  const [none, all] = [isIn(() => false), isIn(() => true)];
  const alone = players.map((_, i) => isIn((k) => k === i));
  const last = players.map((_, i) => isIn((k) => k !== i));
  return {
    players: players.map((player) => player.map((i) => trials.changes[i] as Change)),
    figures: measures.map((measure, k) => ({
      measure,
      before: none[k] as number,
      after: all[k] as number,
      parts: parts[k] ?? [],
      errors: errors?.[k] ?? null,
      alone: alone.map((worth) => (worth[k] as number) - (none[k] as number)),
      last: last.map((worth) => (all[k] as number) - (worth[k] as number)),
    })),
    runs: trials.runs,
    // Every coalition but both ends was played once.
    mending: errors === null ? trials.runs - (2 ** players.length - 2) : 0,
    orders: errors === null ? 0 : 2 * pairsFor(players.length, options),
  };
}

function pairsFor(players: number, { runs }: AttributionOptions): number {
  return Math.max(4, Math.floor(runs / (2 * (players - 1))));
}

/** Runs with some of the changes, each played once. */
class Trials {
  readonly changes: readonly Change[];
  runs = 0;
  private readonly before: Scenario;
  private readonly after: Scenario;
  private readonly measures: readonly Measure[];
  private readonly known = new Map<string, readonly number[] | null>();

  constructor(before: Scenario, after: Scenario, changes: readonly Change[], measures: readonly Measure[]) {
    this.before = before;
    this.after = after;
    this.changes = changes;
    this.measures = measures;
  }

  apart(): number[][] {
    return this.changes.map((_, i) => [i]);
  }

  /** What the measures come to; null where the rules refuse these changes by themselves, or a measure is not there. */
  worthOf(isIn: readonly boolean[]): readonly number[] | null {
    const key = isIn.map(Number).join('');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const run = this.runWith(isIn);
    const worths = run === null ? [] : this.measures.map(({ of }) => of(run));
    const worth = run === null || worths.includes(null) ? null : (worths as number[]);
    this.known.set(key, worth);
    return worth;
  }

  private runWith(isIn: readonly boolean[]): Run | null {
    const { before, after } = this;
    if (isIn.every((one) => one)) return after.run;
    if (!isIn.some((one) => one)) return before.run;
    this.runs += 1;
    try {
      return play(this.changes.reduce((read, change, i) => (isIn[i] === true ? withChange(read, change, after.read) : read), before.read));
    } catch (error) {
      if (error instanceof InputProblems) return null;
      throw error;
    }
  }
}

/** Raised inside a game where the rules refuse a coalition; it never leaves this file. */
class Refused extends Error {}

class Game {
  readonly trials: Trials;
  readonly players: readonly (readonly number[])[];
  /** Players with two of them made one, once a coalition was refused. */
  mended: readonly (readonly number[])[] = [];

  constructor(trials: Trials, players: readonly (readonly number[])[]) {
    this.trials = trials;
    this.players = players;
  }

  /** @returns null where a coalition was refused; `mended` then has what to go on with. */
  split(options: AttributionOptions): Parts | null {
    const { players } = this;
    const isExact = players.length <= options.mostExact;
    const pairs = pairsFor(players.length, options);
    const of = isExact ? 2 ** players.length : 2 * pairs * (players.length - 1);
    const worth = (isIn: readonly boolean[]) => {
      options.progress?.(this.trials.runs, of);
      return this.worth(isIn);
    };
    try {
      // Faults show one at a time in the smallest and largest coalitions.
      for (const [i] of players.entries()) worth(players.map((_, k) => k === i));
      for (const [i] of players.entries()) worth(players.map((_, k) => k !== i));
      return isExact ? exactParts(players.length, worth) : sampledParts(players.length, worth, pairs, options.seed);
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }

  /** @throws {Refused} */
  worth(isIn: readonly boolean[]): readonly number[] {
    const found = this.trials.worthOf(this.changesIn(isIn));
    if (found !== null) return found;
    this.mended = this.mend(isIn);
    throw new Refused();
  }

  private changesIn(isIn: readonly boolean[]): boolean[] {
    const chosen = new Set(this.players.filter((_, i) => isIn[i] === true).flat());
    return this.trials.changes.map((_, i) => chosen.has(i));
  }

  /**
   * All changes together are taken, and none are: so adding players one by one, some player's coming mends a refused coalition, and taking
   * them away one by one, some player's going does. These two belong together.
   */
  private mend(isIn: readonly boolean[]): number[][] {
    const pivot = (isToBe: boolean): number => {
      const tried = [...isIn];
      for (const [i, one] of isIn.entries()) {
        if (one === isToBe) continue;
        tried[i] = isToBe;
        if (this.trials.worthOf(this.changesIn(tried)) !== null) return i;
      }
      throw new Error('all changes together were refused');
    };
    const [comes, goes] = [pivot(true), pivot(false)];
    const [first, second] = [Math.min(comes, goes), Math.max(comes, goes)];
    const joined = this.players.map((player, i) => (i === first ? [...player, ...(this.players[second] ?? [])] : [...player]));
    return joined.filter((_, i) => i !== second);
  }
}
