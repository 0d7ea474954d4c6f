// Random counties for properties, and their figures as whole fen.
import fc from 'fast-check';
import { type Close, type FigureTree, figureTree, InputProblems, play, type Run, readScenario, sourceOf } from '../../src/index.ts';
import { randomScenario } from '../reference/random.ts';
import { yamlOf } from '../reference/writing.ts';
import { field, type Written } from '../reference/written.ts';

/** A run, or null where the rules declare the scenario an error. */
export function runOf(tree: Written, close: Close | null = null): Run | null {
  try {
    return play(readScenario(sourceOf('random.yaml', yamlOf(tree))), close);
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

/** The same property on the same counties every time: a failure names the seed of its county. */
export function onCounties(times: number, holds: (tree: Map<string, Written>, seed: number) => void): void {
  const seeds = fc.integer({ min: 1_000_000, max: 2_000_000_000 });
  const property = fc.property(seeds, (seed) => holds(randomScenario(seed), seed));
  fc.assert(property, { numRuns: times, seed: 20261122, endOnFailure: true });
}

const played = new Map<number, Run | null>();

/** As `onCounties`, on counties that are played; a refused one is thrown again. Properties share their runs. */
export function onRuns(times: number, holds: (run: Run, tree: Map<string, Written>) => void): void {
  onCounties(times, (tree, seed) => {
    const run = played.get(seed) ?? runOf(tree);
    played.set(seed, run);
    fc.pre(run !== null);
    if (run !== null) holds(run, tree);
  });
}

/** A year's figures; amounts as fen. */
export class Year {
  readonly name: string;
  readonly alliances: readonly string[];
  readonly settled: boolean;
  private readonly tree: FigureTree;

  constructor(name: string, tree: FigureTree) {
    this.name = name;
    this.tree = tree;
    this.alliances = [...(tree.get('alliances') as FigureTree).keys()];
    this.settled = (tree.get('pool') as FigureTree).has('closing');
  }

  at(...path: string[]): unknown {
    let here: unknown = this.tree;
    for (const step of path) here = here instanceof Map ? here.get(step) : undefined;
    return here;
  }

  fen(...path: string[]): bigint {
    return fenOf(this.at(...path));
  }

  of(alliance: string, figure: string): bigint {
    return this.fen('alliances', alliance, figure);
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
  const years = figures.get(run) ?? [...figureTree(run)].map(([name, tree]) => new Year(name, tree as FigureTree));
  figures.set(run, years);
  return years;
}

export function settledYears(run: Run): Year[] {
  return yearsOf(run).filter((year) => year.settled);
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
