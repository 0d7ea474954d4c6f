// R15: the factors of one draw: for each year and group of streams twelve whole millionths, and the scores that stray. Nothing is
// allocated from draw to draw.

import { MONTHS } from '../money/calendar.ts';
import { type Ratio, ratio } from '../money/ratio.ts';
import type { Plan } from '../plan/plan.ts';
import { type Distribution, drawn, FIRST_PART, PARTS, standardNormal } from './distributions.ts';
import { type Key, moments, seeded, uniform } from './random.ts';
import { MOST_FACTOR } from './variable.ts';
import type { Channel, Weather } from './weather.ts';

export const MILLION = 1_000_000;
const MOST = MOST_FACTOR * MILLION;

/** Longest that an event of an earlier month may reach into the run. */
const BACK = 10 * MONTHS;

const NORMAL = standardNormal();
const LAST_PART = PARTS - FIRST_PART;

/** A channel with its keys under the seed. */
interface Seeded extends Pick<Channel, 'variable' | 'weights'> {
  readonly keys: readonly Key[];
  readonly start: Key;
  /** By year of the plan. */
  readonly distributions: readonly Distribution[];
  /** R15: trends: years since the base year, by year of the plan. */
  readonly since: readonly number[];
}

export class Sky {
  /** (year × groups + group) × 12, whole millionths; a million in months that are known. */
  readonly factors: Float64Array;
  /** By year and alliance; null where the score as given holds. */
  readonly scores: (Ratio | null)[][];
  private readonly plan: Plan;
  private readonly weather: Weather;
  private readonly channels: readonly Seeded[];
  /** Channels × 12: the values of the year at hand. */
  private readonly values: Float64Array;
  /** Absolute months, the run's own first (month 0), and two words for each in the draw at hand. */
  private readonly first: number;
  private readonly months: Int32Array;
  private readonly words: Int32Array;
  private readonly given: readonly (readonly number[])[];

  constructor(plan: Plan, weather: Weather, seed: bigint) {
    this.plan = plan;
    this.weather = weather;
    const base = plan.projection.base ?? (plan.years[0]?.year ?? 1) - 1;
    this.channels = weather.channels.map(({ variable, keys, weights, start }) => ({
      variable,
      weights,
      keys: keys.map((key) => seeded(key, seed)),
      start: seeded(start, seed),
      distributions: plan.years.map(({ year }) => variable.distribution(year)),
      since: plan.years.map(({ year }) => year - base),
    }));
    this.factors = new Float64Array(plan.years.length * weather.groups.length * MONTHS).fill(MILLION);
    this.scores = plan.years.map(({ scores }) => scores.map(() => null));
    this.values = new Float64Array(weather.channels.length * MONTHS);
    this.first = (plan.years[0]?.year ?? 0) * MONTHS - BACK;
    this.months = Int32Array.from({ length: 1 + plan.years.length * MONTHS + BACK }, (_, i) => (i === 0 ? 0 : this.first + i - 1));
    this.words = new Int32Array(2 * this.months.length);
    this.given = plan.years.map(({ scores }) => scores.map((score) => (score === null ? Number.NaN : Number(score.n) / Number(score.d))));
  }

  /** Makes the factors and scores of a draw. */
  draw(k: number): void {
    moments(k, this.months, this.words);
    for (let y = 0; y < this.plan.years.length; y++) {
      for (let c = 0; c < this.channels.length; c++) this.value(y, c);
      this.multiply(y);
      this.score(y);
    }
  }

  /** Where the words of an absolute month stand. */
  private at(month: number): number {
    return 2 * (1 + month - this.first);
  }

  /** A channel's values of a year: twelve where it has months, else the first. */
  private value(y: number, c: number): void {
    const channel = this.channels[c] as Seeded;
    const { kind, scope } = channel.variable;
    const start = (this.plan.years[y]?.year ?? 0) * MONTHS;
    const first = c * MONTHS;
    if (kind === 'event') this.event(channel, y, c);
    else if (scope === 'month' && channel.keys.length === 1) this.independentMonths(channel, y, c);
    else if (scope === 'month') {
      for (let m = this.weather.from[y] as number; m < MONTHS; m++) this.values[first + m] = this.one(channel, y, this.at(start + m));
    } else {
      const value = this.one(channel, y, scope === 'year' ? this.at(start) : 0);
      this.values[first] = kind === 'trend' ? risen(value, channel.since[y] as number) : value;
    }
  }

  /** One value at a moment, of a channel by itself or of one that goes with others. */
  private one({ keys, weights, distributions }: Seeded, y: number, word: number): number {
    const distribution = distributions[y] as Distribution;
    if (keys.length === 1) return drawn(distribution, this.uniformAt(keys[0] as Key, word));
    let z = 0;
    for (let k = 0; k < keys.length; k++) z += (weights[k] as number) * drawn(NORMAL, this.uniformAt(keys[k] as Key, word));
    return distribution.atNormal(z);
  }

  private uniformAt({ high, low }: Key, word: number): number {
    return uniform(high, low, this.words[word] as number, this.words[word + 1] as number);
  }

  /** Most of what is drawn: a month's own number, read off the table of its distribution; `drawn` written out, twelve times in a row. */
  private independentMonths({ keys, distributions }: Seeded, y: number, c: number): void {
    const distribution = distributions[y] as Distribution;
    const { table } = distribution;
    const { high, low } = keys[0] as Key;
    const { words, values } = this;
    let word = this.at((this.plan.years[y]?.year ?? 0) * MONTHS + (this.weather.from[y] as number));
    for (let i = c * MONTHS + (this.weather.from[y] as number); i < (c + 1) * MONTHS; i++, word += 2) {
      const u = uniform(high, low, words[word] as number, words[word + 1] as number);
      const x = u * PARTS;
      const part = x | 0;
      if (table === null || part < FIRST_PART || part >= LAST_PART) {
        values[i] = distribution.at(u);
        continue;
      }
      const t = x - part;
      const at = 4 * part;
      values[i] = (table[at] as number) + t * ((table[at + 1] as number) + t * ((table[at + 2] as number) + t * (table[at + 3] as number)));
    }
  }

  /** An event that began in this year or before, in all the months that it lasts; two at once are one. */
  private event({ variable, keys, start }: Seeded, y: number, c: number): void {
    const { year } = this.plan.years[y] as { readonly year: number };
    const first = c * MONTHS;
    this.values.fill(1, first, first + MONTHS);
    const own = variable.event(year);
    for (let back = Math.ceil(own.months / MONTHS); back >= 0; back--) {
      const terms = variable.event(year - back);
      const january = (year - back) * MONTHS;
      if (variable.scope === 'year') {
        if (this.uniformAt(keys[0] as Key, this.at(january)) >= terms.probability) continue;
        const month = terms.month ?? Math.floor(this.uniformAt(start, this.at(january)) * MONTHS);
        this.lasts(first, month - back * MONTHS, terms);
      } else {
        for (let m = 0; m < MONTHS; m++) {
          if (this.uniformAt(keys[0] as Key, this.at(january + m)) < terms.probability) this.lasts(first, m - back * MONTHS, terms);
        }
      }
    }
  }

  private lasts(first: number, from: number, { months, factor }: { readonly months: number; readonly factor: number }): void {
    for (let m = Math.max(0, from); m < Math.min(MONTHS, from + months); m++) this.values[first + m] = factor;
  }

  /** The factors of a year: the product of a group's values, in the order of the variables, rounded once to a millionth. */
  private multiply(y: number): void {
    const { factors, values } = this;
    const { groups } = this.weather;
    const from = this.weather.from[y] as number;
    for (let g = 0; g < groups.length; g++) {
      const { yearly, monthly } = groups[g] as Weather['groups'][number];
      let base = 1;
      for (let k = 0; k < yearly.length; k++) base *= values[(yearly[k] as number) * MONTHS] as number;
      const to = (y * groups.length + g) * MONTHS;
      for (let m = from; m < MONTHS; m++) {
        let factor = base;
        for (let k = 0; k < monthly.length; k++) factor *= values[(monthly[k] as number) * MONTHS + m] as number;
        factors[to + m] = Math.min(MOST, Math.floor(factor * MILLION + 0.5));
      }
    }
  }

  /** Scores around those given, within 0 and 100, to a hundredth of a point. */
  private score(y: number): void {
    const own = this.scores[y] as (Ratio | null)[];
    const { year } = this.plan.years[y] as { readonly year: number };
    for (let s = 0; s < this.weather.scores.length; s++) {
      const { channel, alliance } = this.weather.scores[s] as Weather['scores'][number];
      const given = this.given[y]?.[alliance] as number;
      if (Number.isNaN(given)) continue;
      const { variable } = this.channels[channel] as Seeded;
      const strays = given + variable.points(year) * (this.values[channel * MONTHS] as number);
      own[alliance] = scoreOf(Math.floor(Math.min(100, Math.max(0, strays)) * 100 + 0.5));
    }
  }
}

/** (1 + ε) to the number of years; below one year it is 1. */
function risen(factor: number, years: number): number {
  let product = 1;
  for (let i = 0; i < years; i++) product *= factor;
  return product;
}

const scores: (Ratio | undefined)[] = [];

function scoreOf(hundredths: number): Ratio {
  scores[hundredths] ??= ratio(BigInt(hundredths), 100n);
  return scores[hundredths];
}
