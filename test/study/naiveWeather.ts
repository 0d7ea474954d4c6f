// A draw's weather the long way: for each cell the product of every variable's factor, each worked out anew from its ids, and the amount
// times it in whole numbers of any length. Numbers and distributions are the product's own (tested in test/weather).

import { entryAt } from '../../src/money/dated.ts';
import { type Ratio, ratio } from '../../src/money/ratio.ts';
import type { Plan, YearPlan } from '../../src/plan/plan.ts';
import { servedIn } from '../../src/plan/served.ts';
import { mixesOf } from '../../src/weather/correlation.ts';
import { beta, type Distribution, drawn, lognormal, normal, standardNormal, triangular } from '../../src/weather/distributions.ts';
import { keyOf, moments, seeded, uniformOf, word } from '../../src/weather/random.ts';
import { MEASURES } from '../../src/written/table.ts';
import type { WrittenUncertainty, WrittenVariable } from '../../src/written/uncertaintyShape.ts';

const PLACE_IDS = ['own', 'cross', 'other', 'offCounty'];

export class NaiveWeather {
  private readonly plan: Plan;
  private readonly written: WrittenUncertainty;
  private readonly seed: bigint;
  private readonly draw: number;

  constructor(plan: Plan, written: WrittenUncertainty, seed: bigint, draw: number) {
    this.plan = plan;
    this.written = written;
    this.seed = seed;
    this.draw = draw;
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

  private factor(year: number, s: number, month: number): number {
    const stream = this.plan.streams[s];
    if (stream === undefined) throw new Error('no stream');
    const home = this.plan.alliances[stream.home]?.id ?? 'none';
    const service = this.plan.services[stream.service]?.id ?? '';
    const place = PLACE_IDS[stream.place] ?? '';
    let product = 1_000_000;
    // What holds for a year first, then events, then numbers of months.
    for (const sort of ['yearly', 'event', 'monthly']) {
      for (const variable of this.written.variables) {
        const { kind, scope, by = [] } = variable;
        const own = kind === 'event' ? 'event' : scope === 'month' ? 'monthly' : 'yearly';
        if (kind === 'score' || sort !== own) continue;
        if ((variable.service ?? service) !== service || (variable.place ?? place) !== place || (variable.home ?? home) !== home) continue;
        const ids = [by.includes('service') ? service : '', by.includes('place') ? place : '', by.includes('alliance') ? home : ''];
        product *= this.value(variable, ids, year, month);
      }
    }
    return Math.min(100_000_000, Math.floor(product + 0.5));
  }

  private value(variable: WrittenVariable, ids: readonly string[], year: number, month: number): number {
    if (variable.kind === 'event') return this.event(variable, ids, year, month);
    const { scope } = variable;
    const at = variable.kind === 'trend' || scope === 'once' ? 0 : scope === 'month' ? year * 12 + month : year * 12;
    const value = this.mixed(variable, ids, year, at);
    if (variable.kind !== 'trend') return value;
    const base = this.plan.projection.base ?? (this.plan.years[0]?.year ?? 1) - 1;
    return Array.from({ length: year - base }).reduce<number>((product) => product * value, 1);
  }

  private mixed(variable: WrittenVariable, ids: readonly string[], year: number, at: number): number {
    const { variables, correlations = [] } = this.written;
    const indexOf = (id: string | undefined) => variables.findIndex((one) => one.id === id);
    const pairs = correlations.map(({ between, rho }) => ({ a: indexOf(between[0]), b: indexOf(between[1]), rho: num(rho, year) }));
    const mix = mixesOf(variables.length, pairs)?.[variables.indexOf(variable)] ?? [];
    const distribution = distributionOf(variable, year);
    if (mix.length === 1) return drawn(distribution, this.word(variable.id, ids, at));
    const z = mix.reduce((sum, { of, weight }) => sum + weight * drawn(NORMAL, this.word(variables[of]?.id ?? '', ids, at)), 0);
    return distribution.atNormal(z);
  }

  private word(id: string, ids: readonly string[], month: number, more: readonly string[] = []): number {
    const key = seeded(keyOf([id, ...ids, ...more]), this.seed);
    const words = new Int32Array(2);
    moments(this.draw, Int32Array.of(month), words);
    return word(key.high, key.low, words[0] ?? 0, words[1] ?? 0);
  }

  /** True in every month that some beginning reaches. */
  private event(variable: WrittenVariable, ids: readonly string[], year: number, month: number): number {
    const [probability, months, factor] = [num(variable.probability, year), num(variable.months, year), num(variable.factor, year)];
    const now = year * 12 + month;
    for (let begun = now; begun > now - months; begun--) {
      const began = Math.floor(begun / 12);
      const u = uniformOf(this.word(variable.id, ids, variable.scope === 'month' ? begun : began * 12));
      if (u >= probability) continue;
      if (variable.scope === 'month') return factor;
      const first = variable.month ?? Math.floor(uniformOf(this.word(variable.id, ids, began * 12, ['start'])) * 12) + 1;
      if (begun % 12 === first - 1) return factor;
    }
    return 1;
  }

  private score(given: Ratio | null, year: number, a: number): Ratio | null {
    if (given === null) return null;
    const id = this.plan.alliances[a]?.id ?? '';
    const own = this.written.variables.filter(({ kind, home }) => kind === 'score' && (home ?? id) === id).at(-1);
    if (own === undefined) return given;
    const ids = ['', '', own.by?.includes('alliance') === true ? id : ''];
    const strays = Number(given.n) / Number(given.d) + num(own.sigma, year) * this.mixed(own, ids, year, year * 12);
    return ratio(BigInt(Math.floor(Math.min(100, Math.max(0, strays)) * 100 + 0.5)), 100n);
  }
}

function num(dated: Parameters<typeof entryAt<Ratio | number>>[0] | undefined, year: number): number {
  if (dated === undefined) return Number.NaN;
  const value = (entryAt(dated, year) ?? dated.entries[0])?.value;
  return typeof value === 'number' ? value : Number(value?.n) / Number(value?.d);
}

const NORMAL = standardNormal();
/** Making one is dear, and says nothing about the draw. */
const made = new Map<string, Distribution>();

function distributionOf(written: WrittenVariable, year: number): Distribution {
  const { kind, sigma, least, likely, most } = written;
  const key = [kind, ...[sigma, least, likely, most].map((one) => num(one, year))].join(' ');
  const known = made.get(key) ?? newDistribution(written, year);
  made.set(key, known);
  return known;
}

function newDistribution({ kind, sigma, least, likely, most }: WrittenVariable, year: number): Distribution {
  if (kind === 'lognormal') return lognormal(num(sigma, year));
  if (kind === 'normal' || kind === 'trend') return normal(num(sigma, year));
  if (kind === 'beta') return beta(num(least, year), num(likely, year), num(most, year));
  if (kind === 'triangular') return triangular(num(least, year), num(likely, year), num(most, year));
  return NORMAL;
}
