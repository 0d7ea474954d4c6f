// R15: one uncertain variable, checked and laid out: what it draws in each year, and what is wrong with it as written.

import { type Dated, entryAt } from '../money/dated.ts';
import { compareRatios, type Ratio } from '../money/ratio.ts';
import { PLACES, type Place } from '../plan/parties.ts';
import type { ProblemCode } from '../problem/problem.ts';
import { AS_SHARE, type WrittenVariable } from '../written/uncertaintyShape.ts';
import { beta, type Distribution, lognormal, normal, standardNormal, triangular } from './distributions.ts';

type Scope = 'month' | 'year' | 'once';
type Attribute = 'service' | 'place' | 'alliance';

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

/** Ten years: an event that lasts longer is a trend. */
const LONGEST_EVENT = 120;

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
  const dated = (key: 'sigma' | 'least' | 'likely' | 'most' | 'probability' | 'factor') => written[key];
  for (const key of ['sigma', 'least', 'likely', 'most', 'probability', 'months', 'factor'] as const) {
    const own = written[key];
    const lacking = own === undefined ? undefined : years.find((year) => entryAt<unknown>(own, year) === null);
    if (lacking !== undefined) refuse('dated-before', key, { year: lacking, first: own?.entries[0]?.from ?? '' });
  }
  if (!sound) return null;
  for (const year of years) {
    const at = (key: Parameters<typeof dated>[0]) => ratioAt(dated(key), year);
    const [least, likely, most, sigma, factor] = (['least', 'likely', 'most', 'sigma', 'factor'] as const).map(at);
    if (least !== null && likely !== null && most !== null && least !== undefined && likely !== undefined && most !== undefined) {
      if (compareRatios(least, likely) > 0 || compareRatios(likely, most) > 0 || compareRatios(least, most) === 0)
        refuse('uncertain-range', '', { case: 'order', year });
      else if (numberOf(most) > MOST_FACTOR) refuse('uncertain-range', 'most', { case: 'factor', year });
    }
    if (factor != null && numberOf(factor) > MOST_FACTOR) refuse('uncertain-range', 'factor', { case: 'factor', year });
    if (sigma != null && numberOf(sigma) > (kind === 'score' ? 100 : 2))
      refuse('uncertain-range', 'sigma', { case: kind === 'score' ? 'points' : 'sigma', year });
    const months = written.months === undefined ? null : entryAt(written.months, year);
    if (months !== null && (months.value < 1 || months.value > LONGEST_EVENT))
      refuse('uncertain-range', 'months', { case: 'months', year });
    if (!sound) return null;
  }
  return laidOut(written, by);
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
    by,
    service: written.service ?? null,
    place: PLACES.find((place) => place === written.place) ?? null,
    home: written.home ?? null,
    points: (year) => at('sigma', year),
    distribution,
    event: (year) => ({
      probability: at('probability', year),
      months: written.months === undefined ? 1 : ((entryAt(written.months, year) ?? written.months.entries[0])?.value ?? 1),
      month: written.month === undefined ? null : written.month - 1,
      factor: at('factor', year),
    }),
  };
}
