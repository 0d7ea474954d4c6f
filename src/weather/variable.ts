// R15: one uncertain variable, checked and laid out: what it draws in each year, and what is wrong with it as written.

import { type Dated, entryAt } from '../money/dated.ts';
import { compareRatios, type Ratio } from '../money/ratio.ts';
import { PLACES, type Place } from '../plan/parties.ts';
import type { ProblemCode } from '../problem/problem.ts';
import { AS_SHARE, type WrittenVariable } from '../written/uncertaintyShape.ts';
import { beta, type Distribution, lognormal, normal, standardNormal, triangular } from './distributions.ts';

type Scope = 'month' | 'year' | 'once';
type Attribute = 'service' | 'place' | 'alliance';

export const ATTRIBUTES: readonly Attribute[] = ['service', 'place', 'alliance'];
/** The key that narrows a variable to one of an attribute. */
export const NARROWED_BY = { service: 'service', place: 'place', alliance: 'home' } as const satisfies Record<Attribute, string>;

/** A discrete event: with a probability for each month or year it begins, and lasts. */
export interface EventTerms {
  readonly probability: number;
  readonly months: number;
  /** From 0; null: any month of the year alike, or the month itself where every month may begin one. */
  readonly month: number | null;
  readonly factor: number;
}

export interface Variable {
  readonly id: string;
  readonly title: string;
  readonly kind: WrittenVariable['kind'];
  readonly scope: Scope;
  /** What has numbers of its own; what the variable narrows itself to is one anyway, and has none. */
  readonly by: readonly Attribute[];
  /** What it covers; null where it does not say. */
  readonly service: string | null;
  readonly place: Place | null;
  readonly home: string | null;
  /** What a score strays by, in points. */
  readonly points: (year: number) => number;
  readonly distribution: (year: number) => Distribution;
  readonly event: (year: number) => EventTerms;
}

/** Where problems of a scenario's uncertainty go. */
export interface Telling {
  error(code: ProblemCode, path: string, args?: Record<string, string | number>): void;
  warn(code: ProblemCode, path: string, args?: Record<string, string | number>): void;
}

type Key = 'scope' | 'sigma' | 'least' | 'likely' | 'most' | 'probability' | 'months' | 'month' | 'factor' | 'service' | 'place';

/** What each kind needs, and what it may say beside. */
const NEEDS: Readonly<Record<WrittenVariable['kind'], readonly Key[]>> = {
  lognormal: ['scope', 'sigma'],
  normal: ['scope', 'sigma'],
  beta: ['scope', 'least', 'likely', 'most'],
  triangular: ['scope', 'least', 'likely', 'most'],
  event: ['scope', 'probability', 'months', 'factor'],
  trend: ['sigma'],
  score: ['sigma'],
};
const COVERS: readonly Key[] = ['service', 'place'];
const MAY: Readonly<Record<WrittenVariable['kind'], readonly Key[]>> = {
  lognormal: COVERS,
  normal: COVERS,
  beta: COVERS,
  triangular: COVERS,
  event: ['month', ...COVERS],
  trend: COVERS,
  score: [],
};
const KEYS: readonly Key[] = ['scope', 'sigma', 'least', 'likely', 'most', 'probability', 'months', 'month', 'factor', 'service', 'place'];

/** Longest that an event of an earlier year may reach into the run, in years: one that lasts longer is a trend. */
export const YEARS_BACK = 10;
const LONGEST_EVENT = 12 * YEARS_BACK;

/**
 * Largest `sigma`. 1 + σz is cut off at 0, which lifts its mean: by 3 in 100,000 where σ is 30%, by 8% where it is 100%. A lognormal factor is
 * cut off at MOST_FACTOR, which takes 4 in a million from its mean where σ is 100%, 5% where it is 200%.
 */
const MOST_SIGMA: Readonly<Record<'lognormal' | 'normal' | 'trend' | 'score', { readonly most: number; readonly case: string }>> = {
  lognormal: { most: 1, case: 'sigma' },
  normal: { most: 0.3, case: 'normal' },
  trend: { most: 0.3, case: 'trend' },
  score: { most: 100, case: 'points' },
};

/** A variable laid out; null, with a problem told, where something is wrong with it. */
export function variableOf(written: WrittenVariable, path: string, years: readonly number[], telling: Telling): Variable | null {
  const { kind } = written;
  let sound = true;
  const refuse = (code: ProblemCode, key: string, args: Record<string, string | number>) => {
    telling.error(code, key === '' ? path : `${path}.${key}`, args);
    sound = false;
  };
  for (const key of KEYS) {
    const isGiven = written[key] !== undefined;
    if (!isGiven && NEEDS[kind].includes(key)) refuse('missing-key', key, { key, wanted: WANTED[key] ?? 'value' });
    if (isGiven && !NEEDS[kind].includes(key) && !MAY[kind].includes(key)) refuse('kind-key', key, { key, kindOf: kind });
  }
  const by = written.by ?? [];
  if (kind === 'score' && by.some((attribute) => attribute !== 'alliance')) refuse('kind-key', 'by', { key: 'by', kindOf: kind });
  if (kind === 'score' && written.sigma?.entries.some(({ value }) => value[AS_SHARE]) === true)
    refuse('uncertain-range', 'sigma', { case: 'notPoints' });
  if (kind === 'event' && written.scope === 'once') refuse('kind-key', 'scope', { case: 'once', key: 'scope', kindOf: kind });
  if (kind === 'event' && written.scope === 'month' && written.month !== undefined)
    refuse('kind-key', 'month', { case: 'everyMonth', key: 'month', kindOf: kind });
  for (const key of ['sigma', 'least', 'likely', 'most', 'probability', 'months', 'factor'] as const) {
    const own = written[key];
    const lacking = own === undefined ? undefined : years.find((year) => entryAt<unknown>(own, year) === null);
    if (lacking !== undefined) refuse('dated-before', key, { year: lacking, first: own?.entries[0]?.from ?? '' });
  }
  if (!sound) return null;
  for (const year of yearsAsked(kind, years)) {
    for (const [key, args] of beyondRange(written, year)) refuse('uncertain-range', key, { ...args, year });
    if (!sound) return null;
  }
  return laidOut(written, by);
}

/** The years of the run; events of years before it may reach into it, so that these count too. */
export function yearsAsked(kind: WrittenVariable['kind'], years: readonly number[]): readonly number[] {
  const [first] = years;
  if (kind !== 'event' || first === undefined) return years;
  return [...years, ...Array.from({ length: YEARS_BACK }, (_, i) => first - 1 - i)];
}

/** What of a year is out of range: where it stands, and which case it is. */
function beyondRange(written: WrittenVariable, year: number): readonly (readonly [string, { readonly case: string }])[] {
  const { kind } = written;
  const found: [string, { readonly case: string }][] = [];
  const [least, likely, most, sigma, factor] = (['least', 'likely', 'most', 'sigma', 'factor'] as const).map((key) =>
    ratioAt(written[key], year),
  );
  if (least != null && likely != null && most != null) {
    if (compareRatios(least, likely) > 0 || compareRatios(likely, most) > 0 || compareRatios(least, most) === 0)
      found.push(['', { case: 'order' }]);
    else if (numberOf(most) > MOST_FACTOR) found.push(['most', { case: 'factor' }]);
  }
  if (factor != null && numberOf(factor) > MOST_FACTOR) found.push(['factor', { case: 'factor' }]);
  if (kind === 'lognormal' || kind === 'normal' || kind === 'trend' || kind === 'score') {
    if (numberOf(sigma ?? null) > MOST_SIGMA[kind].most) found.push(['sigma', { case: MOST_SIGMA[kind].case }]);
  }
  const months = written.months === undefined ? null : monthsAt(written.months, year);
  if (months !== null && (months < 1 || months > LONGEST_EVENT)) found.push(['months', { case: 'months' }]);
  return found;
}

/** What is wanted of a key that is missing. */
const WANTED: Readonly<Partial<Record<Key, string>>> = {
  scope: 'choice',
  sigma: 'ratio',
  probability: 'ratio',
  months: 'whole',
  factor: 'factor',
};

/** A factor above this is a slip, and money would leave the exact range of a double. */
export const MOST_FACTOR = 100;

function ratioAt(dated: Dated<Ratio> | undefined, year: number): Ratio | null {
  return dated === undefined ? null : ((entryAt(dated, year) ?? dated.entries[0])?.value ?? null);
}

/** Before the first entry that one holds, as of all that is dated. */
function monthsAt(dated: Dated<number>, year: number): number | null {
  return (entryAt(dated, year) ?? dated.entries[0])?.value ?? null;
}

function numberOf(value: Ratio | null): number {
  if (value === null) return Number.NaN;
  return Number.isNaN(value.num) ? Number(value.n) / Number(value.d) : value.num / value.den;
}

function laidOut(written: WrittenVariable, by: readonly Attribute[]): Variable {
  const { kind } = written;
  const at = (key: 'sigma' | 'least' | 'likely' | 'most' | 'probability' | 'factor', year: number) => numberOf(ratioAt(written[key], year));
  const make = (year: number): Distribution => {
    if (kind === 'lognormal') return lognormal(at('sigma', year));
    if (kind === 'normal' || kind === 'trend') return normal(at('sigma', year));
    if (kind === 'beta') return beta(at('least', year), at('likely', year), at('most', year));
    if (kind === 'triangular') return triangular(at('least', year), at('likely', year), at('most', year));
    return standardNormal();
  };
  // Years mostly share their parameters, and a table is dear to make.
  const made = new Map<string, Distribution>();
  const distribution = (year: number): Distribution => {
    const key = (['sigma', 'least', 'likely', 'most'] as const).map((one) => at(one, year)).join(' ');
    const known = made.get(key) ?? make(year);
    made.set(key, known);
    return known;
  };
  return {
    id: written.id,
    title: written.title ?? written.id,
    kind,
    scope: kind === 'trend' ? 'once' : kind === 'score' ? 'year' : (written.scope ?? 'month'),
    by: by.filter((attribute) => written[NARROWED_BY[attribute]] === undefined),
    service: written.service ?? null,
    place: PLACES.find((place) => place === written.place) ?? null,
    home: written.home ?? null,
    points: (year) => at('sigma', year),
    distribution,
    event: (year) => ({
      probability: at('probability', year),
      months: (written.months === undefined ? null : monthsAt(written.months, year)) ?? 1,
      month: written.month === undefined ? null : written.month - 1,
      factor: at('factor', year),
    }),
  };
}
