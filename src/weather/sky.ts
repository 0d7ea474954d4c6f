// R15: one draw: for each year and group of streams twelve factors in whole millionths, the cells in them, and the scores that stray.
// Nothing is allocated from draw to draw. What most groups are, one number of its own a month, the loops make; this makes all else.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Ratio, ratio } from '../money/ratio.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { tablesOf } from '../plan/volumes.ts';
import { MEASURES } from '../written/table.ts';
import { type Distribution, drawn, standardNormal } from './distributions.ts';
import { type FactorRow, Field } from './field.ts';
import { MILLION, MOST } from './loops.ts';
import { type Key, moments, seeded, uniformOf, word } from './random.ts';
import { ground as fastGround } from './simd.ts';
import type { Ground } from './store.ts';
import { type EventTerms, YEARS_BACK } from './variable.ts';
import type { Channel, Weather } from './weather.ts';

/** A channel with its keys under the seed. */
interface Seeded extends Pick<Channel, 'variable' | 'weights'> {
  readonly keys: readonly Key[];
  readonly start: Key;
  /** By year of the plan. */
  readonly distributions: readonly Distribution[];
  /** R15: trends: years since the base year, by year of the plan. */
  readonly since: readonly number[];
  /** Scores: by year of the plan. */
  readonly points: readonly number[];
  /** Events: by year, from so many years back on. */
  readonly terms: readonly EventTerms[];
  /** Events: by year of the plan, how many years before it one that still lasts may have begun. */
  readonly reach: readonly number[];
}

export class Sky {
  /** By year and table (the fund's payment, then volumes): the cells of the draw. */
  readonly cells: readonly (readonly Float64Array[])[];
  /** By year: the fund's payments with room behind them for all lines of the books, where care comes first. */
  readonly books: readonly Float64Array[];
  /** By year and alliance; null where the score as given holds. */
  readonly scores: (Ratio | null)[][];
  private readonly years: readonly YearPlan[];
  private readonly weather: Weather;
  private readonly channels: readonly Seeded[];
  /** Groups that are not drawn by rows, and the channels whose values are made here: all but numbers of months that only rows need. */
  private readonly slow: readonly number[];
  private readonly valued: readonly number[];
  private readonly field: Field;
  /** What correlated numbers are mixed of. */
  private readonly normal = standardNormal();
  /** What groups share: values of years and events. */
  private readonly bases: readonly Pick<Weather['groups'][number], 'yearly' | 'events'>[];
  private readonly baseOf: readonly number[];
  /** Channels × 12: the values of the year at hand. */
  private readonly values: Float64Array;
  /** By channel: 1 where it is an event that moves some month of the year at hand. */
  private readonly moves: Uint8Array;
  /** Month 0, which is the run's own, and absolute months from the first that is needed on. */
  private readonly first: number;
  private readonly months: Int32Array;
  private readonly given: readonly (readonly number[])[];
  /** By year: the first of its volumes among the tables of the field. */
  private readonly volumesAt: readonly number[];

  constructor(plan: Plan, weather: Weather, seed: bigint, ground: Ground = fastGround) {
    this.years = plan.years;
    this.weather = weather;
    const start = plan.years[0]?.year ?? 1;
    this.channels = weather.channels.map((channel) => seededChannel(channel, seed, plan));
    this.values = new Float64Array(weather.channels.length * MONTHS);
    this.moves = new Uint8Array(weather.channels.length);
    const back = Math.max(0, ...this.channels.flatMap(({ reach }) => reach));
    this.first = (start - back) * MONTHS;
    this.months = Int32Array.from({ length: 1 + (plan.years.length + back) * MONTHS }, (_, i) => (i === 0 ? 0 : this.first + i - 1));
    const names = weather.groups.map(({ yearly, events }) => [yearly.join(), events.join()].join(';'));
    const distinct = [...new Set(names)];
    this.baseOf = names.map((name) => distinct.indexOf(name));
    this.bases = distinct.map((name) => weather.groups[names.indexOf(name)] as Weather['groups'][number]);
    this.slow = [...weather.groups.keys()].filter((g) => this.swift(g) === null);
    const monthly = new Set(weather.groups.flatMap((group) => group.monthly));
    const needed = new Set(this.slow.flatMap((g) => weather.groups[g]?.monthly ?? []));
    this.valued = [...weather.channels.keys()].filter((c) => needed.has(c) || !monthly.has(c));
    this.field = this.laidOut(plan, ground);
    this.books = this.field.roomy.slice(0, plan.years.length);
    this.scores = plan.years.map(({ scores }) => scores.map(() => null));
    this.given = plan.years.map(({ scores }) => scores.map((score) => (score === null ? Number.NaN : Number(score.n) / Number(score.d))));
    let at = plan.years.length;
    this.volumesAt = plan.years.map(({ volumes }) => {
      const first = at;
      at += volumes === null ? 0 : MEASURES.length;
      return first;
    });
    this.cells = plan.years.map(({ volumes }, y) => {
      const first = this.volumesAt[y] as number;
      return [this.field.drawn[y] as Float64Array, ...(volumes === null ? [] : this.field.drawn.slice(first, first + MEASURES.length))];
    });
  }

  /** The one channel of a group that rows can draw: a number of its own each month, read off a table in every year. */
  private swift(g: number): Seeded | null {
    const [c, ...more] = this.weather.groups[g]?.monthly ?? [];
    const channel = c === undefined || more.length > 0 ? undefined : this.channels[c];
    if (channel === undefined || channel.keys.length > 1) return null;
    return channel.distributions.every(({ table }) => table !== null) ? channel : null;
  }

  private laidOut(plan: Plan, ground: Ground): Field {
    const { groups, from } = this.weather;
    // Years that are known throughout are not drawn.
    const isDrawn = (y: number) => (from[y] as number) < MONTHS;
    const factorRows = plan.years.flatMap(({ year }, y) =>
      [...groups.keys()].flatMap((g): FactorRow[] => {
        const channel = this.swift(g);
        const table = channel?.distributions[y]?.table;
        if (channel === null || table == null || !isDrawn(y)) return [];
        const base = (y * this.bases.length + (this.baseOf[g] as number)) * MONTHS;
        return [{ key: channel.keys[0] as Key, table, moment: this.at(year * MONTHS), base, factors: this.factorsOf(y, g) }];
      }),
    );
    const streamsOf = (y: number) =>
      isDrawn(y) ? groups.flatMap(({ streams }, g) => streams.map((stream) => ({ stream, factors: this.factorsOf(y, g) }))) : [];
    const tables = plan.years.map((year) => tablesOf({ fund: year.cells, volumes: year.volumes }));
    const drawable = (given: Float64Array, y: number, room = given.length) => ({ given, room, streams: streamsOf(y) });
    const roomForBooks = plan.ledger.lines.length * PERIODS;
    return new Field(
      {
        months: this.months.length,
        bases: plan.years.length * this.bases.length * MONTHS,
        factors: plan.years.length * groups.length * MONTHS,
        factorRows,
        drawables: [
          ...tables.map(([fund], y) => drawable(fund as Float64Array, y, roomForBooks)),
          ...tables.flatMap(([, ...volumes], y) => volumes.map((one) => drawable(one, y))),
        ],
      },
      ground,
    );
  }

  private factorsOf(y: number, g: number): number {
    return (y * this.weather.groups.length + g) * MONTHS;
  }

  /** Makes the factors, scores and payments of a draw. */
  draw(k: number): void {
    moments(k, this.months, this.field.words);
    for (let y = 0; y < this.years.length; y++) {
      for (let i = 0; i < this.valued.length; i++) this.value(y, this.valued[i] as number);
      for (let b = 0; b < this.bases.length; b++) this.base(y, b);
      for (let i = 0; i < this.slow.length; i++) this.slowGroup(y, this.slow[i] as number);
      this.score(y);
    }
    this.field.drawFactors();
    for (let y = 0; y < this.years.length; y++) if ((this.weather.from[y] as number) > 0) this.known(y);
    this.field.drawCells(0, this.years.length);
  }

  /** Makes the volumes of a year in the weather of the last draw. */
  drawVolumes(y: number): void {
    const at = this.volumesAt[y] as number;
    this.field.drawCells(at, at + (this.cells[y] as Float64Array[]).length - 1);
  }

  /** Where an absolute month stands. */
  private at(month: number): number {
    return 1 + month - this.first;
  }

  /** R4b: months that are known stay as they are. */
  private known(y: number): void {
    for (let g = 0; g < this.weather.groups.length; g++) {
      const first = this.factorsOf(y, g);
      this.field.factors.fill(MILLION, first, first + (this.weather.from[y] as number));
    }
  }

  /** A channel's values of a year: twelve where it has months, else the first. */
  private value(y: number, c: number): void {
    const channel = this.channels[c] as Seeded;
    const { kind, scope } = channel.variable;
    const start = (this.years[y] as YearPlan).year * MONTHS;
    const first = c * MONTHS;
    if (kind === 'event') this.event(channel, y, c);
    else if (scope === 'month') {
      for (let m = this.weather.from[y] as number; m < MONTHS; m++) this.values[first + m] = this.one(channel, y, this.at(start + m));
    } else {
      const value = this.one(channel, y, scope === 'year' ? this.at(start) : 0);
      this.values[first] = kind === 'trend' ? risen(value, channel.since[y] as number) : value;
    }
  }

  /** One value at a moment, of a channel by itself or of one that goes with others. */
  private one({ keys, weights, distributions }: Seeded, y: number, moment: number): number {
    const distribution = distributions[y] as Distribution;
    if (keys.length === 1) return drawn(distribution, this.wordAt(keys[0] as Key, moment));
    let z = 0;
    for (let k = 0; k < keys.length; k++) z += (weights[k] as number) * drawn(this.normal, this.wordAt(keys[k] as Key, moment));
    return distribution.atNormal(z);
  }

  private wordAt({ high, low }: Key, moment: number): number {
    const { words } = this.field;
    return word(high, low, words[moment] as number, words[this.months.length + moment] as number);
  }

  private uniformAt(key: Key, moment: number): number {
    return uniformOf(this.wordAt(key, moment));
  }

  /**
   * An event that began in this year or before, in all the months that it lasts. Its chance, its length and its factor are those of the year in
   * which it began; of two at once the one that began later counts.
   */
  private event({ variable, keys, start, terms, reach }: Seeded, y: number, c: number): void {
    const { year } = this.years[y] as YearPlan;
    const first = c * MONTHS;
    for (let m = 0; m < MONTHS; m++) this.values[first + m] = 1;
    this.moves[c] = 0;
    for (let back = reach[y] as number; back >= 0; back--) {
      const own = terms[y + YEARS_BACK - back] as EventTerms;
      const january = this.at((year - back) * MONTHS);
      if (variable.scope === 'year') {
        if (this.uniformAt(keys[0] as Key, january) >= own.probability) continue;
        const month = own.month ?? Math.floor(this.uniformAt(start, january) * MONTHS);
        this.lasts(c, month - back * MONTHS, own);
      } else {
        for (let m = 0; m < MONTHS; m++) {
          if (this.uniformAt(keys[0] as Key, january + m) < own.probability) this.lasts(c, m - back * MONTHS, own);
        }
      }
    }
  }

  private lasts(c: number, from: number, { months, factor }: EventTerms): void {
    for (let m = Math.max(0, from); m < Math.min(MONTHS, from + months); m++) {
      this.values[c * MONTHS + m] = factor;
      this.moves[c] = 1;
    }
  }

  /** A million times the values of a year, then those of events, in the order of the variables. */
  private base(y: number, b: number): void {
    const { values } = this;
    const { bases } = this.field;
    const { yearly, events } = this.bases[b] as Sky['bases'][number];
    const to = (y * this.bases.length + b) * MONTHS;
    let base = MILLION;
    for (let k = 0; k < yearly.length; k++) base *= values[(yearly[k] as number) * MONTHS] as number;
    for (let m = 0; m < MONTHS; m++) bases[to + m] = base;
    for (let k = 0; k < events.length; k++) {
      const event = (events[k] as number) * MONTHS;
      if (this.moves[events[k] as number] === 0) continue;
      for (let m = 0; m < MONTHS; m++) bases[to + m] = (bases[to + m] as number) * (values[event + m] as number);
    }
  }

  /** Factors of a group that rows do not draw: its base times its values in the order of the variables, rounded once to a millionth. */
  private slowGroup(y: number, g: number): void {
    const { values } = this;
    const { factors, bases } = this.field;
    const { monthly } = this.weather.groups[g] as Weather['groups'][number];
    const base = (y * this.bases.length + (this.baseOf[g] as number)) * MONTHS;
    const to = this.factorsOf(y, g);
    for (let m = this.weather.from[y] as number; m < MONTHS; m++) {
      let factor = bases[base + m] as number;
      for (let k = 0; k < monthly.length; k++) factor *= values[(monthly[k] as number) * MONTHS + m] as number;
      factors[to + m] = Math.min(MOST, Math.floor(factor + 0.5));
    }
  }

  /** Scores around those given, the strays of all their variables added, within 0 and 100, to a hundredth of a point. */
  private score(y: number): void {
    const own = this.scores[y] as (Ratio | null)[];
    for (let s = 0; s < this.weather.scores.length; s++) {
      const { channels, alliance } = this.weather.scores[s] as Weather['scores'][number];
      const given = this.given[y]?.[alliance] as number;
      if (Number.isNaN(given)) continue;
      let strays = given;
      for (let i = 0; i < channels.length; i++) {
        const channel = channels[i] as number;
        const { points } = this.channels[channel] as Seeded;
        strays += (points[y] as number) * (this.values[channel * MONTHS] as number);
      }
      own[alliance] = scoreOf(Math.floor(Math.min(100, Math.max(0, strays)) * 100 + 0.5));
    }
  }
}

function seededChannel({ variable, keys, weights, start }: Channel, seed: bigint, plan: Plan): Seeded {
  const first = plan.years[0]?.year ?? 1;
  const base = plan.projection.base ?? first - 1;
  const isEvent = variable.kind === 'event';
  const terms = isEvent ? Array.from({ length: YEARS_BACK + plan.years.length }, (_, i) => variable.event(first - YEARS_BACK + i)) : [];
  return {
    variable,
    weights,
    keys: keys.map((key) => seeded(key, seed)),
    start: seeded(start, seed),
    distributions: plan.years.map(({ year }) => variable.distribution(year)),
    since: plan.years.map(({ year }) => year - base),
    points: plan.years.map(({ year }) => variable.points(year)),
    terms,
    reach: isEvent ? plan.years.map((_, y) => reachOf(terms, y + YEARS_BACK)) : [],
  };
}

/** The most years before the one at `at` in which an event begun as late as December would last into it. */
function reachOf(terms: readonly EventTerms[], at: number): number {
  for (let back = YEARS_BACK; back > 0; back--) {
    if ((terms[at - back] as EventTerms).months > MONTHS * (back - 1) + 1) return back;
  }
  return 0;
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
