// R15: a scenario's uncertainty laid out on a plan: which numbers are drawn, each under a key made of ids alone, and which streams of
// care each of them moves. Streams that are moved by the same numbers make a group: one factor serves them all.

import { MONTHS, monthNumber, PERIODS } from '../money/calendar.ts';
import { LARGEST_EXACT } from '../money/fen.ts';
import { meant } from '../plan/names.ts';
import { type Named, PLACES, type Stream } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { tablesOf } from '../plan/volumes.ts';
import { InputProblems, nearest } from '../problem/problem.ts';
import { idleIn } from '../written/idleUncertainty.ts';
import { lowFactorsIn } from '../written/lowFactors.ts';
import type { Read } from '../written/read.ts';
import { whereAt } from '../written/tree.ts';
import type { WrittenUncertainty } from '../written/uncertaintyShape.ts';
import { type Mix, mixesOf, type Pair } from './correlation.ts';
import { type Key, keyOf } from './random.ts';
import { ATTRIBUTES, MOST_FACTOR, NARROWED_BY, type Telling, type Variable, variableOf, yearsAsked } from './variable.ts';

/** One number for each month, each year or the run, of one variable. */
export interface Channel {
  readonly variable: Variable;
  /** Its own key last; before it those of correlated variables that are in it. */
  readonly keys: readonly Key[];
  readonly weights: readonly number[];
  /** Of a year's event: the month in which it begins. */
  readonly start: Key;
}

interface Group {
  readonly streams: readonly number[];
  /** Channels of a year or of the run, events, and numbers of months, each as the variables are listed. */
  readonly yearly: readonly number[];
  readonly events: readonly number[];
  readonly monthly: readonly number[];
}

export interface Weather {
  readonly channels: readonly Channel[];
  readonly groups: readonly Group[];
  /** By alliance whose score strays: the channels whose strays are added. */
  readonly scores: readonly { readonly alliance: number; readonly channels: readonly number[] }[];
  /** By year of the plan: months that are drawn begin here; those before are known. */
  readonly from: readonly number[];
}

/** The id of a home, people of no alliance included. */
function homeId(plan: Plan, home: number): string {
  return plan.alliances[home]?.id ?? 'none';
}

/**
 * @param standard what holds where the scenario says nothing; null: calm weather.
 * @throws {InputProblems} with every problem of the scenario's `uncertainty`; warnings are left in `read.report`.
 */
export function weatherOf(plan: Plan, read: Read, standard: WrittenUncertainty | null = null): Weather {
  const own = read.scenario.uncertainty;
  const told = (grade: 'error' | 'warning'): Telling['error'] => {
    return (code, path, args = {}) => {
      const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      const known = read.report.problems.some((problem) => problem.code === code && problem.path === path);
      if (!known) read.report.add(grade, code, whereAt(read.tree, steps), path, args);
    };
  };
  const telling = { error: told('error'), warn: own === undefined ? () => undefined : told('warning') };
  const weather = laidOut(plan, own ?? standard ?? { variables: [] }, telling);
  if (weather === null || read.report.failed) throw new InputProblems(read.report.problems);
  return weather;
}

function laidOut(plan: Plan, written: WrittenUncertainty, telling: Telling): Weather | null {
  const years = plan.years.map(({ year }) => year);
  if (written.variables.length === 0) telling.warn('variable-no-effect', 'uncertainty.variables', { case: 'none' });
  const variables = written.variables.map((one, i) => {
    const path = `uncertainty.variables.${i}`;
    if (written.variables.findIndex(({ id }) => id === one.id) < i) telling.error('duplicate-id', `${path}.id`, { got: one.id });
    const variable = variableOf(one, path, years, telling);
    const isKnown = variable !== null && hasNames(plan, variable, path, telling);
    for (const { key, ...idle } of idleIn(one, yearsAsked(one.kind, years)))
      telling.warn('variable-no-effect', `${path}.${key}`, { ...idle });
    for (const { key, ...low } of lowFactorsIn(one, years)) telling.warn('factor-low', `${path}.${key}`, { ...low });
    return isKnown ? variable : null;
  });
  const pairs = pairsOf(written, variables, telling);
  checkRange(plan, telling);
  const sound = variables.flatMap((variable) => variable ?? []);
  if (sound.length < variables.length || pairs === null) return null;
  const mixes = mixesOf(sound.length, pairs);
  if (mixes === null) {
    telling.error('not-definite', 'uncertainty.correlations', {});
    return null;
  }
  return channelled(plan, sound, { pairs, mixes }, telling);
}

/** True where the plan has what a variable covers; what it has not is told. */
function hasNames(plan: Plan, { service, home }: Variable, path: string, telling: Telling): boolean {
  const among = (got: string | null, items: readonly Named[], code: 'unknown-service' | 'unknown-alliance', key: string): boolean => {
    if (got === null || items.some(({ id }) => id === got)) return true;
    telling.error(code, `${path}.${key}`, { got, ...meant(got, items) });
    return false;
  };
  const isOfService = among(service, plan.services, 'unknown-service', 'service');
  return among(home, [...plan.alliances, { id: 'none', title: '不属于任何医共体' }], 'unknown-alliance', 'home') && isOfService;
}

/** Correlations by index; null where one of them is wrong. */
function pairsOf(written: WrittenUncertainty, variables: readonly (Variable | null)[], telling: Telling): readonly Pair[] | null {
  const pairs: Pair[] = [];
  let sound = true;
  for (const [i, { between, rho }] of (written.correlations ?? []).entries()) {
    const path = `uncertainty.correlations.${i}`;
    const refuse = (code: 'correlation' | 'unknown-variable', args: Record<string, string | number>, key = '') => {
      telling.error(code, `${path}${key}`, args);
      sound = false;
    };
    const ids = written.variables.map(({ id }) => id);
    const [a, b] = between.map((id) => ids.indexOf(id));
    for (const [k, id] of between.entries())
      if (!ids.includes(id)) refuse('unknown-variable', { got: id, near: nearest(id, ids) ?? '', known: ids.join('、') }, `.between.${k}`);
    if (between.length !== 2 || a === b) refuse('correlation', { case: 'two' });
    if (a === undefined || b === undefined || a < 0 || b < 0 || a === b) continue;
    if (pairs.some((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a))) refuse('correlation', { case: 'twice' });
    const [left, right] = [variables[a], variables[b]];
    if (left == null || right == null) continue;
    if (left.kind === 'event' || right.kind === 'event') refuse('correlation', { case: 'event' });
    else if (left.scope !== right.scope) refuse('correlation', { case: 'scope', a: left.id, b: right.id });
    else {
      const only = ATTRIBUTES.find((attribute) => left.by.includes(attribute) !== right.by.includes(attribute));
      const [has, lacks] = only === undefined || left.by.includes(only) ? [left, right] : [right, left];
      if (only !== undefined) refuse('correlation', { case: 'apart', only, has: has.id, lacks: lacks.id, narrow: NARROWED_BY[only] });
    }
    const entry = rho.entries.at(-1);
    if (rho.entries.length !== 1 || entry === undefined) refuse('correlation', { case: 'dated' }, '.rho');
    else pairs.push({ a, b, rho: Number(entry.value.n) / Number(entry.value.d) });
  }
  return sound ? pairs : null;
}

/** R0: times the largest factor, a year must still be exact in a double. */
function checkRange(plan: Plan, telling: Telling): void {
  for (const { year, cells, volumes } of plan.years) {
    for (const table of tablesOf({ fund: cells, volumes })) {
      let sum = 0;
      for (const cell of table) sum += cell;
      if (sum * MOST_FACTOR > LARGEST_EXACT) telling.error('too-large-together', 'county.activity', { year });
    }
  }
}

/** How variables go together: pairs as they are listed, and what each is made of. */
interface Together {
  readonly pairs: readonly Pair[];
  readonly mixes: readonly Mix[];
}

/** The channels that the streams of a plan need. */
function channelled(plan: Plan, variables: readonly Variable[], { pairs, mixes }: Together, telling: Telling): Weather {
  const channels: Channel[] = [];
  const known = new Map<string, number>();
  /** By variable: the ids of what it moves. */
  const used = variables.map(() => new Set<string>());
  const channel = (v: number, ids: readonly string[]): number => {
    const name = JSON.stringify([v, ...ids]);
    const found = known.get(name) ?? channels.length;
    if (found < channels.length) return found;
    known.set(name, found);
    used[v]?.add(JSON.stringify(ids));
    const variable = variables[v] as Variable;
    const mix = mixes[v] as Mix;
    return (
      channels.push({
        variable,
        keys: mix.map(({ of }) => keyOf([variables[of]?.id ?? '', ...ids])),
        weights: mix.map(({ weight }) => weight),
        start: keyOf([variable.id, ...ids, 'start']),
      }) - 1
    );
  };
  const groups = new Map<string, { readonly streams: number[]; readonly channels: readonly number[] }>();
  for (const [s, stream] of plan.streams.entries()) {
    if (!isPaid(plan, s)) continue;
    const own = variables.flatMap((variable, v) => {
      if (variable.kind === 'score' || !covers(plan, variable, stream)) return [];
      return [channel(v, idsOf(plan, variable, stream))];
    });
    const group = groups.get(own.join(' ')) ?? { streams: [], channels: own };
    group.streams.push(s);
    if (own.length > 0) groups.set(own.join(' '), group);
  }
  const scores = plan.alliances.map(({ id }, alliance) => ({
    alliance,
    channels: variables.flatMap((variable, v) => {
      if (variable.kind !== 'score' || (variable.home !== null && variable.home !== id)) return [];
      return [channel(v, variable.by.includes('alliance') ? ['', '', id] : ['', '', ''])];
    }),
  }));
  if (plan.streams.length > 0) warnOfNothing(used, pairs, telling);
  const sortOf = (c: number) => {
    const { kind, scope } = (channels[c] as Channel).variable;
    return kind === 'event' ? 'events' : scope === 'month' ? 'monthly' : 'yearly';
  };
  return {
    channels,
    groups: [...groups.values()].map(({ streams, channels: own }) => ({
      streams,
      yearly: own.filter((c) => sortOf(c) === 'yearly'),
      events: own.filter((c) => sortOf(c) === 'events'),
      monthly: own.filter((c) => sortOf(c) === 'monthly'),
    })),
    scores: scores.filter((one) => one.channels.length > 0),
    from: plan.years.map((year) => actualMonths(plan, year)),
  };
}

/** Variables that move nothing, and pairs of which nothing that one moves goes by the same ids as what the other does. */
function warnOfNothing(used: readonly ReadonlySet<string>[], pairs: readonly Pair[], telling: Telling): void {
  for (const [v, ids] of used.entries()) if (ids.size === 0) telling.warn('variable-no-effect', `uncertainty.variables.${v}`);
  for (const [i, { a, b }] of pairs.entries()) {
    const [left, right] = [[...(used[a] ?? [])], used[b]];
    if (left.length === 0 || right === undefined || right.size === 0 || left.some((ids) => right.has(ids))) continue;
    telling.warn('variable-no-effect', `uncertainty.correlations.${i}`, { case: 'pair' });
  }
}

/** True where a year has something of a stream: all else is 0 times anything. */
function isPaid(plan: Plan, s: number): boolean {
  return plan.years.some(({ cells, volumes }) =>
    tablesOf({ fund: cells, volumes }).some((table) => table.subarray(s * PERIODS, s * PERIODS + MONTHS).some((cell) => cell !== 0)),
  );
}

function covers(plan: Plan, { service, place, home }: Variable, stream: Stream): boolean {
  return (
    (service === null || plan.services[stream.service]?.id === service) &&
    (place === null || PLACES[stream.place] === place) &&
    (home === null || homeId(plan, stream.home) === home)
  );
}

/** What a stream's number goes by beside its variable: service, place, alliance; empty where they share one, or the variable has but one. */
function idsOf(plan: Plan, { by }: Variable, stream: Stream): readonly string[] {
  return [
    by.includes('service') ? (plan.services[stream.service]?.id ?? '') : '',
    by.includes('place') ? (PLACES[stream.place] ?? '') : '',
    by.includes('alliance') ? homeId(plan, stream.home) : '',
  ];
}

/** R4b: months of a year that are known. */
function actualMonths({ actualTo }: Plan, { year }: YearPlan): number {
  return actualTo === null ? 0 : Math.min(MONTHS, Math.max(0, monthNumber(actualTo) - year * MONTHS + 1));
}
