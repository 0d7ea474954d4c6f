// Random counties for properties, and their figures as whole fen.
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Close, type FigureTree, figureTree, InputProblems, play, type Run, readScenario, sourceOf } from '../../src/index.ts';
import { compare, type Fraction, parseFactor, zero } from '../reference/exact.ts';
import { randomScenario } from '../reference/random.ts';
import type { Variant } from '../reference/variants.ts';
import { yamlOf } from '../reference/writing.ts';
import { at, field, look, type Written } from '../reference/written.ts';
import { soaked } from '../soak.ts';

const texts = new WeakMap<Run, Written>();

/** A run, or null where the rules declare the scenario an error. */
export function runOf(tree: Written, close: Close | null = null): Run | null {
  try {
    const run = play(readScenario(sourceOf('random.yaml', yamlOf(tree))), close);
    texts.set(run, tree);
    return run;
  } catch (error) {
    if (error instanceof InputProblems) return null;
    throw error;
  }
}

/** Why a scenario is refused; empty where it is played. */
export function refusalOf(tree: Written, close: Close | null = null): string {
  try {
    play(readScenario(sourceOf('random.yaml', yamlOf(tree))), close);
    return '';
  } catch (error) {
    if (error instanceof InputProblems) return error.message;
    throw error;
  }
}

const seeds = fc.integer({ min: 1_000_000, max: 2_000_000_000 });
const settings = (times: number) => ({ numRuns: soaked(times), seed: 20261122, endOnFailure: true });

/** The same property on the same counties every time: a failure names the seed of its county. */
export function onCounties(times: number, holds: (tree: Map<string, Written>, seed: number) => void): void {
  fc.assert(
    fc.property(seeds, (seed) => holds(randomScenario(seed), seed)),
    settings(times),
  );
}

type Holds = (run: Run, tree: Map<string, Written>) => void;

const played = new Map<string, { readonly tree: Map<string, Written>; readonly run: Run | null }>();

/** On counties that are played; a refused one is thrown again. Properties share counties and their runs: none changes what it is given. */
function onPlayed(times: number, variants: readonly Variant[] | undefined, holds: Holds): void {
  const property = fc.property(seeds, (seed) => {
    const key = `${seed} ${variants?.join(' ') ?? 'any'}`;
    const { tree, run } = played.get(key) ?? playedAnew(seed, variants);
    played.set(key, { tree, run });
    fc.pre(run !== null);
    if (run !== null) holds(run, tree);
  });
  fc.assert(property, settings(times));
}

function playedAnew(seed: number, variants: readonly Variant[] | undefined) {
  const tree = randomScenario(seed, variants === undefined ? {} : { variants });
  return { tree, run: runOf(tree) };
}

/** As `onCounties`, on counties that are played. */
export function onRuns(times: number, holds: Holds): void {
  onPlayed(times, undefined, holds);
}

/** On counties that are played and use just these of R9's variants, with what they need. */
export function onVariants(times: number, variants: readonly Variant[], holds: Holds): void {
  onPlayed(times, variants, holds);
}

/** A year's figures, amounts as fen; and what the scenario says of that year. */
export class Year {
  readonly name: string;
  readonly alliances: readonly string[];
  readonly settled: boolean;
  private readonly tree: FigureTree;
  private readonly scenario: Written;

  constructor(name: string, tree: FigureTree, scenario: Written) {
    this.name = name;
    this.tree = tree;
    this.scenario = scenario;
    this.alliances = [...(tree.get('alliances') as FigureTree).keys()];
    this.settled = (tree.get('pool') as FigureTree).has('closing');
  }

  at(...path: string[]): unknown {
    let here: unknown = this.tree;
    for (const step of path) here = here instanceof Map ? here.get(step) : undefined;
    return here;
  }

  has(...path: string[]): boolean {
    return this.at(...path) !== undefined;
  }

  /** The entries of a mapping; none where there is none. */
  entries(...path: string[]): [string, unknown][] {
    const found = this.at(...path);
    return found instanceof Map ? [...found] : [];
  }

  fen(...path: string[]): bigint {
    return fenOf(this.at(...path));
  }

  of(alliance: string, figure: string): bigint {
    return this.fen('alliances', alliance, figure);
  }

  /** A figure of a variant: nothing where no year uses it. */
  maybe(...path: string[]): bigint {
    return this.has(...path) ? this.fen(...path) : 0n;
  }

  /** A list of amounts, or the amounts of a mapping; none where there is none. */
  amounts(...path: string[]): bigint[] {
    const found = this.at(...path);
    if (found === undefined) return [];
    return (found instanceof Map ? [...found.values()] : (found as unknown[])).map(fenOf);
  }

  sum(figure: string): bigint {
    return sum(this.alliances.map((alliance) => this.of(alliance, figure)));
  }

  /** The same of a variant, its months together. */
  sumOf(figure: string): bigint {
    return sum(this.alliances.map((alliance) => this.whole(alliance, figure)));
  }

  /** What is listed by months, or one amount, or nothing, of one alliance. */
  whole(alliance: string, figure: string): bigint {
    const found = this.at('alliances', alliance, figure);
    return Array.isArray(found) ? sum(found.map(fenOf)) : this.maybe('alliances', alliance, figure);
  }

  /** Care of an alliance's insured, wherever they went, before deductions. */
  spent(alliance: string): bigint {
    return sum(['own', 'cross', 'other', 'offCounty'].map((place) => this.of(alliance, place)));
  }

  /** What the policy says down a path, read for this year; null where it says nothing. */
  policy(...path: string[]): Written {
    return look(field(this.scenario, 'policy'), Number(this.name), ...path);
  }

  says(word: string, ...path: string[]): boolean {
    return this.policy(...path) === word;
  }

  /** A share, factor or decimal of the policy. */
  rate(...path: string[]): Fraction | null {
    const written = this.policy(...path);
    return typeof written === 'string' ? parseFactor(written) : null;
  }

  /** The same of a field of a row, which may be dated on its own. */
  rateIn(row: Written, key: string): Fraction | null {
    const written = at(field(row, key), Number(this.name));
    return typeof written === 'string' ? parseFactor(written) : null;
  }

  /** The rows of a table of the policy. */
  rows(...path: string[]): Map<string, Written>[] {
    const list = this.policy(...path);
    return Array.isArray(list) ? list.filter((row) => row instanceof Map) : [];
  }

  /** An alliance's score; null where none is written. */
  score(alliance: string): Fraction | null {
    const found = rowsAt(this.scenario, 'county', 'alliances').find((row) => row.get('id') === alliance);
    return this.rateIn(found ?? null, 'score');
  }
}

/** The share of the first row whose score is not above the score; nothing if there is none. */
export function shareAt(year: Year, rows: readonly Map<string, Written>[], score: Fraction | null, key = 'share'): Fraction | null {
  const row = rows.find((one) => compare(year.rateIn(one, 'score') ?? zero, score ?? zero) <= 0);
  return row === undefined ? null : year.rateIn(row, key);
}

function fenOf(printed: unknown): bigint {
  if (typeof printed !== 'string' || !/^-?\d+\.\d\d$/.test(printed)) throw new TypeError(`not an amount: ${String(printed)}`);
  return BigInt(printed.replace('.', ''));
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

const figures = new WeakMap<Run, Year[]>();

export function yearsOf(run: Run): Year[] {
  const years = figures.get(run) ?? [...figureTree(run)].map(([name, tree]) => new Year(name, tree as FigureTree, texts.get(run) ?? null));
  figures.set(run, years);
  return years;
}

export function settledYears(run: Run): Year[] {
  return yearsOf(run).filter((year) => year.settled);
}

/** A property of every settled year of many counties, of which there are more than counties. */
export function everySettledYear(times: number, holds: (year: Year, run: Run, y: number) => void): void {
  let seen = 0;
  onRuns(times, (run) => {
    for (const [y, year] of yearsOf(run).entries()) {
      if (!year.settled) continue;
      seen += 1;
      holds(year, run, y);
    }
  });
  expect(seen).toBeGreaterThan(times);
}

export function rowsAt(tree: Written, ...path: string[]): Map<string, Written>[] {
  const list = field(tree, ...path);
  return Array.isArray(list) ? list.filter((row) => row instanceof Map) : [];
}

/** First and last year of a scenario. */
export function spanOf(tree: Written): [number, number] {
  const years = field(tree, 'years');
  const ends = Array.isArray(years) ? years : [years, years];
  return [Number(ends[0]), Number(ends[1])];
}

/** The figures of a run but for some, each a path from the year on with `*` for any key; what is left empty is left out. */
export function figuresWithout(run: Run, ...gone: readonly string[]): unknown {
  return pruned(
    figureTree(run),
    gone.map((path) => ['*', ...path.split('.')]),
  );
}

function pruned(tree: unknown, gone: readonly (readonly string[])[]): unknown {
  if (!(tree instanceof Map) || gone.length === 0) return tree;
  const left = [...tree].flatMap(([key, value]): [string, unknown][] => {
    const under = gone.filter(([step]) => step === '*' || step === key).map((path) => path.slice(1));
    if (under.some((path) => path.length === 0)) return [];
    const kept = pruned(value, under);
    return kept instanceof Map && kept.size === 0 ? [] : [[key, kept]];
  });
  return new Map(left);
}
