// A draw's weather the long way, a second reading of R15: for each cell the product of every variable's factor, each worked out anew from its
// ids, and the amount times it in whole numbers of any length. Keys and words, how variables go together, and events are reckoned another way than
// the product does. To the fen it needs the product's own tables of quantiles, whose last bits decide a millionth; with those of the textbook instead
// it is a millionth off at most.

import { entryAt } from '../../src/money/dated.ts';
import { type Ratio, ratio } from '../../src/money/ratio.ts';
import type { Plan, YearPlan } from '../../src/plan/plan.ts';
import { servedIn } from '../../src/plan/served.ts';
import { beta, type Distribution, drawn, lognormal, normal, standardNormal, triangular } from '../../src/weather/distributions.ts';
import { MEASURES } from '../../src/written/table.ts';
import type { WrittenUncertainty, WrittenVariable } from '../../src/written/uncertaintyShape.ts';
import type { Quantile, Quantiles } from './naiveQuantiles.ts';
import { wordOf } from './naiveWords.ts';

const PLACE_IDS = ['own', 'cross', 'other', 'offCounty'];

/** Service, place and alliance, by id. */
type Ids = readonly [string, string, string];

export class NaiveWeather {
  private readonly plan: Plan;
  private readonly written: WrittenUncertainty;
  private readonly seed: bigint;
  private readonly draw: number;
  private readonly quantiles: Quantiles;
  /** What was worked out once need not be again: it goes by ids and month alone. */
  private readonly known = new Map<string, number>();
  private readonly quantilesOf = new Map<string, Quantile>();
  private readonly sharesOf = new Map<string, ReturnType<NaiveWeather['sharesFor']>>();

  constructor(plan: Plan, written: WrittenUncertainty, seed: bigint, draw: number, quantiles: Quantiles = tabled) {
    this.plan = plan;
    this.written = written;
    this.seed = seed;
    this.draw = draw;
    this.quantiles = quantiles;
  }

  /** The plan as it would be laid out in this weather. */
  plainPlan(): Plan {
    const years = this.plan.years.map((year) => this.yearOf(year));
    const { streams, institutions, alliances } = this.plan;
    return {
      ...this.plan,
      years: years.map((year, y) => ({
        ...year,
        served: year.served.map((cases, k) => {
          const earlier = years[y - 1 - k];
          return earlier === undefined ? cases : servedIn(earlier.volumes, streams, institutions, alliances.length);
        }),
      })),
    };
  }

  private yearOf(year: YearPlan): YearPlan {
    const table = (cells: Float64Array) => cells.map((cell, i) => this.times(cell, year.year, Math.floor(i / 13), i % 13));
    const { volumes } = year;
    return {
      ...year,
      cells: table(year.cells),
      volumes:
        volumes === null ? null : (Object.fromEntries(MEASURES.map((measure) => [measure, table(volumes[measure])])) as typeof volumes),
      scores: year.scores.map((score, a) => this.score(score, year.year, a)),
    };
  }

  private times(amount: number, year: number, s: number, month: number): number {
    const { actualTo } = this.plan;
    if (month === 12 || amount === 0) return amount;
    if (actualTo !== null && year * 12 + month <= actualTo.year * 12 + actualTo.month - 1) return amount;
    const factor = BigInt(this.factor(year, s, month));
    return Number((2n * BigInt(amount) * factor + 1_000_000n) / 2_000_000n);
  }

  private once(key: string, work: () => number): number {
    const found = this.known.get(key) ?? work();
    this.known.set(key, found);
    return found;
  }

  private factor(year: number, s: number, month: number): number {
    const stream = this.plan.streams[s];
    if (stream === undefined) throw new Error('no stream');
    const home = this.plan.alliances[stream.home]?.id ?? 'none';
    const ids: Ids = [this.plan.services[stream.service]?.id ?? '', PLACE_IDS[stream.place] ?? '', home];
    return this.once(`factor ${ids} ${year} ${month}`, () => {
      let product = 1_000_000;
      // What holds for a year first, then events, then numbers of months.
      for (const sort of ['yearly', 'event', 'monthly']) {
        for (const variable of this.written.variables) {
          const { kind, scope, service, place, home } = variable;
          const own = kind === 'event' ? 'event' : scope === 'month' ? 'monthly' : 'yearly';
          const covered = [service, place, home].every((one, i) => one === undefined || one === ids[i]);
          if (kind !== 'score' && sort === own && covered) product *= this.value(variable, ids, year, month);
        }
      }
      return Math.min(100_000_000, Math.floor(product + 0.5));
    });
  }

  private value(variable: WrittenVariable, ids: Ids, year: number, month: number): number {
    if (variable.kind === 'event') return this.event(variable, ids, year * 12 + month);
    const { scope } = variable;
    const at = variable.kind === 'trend' || scope === 'once' ? 0 : scope === 'month' ? year * 12 + month : year * 12;
    const value = this.drawnOf(variable, ids, year, at);
    if (variable.kind !== 'trend') return value;
    const base = this.plan.projection.base ?? (this.plan.years[0]?.year ?? 1) - 1;
    return Array.from({ length: year - base }).reduce<number>((product) => product * value, 1);
  }

  /** What a variable draws: by its own number where it goes by that alone, else by a normal number that goes with those of others. */
  private drawnOf(variable: WrittenVariable, ids: Ids, year: number, at: number): number {
    const quantile = this.quantileOf(variable, year);
    if (this.shares(variable.id).every(({ share }) => share === 0)) return quantile.byWord(this.word(variable, ids, at));
    return quantile.byNormal(this.normal(variable, ids, at));
  }

  private quantileOf(variable: WrittenVariable, year: number): Quantile {
    const known = this.quantilesOf.get(`${variable.id} ${year}`);
    if (known !== undefined) return known;
    const at = (key: 'sigma' | 'least' | 'likely' | 'most') => num(variable[key], year);
    const found = this.quantiles({ kind: variable.kind, sigma: at('sigma'), least: at('least'), likely: at('likely'), most: at('most') });
    this.quantilesOf.set(`${variable.id} ${year}`, found);
    return found;
  }

  /**
   * What is expected of a variable's normal number when those named before it in `correlations` are known, as so much of each: the shares b with
   * R·b = r, where R is how those go together and r how this one goes with each.
   */
  private sharesFor(id: string): readonly { readonly of: string; readonly share: number; readonly rho: number }[] {
    const { correlations = [] } = this.written;
    const named = [...new Set(correlations.flatMap(({ between }) => between))];
    const before = named.slice(0, Math.max(0, named.indexOf(id)));
    const rhoOf = (a: string, b: string): number => {
      const pair = correlations.find(({ between }) => between.includes(a) && between.includes(b));
      return a === b ? 1 : pair === undefined ? 0 : num(pair.rho, 0);
    };
    const rows = before.map((one) => [...before.map((other) => rhoOf(one, other)), rhoOf(one, id)]);
    const solved = solutionOf(rows);
    return before.map((of, i) => ({ of, share: solved[i] ?? 0, rho: rhoOf(of, id) }));
  }

  private shares(id: string): ReturnType<NaiveWeather['sharesFor']> {
    const found = this.sharesOf.get(id) ?? this.sharesFor(id);
    this.sharesOf.set(id, found);
    return found;
  }

  /** Expected of those before it, and its own number for what they leave open. */
  private normal(variable: WrittenVariable, ids: Ids, at: number): number {
    let [expected, open] = [0, 1];
    for (const { of, share, rho } of this.shares(variable.id)) {
      const other = this.written.variables.find(({ id }) => id === of);
      if (other === undefined || share === 0) continue;
      // Each goes by its own ids: what it narrows itself to is nothing to the other.
      expected += share * this.normal(other, ids, at);
      open -= share * rho;
    }
    return expected + Math.sqrt(open) * this.quantiles(NORMAL).byWord(this.word(variable, ids, at));
  }

  private word(variable: WrittenVariable, [service, place, home]: Ids, at: number, more: readonly string[] = []): number {
    const own = [
      variable.by?.includes('service') === true && variable.service === undefined ? service : '',
      variable.by?.includes('place') === true && variable.place === undefined ? place : '',
      variable.by?.includes('alliance') === true && variable.home === undefined ? home : '',
    ];
    const names = [variable.id, ...own, ...more];
    return this.once(JSON.stringify([at, ...names]), () => wordOf(names, this.seed, this.draw, at));
  }

  /** The one that began last of those that still last, by what held in the year in which it began. */
  private event(variable: WrittenVariable, ids: Ids, month: number): number {
    return this.once(`event ${variable.id} ${ids} ${month}`, () => {
      for (let begun = month; begun > month - 120; begun--) {
        const year = Math.floor(begun / 12);
        if (begun + num(variable.months, year) > month && this.begins(variable, ids, year, begun % 12)) return num(variable.factor, year);
      }
      return 1;
    });
  }

  private begins(variable: WrittenVariable, ids: Ids, year: number, month: number): boolean {
    const isMonthly = variable.scope === 'month';
    const share = (word: number) => ((word >>> 0) + 0.5) / 2 ** 32;
    if (share(this.word(variable, ids, isMonthly ? year * 12 + month : year * 12)) >= num(variable.probability, year)) return false;
    if (isMonthly) return true;
    const first = variable.month ?? 1 + Math.floor(12 * share(this.word(variable, ids, year * 12, ['start'])));
    return month + 1 === first;
  }

  /** As given, and everything that strays from it. */
  private score(given: Ratio | null, year: number, a: number): Ratio | null {
    const id = this.plan.alliances[a]?.id ?? '';
    const own = this.written.variables.filter(({ kind, home }) => kind === 'score' && (home === undefined || home === id));
    if (given === null || own.length === 0) return given;
    let points = Number(given.n) / Number(given.d);
    for (const variable of own) points += num(variable.sigma, year) * this.drawnOf(variable, ['', '', id], year, year * 12);
    return ratio(BigInt(Math.floor(Math.min(100, Math.max(0, points)) * 100 + 0.5)), 100n);
  }
}

/** Of equations in rows, the right side last, by elimination. */
function solutionOf(rows: readonly (readonly number[])[]): number[] {
  const [first, ...others] = rows;
  if (first === undefined) return [];
  const [pivot = 1, ...row] = first;
  const rest = others.map(([lead = 0, ...other]) => other.map((one, i) => one - (lead / pivot) * (row[i] as number)));
  const later = solutionOf(rest);
  return [((row.at(-1) as number) - later.reduce((sum, one, i) => sum + one * (row[i] as number), 0)) / pivot, ...later];
}

function num(dated: Parameters<typeof entryAt<Ratio | number>>[0] | undefined, year: number): number {
  if (dated === undefined) return Number.NaN;
  const value = (entryAt(dated, year) ?? dated.entries[0])?.value;
  return typeof value === 'number' ? value : Number(value?.n) / Number(value?.d);
}

const NORMAL = { kind: 'score', sigma: 1, least: Number.NaN, likely: Number.NaN, most: Number.NaN };
/** Making one is dear, and says nothing about the draw. */
const made = new Map<string, Quantile>();

const tabled: Quantiles = ({ kind, sigma, least, likely, most }) => {
  const key = [kind, kind === 'score' ? 1 : sigma, least, likely, most].join(' ');
  const known = made.get(key);
  if (known !== undefined) return known;
  const make: Readonly<Record<string, () => Distribution>> = {
    lognormal: () => lognormal(sigma),
    normal: () => normal(sigma),
    trend: () => normal(sigma),
    beta: () => beta(least, likely, most),
    triangular: () => triangular(least, likely, most),
  };
  const distribution = make[kind]?.() ?? standardNormal();
  const quantile = { byWord: (word: number) => drawn(distribution, word), byNormal: distribution.atNormal };
  made.set(key, quantile);
  return quantile;
};
